// A password that is being made up: typed twice, and not taken while it is easy to guess.

import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Finding } from 'rolerelay-core'
import { call } from '../../client.ts'
import { type FieldFindings, useFindings } from '../controls/use-findings.ts'
import { hireJudge, type Judge } from './judge.ts'
import type { Strength } from './strength.ts'

/** In characters as a person counts them. The background refuses shorter ones too. */
const SHORTEST = 12
/** In bytes: the core's own limit. */
const LONGEST = 1024

interface Typed {
  password: string
  repeated: string
}

export interface NewPassword extends Typed {
  /** Of what is typed, once that is known. */
  strength: Strength | undefined
  /** Whether it is shown in clear. */
  shown: boolean
  findings: FieldFindings
  /** Of the last try to take it. */
  refused: Finding[]
  type: (typed: Partial<Typed>) => void
  show: (on: boolean) => void
  suggest: () => Promise<void>
  /** The password, or nothing, and what is wrong then shows at the fields. */
  take: () => Promise<string | undefined>
}

export function useNewPassword(): NewPassword {
  const [typed, setTyped] = useState(nothing)
  const [shown, show] = useState(false)
  const [measured, setMeasured] = useState<{ password: string; strength: Strength }>()
  const [refused, setRefused] = useState<Finding[]>([])
  const judge = useJudge()
  const known = useMemo(namesOf, [])

  const check = useCallback(async ({ password, repeated }: Typed): Promise<Finding[]> => {
    const strength = password ? await judge().strength(password, await known) : undefined
    setMeasured(strength && { password, strength })
    const wrong = wrongWith(password, strength)
    const found: Finding[] = wrong ? [{ place: 'password', severity: 'error', message: wrong }] : []
    if (repeated !== password) found.push({ place: 'repeated', severity: 'error', message: differs(repeated) })
    return found
  }, [])
  const findings = useFindings(typed, check)

  return {
    ...typed,
    strength: measured?.password === typed.password ? measured.strength : undefined,
    shown,
    findings,
    // What was put right meanwhile is no longer told.
    refused: refused.filter(({ message }) => findings.all.some((finding) => finding.message === message)),
    type: (by) => setTyped((before) => ({ ...before, ...by })),
    show,
    suggest: async () => {
      const password = await judge().suggestion()
      // Typed again by hand, which shows that it was written down.
      setTyped({ password, repeated: '' })
      show(true)
    },
    take: async () => {
      findings.showAll()
      const found = await check(typed)
      setRefused(found)
      return found.length > 0 ? undefined : typed.password
    },
  }
}

const nothing: Typed = { password: '', repeated: '' }

const differs = (repeated: string) => (repeated ? 'This is not the same as above.' : 'Type the password again.')

function wrongWith(password: string, strength: Strength | undefined): string | undefined {
  const characters = [...password].length
  if (!strength) return 'Write a password.'
  if (characters < SHORTEST) return `It has ${characters} characters. Use at least ${SHORTEST}.`
  if (new TextEncoder().encode(password).length > LONGEST) return `It is too long: at most ${LONGEST} bytes are taken.`
  if (strength.score > 2) return undefined
  return ['Whoever has this computer’s disk could guess it.', ...strength.advice].join(' ')
}

/** The person's own names, which somebody would try first. Without them the password is judged all the same. */
async function namesOf(): Promise<string[]> {
  const list = { query: '', offset: 0, limit: 500 }
  const [chains, sources] = await Promise.allSettled([call('list', list), call('sources', null)])
  const names = [
    ...(sources.status === 'fulfilled' ? sources.value : []),
    ...(chains.status === 'fulfilled' ? chains.value.rows : []),
  ].map(({ name }) => name)
  return [...new Set(names.flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}]+/u)]))].filter(
    ({ length }) => length > 2,
  )
}

/** Hired with the form, since it takes a second to read its word lists, and dismissed with it. */
function useJudge(): () => Judge {
  const judge = useRef<Judge>(undefined)
  const hired = () => {
    judge.current ??= hireJudge()
    return judge.current
  }
  useEffect(() => {
    hired()
    return () => judge.current?.dismiss()
  }, [])
  return hired
}
