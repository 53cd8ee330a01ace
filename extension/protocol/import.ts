// What pages and background tell each other of an import. Types only.

import type { Chain, ImportFile, ImportFormat, ImportPlan, Source } from 'rolerelay-core'

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
}

/** What importing did, so that it can be undone: the chains and sources that are new, and those that changed, as they were. */
export interface ImportDone {
  added: string[]
  changed: Chain[]
  sourcesAdded: string[]
  sourcesChanged: Source[]
}
