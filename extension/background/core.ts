// The core, loaded on first use: what a popup shows when it opens never waits for it.

import init, * as glue from 'rolerelay-core'
import { extensionUrl } from '../browser.ts'
import { failure } from './failure.ts'

type Core = typeof glue

/** Hands the loaded core to `work`. After a trap the core starts anew, with fresh memory, for the next one. */
export async function withCore<T>(work: (core: Core) => T | Promise<T>): Promise<T> {
  loading ??= init({ module_or_path: extensionUrl('rolerelay_bg.wasm') })
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

let loading: Promise<unknown> | undefined
const working = new Set<(reason: unknown) => void>()

// A trap amid an async call surfaces here and nowhere else: the call's own promise then never settles.
globalThis.addEventListener?.('error', (event) => trapped(event.error))
globalThis.addEventListener?.('unhandledrejection', (event) => trapped(event.reason))

function trapped(thrown: unknown): void {
  if (!(thrown instanceof WebAssembly.RuntimeError)) return
  for (const fail of working) fail(thrown)
  working.clear()
  glue.__wbg_reset_state()
}
