// What pages and background tell each other of an import. Types only.

import type { End, ImportFile, ImportFormat, ImportPlan } from 'rolerelay-core'
import type { Few } from './bulk.ts'

/** The files, what the names of their records begin with, and what the person says that each file is. */
export interface ToImport {
  files: ImportFile[]
  prefix?: string
  /** In the order of the files; null where that is told by the content. */
  readAs?: (ImportFormat | null)[]
}

/** What importing would do, without the keys that the files hold. */
export interface ImportPreview extends Omit<ImportPlan, 'credentials'> {
  /** The sources, by id, that stay as they are but get other keys than those that are here. */
  newKeys: string[]
  /** The sources, by id, that somebody signs in for: they need no keys. */
  signsIn: string[]
  /** The roles whose sessions sources give, by the sources' ids: what chains without a role end as. */
  ownEnds: Record<string, End>
}

/** What importing did, by ids. */
export interface ImportDone {
  /** What undoes it, unless it changed nothing. */
  id?: string
  added: string[]
  changed: string[]
  sourcesAdded: string[]
  sourcesChanged: string[]
}

/** An import that was made. */
export interface ImportRow {
  id: string
  /** In milliseconds since 1970. */
  at: number
  /** The names of its files; what was pasted has none. */
  from: string[]
  chainsAdded: number
  chainsChanged: number
  sourcesAdded: number
  sourcesChanged: number
  /** How many sources that were here got other keys. */
  keys: number
}

/** What of an import stays although it is undone, by name. */
export interface ImportUndone {
  /** Chains that somebody changed, deleted or built on since. */
  chains: Few
  /** Sources that somebody changed since, or gave keys, or that chains start from. */
  sources: Few
  /** Sources whose keys before it have ended with the browser: they have none now. */
  keys: Few
}
