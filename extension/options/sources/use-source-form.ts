// A source that is being written: its name and keys, what is wrong with them, saving it.

import { useCallback, useMemo, useRef, useState } from 'preact/hooks'
import type { Credentials, Finding } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { SourceDraft } from '../../protocol.ts'
import { type FieldFindings, useFindings } from '../../ui/use-findings.ts'
import { anyTyped, noKeys } from './credential-fields.tsx'

export interface SourceForm {
  name: string
  keys: Credentials
  dirty: boolean
  findings: FieldFindings
  /** Of the last paste or the last try to save. */
  refused: Finding[]
  setName: (name: string) => void
  setKeys: (keys: Credentials) => void
  setRefused: (findings: Finding[]) => void
  /** The id when it was saved, and whether nothing was written since; the saved keys are then gone from this page. */
  save: () => Promise<{ id: string; whole: boolean } | undefined>
}

export function useSourceForm(initialId: string | undefined, initialName: string): SourceForm {
  const [id, setId] = useState(initialId)
  const [name, setName] = useState(initialName)
  const [keptName, setKeptName] = useState(initialName)
  const [keys, setKeys] = useState(noKeys)
  const [refused, setRefused] = useState<Finding[]>([])
  const draft = useMemo((): SourceDraft => {
    // A source that is there may get another name alone; a new one needs keys.
    const withKeys = id === undefined || anyTyped(keys)
    return { ...(id !== undefined && { id }), name, ...(withKeys && { credentials: keys }) }
  }, [id, name, keys])
  const latest = useRef(draft)
  latest.current = draft
  const check = useCallback((source: SourceDraft) => call('checkSource', source), [])
  const findings = useFindings(draft, check)
  return {
    name,
    keys,
    dirty: name !== keptName || anyTyped(keys),
    findings,
    refused,
    setName,
    setKeys,
    setRefused,
    save: async () => {
      const reply = await call('saveSource', draft)
      if (!reply.saved) {
        findings.showAll()
        setRefused(reply.findings.filter(({ severity }) => severity === 'error'))
        return
      }
      const whole = latest.current === draft
      setKeptName(name)
      setKeys((now) => (now === keys ? noKeys : now))
      setRefused([])
      // What was written since belongs to the source that is there now.
      if (!whole) setId(reply.id)
      return { id: reply.id, whole }
    },
  }
}
