// Checks of many chains: what is found, at which pace, what stops them, and what is known of the chains afterwards.

import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Chain } from 'rolerelay-core'
import type { CheckRequest, ChecksPage } from '../../extension/protocol.ts'
import { allows, keyOf, trusts, type World, world } from '../aws/world.ts'
import { type Aws, answerAsAws } from './aws.ts'
import { Browser } from './browser.ts'
import { account, addSource, chain, shelve } from './sample.ts'

const HUB = account(1)
const FAR = account(2)
const NOON = Date.UTC(2030, 0, 1, 12)

afterEach(() => {
  browser.kill()
  mock.timers.reset()
})

let browser = new Browser()

const roleIn = (home: string, name: string) => `arn:aws:iam::${home}:role/${name}`
const hops = (...names: string[]) => names.map((name) => ({ roleArn: roleIn(name === 'Entry' ? HUB : FAR, name) }))

function worldOf(): World {
  const entry = roleIn(HUB, 'Entry')
  return world()
    .account(HUB)
    .user('alice', { policies: [allows('*')] })
    .role('Entry', { trust: trusts(`arn:aws:iam::${HUB}:user/alice`), policies: [allows('*')] })
    .account(FAR)
    .role('Reader', { trust: trusts(entry) })
    .role('Closed', { trust: trusts(account(3)) })
    .role('Lost', { trust: trusts(account(3)) })
}

/** Chains that are there, the local AWS, and alice's keys; at noon. */
async function withChains(...chains: Chain[]) {
  mock.timers.enable({ apis: ['Date', 'setTimeout', 'setInterval'], now: NOON })
  const aws = answerAsAws(worldOf())
  const { id: accessKeyId, secret: secretAccessKey } = keyOf(aws.world, HUB, 'alice')
  browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey }, 'Alice')
  shelve(browser, ...chains.map((each) => ({ ...each, sourceId: each.sourceId || sourceId })))
  await browser.wake()
  return { aws, sent: watched(aws), sourceId }
}

/** When each AssumeRole was asked, and how many requests were under way at most. */
function watched(aws: Aws) {
  const sent = { at: [] as number[], most: 0, now: 0 }
  aws.beforeAnswer = async () => {
    if (aws.asked.at(-1)?.get('Action') === 'AssumeRole') sent.at.push(Date.now())
    sent.now += 1
    sent.most = Math.max(sent.most, sent.now)
    await setImmediate()
    sent.now -= 1
  }
  return sent
}

const good = (number: number, more: Partial<Chain> = {}) =>
  chain(`good-${number}`, `Good ${number}`, { hops: hops('Entry', 'Reader'), ...more })
const closed = (number: number) => chain(`closed-${number}`, `Closed ${number}`, { hops: hops('Entry', 'Closed') })
const many = <T>(count: number, make: (number: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))

const page = (show: 'broken' | 'skipped' | 'all' = 'broken') =>
  browser.call('checks', { show, offset: 0, limit: 1_000 })

/** Lets time pass until it holds. */
async function until(holds: (page: ChecksPage) => boolean): Promise<ChecksPage> {
  for (;;) {
    const seen = await page()
    if (holds(seen)) return seen
    mock.timers.tick(50)
    for (let turn = 0; turn < 10; turn++) await setImmediate()
  }
}

const over = ({ progress }: ChecksPage) => progress?.endedAt !== undefined

async function check(request: CheckRequest = {}): Promise<ChecksPage> {
  await browser.call('startCheck', request)
  return until(over)
}

const mostIn = (times: number[], window: number) =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + window).length))

test('of 500 chains it finds the 12 that are broken, those that share a reason together', async () => {
  const lost = many(2, (at) => chain(`lost-${at}`, `Lost ${at}`, { hops: hops('Entry', 'Lost') }))
  const { sent } = await withChains(...many(488, good), ...many(10, closed), ...lost)
  const { counts, progress, rows, groups } = await check()
  assert.deepEqual(counts, { works: 488, broken: 12, skipped: 0, unchecked: 0 })
  assert.deepEqual([progress?.total, progress?.works, progress?.broken, progress?.stopped], [500, 488, 12, undefined])
  assert.deepEqual(
    groups.map(({ start, count, broken }) => [start, count, broken?.roleArn]),
    [
      [0, 10, roleIn(FAR, 'Closed')],
      [10, 2, roleIn(FAR, 'Lost')],
    ],
  )
  assert.ok(rows.slice(0, 10).every(({ name }) => name.startsWith('Closed')))
  assert.equal(rows[0]?.verdict?.broken?.kind, 'denied')
  assert.equal(rows[0]?.verdict?.broken?.hop, 1)
  assert.ok(sent.most <= 4, `${sent.most} at once`)
  assert.ok(mostIn(sent.at, 1_000) <= 8, `${mostIn(sent.at, 1_000)} AssumeRoles in a second`)
  assert.deepEqual(browser.tabs, [])
})
