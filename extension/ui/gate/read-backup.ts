// The text of a backup file, before anything is known of what it holds.

import type { Failure } from 'rolerelay-core'
import { MOST_OF_BACKUP } from '../../limits.ts'

/** With the name to speak of it: what was pasted has none of its own. Throws a {@link Failure}. */
export async function readBackup(file: File): Promise<{ name: string; text: string }> {
  const name = file.name || 'the pasted text'
  if (file.size > MOST_OF_BACKUP)
    throw refused(`“${name}” is no backup of Rolerelay: those have at most ${MOST_OF_BACKUP / 2 ** 20} MB.`)
  const text = await file.text().catch(() => {
    throw refused(`“${name}” cannot be read. Choose it again; if it is a folder, choose the file in it.`)
  })
  return { name, text }
}

export const refused = (message: string): Failure => ({ kind: 'invalid', message, evidence: {} })
