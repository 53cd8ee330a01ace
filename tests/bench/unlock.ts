// How long unlocking takes, what memory it needs, and how soon a background that was stopped lists what is in a vault.

import type { Page } from 'puppeteer-core'
import type { Calls } from '../../extension/protocol.ts'
import { aliceKey, sampleWorld } from '../aws/sample.ts'
import { type LocalAws, startAws } from '../aws/server.ts'
import { type Driven, type Kind, kinds } from '../browser/browsers.ts'
import { credentialsOf } from '../browser/stage.ts'
import { addSource, call } from '../browser/wire.ts'
import { argon2 } from './argon2.ts'
import { keepChains, WORD } from './chains.ts'
import { collectGarbage, type Process, processOf } from './process.ts'
import { launchShipped, stopBackground } from './shipped.ts'
import { atMost, spread, type Table } from './table.ts'

const CHAINS = 10_000
const PASSWORD = 'correct horse battery staple'
const BROWSERS = 3
const LATER = 5
const LISTS = 15
const WINDOW = { offset: 0, limit: 50 }

/** Milliseconds, and MB. */
interface Samples {
  first: number[]
  firstCpu: number[]
  later: number[]
  before: number[]
  during: number[]
  after: number[]
  list: number[]
  query: number[]
}

export async function unlock(): Promise<Table[]> {
  const aws = await startAws(sampleWorld())
  try {
    const store = await filledVault(aws)
    const samples = new Map<Kind, Samples>()
    for (const kind of kinds) samples.set(kind, await inBrowsers(kind, aws, store))
    return [await argon2(), unlocking(samples), memory(samples), listing(samples)]
  } finally {
    await aws.close()
  }
}

type Store = Record<string, unknown>

/** What storage.local holds of a vault. A vault is not bound to a browser: each one of the bench gets a copy. */
async function filledVault(aws: LocalAws): Promise<Store> {
  const driven = await launchShipped('chromium', aws)
  try {
    const page = await driven.open('go.html')
    await keepChains(driven, page, CHAINS, await addSource(page, credentialsOf(aliceKey(aws.world))))
    await call(page, 'createVault', { password: PASSWORD })
    return await page.evaluate(() => chrome.storage.local.get(null))
  } finally {
    await driven.close()
  }
}

async function inBrowsers(kind: Kind, aws: LocalAws, store: Store): Promise<Samples> {
  const all: Samples = {
    first: [],
    firstCpu: [],
    later: [],
    before: [],
    during: [],
    after: [],
    list: [],
    query: [],
  }
  for (let at = 0; at < BROWSERS; at++) {
    const driven = await launchShipped(kind, aws)
    try {
      const page = await driven.open('go.html')
      await page.evaluate((store) => chrome.storage.local.set(store), store)
      // It has seen the store empty.
      await call(page, 'vault', null)
      await stopBackground(driven)
      await measure(driven, page, all)
    } finally {
      await driven.close()
    }
  }
  return all
}

async function measure(driven: Driven, page: Page, into: Samples): Promise<void> {
  const { state } = await call(page, 'vault', null)
  if (state !== 'locked') throw new Error(`the vault is ${state}`)
  const spent = processOf(driven)
  await collectGarbage(driven)
  into.before.push(spent.memory())
  spent.peak()
  const from = spent.cpu()
  into.first.push(await ask(page, 'unlock', { password: PASSWORD }))
  into.firstCpu.push(spent.cpu() - from)
  into.during.push(spent.peak())
  into.after.push(await settled(driven, spent))
  for (let again = 0; again < LATER; again++) {
    await call(page, 'lock', null)
    into.later.push(await ask(page, 'unlock', { password: PASSWORD }))
  }
  for (let again = 0; again < LISTS / BROWSERS; again++) {
    await stopBackground(driven)
    into.list.push(await ask(page, 'list', { query: '', ...WINDOW }))
    await stopBackground(driven)
    into.query.push(await ask(page, 'list', { query: WORD, ...WINDOW }))
  }
}

/** The least of what is in use in the seconds after: a browser gives memory back when it likes. */
async function settled(driven: Driven, spent: Process): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (const until = Date.now() + 3_000; Date.now() < until; ) {
    await collectGarbage(driven)
    least = Math.min(least, spent.memory())
  }
  return least
}

/** Milliseconds to the reply. */
function ask<N extends keyof Calls>(page: Page, name: N, argument: Calls[N]['argument']): Promise<number> {
  return page.evaluate(
    async (call, argument) => {
      const from = performance.now()
      const reply = await chrome.runtime.sendMessage({ call, argument })
      const took = performance.now() - from
      if (!('ok' in reply)) throw new Error(`${call}: ${JSON.stringify(reply)}`)
      return took
    },
    name,
    argument,
  )
}

function unlocking(samples: Map<Kind, Samples>): Table {
  return {
    title: `Unlocking ${CHAINS.toLocaleString('en')} chains by password`,
    method: [
      `Milliseconds from a page's message to its reply, in ${BROWSERS} new browsers that each got a copy of one vault. First: the background`,
      `has said that the vault is locked, as it does when the gate shows, and has derived no key. Later: ${LATER} more, locked between.`,
      'CPU: of the whole process during the first.',
    ],
    columns: ['browser', 'run', 'ms: median (p10 to p90)', 'CPU ms', 'aim'],
    rows: [...samples].flatMap(([kind, { first, firstCpu, later }]) => [
      [kind, 'first', spread(first), spread(firstCpu), atMost(spread(first).median, 500, ' ms')],
      [kind, 'later', spread(later), null, null],
    ]),
  }
}

function memory(samples: Map<Kind, Samples>): Table {
  return {
    title: 'Memory of the process that runs the extension, around the first unlocking',
    method: [
      'MB resident, of the background and the one page that is open. Before: locked. During: the most. After: the least within three',
      'seconds of asking again and again for garbage to be collected.',
    ],
    columns: ['browser', 'before', 'during', 'after'],
    rows: [...samples].map(([kind, all]) => [kind, spread(all.before), spread(all.during), spread(all.after)]),
  }
}

function listing(samples: Map<Kind, Samples>): Table {
  return {
    title: `Listing from a vault with ${CHAINS.toLocaleString('en')} chains, the background stopped before`,
    method: [
      `Milliseconds from a page's message to its reply, ${LISTS} times. The list: what a popup asks when it opens. A query: the whole index,`,
      'decrypted, inflated and searched. Both with the start of the background and the compiling of the vault’s module.',
    ],
    columns: ['browser', 'call', 'ms: median (p10 to p90)', 'aim'],
    rows: [...samples].flatMap(([kind, { list, query }]) =>
      Object.entries({ 'the list': list, 'a query': query }).map(([name, of]) => {
        const here = spread(of)
        return [kind, name, here, atMost(here.median, 150, ' ms')]
      }),
    ),
  }
}
