// What is to be written, and the text that comes of it: written anew with each change.

import { useEffect, useState } from 'preact/hooks'
import type { Exported, ExportForm, Failure } from 'rolerelay-core'
import { call } from '../../client.ts'

export interface ExportControl {
  /** The ids of the chosen chains with their names; undefined for all. */
  chosen: ReadonlyMap<string, string> | undefined
  choose: (chosen: ReadonlyMap<string, string> | undefined) => void
  form: ExportForm
  setForm: (form: ExportForm) => void
  /** The latest text; undefined while no chain is chosen. */
  exported: Exported | undefined
  failure: Failure | undefined
  busy: boolean
  again: () => void
}

export function useExport(id: string | undefined): ExportControl {
  const [chosen, choose] = useState<ReadonlyMap<string, string> | undefined>(id ? new Map([[id, '']]) : undefined)
  const [form, setForm] = useState<ExportForm>('aws-config')
  const [state, setState] = useState<{ exported?: Exported; failure?: Failure }>({})
  const [busy, setBusy] = useState(false)
  const [tries, setTries] = useState(0)

  useEffect(() => {
    let current = true
    if (id) choose(new Map([[id, '']]))
    if (id)
      call('chain', { id }).then(
        ({ name }) => current && choose((now) => (now?.has(id) ? new Map(now).set(id, name) : now)),
        () => {}, // writing it says what is wrong
      )
    return () => {
      current = false
    }
  }, [id])

  // Names come later than ids, and change nothing of what is written.
  const ids = chosen && [...chosen.keys()]
  useEffect(() => {
    if (ids?.length === 0) {
      setState({})
      setBusy(false)
      return
    }
    let current = true
    setBusy(true)
    call('exportChains', { form, ...(ids && { ids }) })
      .then(
        (exported) => current && setState({ exported }),
        (failure: Failure) => current && setState({ failure }),
      )
      .then(() => current && setBusy(false))
    return () => {
      current = false
    }
  }, [form, ids?.join(), tries])

  const { exported, failure } = state
  return { chosen, choose, form, setForm, exported, failure, busy, again: () => setTries(tries + 1) }
}
