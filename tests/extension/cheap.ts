// Has the background that is bundled for a test derive keys at the least cost that is read: its vaults are not worth guessing.

import type { Plugin } from 'esbuild'
import { ROOT } from '../../scripts/run.ts'

export const CHEAP: Plugin = {
  name: 'cheap',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^rolerelay-vault$/, namespace: 'file' }, () => ({
      path: 'rolerelay-vault',
      namespace: 'cheap',
    }))
    onLoad({ filter: /.*/, namespace: 'cheap' }, () => ({
      contents: `
        import * as vault from 'rolerelay-vault'
        export * from 'rolerelay-vault'
        const argon2id = { memory: 19 * 1024, passes: 2, lanes: 1 }
        export const drawPasswordLock = () => ({ ...vault.drawPasswordLock(), argon2id })
        export const raisedLock = (lock) =>
          lock.argon2id?.memory === argon2id.memory ? undefined : vault.raisedLock(lock)
      `,
      resolveDir: ROOT,
    }))
  },
}
