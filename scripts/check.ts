// npm run check: format, lints and types of both languages. All are run and reported; any failure fails the command.

import { bundle } from './build.ts'
import { notices } from './licences.ts'
import { run } from './run.ts'
import { buildWasm } from './wasm.ts'

const LINTS = ['--all-targets', '--', '-D', 'warnings']
const HOST = ['clippy', '--quiet', '--package=rolerelay', '--package=transport', '--package=native', ...LINTS]
const BROWSER = [
  'clippy',
  '--quiet',
  '--workspace',
  '--exclude=native',
  '--target=wasm32-unknown-unknown',
  ...LINTS.slice(1),
]
const DOCUMENTED = ['--config', 'build.rustdocflags=["-D", "warnings"]', 'doc', '--quiet', '--no-deps', '--lib']
const CHECKS: Record<string, [program: string, ...args: string[]]> = {
  'Rust format': ['cargo', 'fmt', '--all', '--check'],
  'Rust lints, on the host': ['cargo', ...HOST],
  'Rust lints, for the browser': ['cargo', ...BROWSER],
  'Rust documentation': ['cargo', ...DOCUMENTED],
  'TypeScript types': ['node_modules/.bin/tsc', '--noEmit'],
  'TypeScript format and lints': ['node_modules/.bin/biome', 'check', '--error-on-warnings'],
}

const LICENCES = 'Licences of what is bundled'

/** Runs every check and gives the names of those that failed. */
export async function check(label = ''): Promise<string[]> {
  // The TypeScript side's types of the core are made from the core.
  await buildWasm()
  const failed: string[] = []
  for (const [name, [program, ...args]] of Object.entries(CHECKS)) {
    const { code } = await run(program, args, {}, { label })
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`)
    if (code !== 0) failed.push(name)
  }
  const refused = await bundle()
    .then(notices)
    .then(() => undefined, String)
  console.log(refused ? `${refused}\nFAILED ${LICENCES}` : `ok     ${LICENCES}`)
  if (refused) failed.push(LICENCES)
  return failed
}

if (import.meta.filename === process.argv[1]) process.exitCode = (await check()).length > 0 ? 1 : 0
