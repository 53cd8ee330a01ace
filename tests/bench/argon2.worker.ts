// In a worker of the extension: Argon2id as it ships, and hash-wasm's.

import { argon2id } from 'hash-wasm'
import { __wbg_reset_state, initSync, stretch } from 'rolerelay-stretch'
import bytes from 'stretch.wasm'

const password = new TextEncoder().encode('correct horse battery staple')
const salt = new Uint8Array(16).fill(5)
let loaded = false

const kinds = {
  // Each time in a new instance, as the background has it.
  Rolerelay: async () => {
    if (loaded) __wbg_reset_state()
    else initSync({ module: new WebAssembly.Module(bytes as BufferSource) })
    loaded = true
    return stretch(password.slice(), salt, 65_536, 3, 1)
  },
  'hash-wasm': () =>
    argon2id({
      password,
      salt,
      memorySize: 65_536,
      iterations: 3,
      parallelism: 1,
      hashLength: 32,
      outputType: 'binary',
    }),
}

export type Kind = keyof typeof kinds

globalThis.onmessage = async ({ data }: MessageEvent<Kind>) => {
  const from = performance.now()
  const key = await kinds[data]()
  postMessage({ took: performance.now() - from, key: String(key) })
}
