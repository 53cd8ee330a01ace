// A search through a browser's whole profile, for what must not be in it.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isLevelTable, levelLog, levelTable, packedByBlink, sqliteRows } from './profile-databases.ts'
import { formsOf } from './profile-forms.ts'
import { unfoldedRecords, unlz4, unsnappiedStream } from './profile-packed.ts'

/** What is looked for, by what it is. */
export type Marks = Record<string, string | Uint8Array>

export interface Find {
  /** What was found. */
  mark: string
  /** Where, in the profile. */
  file: string
  /** In which forms. */
  forms: string[]
}

/** Every mark in every file, in every form, also in what is packed. */
export function search(profile: string, marks: Marks): Find[] {
  const find = finder(marks)
  const known = new Set<string>()
  return filesOf(profile).flatMap((path) => {
    const found = new Map<string, Set<string>>()
    for (const bytes of readings(path)) {
      find(bytes, found)
      for (const unfolded of unfoldedRecords(bytes, known)) find(unfolded, found)
    }
    return [...found].map(([mark, forms]) => ({ mark, file: relative(profile, path), forms: [...forms].sort() }))
  })
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** The file as it is, and what is packed in it. */
function* readings(path: string): Generator<Buffer> {
  const file = contentsOf(path)
  yield file
  const starts = (hex: string) => file.subarray(0, hex.length / 2).toString('hex') === hex
  if (isLevelTable(file)) yield* packed(levelTable(file))
  else if (/\d{6}\.log$/.test(path)) yield* packed([levelLog(file)])
  else if (starts(SQLITE)) yield* sqliteRows(file, file, isPacked(path))
  else if (path.endsWith('-wal') && existsSync(database(path)))
    yield* sqliteRows(file, readFileSync(database(path)), isPacked(path))
  else if (starts(MOZLZ4)) yield unlz4(file)
  else if (starts(SNAPPY)) yield unsnappiedStream(file)
  else if (starts(GZIP)) yield gunzipSync(file)
  // What Chromium finds too large for its database lies in a file of its own.
  else yield* packedByBlink(file)
}

/** Whether Firefox packs what it puts into that database. */
const isPacked = (path: string): boolean => path.includes('/idb/')

/** A browser that runs may remove a file while it is looked at. */
function contentsOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw thrown
  }
}

const database = (log: string): string => log.replace(/-wal$/, '')

function* packed(values: Iterable<Buffer>): Generator<Buffer> {
  for (const value of values) {
    yield value
    yield* packedByBlink(value)
  }
}

const hex = (text: string) => Buffer.from(text).toString('hex')
const SQLITE = hex('SQLite format 3')
const MOZLZ4 = hex('mozLz40')
const SNAPPY = `ff060000${hex('sNaPpY')}`
const GZIP = '1f8b08'

interface Needle {
  mark: string
  form: string
  bytes: Buffer
}

/** Looks for all needles at once: at each place, whether the last four bytes begin one. */
function finder(marks: Marks) {
  const needles = Object.entries(marks).flatMap(([mark, whole]) =>
    pieces(whole).flatMap((piece) => [...formsOf(piece)].map(([form, bytes]): Needle => ({ mark, form, bytes }))),
  )
  const byStart = new Map<number, Needle[]>()
  for (const needle of needles) {
    const start = needle.bytes.readUInt32BE(0)
    byStart.set(start, [...(byStart.get(start) ?? []), needle])
  }
  const begins = new Uint8Array(65_536)
  for (const start of byStart.keys()) begins[hashed(start)] = 1
  return (bytes: Buffer, found: Map<string, Set<string>>): void => {
    let last = 0
    for (let at = 0; at < bytes.length; at += 1) {
      last = ((last << 8) | (bytes[at] as number)) >>> 0
      if (begins[hashed(last)] === 0) continue
      for (const { mark, form, bytes: needle } of byStart.get(last) ?? []) {
        if (at < 3 || !bytes.subarray(at - 3, at - 3 + needle.length).equals(needle)) continue
        found.set(mark, (found.get(mark) ?? new Set()).add(form))
      }
    }
  }
}

const hashed = (start: number): number => Math.imul(start, 2_654_435_761) >>> 16

/** Half of a long one gives it away, and databases cut what is long. A short one is looked for as a whole. */
function pieces<T extends string | Uint8Array>(whole: T): T[] {
  if (whole.length < 32) return [whole]
  const half = Math.floor(whole.length / 2)
  const end = Math.min(half + 64, whole.length)
  return [whole.slice(0, Math.min(half, 64)), whole.slice(half, end)] as T[]
}
