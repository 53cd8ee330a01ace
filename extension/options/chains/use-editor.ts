// The chain in the editor: loading it, what was changed, checking and saving it.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Chain, Failure, Finding, ShapeAccount } from 'rolerelay-core'
import { call } from '../../client.ts'
import { shapeIn } from '../../shape-id.ts'
import { type FieldFindings, useFindings } from '../../ui/controls/use-findings.ts'
import { change, type Draft, draftOf, type Edit, emptyChain } from './draft.ts'

export interface Editor {
  /** Undefined while it loads. */
  draft: Draft | undefined
  /** The account that the address names, of the shape that is edited. */
  account: ShapeAccount | undefined
  /** Why there is nothing to edit. */
  failure: Failure | undefined
  dirty: boolean
  findings: FieldFindings
  /** The findings of the last try to save, if it failed. */
  refused: Finding[]
  /** The chain as it is kept by now, where the last try to save found it changed in another window. */
  other: Chain | undefined
  edit: Edit
  /** The id when it was saved, and whether nothing was written since. `over` saves it in the place of {@link other}. */
  save: (over?: Chain) => Promise<{ id: string; whole: boolean } | undefined>
  /** Shows {@link other} in the place of what was written here. */
  takeOther: () => void
  /** Whether it can be walked; shows what is wrong else. */
  ready: () => Promise<boolean>
}

export function useEditor(id: string, template: Chain | undefined, defaultSource: string | undefined): Editor {
  const [draft, setDraft] = useState<Draft>()
  const latest = useRef(draft)
  latest.current = draft
  const [failure, setFailure] = useState<Failure>()
  const [dirty, setDirty] = useState(false)
  const [refused, setRefused] = useState<Finding[]>([])
  const [other, setOther] = useState<Chain>()
  /** The record from which the draft was begun. */
  const before = useRef<Chain | undefined>(undefined)
  const check = useCallback((chain: Chain) => call('checkChain', walkable(chain)), [])
  const findings = useFindings(draft?.chain, check, id !== 'new')

  useEffect(() => {
    if (id !== 'new') {
      load(id).then((chain) => {
        before.current = chain
        setDraft(draftOf(chain))
      }, setFailure)
    } else if (template) {
      setDraft((before) => before ?? draftOf(template))
      setDirty(true)
    } else if (defaultSource !== undefined) {
      setDraft((before) => before ?? draftOf(emptyChain(defaultSource)))
    }
    // A chain that is loaded waits for no source; and nothing is put over what was written before the sources were known.
  }, [id, id === 'new' ? defaultSource : undefined])

  const refuse = (found: Finding[]) => {
    findings.showAll()
    setRefused(found.filter(({ severity }) => severity === 'error'))
  }
  return {
    draft,
    account: draft?.chain.accounts?.find((account) => account.id === shapeIn(id)?.account),
    failure,
    dirty,
    findings,
    refused,
    other,
    edit: (next) => {
      setDraft((now) => (typeof next === 'function' ? now && next(now) : next))
      setDirty(true)
      setRefused([])
    },
    save: async (over = before.current) => {
      if (!draft) return
      const reply = await call('saveChain', over ? { chain: draft.chain, before: over } : draft.chain)
      setOther(reply.saved ? undefined : reply.now)
      if (!reply.saved) return void refuse(reply.findings)
      before.current = reply.now
      const whole = latest.current === draft
      setDirty(!whole)
      setRefused([])
      // What was written since belongs to the chain that is there now.
      if (!whole) setDraft((now) => now && change(now, { id: reply.id }))
      return { id: reply.id, whole }
    },
    takeOther: () => {
      before.current = other
      setDraft(other && draftOf(other))
      setDirty(false)
      setOther(undefined)
    },
    ready: async () => {
      if (!draft) return false
      const found = await check(draft.chain)
      if (found.every(({ severity }) => severity !== 'error')) return true
      refuse(found)
      return false
    },
  }
}

/** A chain gets its id when it is saved; to check or test it before, any will do. */
export const walkable = (chain: Chain): Chain => ({ ...chain, id: chain.id || 'new' })

/** The record to edit: a chain that a shape makes is written in its shape. */
async function load(id: string): Promise<Chain> {
  const { shapeId, account } = shapeIn(id) ?? {}
  const shape = shapeId ? await call('chain', { id: shapeId }).catch(() => undefined) : undefined
  if (shape?.accounts?.some((one) => one.id === account)) return shape
  return call('chain', { id })
}
