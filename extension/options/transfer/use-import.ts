// Importing, step by step: files are added, the background says what they would change, and then it is done. The text of
// the files, which may hold keys, is in this page's memory only until then, or until the page is left.

import { useRef, useState } from 'preact/hooks'
import type { Failure, ImportFile, ImportFormat } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { ImportDone, ImportPreview } from '../../protocol.ts'
import { useOneAtATime } from '../../ui/use-one-at-a-time.ts'
import { readFiles } from './read-files.ts'

export interface ImportControl {
  /** Each file's name, and what it was taken for; that is not known while they are read. */
  files: { name: string; format: ImportFormat | undefined }[]
  preview: ImportPreview | undefined
  busy: 'reading' | 'importing' | undefined
  failure: Failure | undefined
  /** Files that were not read, and why. */
  problems: string[]
  add: (files: File[]) => Promise<void>
  remove: (index: number) => Promise<void>
  /** Forgets the files. */
  forget: () => void
  apply: (leaveOut: string[]) => Promise<void>
}

export function useImport(onDone: (done: ImportDone, preview: ImportPreview) => Promise<void>): ImportControl {
  const [files, setFiles] = useState<ImportFile[]>([])
  const [preview, setPreview] = useState<ImportPreview>()
  const [busy, setBusy] = useState<ImportControl['busy']>()
  const [failure, setFailure] = useState<Failure>()
  const [problems, setProblems] = useState<string[]>([])
  const turn = useRef(0)
  const alone = useOneAtATime()

  const look = async (next: ImportFile[]) => {
    const mine = ++turn.current
    setFiles(next)
    setFailure(undefined)
    setBusy(next.length > 0 ? 'reading' : undefined)
    const seen = next.length > 0 ? call('previewImport', { files: next }) : undefined
    try {
      const plan = await seen
      if (mine === turn.current) setPreview(plan)
    } catch (thrown) {
      if (mine !== turn.current) return
      setPreview(undefined)
      setFailure(thrown as Failure)
    } finally {
      if (mine === turn.current) setBusy(undefined)
    }
  }
  const add = async (list: File[]) => {
    if (busy === 'importing' || list.length === 0) return
    setBusy('reading')
    const held = files.reduce((sum, { text }) => sum + text.length, 0)
    const read = await readFiles(list, held)
    setProblems(read.problems)
    // A file that comes again has been changed; pasted texts have no names to go by.
    const again = new Set(read.files.map(({ name }) => name).filter(Boolean))
    if (read.files.length > 0) await look([...files.filter(({ name }) => !again.has(name)), ...read.files])
    else setBusy(undefined)
  }
  const forget = () => {
    setProblems([])
    setPreview(undefined)
    void look([])
  }
  const apply = (leaveOut: string[]) =>
    alone(async () => {
      if (!preview) return
      setBusy('importing')
      setFailure(undefined)
      try {
        const done = await call('applyImport', { files, leaveOut })
        forget()
        await onDone(done, preview)
      } catch (thrown) {
        setFailure(thrown as Failure)
      } finally {
        setBusy(undefined)
      }
    })
  return {
    files: files.map(({ name }, at) => ({ name, format: (busy !== 'reading' && preview?.formats[at]) || undefined })),
    preview,
    busy,
    failure,
    problems,
    add,
    remove: (index) => look(files.filter((_, at) => at !== index)),
    forget,
    apply,
  }
}
