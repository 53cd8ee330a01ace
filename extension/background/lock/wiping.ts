// Bytes that are secret stay in memory for no longer than they are worked with.

/** Does work with the bytes, and wipes them when that has ended, whether well or not. */
export async function wiping<B extends Uint8Array, T>(bytes: B, work: (bytes: B) => T | Promise<T>): Promise<T> {
  try {
    return await work(bytes)
  } finally {
    bytes.fill(0)
  }
}
