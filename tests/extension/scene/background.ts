// The background as one script with the real core, made once for all tests of a file.

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { compileFunction } from 'node:vm'
import { build } from 'esbuild'
import { ROOT } from '../../../scripts/run.ts'
import { WASM } from '../../../scripts/wasm.ts'
import { CHEAP } from './cheap.ts'

/** The background as it ships, as a function: each call of that makes one that shares nothing of its memory, of code that is compiled once. */
export const background = (isCheap: boolean): Promise<() => void> => {
  bundled ??= bundle(isCheap)
  return bundled
}

let bundled: Promise<() => void> | undefined

async function bundle(isCheap: boolean): Promise<() => void> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['extension/background/main.ts'],
    bundle: true,
    format: 'iife',
    // Of the glue of the wasm alone, where its own loading asks for it, which is not used.
    define: { 'import.meta.url': 'undefined' },
    write: false,
    plugins: isCheap ? [CHEAP] : [],
    // The one that it woke with: a background that was left behind must not write into the next one's.
    banner: { js: '"use strict"; const { chrome, indexedDB } = globalThis' },
  })
  return compileFunction(outputFiles[0]?.text ?? '', [], { filename: 'background.js' }) as () => void
}

const modules = new Map<string, WebAssembly.Module>()

/** Compiled once for all backgrounds; each makes an instance of its own. */
WebAssembly.compileStreaming = async (source) => {
  const name = await (await source).text()
  const module =
    modules.get(name) ?? new WebAssembly.Module(readFileSync(WASM.find((path) => basename(path) === name) ?? name))
  modules.set(name, module)
  return module
}
