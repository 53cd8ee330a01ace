// What browsers pack: Snappy (both), and LZ4 with Firefox's own head.

import { constants, inflateRawSync } from 'node:zlib'

/** A block of Snappy's raw format, as far as it goes; nothing where these bytes are none. */
export function unsnappied(packed: Buffer): Buffer | undefined {
  const length = varint(packed, 0)
  // Random bytes often look like the start of a block, and as often claim to be huge.
  if (!length || length.value > 64 << 20 || length.value > packed.length * 64) return undefined
  const out = new Unpacked(length.value)
  for (let from: number | undefined = length.end; from !== undefined; ) from = out.take(packed, from)
  return out.length > 0 ? out.bytes : undefined
}

/**
 * What bytes unpack to that may begin and end amid blocks, of which nobody knows where: each place may be the start of an element.
 * Whoever comes to one where another was soon unpacks the same. What repeats something that is not there is left blank.
 */
export function unsnappiedAnywhere(packed: Buffer): Buffer {
  const seen = new Uint8Array(packed.length + 1)
  const parts: Buffer[] = []
  for (let start = 0; start < packed.length; start += 1) {
    if (seen[start]) continue
    const out = new Unpacked(packed.length * 64)
    let joinedAt: number | undefined
    for (let from: number | undefined = start; from !== undefined; ) {
      if (seen[from]) joinedAt ??= out.length
      if (out.length > (joinedAt ?? out.length) + ALIKE) break
      seen[from] = 1
      from = out.take(packed, from, true)
    }
    if (out.length > SHORT) parts.push(out.bytes, GAP)
  }
  return Buffer.concat(parts)
}

/** After so many bytes two that came together unpack the same, nearly always. */
const ALIKE = 32
/** Less than that says nothing, and most starts are none. */
const SHORT = 8
const GAP = Buffer.alloc(1)

/** What Snappy's elements unpack to, one after the other. */
class Unpacked {
  #room = Buffer.alloc(0)
  length = 0

  constructor(readonly most: number) {}

  get bytes(): Buffer {
    return this.#room.subarray(0, this.length)
  }

  /** Takes the element that begins there, and says where the next does; nothing where there is none. */
  take(packed: Buffer, from: number, cut = false): number | undefined {
    const tag = packed[from]
    if (tag === undefined || this.length >= this.most) return undefined
    const kind = tag & 3
    const wide = kind === 0 ? Math.max(0, (tag >> 2) - 59) : kind === 1 ? 1 : kind === 2 ? 2 : 4
    const end = from + 1 + wide
    if (end > packed.length) return undefined
    const number = wide > 0 ? packed.readUIntLE(from + 1, wide) : tag >> 2
    if (kind === 0) {
      // What runs out of the page stands there as it is, and is found without unpacking; but its beginning may end something.
      const isWhole = end + number < packed.length
      return this.#literal(packed, end, cut && !isWhole ? Math.min(number + 1, 64) : number + 1)
    }
    const offset = kind === 1 ? ((tag >> 5) << 8) | number : number
    return this.#copy(offset, kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1, cut) ? end : undefined
  }

  /** As much of it as is there. */
  #literal(packed: Buffer, from: number, count: number): number {
    const end = Math.min(from + count, packed.length)
    this.#grow(end - from)
    this.length += packed.copy(this.#room, this.length, from, end)
    return end
  }

  #copy(offset: number, count: number, cut: boolean): boolean {
    if (offset === 0 || (offset > this.length && !cut)) return false
    this.#grow(count)
    if (offset <= this.length) repeat(this.#room, this.length, offset, count)
    else this.#room.fill(0, this.length, this.length + count)
    this.length += count
    return true
  }

  #grow(by: number): void {
    if (this.length + by <= this.#room.length) return
    const room = Buffer.alloc(Math.max(256, 2 * (this.length + by)))
    this.#room.copy(room, 0, 0, this.length)
    this.#room = room
  }
}

/** Snappy's stream of chunks, as Firefox writes large values beside IndexedDB's database. */
export function unsnappiedStream(packed: Buffer): Buffer {
  const out: Buffer[] = []
  for (let at = 0; at + 4 <= packed.length; ) {
    const [kind, length] = [packed[at], packed.readUIntLE(at + 1, 3)]
    // Behind the chunk's head comes the checksum of what is in it.
    const data = packed.subarray(at + 8, at + 4 + length)
    if (kind === 0) out.push(unsnappied(data) ?? Buffer.alloc(0))
    if (kind === 1) out.push(data)
    at += 4 + length
  }
  return Buffer.concat(out)
}

/** `mozLz40`, the length, and one block of LZ4. */
export function unlz4(packed: Buffer): Buffer {
  const out = Buffer.alloc(packed.readUInt32LE(8))
  let [from, to] = [12, 0]
  const more = (length: number): number => {
    if (length < 15) return length
    let [sum, byte] = [length, 255]
    while (byte === 255) {
      byte = packed[from++] ?? 0
      sum += byte
    }
    return sum
  }
  while (from < packed.length) {
    const token = packed[from++] as number
    const literals = more(token >> 4)
    packed.copy(out, to, from, from + literals)
    from += literals
    to += literals
    if (from + 2 > packed.length) break
    const offset = packed.readUInt16LE(from)
    from += 2
    const count = more(token & 15) + 4
    if (!repeat(out, to, offset, count)) throw new Error('no LZ4')
    to += count
  }
  return out
}

/** A number in groups of seven bits, the lowest first, as LevelDB and Snappy write it. */
export function varint(bytes: Buffer, at: number): { value: number; end: number } | undefined {
  for (let [value, shift, end] = [0, 1, at]; shift < 2 ** 35; shift *= 128) {
    const byte = bytes[end++]
    if (byte === undefined) return undefined
    value += (byte & 127) * shift
    if (byte < 128) return { value, end }
  }
  return undefined
}

/** Writes again what stands `offset` bytes back; byte by byte, since the copy may overlap itself. */
function repeat(out: Buffer, to: number, offset: number, count: number): boolean {
  if (offset === 0 || offset > to || to + count > out.length) return false
  for (let at = to; at < to + count; at += 1) out[at] = out[at - offset] as number
  return true
}

/** The least that a record in the clear has: its generation and its checksum, as base64. */
const RECORD = /[A-Za-z0-9+/]{56,}={0,2}/g
/** The same where a browser keeps two bytes a letter, as Firefox does. */
const WIDE_RECORD = /(?:[A-Za-z0-9+/]\0){56,}(?:=\0){0,2}/g
/** How many letters of something else may stand before it and look like its own. */
const ALIGNMENTS = [0, 1, 2, 3]

/**
 * What records in the clear unfold to that are not among those `known`: chains and lists of them lie deflated in base64, behind 40
 * bytes (crate/vault/clear.rs).
 */
export function* unfoldedRecords(bytes: Buffer, known: Set<string>): Generator<Buffer> {
  const text = bytes.toString('latin1')
  const wide = Array.from(text.matchAll(WIDE_RECORD), ([record]) => record.replaceAll('\0', ''))
  for (const record of [...Array.from(text.matchAll(RECORD), ([record]) => record), ...wide]) {
    if (known.has(record)) continue
    known.add(record)
    for (const before of ALIGNMENTS) {
      const unfolded = inflated(Buffer.from(record.slice(before), 'base64').subarray(40))
      if (unfolded) yield unfolded
    }
  }
}

/** Nothing of what is something else. Of what is cut off, the beginning. */
function inflated(bytes: Buffer): Buffer | undefined {
  try {
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 24 })
  } catch {
    return undefined
  }
}
