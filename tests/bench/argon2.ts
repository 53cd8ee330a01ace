// Argon2id alone, as it ships and as hash-wasm has it, in the same worker of the same browser.

import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { ROOT } from '../../scripts/run.ts'
import { sampleWorld } from '../aws/sample.ts'
import { startAws } from '../aws/server.ts'
import { type Kind as Browser, kinds } from '../browser/browsers.ts'
import type { Kind } from './argon2.worker.ts'
import { processOf } from './process.ts'
import { launchShipped, script } from './shipped.ts'
import { atMost, type Cell, spread, type Table } from './table.ts'

const BROWSERS = 5
const LATER = 6

interface Samples {
  wall: number[]
  cpu: number[]
}

type Both = Record<Kind, Samples>

export async function argon2(): Promise<Table> {
  const table: Table = {
    title: 'Argon2id, 64 MiB, 3 passes, 1 lane',
    method: [
      `Milliseconds for one key, in a worker of the extension, in ${BROWSERS} new browsers. First: with the compiling of the module, the`,
      `two taking turns at being the very first. Later: ${LATER} more of each in turns. Rolerelay's includes its new instance and the`,
      'wiping of its memory, which hash-wasm leaves as it is. CPU: what the whole process spent, compilers and all, in steps of 10;',
      'on a busy machine it says more than the clock. Times: ours over theirs.',
    ],
    columns: ['browser', 'run', 'whose', 'ms: median (p10 to p90)', 'CPU ms', 'times', 'CPU times', 'aim'],
    rows: [],
  }
  const worker = await script('argon2.worker.ts', {
    'stretch.wasm': join(ROOT, 'target/wasm-stretch/stretch_bg.wasm'),
  })
  for (const kind of kinds) {
    const [first, later] = [none(), none()]
    for (let at = 0; at < BROWSERS; at++) await inBrowser(kind, worker, at, first, later)
    table.rows.push(...rows(kind, 'first', first), ...rows(kind, 'later', later))
  }
  return table
}

async function inBrowser(kind: Browser, worker: string, at: number, first: Both, later: Both): Promise<void> {
  const aws = await startAws(sampleWorld())
  const driven = await launchShipped(kind, aws, {}, { 'argon2.worker.js': worker })
  try {
    const page = await driven.open('go.html')
    await page.evaluate(() => {
      Object.assign(globalThis, { worker: new Worker('argon2.worker.js') })
    })
    const { cpu } = processOf(driven)
    const keys = new Set<string>()
    const time = async (who: Kind, into: Both) => {
      const from = cpu()
      const { took, key } = await derive(page, who)
      into[who].wall.push(took)
      into[who].cpu.push(cpu() - from)
      keys.add(key)
    }
    const order: Kind[] = at % 2 ? ['hash-wasm', 'Rolerelay'] : ['Rolerelay', 'hash-wasm']
    for (const who of order) await time(who, first)
    for (let again = 0; again < LATER; again++) for (const who of order) await time(who, later)
    if (keys.size !== 1) throw new Error('the two do not derive the same key')
  } finally {
    await driven.close()
    await aws.close()
  }
}

function derive(page: Page, who: Kind): Promise<{ took: number; key: string }> {
  return page.evaluate((who) => {
    const { worker } = globalThis as unknown as { worker: Worker }
    return new Promise<{ took: number; key: string }>((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message))
      worker.onmessage = ({ data }) => resolve(data)
      worker.postMessage(who)
    })
  }, who)
}

function rows(kind: Browser, run: string, both: Both): Cell[][] {
  return (['Rolerelay', 'hash-wasm'] as const).map((who) => {
    const [wall, cpu] = [spread(both[who].wall), spread(both[who].cpu)]
    const whole: Cell[] = [kind, run, who, wall, cpu]
    if (who === 'hash-wasm') return [...whole, null, null, null]
    const times = (of: keyof Samples) => spread(both[who][of]).median / spread(both['hash-wasm'][of]).median
    return [...whole, times('wall'), times('cpu'), atMost(times('cpu'), 1, ' CPU times')]
  })
}

const none = (): Both => ({ Rolerelay: { wall: [], cpu: [] }, 'hash-wasm': { wall: [], cpu: [] } })
