// The core, loaded on first use. It comes in modules, so that a list of chains does not load what walks one, nor a click what
// only editing, import and export, sign-ins and refusals need.

import * as core from 'rolerelay-core'
import * as rest from 'rolerelay-rest'
import * as stretching from 'rolerelay-stretch'
import * as vault from 'rolerelay-vault'
import { extensionUrl } from '../../browser.ts'
import { failure } from './failure.ts'
import { within } from './within.ts'

const forgetters: (() => void)[] = []

/** Hands the loaded core to `work`. After a trap it starts anew, with fresh memory, for the next one. */
export const withCore = loaded(core, 'rolerelay_bg.wasm')
/** The same for all that no click needs: editing, import and export, what AWS is asked beside, and why it refused. */
export const withRest = loaded(rest, 'rest_bg.wasm')
/** The same for what opens the vault. */
export const withVault = loaded(vault, 'vault_bg.wasm')
/** The same for Argon2id, whose memory is given back after each use: {@link forgetMemory}. */
export const withStretch = loaded(stretching, 'stretch_bg.wasm')

/** What there is of a partition by its id, `aws-cn`; nothing where there is no such one. */
export const partitionNamed = (name: string): Promise<core.PartitionInfo | undefined> =>
  withCore((core) => core.partitions().find(({ id }) => id === name))

interface Glue {
  initSync(from: { module: WebAssembly.Module }): unknown
  __wbg_reset_state(): void
}

/** Throws away the memory of all modules, where keys and chains were: at once, or where one is at work, when it is done. */
export function forgetMemory(): void {
  for (const forget of forgetters) forget()
}

/** In milliseconds: a megabyte from the disk of a busy computer. */
const LONGEST_LOAD = 15_000

/** Refuses to go on where the browser has no WebAssembly: then nothing here works, and each page says so at once. */
export function mustHaveWebAssembly(): void {
  if (typeof WebAssembly === 'undefined') throw failure('unsupported', WITHOUT_WEB_ASSEMBLY)
}

const WITHOUT_WEB_ASSEMBLY =
  'WebAssembly is turned off in this browser, and Rolerelay cannot work without it. Nothing was changed. Ask whoever administers ' +
  'this browser to allow it: in Chrome and Edge a policy without JIT (DefaultJavaScriptJitSetting) or a lockdown mode turns it off, ' +
  'in Firefox the preferences javascript.options.wasm and javascript.options.wasm_trustedprincipals. Then restart the browser.'

function loaded<G extends Glue>(glue: G, file: string) {
  let loading: Promise<unknown> | undefined
  const working = new Set<(reason: unknown) => void>()

  const trapped = (thrown: unknown): void => {
    if (!loading || !(thrown instanceof WebAssembly.RuntimeError)) return
    for (const fail of working) fail(thrown)
    working.clear()
    glue.__wbg_reset_state()
  }
  // A trap in an async call surfaces here and nowhere else: the call's own promise then never settles. Whose it was is
  // not told, so both modules start anew.
  globalThis.addEventListener?.('error', (event) => trapped(event.error))
  globalThis.addEventListener?.('unhandledrejection', (event) => trapped(event.reason))

  let ready = false
  let forgetting = false
  const forgetIfDone = () => {
    if (!forgetting || working.size > 0) return
    forgetting = false
    glue.__wbg_reset_state()
  }
  forgetters.push(() => {
    forgetting = ready
    forgetIfDone()
  })

  return async <T>(work: (glue: G) => T | Promise<T>): Promise<T> => {
    mustHaveWebAssembly()
    // Not by the glue's own `init`, which keeps the first instance for good, and with it all that its memory held.
    loading ??= WebAssembly.compileStreaming(fetch(extensionUrl(file))).then((module) => {
      glue.initSync({ module })
    })
    try {
      await within('The core of Rolerelay', loading, LONGEST_LOAD)
      ready = true
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
      forgetIfDone()
    }
  }
}
