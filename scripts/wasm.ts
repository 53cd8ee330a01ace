// The core as WebAssembly, its JavaScript glue and its types, in target/wasm. `tsx scripts/wasm.ts` makes only these.

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { must, ROOT } from './run.ts'

const TARGET = 'wasm32-unknown-unknown'
const COMPILED = join(ROOT, 'target', TARGET, 'release', 'rolerelay.wasm')
const OUT = join(ROOT, 'target', 'wasm')
const MADE_FROM = join(OUT, 'made-from')

// What the browsers that the manifest names all have. `--all-features` would emit types that they refuse.
const FEATURES = [
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
]

// `__wbg_reset_state` gives a fresh instance after a trap; the glue alone would go on with the broken one.
const BINDGEN = ['--target', 'web', '--experimental-reset-state-function', '--out-name', 'rolerelay']

/** Compiles the core and makes target/wasm anew if that gave other bytes than last time. */
export async function buildWasm(): Promise<void> {
  // Its folders have to be there before the flags can name them.
  await must('cargo', ['fetch', '--quiet'])
  const cargo = ['build', '--quiet', '--release', '--lib', '--target', TARGET]
  await must('cargo', cargo, { CARGO_ENCODED_RUSTFLAGS: withoutPaths().join('\x1f') })
  const hash = createHash('sha256').update(readFileSync(COMPILED)).update(BINDGEN.join()).digest('hex')
  if (madeFrom() === hash) return

  // Made beside its place, so that nobody sees it half made.
  const making = `${OUT}-${process.pid}`
  mkdirSync(making, { recursive: true })
  await must(join(ROOT, 'target/tools/bin/wasm-bindgen'), [...BINDGEN, '--out-dir', making, COMPILED])
  const wasm = join(making, 'rolerelay_bg.wasm')
  const optimise = ['-Oz', ...FEATURES.map((feature) => `--enable-${feature}`), '--strip-debug', '--strip-producers']
  await must(process.execPath, [join(ROOT, 'node_modules/binaryen/bin/wasm-opt'), ...optimise, wasm, '-o', wasm])
  writeFileSync(join(making, 'made-from'), hash)
  rmSync(OUT, { recursive: true, force: true })
  renameSync(making, OUT)
}

/** Every origin that the core may ask, read from the built core itself, so that the manifest cannot differ from it. */
export async function origins(): Promise<string[]> {
  const core = await import(join(OUT, 'rolerelay.js'))
  core.initSync({ module: readFileSync(join(OUT, 'rolerelay_bg.wasm')) })
  return core.origins()
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

function madeFrom(): string | undefined {
  try {
    return readFileSync(MADE_FROM, 'utf8')
  } catch {
    return undefined
  }
}

if (import.meta.filename === process.argv[1]) await buildWasm()
