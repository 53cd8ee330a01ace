// What browsers pack: Snappy (both), and LZ4 with Firefox's own head.

/** A block of Snappy's raw format; nothing where these bytes are none. */
export function unsnappied(packed: Buffer): Buffer | undefined {
  const length = varint(packed, 0)
  // Random bytes often look like the start of a block, and as often claim to be huge.
  if (!length || length.value > 64 << 20 || length.value > packed.length * 64) return undefined
  const out = Buffer.alloc(length.value)
  let [from, to] = [length.end, 0]
  while (from < packed.length && to < out.length) {
    const tag = packed[from++] as number
    const kind = tag & 3
    if (kind === 0) {
      const long = Math.max(0, (tag >> 2) - 59)
      if (from + long > packed.length) return undefined
      const count = (long > 0 ? packed.readUIntLE(from, long) : tag >> 2) + 1
      from += long
      if (from + count > packed.length || to + count > out.length) return undefined
      packed.copy(out, to, from, from + count)
      from += count
      to += count
    } else {
      const wide = kind === 1 ? 1 : kind === 2 ? 2 : 4
      if (from + wide > packed.length) return undefined
      const near = packed.readUIntLE(from, wide)
      const offset = kind === 1 ? ((tag >> 5) << 8) | near : near
      const count = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1
      from += wide
      if (!repeat(out, to, offset, count)) return undefined
      to += count
    }
  }
  return to === out.length ? out : undefined
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
