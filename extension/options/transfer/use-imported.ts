// What was imported last, for as long as the options page is open: it can be undone from any of its parts.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { ImportDone, ImportPreview } from '../../protocol.ts'
import type { ChainWindow } from '../../ui/chain-window.ts'
import { useToast } from '../../ui/toast.tsx'
import { useOneAtATime } from '../../ui/use-one-at-a-time.ts'
import { amount } from './import-bar.tsx'

export interface LastImport {
  done: ImportDone
  /** The ids of the sources that came, or became others. */
  sources: string[]
  undone: boolean
  failure?: Failure
}

export interface Imported {
  last: LastImport | undefined
  note: (done: ImportDone, preview: ImportPreview) => Promise<void>
  undo: () => Promise<void>
}

export function useImported(chains: ChainWindow): Imported {
  const [last, setLast] = useState<LastImport>()
  const toast = useToast()
  const alone = useOneAtATime()

  const undo = (what: LastImport) =>
    alone(async () => {
      toast(null)
      try {
        await call('undoImport', what.done)
        setLast({ done: what.done, sources: what.sources, undone: true })
        toast({ text: 'The import is undone.' })
      } catch (thrown) {
        const failure = thrown as Failure
        setLast({ ...what, failure })
        toast({ text: `Not undone. ${failure.message}`, action: { label: 'Undo', run: () => void undo(what) } })
      }
      await chains.refresh()
    })
  const note = async (done: ImportDone) => {
    const sources = [...done.sourcesAdded, ...done.sourcesChanged.map(({ id }) => id)]
    const what: LastImport = { done, sources, undone: false }
    setLast(what)
    const text = `Imported ${amount(done.added.length + done.changed.length, sources.length)}.`
    toast({ text, action: { label: 'Undo', run: () => void undo(what) } })
    await chains.refresh()
  }
  return { last, note, undo: async () => last && undo(last) }
}
