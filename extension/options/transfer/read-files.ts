// Turns files that were dropped, opened or pasted into text for the core, or into a sentence that says why not.

import type { ImportFile } from 'rolerelay-core'
import { bytesOf, MOST } from '../../limits.ts'

export interface ReadFiles {
  files: ImportFile[]
  /** Why some were not read, a sentence each. */
  problems: string[]
}

/** `held` is how much is there already, in bytes. */
export async function readFiles(list: File[], held: number): Promise<ReadFiles> {
  const read: ReadFiles = { files: [], problems: [] }
  let room = MOST.import - held
  for (const file of list) {
    const name = `“${file.name}”`
    const tooLarge = `${name} is too large: at most ${MOST.import / 2 ** 20} MB are read at a time.`
    // What is far too large is not even opened: of text in UTF-16 every two bytes are at least one.
    if (file.size > 2 * room) read.problems.push(tooLarge)
    else {
      const text = await textOf(file).catch(() => undefined)
      if (text === undefined) {
        read.problems.push(`${name} cannot be read. If it is a folder, open it and choose the files in it.`)
      } else if (!text.trim()) read.problems.push(`${name} is empty.`)
      else if (bytesOf(text) > room) read.problems.push(tooLarge)
      else {
        read.files.push({ name: file.name, text })
        room -= bytesOf(text)
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
