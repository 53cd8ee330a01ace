// The core as WebAssembly, its JavaScript glue and its types, in target/wasm: what a click needs; and apart from it what
// import and export need, what opens the vault, and Argon2id alone. `tsx scripts/wasm.ts` makes only these.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Origins } from '../extension/manifest.ts'
import { must, ROOT } from './run.ts'

const TARGET = 'wasm32-unknown-unknown'
const OUT = join(ROOT, 'target', 'wasm')
const beside = (name: string) => join(ROOT, 'target', `wasm-${name}`)
/** Every .wasm file that ships. */
export const WASM = [
  join(OUT, 'rolerelay_bg.wasm'),
  ...['transfer', 'vault', 'stretch'].map((name) => join(beside(name), `${name}_bg.wasm`)),
]

// What the browsers that the manifest names all have. `--all-features` would emit types that they refuse.
const FEATURES = [
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
  'simd',
]

// `__wbg_reset_state` gives a fresh instance after a trap; the glue alone would go on with the broken one.
const BINDGEN = ['--target', 'web', '--experimental-reset-state-function']

/** Makes those modules anew whose sources or tools are others than last time. */
export async function buildWasm(): Promise<void> {
  await buildModule(['--lib'], 'rolerelay.wasm', OUT, 'rolerelay')
  for (const name of ['transfer', 'vault']) {
    await buildModule(['--lib', '--features', name], 'rolerelay.wasm', beside(name), name)
  }
  await buildModule(['--example', 'stretch'], 'examples/stretch.wasm', beside('stretch'), 'stretch', FAST)
}

/**
 * For Argon2id, speed instead of size. The profile cannot ask for it: with LTO the level that counts is the one at which all
 * is linked, and only at 3 and with these instructions does the compiler make vectors of the block function.
 */
const FAST = ['-Copt-level=3', '-Ctarget-feature=+simd128']

/** Makes the files of one module, `<name>.js` and so on, in the folder `out` from a part of the package that cargo compiles to `compiled`. */
export async function buildModule(
  part: string[],
  compiled: string,
  out: string,
  name: string,
  flags: string[] = [],
): Promise<void> {
  // Cargo would compile each anew at every build: in its one folder the modules take each other's place.
  const sources = hashed(part, flags)
  const madeFrom = join(out, 'made-from')
  if (existsSync(madeFrom) && readFileSync(madeFrom, 'utf8') === sources) return

  // Its folders have to be there before the flags can name them.
  await must('cargo', ['fetch', '--quiet'])
  const cargo = ['rustc', '--quiet', '--release', ...part, '--target', TARGET, '--', ...flags]
  await must('cargo', cargo, { CARGO_ENCODED_RUSTFLAGS: withoutPaths().join('\x1f') })
  const bare = join(ROOT, 'target', TARGET, 'release', compiled)
  // Made beside its place, so that nobody sees it half made.
  const making = `${out}-${process.pid}`
  mkdirSync(making, { recursive: true })
  await must(join(ROOT, 'target/tools/bin/wasm-bindgen'), [...BINDGEN, '--out-name', name, '--out-dir', making, bare])
  const wasm = join(making, `${name}_bg.wasm`)
  const optimise = ['-Oz', ...FEATURES.map((feature) => `--enable-${feature}`), '--strip-debug', '--strip-producers']
  await must(process.execPath, [join(ROOT, 'node_modules/binaryen/bin/wasm-opt'), ...optimise, wasm, '-o', wasm])
  writeFileSync(join(making, 'made-from'), sources)
  rmSync(out, { recursive: true, force: true })
  renameSync(making, out)
}

/** Of all that a module is made from: the Rust sources, the tools and their versions, and how they are asked. */
function hashed(part: string[], flags: string[]): string {
  const rust = ['crate', join('tests', 'bench')].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.rs'))
      .sort()
      .map((name) => join(folder, name)),
  )
  const hash = createHash('sha256').update(JSON.stringify([part, flags]))
  hash.update(execFileSync('rustc', ['--version']))
  for (const path of ['Cargo.toml', 'Cargo.lock', 'package-lock.json', 'scripts/wasm.ts', ...rust]) {
    hash.update(`\n${path}\n`).update(readFileSync(join(ROOT, path)))
  }
  return hash.digest('hex')
}

/** Every origin that the core may ask, read from the built core itself, so that the manifest cannot differ from it. */
export async function origins(): Promise<Origins> {
  const core = await import(join(OUT, 'rolerelay.js'))
  core.initSync({ module: readFileSync(join(OUT, 'rolerelay_bg.wasm')) })
  const all: string[] = core.origins()
  const others: string[] = core.originsOfOthers()
  return { walks: all.filter((origin) => !others.includes(origin)), others, rotation: core.rotationOrigins() }
}

/** Panic messages hold source paths; these flags make them the same on every machine, and say nothing of this one. */
function withoutPaths(): string[] {
  const crates = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry', 'src')
  // One folder for each registry, named after its host.
  const registries = readdirSync(crates).map((registry) => [join(crates, registry), '/crates'] as const)
  // The last that fits wins.
  return [[ROOT.replace(/\/$/, ''), '/rolerelay'] as const, ...registries].map(
    ([from, to]) => `--remap-path-prefix=${from}=${to}`,
  )
}

if (import.meta.filename === process.argv[1]) await buildWasm()
