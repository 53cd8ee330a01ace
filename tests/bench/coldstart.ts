// How long a background that the browser has stopped takes to answer.

import type { Page } from 'puppeteer-core'
import { sampleWorld } from '../aws/sample.ts'
import { startAws } from '../aws/server.ts'
import { type Kind, kinds } from '../browser/browsers.ts'
import { launchShipped, stopBackground } from './shipped.ts'
import { spread, type Table } from './table.ts'

const REPEAT = 25
/** A call that reads the store, and one that needs the core. */
const CALLS = { 'without the core (settings)': 'settings', 'with the core (partitions)': 'partitions' } as const

export async function coldstart(): Promise<Table[]> {
  const table: Table = {
    title: 'Cold start of the background',
    method: [
      `Milliseconds from a page's message to its reply, ${REPEAT} times. Stopped: the background was ended before, so the browser starts it,`,
      'runs its script and, where the core is needed, compiles the wasm. Just started: runs already, but has not loaded the core.',
    ],
    columns: ['browser', 'background', 'call', 'ms: median (p10 to p90)'],
    rows: [],
  }
  for (const kind of kinds) {
    for (const [state, call, samples] of await inBrowser(kind)) table.rows.push([kind, state, call, spread(samples)])
  }
  return [table]
}

async function inBrowser(kind: Kind): Promise<[state: string, call: string, samples: number[]][]> {
  const aws = await startAws(sampleWorld())
  const driven = await launchShipped(kind, aws)
  try {
    const page = await driven.open('go.html')
    const results: [string, string, number[]][] = []
    for (const [name, call] of Object.entries(CALLS)) {
      const stopped: number[] = []
      const first: number[] = []
      const running: number[] = []
      for (let at = 0; at < REPEAT; at++) {
        await ask(page, 'partitions')
        running.push(await ask(page, call))
        await stopBackground(driven)
        stopped.push(await ask(page, call))
        await stopBackground(driven)
        await ask(page, 'settings')
        first.push(await ask(page, call))
      }
      results.push(['stopped', name, stopped], ['just started', name, first], ['running', name, running])
    }
    return results
  } finally {
    await driven.close()
    await aws.close()
  }
}

/** Milliseconds to the reply. */
function ask(page: Page, call: string): Promise<number> {
  return page.evaluate(async (call) => {
    const from = performance.now()
    const reply = await chrome.runtime.sendMessage({ call, argument: null })
    const took = performance.now() - from
    if (!reply?.ok) throw new Error(`no answer to ${call}`)
    return took
  }, call)
}
