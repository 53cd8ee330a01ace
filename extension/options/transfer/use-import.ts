// Importing, step by step: files are added, the background says what they would change, and then it is done. The text of
// the files, which may hold keys, is in this page's memory only until then, or until the page is left.

import { useRef, useState } from 'preact/hooks'
import type { Failure, ImportFile, ImportFormat } from 'rolerelay-core'
import { call } from '../../client.ts'
import { bytesOf } from '../../limits.ts'
import type { ImportDone, ImportPreview } from '../../protocol.ts'
import { useOneAtATime } from '../../ui/controls/use-one-at-a-time.ts'
import { accountsIn, type FoundAccounts } from './accounts-in.ts'
import { readFiles } from './read-files.ts'

export interface ImportControl {
  /** Each file's name, and what it was taken for; that is not known while they are read. `turned` is what turns the order of its roles round. */
  files: { name: string; format: ImportFormat | undefined; turned: ImportFormat | undefined }[]
  preview: ImportPreview | undefined
  busy: 'reading' | 'importing' | undefined
  failure: Failure | undefined
  /** Lists of accounts among what was given: they make no chain by themselves. */
  lists: FoundAccounts[]
  dismiss: (list: FoundAccounts) => void
  /** Files that were not read, and why. */
  problems: string[]
  add: (files: File[]) => Promise<void>
  remove: (index: number) => Promise<void>
  /** Forgets the files. */
  forget: () => void
  /** Reads a file as what the person says that it is. */
  readAs: (index: number, format: ImportFormat) => Promise<void>
  /** `mend`: what a click mends of the chains is mended. */
  apply: (leaveOut: string[], mend: boolean) => Promise<void>
  /** What names begin with that are imported as new; empty where names find what is here. */
  prefix: string
  asNew: (prefix: string) => Promise<void>
}

export function useImport(onDone: (done: ImportDone, preview: ImportPreview) => Promise<void>): ImportControl {
  const [files, setFiles] = useState<ImportFile[]>([])
  const [preview, setPreview] = useState<ImportPreview>()
  const [busy, setBusy] = useState<ImportControl['busy']>()
  const [failure, setFailure] = useState<Failure>()
  const [lists, setLists] = useState<FoundAccounts[]>([])
  const [problems, setProblems] = useState<string[]>([])
  const [prefix, setPrefix] = useState('')
  const heldPrefix = useRef('')
  /** By the file. What is not here is told by its content. */
  const said = useRef(new Map<ImportFile, ImportFormat>())
  const turn = useRef(0)
  const alone = useOneAtATime()
  /** What `files` will be at the next drawing, for what comes before it. */
  const held = useRef(files)
  /** What is given is read one after the other, and not while an import is under way. */
  const last = useRef(Promise.resolve())
  const inTurn = (work: () => Promise<void>) => {
    last.current = last.current.then(work)
    return last.current
  }

  const look = async (next: ImportFile[]) => {
    const mine = ++turn.current
    held.current = next
    setFiles(next)
    setFailure(undefined)
    setBusy(next.length > 0 ? 'reading' : undefined)
    const given = {
      files: next,
      prefix: heldPrefix.current,
      readAs: next.map((file) => said.current.get(file) ?? null),
    }
    const seen = next.length > 0 ? call('previewImport', given) : undefined
    try {
      const plan = await seen
      if (mine !== turn.current) return
      // What nothing else reads may be a list of accounts, unless the person said what it is.
      const found = next.map((file, at) =>
        plan?.formats[at] || said.current.has(file) ? undefined : accountsIn(file.name, file.text),
      )
      const more = found.filter((list) => list !== undefined)
      if (more.length === 0) return setPreview(plan)
      setLists((now) => [...now, ...more])
      await look(next.filter((_, at) => !found[at]))
    } catch (thrown) {
      if (mine !== turn.current) return
      setPreview(undefined)
      setFailure(thrown as Failure)
    } finally {
      if (mine === turn.current) setBusy(undefined)
    }
  }
  const add = (list: File[]) =>
    inTurn(async () => {
      if (list.length === 0) return
      setBusy('reading')
      const size = held.current.reduce((sum, { text }) => sum + bytesOf(text), 0)
      const read = await readFiles(list, size)
      setProblems(read.problems)
      // A file that comes again has been changed; pasted texts have no names to go by.
      const again = new Set(read.files.map(({ name }) => name).filter(Boolean))
      const kept = held.current.filter(({ name }) => !again.has(name))
      if (read.files.length > 0) void look([...kept, ...read.files])
      else setBusy(undefined)
    })
  const asNew = (next: string) => {
    heldPrefix.current = next
    setPrefix(next)
    return look(held.current)
  }
  const readAs = (index: number, format: ImportFormat) => {
    const file = held.current[index]
    if (file) said.current.set(file, format)
    return look(held.current)
  }
  const forget = () => {
    said.current.clear()
    heldPrefix.current = ''
    setPrefix('')
    setLists([])
    setProblems([])
    setPreview(undefined)
    void look([])
  }
  const apply = (leaveOut: string[], mend: boolean) =>
    alone(() =>
      inTurn(async () => {
        // Other files than were seen are there by now, and are shown.
        if (!preview || held.current !== files) return
        setBusy('importing')
        setFailure(undefined)
        try {
          const done = await call('applyImport', {
            files,
            leaveOut,
            prefix,
            readAs: files.map((file) => said.current.get(file) ?? null),
            mend,
          })
          forget()
          await onDone(done, preview)
        } catch (thrown) {
          setFailure(thrown as Failure)
        } finally {
          setBusy(undefined)
        }
      }),
    )
  return {
    files: files.map(({ name }, at) => {
      const format = (busy !== 'reading' && preview?.formats[at]) || undefined
      return { name, format, turned: format && preview && turnedOf(format, preview) }
    }),
    preview,
    busy,
    failure,
    lists,
    dismiss: (list) => setLists((now) => now.filter((one) => one !== list)),
    problems,
    add,
    remove: (index) => look(held.current.filter((file) => file !== files[index])),
    forget,
    readAs,
    apply,
    prefix,
    asNew,
  }
}

/** What reads a file's roles in the other order, where there are several and the file's format does not say it itself. */
const turnedOf = (format: ImportFormat, { chains }: ImportPreview): ImportFormat | undefined =>
  chains.some(({ chain }) => chain.hops.length > 1) ? turned[format] : undefined

const turned: Partial<Record<ImportFormat, ImportFormat>> = { roles: 'roles-turned', 'roles-turned': 'roles' }
