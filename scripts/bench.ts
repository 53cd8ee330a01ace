// npm run bench: every topic, or those named: `npm run bench -- popup walk`. It prints and never fails for a figure.

import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { coldstart } from '../tests/bench/coldstart.ts'
import { imports } from '../tests/bench/import.ts'
import { open } from '../tests/bench/open.ts'
import { popup } from '../tests/bench/popup.ts'
import { sign } from '../tests/bench/sign.ts'
import { size } from '../tests/bench/size.ts'
import { type Table, text } from '../tests/bench/table.ts'
import { unlock } from '../tests/bench/unlock.ts'
import { waits } from '../tests/bench/waits.ts'
import { walk } from '../tests/bench/walk.ts'
import { buildExtension } from './build.ts'
import { ROOT } from './run.ts'

const TOPICS: Record<string, () => Promise<Table[]>> = {
  sign,
  walk,
  open,
  size,
  popup,
  waits,
  import: imports,
  coldstart,
  unlock,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(TOPICS, name))
if (unknown.length > 0) {
  console.error(`No topic ${unknown.join(', ')}. There are: ${Object.keys(TOPICS).join(', ')}`)
  process.exit(1)
}

await buildExtension()
const machine = {
  cpu: cpus()[0]?.model ?? '',
  cores: cpus().length,
  memoryGB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  // Of the last minute, which the build has a part in: above the number of cores, the figures are noise.
  loadBefore: loadavg()[0],
}
console.log(`${machine.cores} cores (${machine.cpu}), load ${machine.loadBefore?.toFixed(1)} before the first bench`)

const tables: Table[] = []
for (const [name, topic] of Object.entries(TOPICS)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  for (const table of await topic()) {
    console.log(text(table))
    tables.push(table)
  }
}

mkdirSync(join(ROOT, 'out'), { recursive: true })
const report = { at: new Date().toISOString(), machine, tables }
writeFileSync(join(ROOT, 'out', 'bench.json'), `${JSON.stringify(report, null, 2)}\n`)
console.log('\nThe same figures are in out/bench.json.')
