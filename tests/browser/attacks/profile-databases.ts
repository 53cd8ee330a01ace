// What stands in the databases of a profile: LevelDB (Chromium's storage.local and IndexedDB) and SQLite (Firefox's), also in
// what they have deleted and not written over yet. Broken parts are passed over: a scan must go on.

import { unsnappied, unsnappiedAnywhere, varint } from './profile-packed.ts'

/** The keys and values in a table of LevelDB, whose blocks are packed and whose keys leave out what they begin alike. */
export function* levelTable(file: Buffer): Generator<Buffer> {
  const footer = file.subarray(-48)
  const index = skip(footer, 2)
  const handle = index === undefined ? undefined : handleAt(footer, index)
  if (!handle) return
  for (const { value } of entries(block(file, handle))) {
    const data = handleAt(value, 0)
    if (data) for (const { key, value } of entries(block(file, data))) yield Buffer.concat([key, value])
  }
}

export const isLevelTable = (file: Buffer): boolean =>
  file.length > 48 && file.subarray(-8).toString('hex') === '57fb808b247547db'

/** The records of a log of LevelDB, put together where they were cut at the ends of its blocks. */
export function levelLog(file: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at + 7 <= file.length; ) {
    const left = BLOCK - (at % BLOCK)
    const length = file.readUInt16LE(at + 4)
    if (left < 7 || file[at + 6] === 0) at += left
    else {
      parts.push(file.subarray(at + 7, at + 7 + length))
      at += 7 + length
    }
  }
  return Buffer.concat(parts)
}

/** The values of IndexedDB that Chromium packed: behind two bytes of version and one that says so. */
export function* packedByBlink(bytes: Buffer): Generator<Buffer> {
  for (let at = bytes.indexOf(BLINK); at >= 0; at = bytes.indexOf(BLINK, at + 1)) {
    const value = unsnappied(bytes.subarray(at + BLINK.length))
    if (value) yield value
  }
}

/**
 * Each row of a SQLite database, or of the log beside it, and what is packed in its columns; with `deleted` also what can be
 * unpacked anywhere in its pages, since what was deleted stays where it was, with its beginning written over. That takes long.
 */
export function* sqliteRows(file: Buffer, database: Buffer, deleted: boolean): Generator<Buffer> {
  if (database.length < 512) return
  const size = database.readUInt16BE(16)
  const pageSize = size === 1 ? 65_536 : size || 512
  const reserved = database[20] ?? 0
  const pages = new Map<number, Buffer>()
  for (let at = 0; at + pageSize <= database.length; at += pageSize)
    pages.set(at / pageSize + 1, database.subarray(at, at + pageSize))
  const batches = file === database ? [[...pages.values()]] : framesOf(file, pageSize, pages)
  for (const batch of batches) {
    for (const page of batch) {
      for (const row of rowsOf(page, pages, reserved)) {
        yield row
        yield* blobs(row)
      }
      if (deleted) yield unsnappiedAnywhere(page)
    }
  }
}

/** What each transaction in a log wrote, with `pages` as it left them. Behind the last one stand older ones that it did not reach. */
function* framesOf(log: Buffer, pageSize: number, pages: Map<number, Buffer>): Generator<Buffer[]> {
  let written: Buffer[] = []
  for (let at = 32; at + 24 + pageSize <= log.length; at += 24 + pageSize) {
    const page = log.subarray(at + 24, at + 24 + pageSize)
    pages.set(log.readUInt32BE(at), page)
    written.push(page)
    const isLast = log.readUInt32BE(at + 4) > 0
    if (!isLast) continue
    yield written
    written = []
  }
  yield written
}

const BLOCK = 32_768
const BLINK = Buffer.from([0xff, 0x11, 0x02])

interface Handle {
  at: number
  size: number
}

function handleAt(bytes: Buffer, from: number): Handle | undefined {
  const at = varint(bytes, from)
  const size = at && varint(bytes, at.end)
  return size && { at: at.value, size: size.value }
}

function skip(bytes: Buffer, numbers: number): number | undefined {
  let end: number | undefined = 0
  for (let left = numbers; left > 0 && end !== undefined; left -= 1) end = varint(bytes, end)?.end
  return end
}

function block(file: Buffer, { at, size }: Handle): Buffer {
  const bytes = file.subarray(at, at + size)
  return file[at + size] === 1 ? (unsnappied(bytes) ?? Buffer.alloc(0)) : bytes
}

function* entries(block: Buffer): Generator<{ key: Buffer; value: Buffer }> {
  if (block.length < 4) return
  const end = block.length - 4 - 4 * block.readUInt32LE(block.length - 4)
  let key = Buffer.alloc(0)
  for (let at = 0; at < end; ) {
    const shared = varint(block, at)
    const own = shared && varint(block, shared.end)
    const value = own && varint(block, own.end)
    if (!value) return
    const from = value.end + own.value
    key = Buffer.concat([key.subarray(0, shared.value), block.subarray(value.end, from)])
    yield { key, value: block.subarray(from, from + value.value) }
    at = from + value.value
  }
}

/**
 * The rows that stand in a page, with what overflowed into other pages. Tables have theirs in leaves; indexes, and the tables that
 * are WITHOUT ROWID, as Firefox makes them, in all pages, with no number before each.
 */
function* rowsOf(page: Buffer, pages: Map<number, Buffer>, reserved: number): Generator<Buffer> {
  const head = page.subarray(0, 6).toString() === 'SQLite' ? 100 : 0
  const kind = page[head]
  if (kind !== TABLE_LEAF && kind !== INDEX_LEAF && kind !== INDEX_INNER) return
  const usable = page.length - reserved
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const most = kind === TABLE_LEAF ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  const pointers = head + (kind === INDEX_INNER ? 12 : 8)
  for (let cell = 0; cell < page.readUInt16BE(head + 3); cell += 1) {
    const pointer = pointers + 2 * cell
    if (pointer + 2 > page.length) return
    const length = bigVarint(page, page.readUInt16BE(pointer) + (kind === INDEX_INNER ? 4 : 0))
    const from = kind === TABLE_LEAF ? bigVarint(page, length.end).end : length.end
    const rest = least + ((length.value - least) % (usable - 4))
    const local = length.value <= most ? length.value : rest <= most ? rest : least
    const parts = [page.subarray(from, from + local)]
    let next = local < length.value && from + local + 4 <= page.length ? page.readUInt32BE(from + local) : 0
    for (let left = length.value - local; next > 0 && left > 0; left -= usable - 4) {
      const overflow = pages.get(next)
      if (!overflow) break
      parts.push(overflow.subarray(4, 4 + Math.min(left, usable - 4)))
      next = overflow.readUInt32BE(0)
    }
    yield Buffer.concat(parts)
  }
}

const [INDEX_INNER, INDEX_LEAF, TABLE_LEAF] = [2, 10, 13]

/** What a row's columns hold packed. */
function* blobs(row: Buffer): Generator<Buffer> {
  const head = bigVarint(row, 0)
  let column = head.value
  for (let at = head.end; at < head.value && at < row.length; ) {
    const { value: type, end } = bigVarint(row, at)
    at = end
    const length = type >= 12 ? Math.floor((type - 12) / 2) : ([0, 1, 2, 3, 4, 6, 8, 8][type] ?? 0)
    const value = type >= 12 && type % 2 === 0 ? unsnappied(row.subarray(column, column + length)) : undefined
    if (value) yield value
    column += length
  }
}

/** SQLite writes the highest group first. */
function bigVarint(bytes: Buffer, at: number): { value: number; end: number } {
  let [value, end] = [0, at]
  for (let byte = 128; byte >= 128 && end < at + 9; end += 1) {
    byte = bytes[end] ?? 0
    value = value * 128 + (byte & 127)
  }
  return { value, end }
}
