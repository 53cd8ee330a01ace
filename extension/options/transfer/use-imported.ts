// What was imported last, while the options page is open: it can be undone from any of its parts.

import { useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { ImportDone, ImportPreview, ImportUndone } from '../../protocol.ts'
import type { ChainWindow } from '../../ui/chains/chain-window.ts'
import { useToast } from '../../ui/controls/toast.tsx'
import { useOneAtATime } from '../../ui/controls/use-one-at-a-time.ts'
import { amount } from './import-bar.tsx'

export interface LastImport {
  /** Absent where nothing changed. */
  id?: string
  /** Absent of one that was made before this page was opened. */
  done?: ImportDone
  /** The ids of the sources that came, or became others. */
  sources: string[]
  /** How many other sources got their keys. */
  keys: number
  /** What stays of it once it is undone. */
  undone?: ImportUndone
  failure?: Failure
}

export interface Imported {
  last: LastImport | undefined
  note: (done: ImportDone, preview: ImportPreview) => Promise<void>
  undo: (id: string) => Promise<void>
}

export function useImported(chains: ChainWindow): Imported {
  const [last, setLast] = useState<LastImport>()
  const latest = useRef(last)
  const show = (next: LastImport) => {
    latest.current = next
    setLast(next)
  }
  const toast = useToast()
  const alone = useOneAtATime()

  const undo = (id: string) =>
    alone(async () => {
      toast(null)
      const what = latest.current?.id === id ? latest.current : { id, sources: [], keys: 0 }
      try {
        const undone = await call('undoImport', { id })
        show({ id, sources: [], keys: 0, undone })
        toast({ text: 'The import is undone.' })
      } catch (thrown) {
        const failure = thrown as Failure
        show({ ...what, failure })
        toast({ text: `Not undone. ${failure.message}`, action: { label: 'Undo', run: () => void undo(id) } })
      }
      await chains.refresh()
    })
  const note = async (done: ImportDone, { newKeys }: ImportPreview) => {
    const sources = [...done.sourcesAdded, ...done.sourcesChanged]
    const { id } = done
    show({ ...(id && { id }), done, sources, keys: newKeys.length })
    const text = `Imported ${amount(done.added.length + done.changed.length, sources.length, newKeys.length)}.`
    toast({ text, ...(id && { action: { label: 'Undo', run: () => void undo(id) } }) })
    await chains.refresh()
  }
  return { last, note, undo }
}
