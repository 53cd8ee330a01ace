// A source that is being written: its name, keys and MFA device, what is wrong with them, saving it.

import { useCallback, useMemo, useRef, useState } from 'preact/hooks'
import type { Credentials, Endpoint, Finding, Source } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { SourceDraft } from '../../protocol.ts'
import { type FieldFindings, useFindings } from '../../ui/controls/use-findings.ts'
import { anyTyped, noKeys } from './credential-fields.tsx'

/** When a code of the MFA device is asked for: never, for each chain, or once for all of them. */
export type MfaUse = 'none' | 'each' | 'all'

export interface Mfa {
  use: MfaUse
  serial: string
  /** Typed here and not saved yet; a seed that is kept never comes back to a page. */
  seed: string
}

export interface SourceForm {
  name: string
  keys: Credentials
  mfa: Mfa
  /** Where its chains are walked; undefined for AWS. */
  endpoint: Endpoint | undefined
  /** Whether the keys end with the browser, though there is a vault. */
  sessionOnly: boolean
  dirty: boolean
  findings: FieldFindings
  /** Of the last paste or the last try to save. */
  refused: Finding[]
  setName: (name: string) => void
  setKeys: (keys: Credentials) => void
  setMfa: (mfa: Mfa) => void
  setEndpoint: (endpoint: Endpoint | undefined) => void
  setSessionOnly: (on: boolean) => void
  setRefused: (findings: Finding[]) => void
  /** The id when it was saved, and whether nothing was written since; what was secret is then gone from this page. */
  save: () => Promise<{ id: string; whole: boolean } | undefined>
}

/** Without an id the source is a new one. */
export function useSourceForm(initial: Omit<Source, 'id'> & { id?: string; endpoint?: Endpoint }): SourceForm {
  const [id, setId] = useState(initial.id)
  const [name, setName] = useState(initial.name)
  const [mfa, setMfa] = useState(() => mfaOf(initial))
  const [sessionOnly, setSessionOnly] = useState(initial.sessionOnly ?? false)
  const [endpoint, setEndpoint] = useState(initial.endpoint)
  const [kept, setKept] = useState({ name, mfa, sessionOnly, endpoint })
  const [keys, setKeys] = useState(noKeys)
  const [refused, setRefused] = useState<Finding[]>([])
  const draft = useMemo((): SourceDraft => {
    // A source that is there may be changed without its keys; a new one needs them.
    const withKeys = id === undefined || anyTyped(keys)
    return {
      ...(id !== undefined && { id }),
      name,
      ...(withKeys && { credentials: keys }),
      // Codes are AWS's.
      ...(!endpoint && mfa.use !== 'none' && mfa.serial && { mfaSerial: mfa.serial }),
      ...(!endpoint && mfa.use === 'all' && { mfaSession: true }),
      ...(isElsewhere(endpoint, kept.endpoint) && { endpoint: endpoint ?? null }),
      ...(sessionOnly !== kept.sessionOnly && { sessionOnly }),
      ...seedOf(mfa, kept.mfa),
    }
  }, [id, name, keys, mfa, endpoint, sessionOnly, kept])
  const latest = useRef(draft)
  latest.current = draft
  const check = useCallback((source: SourceDraft) => call('checkSource', source), [])
  const findings = useFindings(draft, check, initial.id !== undefined)
  const sameMfa = mfa.use === kept.mfa.use && mfa.serial === kept.mfa.serial && !mfa.seed
  return {
    name,
    keys,
    mfa,
    endpoint,
    sessionOnly,
    dirty:
      name !== kept.name ||
      !sameMfa ||
      sessionOnly !== kept.sessionOnly ||
      isElsewhere(endpoint, kept.endpoint) ||
      anyTyped(keys),
    findings,
    refused,
    setName,
    setKeys,
    setMfa,
    setEndpoint,
    setSessionOnly,
    setRefused,
    save: async () => {
      const reply = await call('saveSource', draft)
      if (!reply.saved) {
        findings.showAll()
        setRefused(reply.findings.filter(({ severity }) => severity === 'error'))
        return
      }
      const whole = latest.current === draft
      setKept({ name, mfa: { ...mfa, seed: '' }, sessionOnly, endpoint })
      setKeys((now) => (now === keys ? noKeys : now))
      setMfa((now) => (now.seed === mfa.seed ? { ...now, seed: '' } : now))
      setRefused([])
      // What was written since belongs to the source that is there now.
      if (!whole) setId(reply.id)
      return { id: reply.id, whole }
    },
  }
}

const isElsewhere = (one: Endpoint | undefined, other: Endpoint | undefined): boolean =>
  one?.sts !== other?.sts || one?.console !== other?.console

const mfaOf = ({ mfaSerial = '', mfaSession }: Omit<Source, 'id'>): Mfa => ({
  use: mfaSession ? 'all' : mfaSerial ? 'each' : 'none',
  serial: mfaSerial,
  seed: '',
})

/** A device that is taken away takes its seed along. */
function seedOf({ use, seed }: Mfa, kept: Mfa): { seed?: string } {
  if (use === 'none') return kept.use === 'none' ? {} : { seed: '' }
  return seed ? { seed } : {}
}
