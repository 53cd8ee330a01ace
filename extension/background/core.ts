// The core, loaded on first use: what a popup shows when it opens never waits for it. It comes in two modules, so that a
// click does not load what only import and export need.

import initCore, * as core from 'rolerelay-core'
import initTransfer, * as transfer from 'rolerelay-transfer'
import { extensionUrl } from '../browser.ts'
import { failure } from './failure.ts'

/** Hands the loaded core to `work`. After a trap it starts anew, with fresh memory, for the next one. */
export const withCore = loaded(initCore, core, 'rolerelay_bg.wasm')
/** The same for what brings chains in and out. */
export const withTransfer = loaded(initTransfer, transfer, 'transfer_bg.wasm')

interface Glue {
  __wbg_reset_state(): void
}

function loaded<G extends Glue>(init: (from: { module_or_path: string }) => Promise<unknown>, glue: G, file: string) {
  let loading: Promise<unknown> | undefined
  const working = new Set<(reason: unknown) => void>()

  const trapped = (thrown: unknown): void => {
    if (!(thrown instanceof WebAssembly.RuntimeError) || !loading) return
    for (const fail of working) fail(thrown)
    working.clear()
    glue.__wbg_reset_state()
  }
  // A trap amid an async call surfaces here and nowhere else: the call's own promise then never settles. Whose it was is
  // not told, so both modules start anew.
  globalThis.addEventListener?.('error', (event) => trapped(event.error))
  globalThis.addEventListener?.('unhandledrejection', (event) => trapped(event.reason))

  return async <T>(work: (glue: G) => T | Promise<T>): Promise<T> => {
    loading ??= init({ module_or_path: extensionUrl(file) })
    try {
      await loading
    } catch {
      loading = undefined
      throw failure('internal', 'The browser could not load the core of Rolerelay. Install the extension again.')
    }
    let fail: (reason: unknown) => void = () => {}
    const trap = new Promise<never>((_, reject) => {
      fail = reject
    })
    working.add(fail)
    try {
      return await Promise.race([work(glue), trap])
    } catch (thrown) {
      trapped(thrown)
      throw thrown
    } finally {
      working.delete(fail)
    }
  }
}
