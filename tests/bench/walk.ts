// How long a chain takes from the page's request until the console's tab may open, against bare fetches of its requests.

import type { Page } from 'puppeteer-core'
import type { RunEvent } from '../../extension/protocol.ts'
import { assume, type Keys, signed } from '../aws/client.ts'
import { faults } from '../aws/faults.ts'
import { aliceKey, sampleWorld, steps } from '../aws/sample.ts'
import { type LocalAws, startAws } from '../aws/server.ts'
import type { Driven } from '../browser/browsers.ts'
import { chainOf, credentialsOf, sentByExtension } from '../browser/stage.ts'
import { addChain, addSource } from '../browser/wire.ts'
import { launchShipped, script, stopBackground } from './shipped.ts'
import { atMost, exactly, spread, type Table } from './table.ts'
import type { Bare, Opened } from './walk.worker.ts'

const LENGTHS = [1, 2, 3, 5]
const DELAY_MS = 50
const WARM = 25
const COLD = 7

/** Milliseconds of walks and of bare fetches of the same length. */
interface Samples {
  /** From the page's request until AWS is first asked. */
  start: number[]
  /** From the page's request until the background hands the sign-in address to the browser. */
  ready: number[]
  /** From the page's request until it hears that the tab is open. */
  told: number[]
  /** From the first request to the end of the last answer, inside of the background. */
  bare: number[]
  /** What each walk sent. */
  requests: number[]
  /** TLS connections to a host, counted when the sign-in token was asked for. */
  connections: number[]
}

export async function walk(): Promise<Table[]> {
  const aws = await startAws(sampleWorld())
  try {
    let connections: Record<string, number> = {}
    aws.fault({ service: 'sts' }, faults.delay(DELAY_MS))
    aws.fault(
      { service: 'signin', action: 'getSigninToken' },
      {
        ...faults.delay(DELAY_MS),
        change(reply) {
          connections = aws.connections()
          return reply
        },
      },
    )
    const bench = new Bench(aws, await script('walk.worker.ts'), () => Math.max(...Object.values(connections)))
    return [table('warm', await bench.warm()), table('cold', await bench.cold())]
  } finally {
    await aws.close()
  }
}

class Bench {
  constructor(
    private readonly aws: LocalAws,
    private readonly prelude: string,
    private readonly connections: () => number,
  ) {}

  /** In one browser that has done it before, walks and bare fetches taking turns. */
  async warm(): Promise<Map<number, Samples>> {
    // Before the journal is cleared: the signer of these asks on connections of its own.
    const bare = new Map<number, Bare[]>()
    for (const length of LENGTHS) bare.set(length, await bareRequests(this.aws, length))
    this.aws.clearJournal()
    const { driven, page, chains } = await this.browser()
    try {
      const all = new Map<number, Samples>()
      for (const [length, requests] of bare) {
        const samples = none()
        await this.walk(page, chains.get(length) ?? '', none())
        await fetchBare(page, requests)
        for (let at = 0; at < WARM; at++) {
          await this.walk(page, chains.get(length) ?? '', samples)
          samples.bare.push(await fetchBare(page, requests))
        }
        all.set(length, samples)
      }
      return all
    } finally {
      await driven.close()
    }
  }

  /** Each in a new browser, whose background was stopped and has asked nothing of AWS. */
  async cold(): Promise<Map<number, Samples>> {
    const all = new Map(LENGTHS.map((length) => [length, none()]))
    for (let at = 0; at < COLD; at++) {
      for (const [length, samples] of all) {
        await this.stopped((page, chains) => this.walk(page, chains.get(length) ?? '', samples))
        const requests = await bareRequests(this.aws, length)
        await this.stopped(async (page) => void samples.bare.push(await fetchBare(page, requests)))
      }
    }
    return all
  }

  private async stopped(work: (page: Page, chains: Map<number, string>) => Promise<void>): Promise<void> {
    this.aws.clearJournal()
    const { driven, page, chains } = await this.browser()
    try {
      await stopBackground(driven)
      await work(page, chains)
    } finally {
      await driven.close()
    }
  }

  private async browser(): Promise<{ driven: Driven; page: Page; chains: Map<number, string> }> {
    const driven = await launchShipped('chromium', this.aws, { background: this.prelude })
    const page = await driven.open('go.html')
    const source = await addSource(page, credentialsOf(aliceKey(this.aws.world)))
    const chains = new Map<number, string>()
    for (const length of LENGTHS)
      chains.set(length, await addChain(page, chainOf(`Climb ${length}`, source, steps.slice(0, length))))
    return { driven, page, chains }
  }

  private async walk(page: Page, chainId: string, samples: Samples): Promise<void> {
    const before = sentByExtension(this.aws).length
    const { start, ready, told, end } = await page.evaluate(runAndTime, chainId)
    if (end.type !== 'done') throw new Error(`the walk failed: ${JSON.stringify(end)}`)
    samples.start.push(start)
    samples.ready.push(ready)
    samples.told.push(told)
    samples.requests.push(sentByExtension(this.aws).length - before)
    samples.connections.push(this.connections())
  }
}

/** Run in a page of the extension. The tab is closed again. */
function runAndTime(chainId: string): Promise<{ start: number; ready: number; told: number; end: RunEvent }> {
  return new Promise((resolve, reject) => {
    const port = chrome.runtime.connect({ name: 'run' })
    let from = 0
    port.onMessage.addListener((end: RunEvent) => {
      if (end.type === 'progress') return
      const told = performance.now() - from
      chrome.runtime.sendMessage({ bench: 'opened' }).then(async (opened: Opened) => {
        if (opened?.tab !== undefined) await chrome.tabs.remove(opened.tab)
        const zero = performance.timeOrigin + from
        resolve({ start: (opened?.sent[0] ?? Number.NaN) - zero, ready: opened?.at - zero, told, end })
      }, reject)
    })
    from = performance.now()
    port.postMessage({ action: 'open', chainId, where: 'background-tab' })
  })
}

/** In the background, one after the other: milliseconds to the end of the last answer. */
export const fetchBare = (page: Page, requests: Bare[]): Promise<number> =>
  page.evaluate((bench) => chrome.runtime.sendMessage({ bench }), requests)

/** What a walk of that length sends, signed beforehand and good for a quarter of an hour. */
export async function bareRequests(aws: LocalAws, length: number): Promise<Bare[]> {
  const requests: Bare[] = []
  let keys: Keys = aliceKey(aws.world)
  for (const { roleArn } of steps.slice(0, length)) {
    const parameters = { Action: 'AssumeRole', Version: '2011-06-15', RoleArn: roleArn, RoleSessionName: 'rolerelay' }
    const { host, headers, body } = await signed(aws, keys, parameters, {})
    requests.push({ url: `https://${host}/`, headers: withoutHost(headers), body })
    keys = await assume(aws, keys, roleArn)
  }
  const session = JSON.stringify({ sessionId: keys.id, sessionKey: keys.secret, sessionToken: keys.token })
  requests.push({
    url: 'https://signin.aws.amazon.com/federation',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams({ Action: 'getSigninToken', Session: session })),
  })
  return requests
}

/** The browser writes it itself. */
const withoutHost = ({ host: _, ...headers }: Record<string, string>) => headers

const none = (): Samples => ({ start: [], ready: [], told: [], bare: [], requests: [], connections: [] })

function table(state: 'warm' | 'cold', all: Map<number, Samples>): Table {
  return {
    title: `A walk of N hops at ${DELAY_MS} ms a request, ${state}, in chromium`,
    method: [
      'Milliseconds. Start: from the request of a page of the extension until its background first asks AWS. Ready: until it hands',
      'the sign-in address to the browser. Tab: until the page hears that the tab is open. Bare: the same N + 1 requests, signed',
      'beforehand, fetched one after the other by code in the same background, from the first to the end of the last answer.',
      'Asking: ready less start.',
      state === 'warm'
        ? `${WARM} of each in turns, in one browser. Connections: the most to any host since the browser started, bare fetches included.`
        : `${COLD} of each, each in a new browser with the background stopped: "ready" includes its start and the wasm's; "bare" does not.`,
    ],
    columns: [
      'N',
      'start',
      'ready',
      'tab',
      'bare',
      'ready / bare',
      'aim',
      'asking / bare',
      `bare / ${DELAY_MS}(N+1)`,
      `ready / ${DELAY_MS}(N+1)`,
      'requests',
      'aim ',
      'TLS a host',
      'aim  ',
    ],
    rows: [...all].map(([length, samples]) => {
      const { start, ready, asking, told, bare } = {
        start: spread(samples.start),
        ready: spread(samples.ready),
        asking: spread(samples.ready.map((at, turn) => at - (samples.start[turn] ?? Number.NaN))),
        told: spread(samples.told),
        bare: spread(samples.bare),
      }
      const ideal = (length + 1) * DELAY_MS
      const ratio = ready.median / bare.median
      const requests = Math.max(...samples.requests)
      const connections = Math.max(...samples.connections)
      return [
        length,
        start,
        ready,
        told,
        bare,
        ratio,
        atMost(ratio, 1.03),
        asking.median / bare.median,
        bare.median / ideal,
        ready.median / ideal,
        requests,
        exactly(requests, length + 1),
        connections,
        exactly(connections, 1),
      ]
    }),
  }
}
