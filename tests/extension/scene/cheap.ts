// Has the background that is bundled for a test derive keys at the least cost that is read, and each key once in a process, whichever
// background asks: its vaults are not worth guessing.

import type { Plugin } from 'esbuild'
import { ROOT } from '../../../scripts/run.ts'

export const CHEAP: Plugin = {
  name: 'cheap',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^rolerelay-(vault|stretch)$/, namespace: 'file' }, ({ path }) => ({
      path,
      namespace: 'cheap',
    }))
    onLoad({ filter: /.*/, namespace: 'cheap' }, ({ path }) => ({ contents: CONTENTS[path] ?? '', resolveDir: ROOT }))
  },
}

const CONTENTS: Record<string, string> = {
  'rolerelay-vault': `
    import * as vault from 'rolerelay-vault'
    export * from 'rolerelay-vault'
    const argon2id = { memory: 19 * 1024, passes: 2, lanes: 1 }
    export const drawPasswordLock = () => ({ ...vault.drawPasswordLock(), argon2id })
    export const raisedLock = (lock) =>
      lock.argon2id?.memory === argon2id.memory ? undefined : vault.raisedLock(lock)
  `,
  'rolerelay-stretch': `
    import { stretch as derive } from 'rolerelay-stretch'
    export * from 'rolerelay-stretch'
    const derived = (globalThis.derivedForTests ??= new Map())
    export function stretch(...of) {
      const name = JSON.stringify(of.map((one) => (typeof one === 'number' ? one : [...one])))
      if (!derived.has(name)) {
        const key = derive(...of)
        derived.set(name, key && [...key])
        // Tests look for keys that stay in memory.
        key?.fill(0)
      }
      return derived.get(name) && Uint8Array.from(derived.get(name)).slice()
    }
  `,
}
