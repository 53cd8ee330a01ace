// Values as bytes and back. What may be thousands of chains is deflated: storage.local takes longer to read a megabyte than
// to inflate it. Never what holds keys: how well it packs beside text that somebody else chose would tell of it.

import { failure } from '../core/failure.ts'

export async function pack(value: unknown, deflated: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return deflated ? through(bytes, new CompressionStream('deflate-raw')) : bytes
}

export async function unpack(bytes: Uint8Array<ArrayBuffer>, deflated: boolean): Promise<unknown> {
  const plain = deflated ? await through(bytes, new DecompressionStream('deflate-raw')) : bytes
  return JSON.parse(new TextDecoder().decode(plain))
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: GenericTransformStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter()
  // Errors surface where it is read.
  void writer.write(bytes).catch(() => {})
  void writer.close().catch(() => {})
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (const reader = stream.readable.getReader(); ; ) {
    const { done, value } = await reader.read()
    if (done) return joined(chunks, size)
    chunks.push(value)
    size += value.byteLength
    // A backup may come from anybody, and a thousand times its size come out of it.
    if (size > MOST)
      throw failure('damaged', 'What is kept here unfolds to more than Rolerelay ever keeps. It was not opened.')
  }
}

/** Not by a Blob: browsers keep those in another process, which has to be asked for each of a hundred records. */
function joined(chunks: Uint8Array<ArrayBuffer>[], size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.byteLength
  }
  return all
}

const MOST = 64 * 1024 * 1024
