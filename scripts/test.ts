// npm test: everything, or one section: `npm test -- browser`. The last line counts the tests of all sections.

import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildExtension } from './build.ts'
import { check } from './check.ts'
import { ROOT, run } from './run.ts'

interface Count {
  passed: number
  failed: number
  skipped: number
}

/** In the order in which a defect is cheapest to find. */
const SECTIONS: Record<string, () => Promise<Count>> = {
  check: async () => counted({ failed: (await check()).length }),
  core: cargoTest,
  build: async () => {
    await buildExtension()
    return counted({})
  },
  ...Object.fromEntries(
    ['house', 'extension', 'boundary', 'package', 'aws', 'peers'].map((room) => [room, () => nodeTest(room)]),
  ),
  // Much of it is waiting for a browser, so two files at a time.
  browser: () => nodeTest('browser', 2),
  attacks: () => nodeTest('browser/attacks', 2),
}

/** In milliseconds: several times what the longest takes on a slow machine. */
const MOST_PER_FILE = 600_000

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in SECTIONS))
if (unknown.length > 0) {
  console.error(`No section ${unknown.join(', ')}. There are: ${Object.keys(SECTIONS).join(', ')}`)
  process.exit(1)
}

const total = counted({})
for (const [name, section] of Object.entries(SECTIONS)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.log(`\n== ${name}`)
  const startedAt = performance.now()
  const count = await section().catch((reason: unknown) => {
    console.error(reason)
    return counted({ failed: 1 })
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`-- ${name}: ${line(count)}, in ${seconds} s`)
  for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += count[key]
}
console.log(`\n${line(total)}`)
process.exitCode = total.failed > 0 ? 1 : 0

function counted(count: Partial<Count>): Count {
  return { passed: 0, failed: 0, skipped: 0, ...count }
}

function line({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

async function cargoTest(): Promise<Count> {
  const { code, printed } = await run('cargo', ['test', '--quiet', '--no-fail-fast'])
  const count = counted({})
  for (const [, passed, failed, skipped] of printed.matchAll(/(\d+) passed; (\d+) failed; (\d+) ignored/g)) {
    count.passed += Number(passed)
    count.failed += Number(failed)
    count.skipped += Number(skipped)
  }
  return orFailed(code, count)
}

/** Runs tests/<room>.test.ts or tests/<room>/*.test.ts. People read the report as it comes; the counts are read off TAP. */
async function nodeTest(room: string, filesAtATime = 1): Promise<Count> {
  const folder = join(ROOT, 'tests', room)
  const alone = `${folder}.test.ts`
  const files = existsSync(alone)
    ? [alone]
    : readdirSync(folder).flatMap((name) => (name.endsWith('.test.ts') ? [join(folder, name)] : []))
  const tap = join(ROOT, 'target', 'test', `${room.replace('/', '-')}.tap`)
  mkdirSync(join(ROOT, 'target', 'test'), { recursive: true })
  const reporters = [
    ['spec', 'stdout'],
    ['tap', tap],
  ].flatMap(([reporter, to]) => [`--test-reporter=${reporter}`, `--test-reporter-destination=${to}`])
  // A file that never ends is a failure with its name, not a run without an end.
  const options = [`--test-concurrency=${filesAtATime}`, `--test-timeout=${MOST_PER_FILE}`, ...reporters]
  const { code } = await run(process.execPath, ['--import', 'tsx', '--test', ...options, ...files])
  const summary = readFileSync(tap, 'utf8')
  const number = (name: string) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(summary)?.[1] ?? 0)
  return orFailed(code, {
    passed: number('pass'),
    failed: number('fail') + number('cancelled'),
    skipped: number('skipped') + number('todo'),
  })
}

/** A program that failed before it could count, as when it does not compile, is one failure. */
function orFailed(code: number, count: Count): Count {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}
