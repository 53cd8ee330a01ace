// npm run fuzz -- READER MINUTES: hands a reader of the core texts that libFuzzer finds, from the small corpus in the repository
// on. What it finds goes to target/fuzz; an input that breaks the reader is named at the end.

import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { must, ROOT } from './run.ts'

const FUZZ = join(ROOT, 'tests/fuzz')
const readers = readdirSync(join(FUZZ, 'corpus'))

const [reader = '', minutes = '1'] = process.argv.slice(2)
if (!readers.includes(reader)) {
  console.error(`npm run fuzz -- READER MINUTES, of ${readers.join(', ')}`)
  process.exit(1)
}
const home = join(ROOT, 'target/tools')
if (!existsSync(join(home, 'bin/cargo-fuzz'))) {
  await must('cargo', ['install', 'cargo-fuzz', '--version', '0.13.2', '--locked', '--quiet', '--root', home])
}
const found = join(ROOT, 'target/fuzz', reader)
mkdirSync(found, { recursive: true })
// The core has no unsafe code, so no sanitizer has anything to find; without one, stable Rust does.
const cargo = [
  'run',
  '--fuzz-dir',
  FUZZ,
  '--target-dir',
  join(ROOT, 'target/fuzz/build'),
  '--sanitizer',
  'none',
  'readers',
]
const limits = [`-max_total_time=${Number(minutes) * 60}`, '-max_len=20000', '-timeout=10', '-rss_limit_mb=2048']
await must(
  join(home, 'bin/cargo-fuzz'),
  [
    ...cargo,
    found,
    join(FUZZ, 'corpus', reader),
    '--',
    ...limits,
    '-print_final_stats=1',
    `-artifact_prefix=${found}-`,
  ],
  { READER: reader },
)
