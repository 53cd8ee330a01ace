// npm run mutate -- extension/background/chains/links.ts: puts each small mistake into a file of the background that somebody could make,
// and tells which of them no test notices. By hand: it runs the tests that come by that place once for each mistake.
//
//   --sample=40   only so many, spread evenly      --tests=links,vault   only these of tests/extension

import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { ROOT } from '../../scripts/run.ts'
import { type Mutant, mutantsOf } from './mutants.ts'

const files = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const option = (name: string) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1]
if (files.length === 0) throw new Error('Name a file: npm run mutate -- extension/background/chains/links.ts')

/** How much slower a test may become before its mistake counts as noticed, beside ten seconds. */
const SLOWER = 4

// Copies of what is changed and of what finds its way by where it lies.
const copy = mkdtempSync(join(tmpdir(), 'rolerelay-mutants-'))
for (const name of ['extension', 'tests', 'scripts']) cpSync(join(ROOT, name), join(copy, name), { recursive: true })
for (const name of readdirSync(ROOT))
  if (!existsSync(join(copy, name)) && name !== '.git') symlinkSync(join(ROOT, name), join(copy, name))
const onlyTests = option('tests')?.split(',')
const tests = readdirSync(join(copy, 'tests/extension'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && (!onlyTests || onlyTests.includes(basename(name, '.test.ts'))))
  .map((name) => `tests/extension/${name}`)

try {
  for (const file of files) await mutate(file)
} finally {
  rmSync(copy, { recursive: true, force: true })
}

async function mutate(file: string): Promise<void> {
  const path = join(copy, file)
  const source = readFileSync(join(ROOT, file), 'utf8')
  const { mutants, marked } = mutantsOf(source)
  const most = Number(option('sample') ?? mutants.length)
  const chosen = mutants.filter(
    (_, at) => Math.floor((at * most) / mutants.length) !== Math.floor(((at - 1) * most) / mutants.length),
  )
  console.log(`${file}: ${chosen.length} of ${mutants.length} mistakes`)

  writeFileSync(path, marked)
  const runs = []
  for (const test of tests) {
    const run = await tried(test, 600_000)
    if (!run.passed) throw new Error(`${test} fails without a mistake`)
    runs.push({ test, ...run })
  }
  runs.sort((a, b) => a.took - b.took)

  const survivors: Mutant[] = []
  let unreached = 0
  for (const mutant of chosen) {
    writeFileSync(path, mutant.code)
    const covering = runs.filter(({ reached }) => reached.has(mutant.mark))
    let noticed = false
    for (const { test, took } of covering) {
      noticed = !(await tried(test, took * SLOWER + 10_000)).passed
      if (noticed) break
    }
    if (noticed) continue
    if (covering.length === 0) unreached++
    survivors.push(mutant)
    console.log(
      `  ${covering.length === 0 ? 'not reached' : 'survived'}: ${mutant.was.slice(0, 80)} -> ${mutant.becomes.slice(0, 80)}\n    in ${mutant.line}`,
    )
  }
  writeFileSync(path, source)
  const killed = chosen.length - survivors.length
  console.log(
    `${file}: ${killed} of ${chosen.length} noticed (${Math.round((100 * killed) / chosen.length)} %), ${unreached} not reached`,
  )
}

interface Run {
  passed: boolean
  /** In milliseconds. */
  took: number
  reached: Set<number>
}

/** Runs a test of the copy; one that takes too long has noticed. */
async function tried(test: string, within: number): Promise<Run> {
  const told = join(copy, 'reached.json')
  rmSync(told, { force: true })
  const startedAt = performance.now()
  const args = ['--import', 'tsx', '--import', './tests/mutation/reached.mjs', '--test-reporter=tap', test]
  const child = spawn(process.execPath, args, { cwd: copy, env: { ...process.env, REACHED: told }, stdio: 'ignore' })
  const timer = setTimeout(() => child.kill('SIGKILL'), within)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearTimeout(timer)
  const reached = existsSync(told) ? (JSON.parse(readFileSync(told, 'utf8')) as number[]) : []
  return { passed: code === 0, took: performance.now() - startedAt, reached: new Set(reached) }
}
