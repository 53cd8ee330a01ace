// npm test: everything; or sections or single files of it: `npm test -- browser`, `npm test -- tests/extension/runs/runs.test.ts`.
// What failed is listed at the end with what it threw, since a log may be cut before; and the last line counts the tests of all.

import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join, relative } from 'node:path'
import { buildExtension } from './build.ts'
import { check } from './check.ts'
import { ROOT, run } from './run.ts'
import type { Seen } from './test-report.mjs'
import { buildWasm } from './wasm.ts'

interface Count {
  passed: number
  /** Their names, where they have one: a program that failed before it could count is one failure too. */
  failed: string[]
  skipped: number
}

type Section = (label: string) => Promise<Count>

const CORES = availableParallelism()
/** Two files do not keep two cores busy while they wait for a browser, which in Firefox waits for seconds of quiet. */
const BROWSERS_AT_A_TIME = CORES + 1
const BESIDE_BROWSERS = Math.max(1, Math.floor(CORES / 2))

/** One after the other, in the order in which a defect is cheapest to find: the first of them use all cores by themselves. */
const ALONE: Record<string, Section> = {
  house: room('house'),
  check: async (label) => counted({ failed: await check(label) }),
  core: (label) => cargoTest(label),
}
const QUIET: Record<string, Section> = {
  extension: room('extension', BESIDE_BROWSERS),
  boundary: room('boundary', BESIDE_BROWSERS),
  package: room('package'),
  aws: room('aws', BESIDE_BROWSERS),
  peers: room('peers'),
}
/** Beside those: much of it is waiting. */
const DRIVEN: Record<string, Section> = {
  browser: room('browser', BROWSERS_AT_A_TIME),
  attacks: room('browser/attacks', BROWSERS_AT_A_TIME),
}
const SECTIONS = { ...ALONE, ...QUIET, ...DRIVEN }

/** In milliseconds: several times what the longest takes on a slow machine. */
const MOST_PER_FILE = 1_200_000

const asked = process.argv.slice(2)
const files = asked.filter((name) => !(name in SECTIONS))
const unknown = files.filter((name) => !existsSync(join(ROOT, name)))
if (unknown.length > 0) {
  console.error(`No file or section ${unknown.join(', ')}. The sections are: ${Object.keys(SECTIONS).join(', ')}`)
  process.exit(1)
}

const total = counted({})
if (files.length > 0) await section('', ofFiles(files))
if (files.length < asked.length || asked.length === 0) {
  // Before all of them: types, tests and packages need what it makes.
  await section('build', async () => {
    await buildExtension()
    return counted({})
  })
  await inOrder(ALONE)
  await Promise.all([QUIET, DRIVEN].map(inOrder))
}
if (total.failed.length > 0) console.log(`\nFailed:\n${total.failed.map((name) => `  ${name}`).join('\n')}`)
console.log(`\n${line(total)}`)
process.exitCode = total.failed.length > 0 ? 1 : 0

async function inOrder(lane: Record<string, Section>): Promise<void> {
  for (const [name, does] of Object.entries(lane)) {
    if (asked.length === 0 || asked.includes(name)) await section(name, does)
  }
}

async function section(name: string, does: Section): Promise<void> {
  if (name) console.log(`\n== ${name}`)
  const startedAt = performance.now()
  const count = await does(asked.length === 1 ? '' : name).catch((reason: unknown) => {
    console.error(reason)
    return counted({ failed: [`${name || 'the run'}: ${reason}`] })
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  if (name) console.log(`-- ${name}: ${line(count)}, in ${seconds} s`)
  total.passed += count.passed
  total.skipped += count.skipped
  total.failed.push(...count.failed)
}

function counted(count: Partial<Count>): Count {
  return { passed: 0, failed: [], skipped: 0, ...count }
}

function line({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** The core's tests; those of one of its files alone where `filter` names it. */
async function cargoTest(label: string, filter: string[] = []): Promise<Count> {
  const { code, printed } = await run('cargo', ['test', '--quiet', '--no-fail-fast', ...filter], {}, { label })
  const count = counted({
    failed: [...printed.matchAll(/^---- (.+) stdout ----$/gm)].map(([, name]) => `core: ${name}`),
  })
  let failures = 0
  for (const [, passed, failed, skipped] of printed.matchAll(/(\d+) passed; (\d+) failed; (\d+) ignored/g)) {
    count.passed += Number(passed)
    count.skipped += Number(skipped)
    failures += Number(failed)
  }
  // A test that fails without a word has no heading.
  while (count.failed.length < failures) count.failed.push('core: see above')
  return orFailed(code, count, 'core')
}

/** Runs tests/<room>.test.ts, or all of tests/<room>, but for the attacks in it, which are a section of their own. */
function room(name: string, atATime = 1): Section {
  const folder = join(ROOT, 'tests', name)
  const alone = `${folder}.test.ts`
  const all = () =>
    existsSync(alone)
      ? [alone]
      : readdirSync(folder, { encoding: 'utf8', recursive: true })
          .filter((file) => file.endsWith('.test.ts') && !file.startsWith('attacks'))
          .map((file) => join(folder, file))
  return (label) => nodeTest(name, all(), atATime, label)
}

/** Builds what the files need and no more. */
function ofFiles(paths: string[]): Section {
  return async (label) => {
    const rust = paths.filter((path) => path.endsWith('.rs'))
    const node = paths.filter((path) => !path.endsWith('.rs'))
    const count = counted({})
    for (const path of rust) {
      const inside = relative(join(ROOT, 'tests/core'), join(ROOT, path)).replace(/\.rs$/, '').replaceAll('/', '::')
      add(count, await cargoTest(label, ['--test', 'core', '--', `${inside}::`]))
    }
    if (node.length > 0) {
      const packaged = node.some((path) => /^tests\/(browser|package)/.test(path))
      await (packaged ? buildExtension() : buildWasm())
      add(count, await nodeTest('files', node, CORES, label))
    }
    return count
  }
}

/** People read the report as it comes; what is counted is told by a reporter of our own. */
async function nodeTest(name: string, paths: string[], atATime: number, label: string): Promise<Count> {
  const told = join(ROOT, 'target', 'test', `${name.replace('/', '-')}.json`)
  mkdirSync(join(ROOT, 'target', 'test'), { recursive: true })
  const reporters = [
    ['spec', 'stdout'],
    [join(ROOT, 'scripts/test-report.mjs'), told],
  ].flatMap(([reporter, to]) => [`--test-reporter=${reporter}`, `--test-reporter-destination=${to}`])
  // A file that never ends is a failure with its name, not a run without an end.
  const options = [`--test-concurrency=${atATime}`, `--test-timeout=${MOST_PER_FILE}`, ...reporters]
  const { code } = await run(process.execPath, ['--import', 'tsx', '--test', ...options, ...paths], {}, { label })
  const seen = JSON.parse(readFileSync(told, 'utf8')) as Seen
  const failed = seen.failed.map(
    ({ file, name, why }) => `${file ? `${relative(ROOT, file)}: ` : ''}${name}\n${why.replace(/^/gm, '    ')}`,
  )
  return orFailed(code, { ...seen, failed }, name === 'files' ? paths.map((path) => basename(path)).join(', ') : name)
}

function add(to: Count, more: Count): void {
  to.passed += more.passed
  to.skipped += more.skipped
  to.failed.push(...more.failed)
}

/** A program that failed before it could count, as when it does not compile, is one failure. */
function orFailed(code: number, count: Count, what: string): Count {
  return code !== 0 && count.failed.length === 0 ? { ...count, failed: [`${what}: ended with code ${code}`] } : count
}
