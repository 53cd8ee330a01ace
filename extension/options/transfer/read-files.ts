// Turns files that were dropped, opened or pasted into text for the core, or into a sentence that says why not.

import type { ImportFile } from 'rolerelay-core'

/** The most that is read in all: the core's own limit, in bytes. Ten thousand profiles are about 2.5 MB. */
const MOST = 32 * 2 ** 20

export interface ReadFiles {
  files: ImportFile[]
  /** Why some were not read, a sentence each. */
  problems: string[]
}

/** `held` is how much is there already, in bytes. */
export async function readFiles(list: File[], held: number): Promise<ReadFiles> {
  const read: ReadFiles = { files: [], problems: [] }
  let room = MOST - held
  for (const file of list) {
    const name = `“${file.name}”`
    if (file.size > room) read.problems.push(`${name} is too large: at most 32 MB are read at a time.`)
    else {
      const text = await textOf(file).catch(() => undefined)
      if (text === undefined) {
        read.problems.push(`${name} cannot be read. If it is a folder, open it and choose the files in it.`)
      } else if (!text.trim()) read.problems.push(`${name} is empty.`)
      else {
        read.files.push({ name: file.name, text })
        room -= file.size
      }
    }
  }
  return read
}

/** UTF-8 unless it says otherwise: PowerShell's `>` writes UTF-16. */
async function textOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  // The core is to see a byte order mark, since other tools stumble over it.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
