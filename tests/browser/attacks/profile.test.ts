// The search through a profile sees a mark in each form and each packing: else that it finds nothing would say nothing.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { search } from './profile.ts'

const MARK = 'Qz7-mark/of a+canary é9'
/** Two parts of it, as a packer leaves them that wrote the first four bytes before. */
const [START, REST] = [Buffer.from(MARK.slice(0, 4)), Buffer.from(MARK.slice(4))]

const folder = mkdtempSync(join(tmpdir(), 'rolerelay-scan-'))
after(() => rmSync(folder, { recursive: true }))

function finds(name: string, file: Buffer, mark: string | Uint8Array = MARK): string[] {
  const home = mkdtempSync(join(folder, 'profile-'))
  mkdirSync(dirname(join(home, name)), { recursive: true })
  writeFileSync(join(home, name), file)
  const found = search(home, { mark, other: 'Qz7-mark/of another' })
  assert.ok(found.every((find) => find.mark === 'mark' && find.file === name))
  return found.flatMap(({ forms }) => forms)
}

const among = (bytes: Buffer | string) =>
  Buffer.concat([Buffer.alloc(999, 'noise'), Buffer.from(bytes), Buffer.alloc(9)])

test('it sees plain forms', () => {
  const wide = Buffer.from(MARK, 'utf16le')
  const forms: Record<string, Buffer | string> = {
    bytes: MARK,
    'UTF-16LE': wide,
    'UTF-16BE': Buffer.from(wide).swap16(),
    hex: Buffer.from(MARK).toString('hex'),
    HEX: Buffer.from(MARK).toString('hex').toUpperCase(),
    percent: encodeURIComponent(MARK),
    'percent, small': encodeURIComponent(MARK)
      .replaceAll('%C3%A9', '%c3%a9')
      .replaceAll('%2F', '%2f')
      .replaceAll('%2B', '%2b'),
    form: 'Qz7-mark%2Fof+a%2Bcanary+%C3%A99',
    'base64 behind 0': Buffer.from(`${MARK}…`).toString('base64'),
    'base64 behind 1': Buffer.from(`…-${MARK}…`).toString('base64'),
    'base64 behind 2': Buffer.from(`--${MARK}…`).toString('base64'),
    'base64url behind 2': Buffer.from(`é${MARK}`).toString('base64url'),
    shifted: Buffer.from([...Buffer.from(MARK)].map((byte) => byte + 1)),
  }
  for (const [form, bytes] of Object.entries(forms)) {
    const seen = finds('Default/Web Data', among(bytes))
    assert.ok(seen.includes(form) || seen.includes(form.replace('url', '')), `${form}: ${seen}`)
  }
  assert.deepEqual(finds('empty', Buffer.alloc(0)), [])
  assert.deepEqual(finds('nearly', among(MARK.slice(0, -1))), [])
})

test('it sees half of a long one, and bytes that are no text', () => {
  const long = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ'
  assert.deepEqual(finds('a', among(long.slice(0, 23)), long), ['bytes'])
  assert.deepEqual(finds('b', among(long.slice(23)), long), ['bytes'])
  const key = Uint8Array.from({ length: 32 }, (_, at) => (at * 89 + 200) % 256)
  assert.deepEqual(finds('c', among(Buffer.from(key)), key), ['bytes'])
  assert.ok(finds('d', among(JSON.stringify([...key])), key).includes('JSON list'))
})

/** Snappy: the length, four bytes, noise, a copy of those four, and the rest. */
function snappy(): Buffer {
  const rest = Buffer.concat([Buffer.from([(REST.length - 1) << 2]), REST])
  const noise = 'xyzxyz'
  const parts = [Buffer.from([3 << 2]), START, Buffer.from([(noise.length - 1) << 2]), Buffer.from(noise)]
  // A copy with one byte of offset: kind 1, the length less four, the offset.
  const copy = Buffer.from([1, START.length + noise.length])
  return Buffer.concat([Buffer.from([START.length * 2 + noise.length + REST.length]), ...parts, copy, rest])
}

test('it sees what is packed', () => {
  assert.equal(snappy().includes(MARK), false, 'or it would be no test')
  const stream = Buffer.concat([Buffer.from('ff060000734e61507059', 'hex'), chunk(snappy())])
  assert.deepEqual(finds('idb/3.files/1', stream), ['bytes'])
  assert.deepEqual(finds('a.gz', gzipSync(among(MARK))), ['bytes'])

  // LZ4: four bytes and a copy of them, then the rest.
  const length = Buffer.from([4 + 4 + REST.length, 0, 0, 0])
  const tail = Buffer.concat([Buffer.from([(15 << 4) | 0, REST.length - 15]), REST])
  const lz4 = Buffer.concat([Buffer.from('mozLz40\0'), length, Buffer.from([4 << 4]), START, Buffer.from([4, 0]), tail])
  assert.deepEqual(finds('sessionstore.jsonlz4', lz4), ['bytes'])
})

function chunk(data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUIntLE(data.length + 4, 1, 3)
  return Buffer.concat([head, data])
}

test('it sees what stands in tables and logs of LevelDB', () => {
  // One block, packed, of two entries: the second key begins as the first.
  const first = Buffer.concat([Buffer.from([0, 4, 1]), START, Buffer.from('v')])
  const second = Buffer.concat([Buffer.from([4, REST.length, 1]), REST, Buffer.from('v')])
  const plain = Buffer.concat([first, second, Buffer.from([0, 0, 0, 0, 1, 0, 0, 0])])
  assert.equal(plain.includes(MARK), false)
  assert.deepEqual(finds('Local Extension Settings/abc/000005.ldb', levelTable(plain, 0)), ['bytes'])
  const literal = Buffer.concat([Buffer.from([plain.length, (plain.length - 1) << 2]), plain])
  assert.deepEqual(finds('Local Extension Settings/abc/000005.ldb', levelTable(literal, 1)), ['bytes'])

  // A value that Blink packed, in a record that the end of a block of the log cut in two.
  const value = Buffer.concat([Buffer.from([0xff, 0x11, 0x02]), snappy()])
  const record = Buffer.concat([Buffer.alloc(32_768 - 7 - 10, 1), value])
  const cut = 32_768 - 7
  const log = Buffer.concat([logged(record.subarray(0, cut), 2), logged(record.subarray(cut), 4)])
  assert.deepEqual(finds('IndexedDB/x.leveldb/000003.log', log), ['bytes'])
})

function levelTable(block: Buffer, packed: number): Buffer {
  const trailer = Buffer.from([packed, 0, 0, 0, 0])
  const index = Buffer.concat([
    Buffer.from([0, 1, 2]),
    Buffer.from('z'),
    Buffer.from([0, block.length, 0, 0, 0, 0, 1, 0, 0, 0]),
  ])
  const footer = Buffer.alloc(48)
  footer.set([0, 0, block.length + 5, index.length])
  footer.set(Buffer.from('57fb808b247547db', 'hex'), 40)
  return Buffer.concat([block, trailer, index, Buffer.from([0, 0, 0, 0, 0]), footer])
}

function logged(part: Buffer, kind: number): Buffer {
  const head = Buffer.alloc(7)
  head.writeUInt16LE(part.length, 4)
  head[6] = kind
  return Buffer.concat([head, part])
}

/** A page of SQLite, of that kind, with one cell. */
function sqlitePage(kind: number, cell: Buffer, head = 0): Buffer {
  const [page, at] = [Buffer.alloc(512), 300]
  page.set([kind, 0, 0, 0, 1], head)
  page.writeUInt16BE(at, head + (kind === 2 ? 12 : 8))
  page.set(cell, at)
  return page
}

/** A database whose first page is that one. */
function sqliteOf(first: Buffer, ...others: Buffer[]): Buffer {
  first.write('SQLite format 3\0')
  first.writeUInt16BE(512, 16)
  return Buffer.concat([first, ...others])
}

/** A log beside a database, of transactions of one page each, which is the second. */
function sqliteLog(...pages: Buffer[]): Buffer {
  const frames = pages.map((page) => {
    const head = Buffer.alloc(24)
    head.writeUInt32BE(2, 0)
    head.writeUInt32BE(2, 4)
    return Buffer.concat([head, page])
  })
  const head = Buffer.alloc(32)
  head.writeUInt32BE(512, 8)
  return Buffer.concat([head, ...frames])
}

/** A row of one column, packed: how long its head is, the column's type, the column. */
function sqliteRow(): Buffer {
  const blob = snappy()
  return Buffer.concat([Buffer.from([2, 12 + 2 * blob.length]), blob])
}

test('it sees what is packed in rows of SQLite, in the database and in its log', () => {
  const row = sqliteRow()
  const ofTable = Buffer.concat([Buffer.from([row.length, 1]), row])
  const ofIndex = Buffer.concat([Buffer.from([row.length]), row])
  const cells: [number, Buffer][] = [
    [13, ofTable],
    [10, ofIndex],
    [2, Buffer.concat([Buffer.from([0, 0, 0, 9]), ofIndex])],
  ]
  for (const [kind, cell] of cells) {
    assert.deepEqual(finds('places.sqlite', sqliteOf(sqlitePage(kind, cell, 100))), ['bytes'], `kind ${kind}`)
    const home = mkdtempSync(join(folder, 'profile-'))
    writeFileSync(join(home, 'idb.sqlite'), sqliteOf(Buffer.alloc(512)))
    // What a later transaction wrote over is seen as well.
    writeFileSync(join(home, 'idb.sqlite-wal'), sqliteLog(sqlitePage(kind, cell), Buffer.alloc(512)))
    assert.deepEqual(search(home, { mark: MARK }), [{ mark: 'mark', file: 'idb.sqlite-wal', forms: ['bytes'] }])
  }
})

test('it sees what overflowed from a page of SQLite, by what fits into one', () => {
  // Of an index, 512 bytes in a page: 102 stay, or fewer so that the rest fills pages, and at least 39.
  const blob = Buffer.concat([
    Buffer.from([...varint(600), 61 << 2, ...[92, 1]]),
    Buffer.alloc(349, 'x'),
    snappy().subarray(1),
  ])
  const row = Buffer.concat([Buffer.from([3, ...sqliteVarint(12 + 2 * blob.length)]), blob])
  const local = 39 + ((row.length - 39) % 508)
  assert.ok(row.length > 102)
  const here = local <= 102 ? local : 39
  const cell = Buffer.concat([Buffer.from(sqliteVarint(row.length)), row.subarray(0, here), Buffer.from([0, 0, 0, 2])])
  const overflow = Buffer.alloc(512)
  row.copy(overflow, 4, here)
  assert.deepEqual(finds('idb/1.sqlite', sqliteOf(sqlitePage(10, cell, 100), overflow)), ['bytes'])
})

const sqliteVarint = (value: number) => [128 | (value >> 7), value & 127]
const varint = (value: number) => [128 | (value & 127), value >> 7]

test('it sees what was deleted, with its beginning written over', () => {
  const row = sqliteRow()
  const page = sqlitePage(10, Buffer.concat([Buffer.from([row.length]), row]))
  // As SQLite frees a cell: no pointer leads there, and its first four bytes say where the next free one is.
  page.writeUInt16BE(0, 3)
  page.set([0, 0, 0, row.length], 300)
  assert.deepEqual(finds('idb/1.sqlite', sqliteOf(Buffer.alloc(512), page)), ['bytes'])
  // A page that begins amid a block: what it repeats of before is lost, what it brings is not.
  const middle = Buffer.concat([Buffer.from([0, 0, 0, 9, 77, 78, 79, 254, 0, 240]), snappy().subarray(1)])
  assert.equal(middle.includes(MARK), false)
  assert.deepEqual(
    finds('idb/1.sqlite', sqliteOf(Buffer.alloc(512), Buffer.concat([middle, Buffer.alloc(512)]).subarray(0, 512))),
    ['bytes'],
  )
})

test('it sees what is in records in the clear, of one byte a letter or of two', () => {
  const record = Buffer.concat([Buffer.alloc(40, 7), deflateRawSync(`${'{"chains":'.repeat(9)}"${MARK}"`)])
  const text = `"${record.toString('base64')}"`
  assert.equal(Buffer.from(text, 'base64').includes(MARK), false, 'or it would be no test')
  assert.deepEqual(finds('narrow', among(text)), ['bytes'])
  assert.deepEqual(finds('wide', among(Buffer.from(text, 'utf16le'))), ['bytes'])
})
