// npm run audit: known weaknesses of what is bundled and of the tools. By hand, since it asks the network: npm's registry,
// and RustSec's list by way of cargo-audit.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { must, ROOT, run } from './run.ts'

const TOOLS = join(ROOT, 'target', 'tools')
const CARGO_AUDIT = join(TOOLS, 'bin', 'cargo-audit')

if (!existsSync(CARGO_AUDIT)) await must('cargo', ['install', 'cargo-audit', '--quiet', '--root', TOOLS])
const npm = await run('npm', ['audit'])
const cargo = await run(CARGO_AUDIT, ['audit'])
// Neither says by its exit code alone whether it found something or could not ask.
console.log(
  `\nnpm audit: ${npm.code === 0 ? 'nothing known' : 'see above'}; cargo audit: ${cargo.code === 0 ? 'nothing known' : 'see above'}`,
)
process.exitCode = npm.code || cargo.code
