// The core as WebAssembly, its JavaScript glue and its types, in target/wasm: what a click needs; and apart from it all
// that no click needs, what opens the vault, and Argon2id alone. `tsx scripts/wasm.ts` makes only these.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import type { Origins } from '../extension/manifest.ts'
import { must, ROOT } from './run.ts'

const TARGET = 'wasm32-unknown-unknown'
const OUT = join(ROOT, 'target', 'wasm')
const beside = (name: string) => join(ROOT, 'target', `wasm-${name}`)
/** Every .wasm file that ships. */
export const WASM = [
  join(OUT, 'rolerelay_bg.wasm'),
  ...['rest', 'vault', 'stretch'].map((name) => join(beside(name), `${name}_bg.wasm`)),
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
  await buildModule('click', OUT, 'rolerelay')
  await buildModule('rest', beside('rest'), 'rest')
  await buildModule('vault', beside('vault'), 'vault', 'release')
  await buildModule('stretch', beside('stretch'), 'stretch', 'release', FAST)
}

/**
 * For Argon2id, speed instead of size. The profile cannot ask for it: with LTO the level that counts is the one at which all
 * is linked, and only at 3 and with these instructions does the compiler make vectors of the block function.
 */
const FAST = ['-Copt-level=3', '-Ctarget-feature=+simd128']

/** Makes the files of one module, `<name>.js` and so on, in the folder `out`, from a package of the workspace, in a profile of Cargo.toml. */
export async function buildModule(
  part: string,
  out: string,
  name: string,
  profile: 'small' | 'release' = 'small',
  flags: string[] = [],
): Promise<void> {
  const sources = sourcesOf(part, flags)
  const madeFrom = join(out, 'made-from')
  if (existsSync(madeFrom) && readFileSync(madeFrom, 'utf8') === sources) return

  // Its folders have to be there before the flags can name them.
  await must('cargo', ['fetch', '--quiet'])
  const library = ['--profile', profile, '--package', part, '--lib', '--target', TARGET]
  await must('cargo', ['rustc', '--quiet', ...library, '--', ...flags], {
    CARGO_ENCODED_RUSTFLAGS: withoutPaths().join('\x1f'),
  })
  const bare = join(ROOT, 'target', TARGET, profile, `${part.replaceAll('-', '_')}.wasm`)
  // Most changes of the core leave most modules as they are, and the rest is as much work as compiling.
  const linked = hash([...TOOLS, bare])
  const madeOf = join(out, 'made-of')
  if (existsSync(madeOf) && readFileSync(madeOf, 'utf8') === linked) return writeFileSync(madeFrom, sources)

  // Made beside its place, so that nobody sees it half made.
  const making = `${out}-${process.pid}`
  mkdirSync(making, { recursive: true })
  await must(join(ROOT, 'target/tools/bin/wasm-bindgen'), [...BINDGEN, '--out-name', name, '--out-dir', making, bare])
  const wasm = join(making, `${name}_bg.wasm`)
  const optimise = ['-Oz', ...FEATURES.map((feature) => `--enable-${feature}`), '--strip-debug', '--strip-producers']
  await must(process.execPath, [join(ROOT, 'node_modules/binaryen/bin/wasm-opt'), ...optimise, wasm, '-o', wasm])
  writeFileSync(join(making, 'made-of'), linked)
  writeFileSync(join(making, 'made-from'), sources)
  rmSync(out, { recursive: true, force: true })
  renameSync(making, out)
}

/** What makes a module of what was compiled, in which version and how it is asked. */
const TOOLS = ['Cargo.lock', 'package-lock.json', 'scripts/wasm.ts'].map((path) => join(ROOT, path))

/** By this name the core finds the endpoints that a build names (crate/aws/endpoint.rs). */
export const ENDPOINTS = 'ROLERELAY_ENDPOINTS'

/** Of all that a module is made from: the core, what the modules share and its own sources; the tools, and how they are asked. */
function sourcesOf(part: string, flags: string[]): string {
  const shipped = join(ROOT, 'crate', 'wasm')
  const own = existsSync(join(shipped, part)) ? join(shipped, part) : join(ROOT, 'tests', 'bench', 'sign')
  const core = filesIn(join(ROOT, 'crate')).filter((path) => !path.startsWith(shipped))
  const rust = [...core, ...filesIn(join(shipped, 'border')), ...filesIn(own)].sort()
  const endpoints = process.env[ENDPOINTS] ?? ''
  return hash(
    [...TOOLS, join(ROOT, 'Cargo.toml'), ...rust],
    part,
    endpoints,
    ...flags,
    execFileSync('rustc', ['--version']),
  )
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:rs|toml)$/.test(name))
    .map((name) => join(folder, name))
}

function hash(paths: string[], ...more: (string | Buffer)[]): string {
  const sum = createHash('sha256')
  for (const text of more) sum.update(text).update('\n')
  for (const path of paths) sum.update(`\n${relative(ROOT, path)}\n`).update(readFileSync(path))
  return sum.digest('hex')
}

/** Every origin that the core may ask, read from the built core itself, so that the manifest cannot differ from it. */
export async function origins(): Promise<Origins> {
  const core = await import(join(OUT, 'rolerelay.js'))
  core.initSync({ module: readFileSync(join(OUT, 'rolerelay_bg.wasm')) })
  const rest = await import(join(beside('rest'), 'rest.js'))
  rest.initSync({ module: readFileSync(join(beside('rest'), 'rest_bg.wasm')) })
  const all: string[] = core.origins()
  const others: string[] = rest.originsOfOthers()
  const walks = all.filter((origin) => !others.includes(origin))
  const partitions: { consoleOrigin?: string }[] = core.partitions()
  const consoles = partitions.flatMap(({ consoleOrigin }) => consoleOrigin ?? [])
  const [rotation, signIn, redirect] = [rest.rotationOrigins(), rest.identityCenterOrigins(), rest.redirectOrigin()]
  return { walks, others, rotation, signIn, consoles, redirect, endpoints: rest.endpointOrigins() }
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
