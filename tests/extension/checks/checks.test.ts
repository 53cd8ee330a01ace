// Checks of many chains: what is found, at which pace, what stops them, and what is known of the chains afterwards.

import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Chain } from 'rolerelay-core'
import type { CheckProgress, CheckRequest, ChecksPage, RunRequest, SourceDraft } from '../../../extension/protocol.ts'
import { totp } from '../../aws/totp.ts'
import { allows, keyOf, trusts, type World, world } from '../../aws/world.ts'
import { type Aws, answerAsAws, comingFrom } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { kept } from '../scene/kept.ts'
import { account, addSource, chain, shelve } from '../scene/sample.ts'

const HUB = account(1)
const FAR = account(2)
const SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const DEVICE = `arn:aws:iam::${HUB}:mfa/alice`
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
    .user('alice', { policies: [allows('*')], mfa: [SEED] })
    .role('Entry', { trust: trusts(`arn:aws:iam::${HUB}:user/alice`), policies: [allows('*')] })
    .account(FAR)
    .role('Reader', { trust: trusts(entry) })
    .role('Closed', { trust: trusts(account(3)) })
    .role('Lost', { trust: trusts(account(3)) })
}

/** Chains that are there, the local AWS, and alice's keys; at noon. */
async function withChains(...chains: Chain[]) {
  return withChainsOf({}, ...chains)
}

async function withChainsOf(source: Partial<SourceDraft>, ...chains: Chain[]) {
  mock.timers.enable({ apis: ['Date', 'setTimeout', 'setInterval'], now: NOON })
  const aws = answerAsAws(worldOf())
  const { id: accessKeyId, secret: secretAccessKey } = keyOf(aws.world, HUB, 'alice')
  browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey }, 'Alice')
  await browser.call('saveSource', { id: sourceId, name: 'Alice', ...source })
  await shelve(browser, ...chains.map((each) => ({ ...each, sourceId: each.sourceId || sourceId })))
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
  for (let round = 0; round < 20_000; round++) {
    const seen = await page()
    if (holds(seen)) return seen
    mock.timers.tick(50)
    for (let turn = 0; turn < 10; turn++) await setImmediate()
  }
  throw new Error('it never came to that')
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

test('chains whose keys or codes are not here are skipped, and say why; a word stands for a ticket', async () => {
  const { aws, sourceId } = await withChains(
    good(1),
    good(2, { asksReason: true }),
    good(3, { hops: [{ ...hops('Entry')[0], mfaSerial: DEVICE } as Chain['hops'][0], ...hops('Reader')] }),
    good(4, { sourceId: 'gone' }),
    closedWithReason,
  )
  const { counts } = await check()
  assert.deepEqual(counts, { works: 1, broken: 0, skipped: 4, unchecked: 0 })
  const { rows } = await page('skipped')
  assert.deepEqual(rows.map(({ id, verdict }) => [id, verdict?.skipped?.kind]).sort(), [
    ['closed-reason', 'reason'],
    // Nobody may set a source identity here, which is where the word would go.
    ['good-2', 'reason'],

    ['good-3', 'mfa'],
    ['good-4', 'no-credentials'],
  ])
  const before = aws.asked.length
  browser.session = {}
  await browser.wake()
  await check({ ids: ['good-1'] })
  const [first] = (await page('skipped')).rows.filter(({ id }) => id === 'good-1')
  assert.equal(first?.sourceId, sourceId)
  assert.match(first?.verdict?.skipped?.message ?? '', /“Alice” are not here/)
  assert.equal(aws.asked.length, before, 'nothing was sent')
})

const closedWithReason = chain('closed-reason', 'Closed, with a reason', {
  hops: hops('Entry', 'Closed'),
  asksReason: true,
})

test('one code of the MFA device does for all chains of a source that keeps a session by it', async () => {
  const { aws } = await withChainsOf({ mfaSerial: DEVICE, mfaSession: true }, ...many(6, good))
  assert.deepEqual((await check()).counts, { works: 0, broken: 0, skipped: 6, unchecked: 0 })
  assert.equal(aws.asked.length, 0)
  const { groups, rows } = await page('skipped')
  assert.deepEqual(
    groups.map(({ count, source, skipped }) => [count, source, skipped?.kind]),
    [[6, 'Alice', 'mfa']],
  )
  const code = { sourceId: rows[0]?.sourceId ?? '', code: totp(SEED, Date.now()) }
  assert.deepEqual((await check({ only: 'skipped', code })).counts, { works: 6, broken: 0, skipped: 0, unchecked: 0 })
  assert.equal(aws.asked.filter((form) => form.get('Action') === 'GetSessionToken').length, 1)
})

test('a chain with a guard is checked without a question: nothing opens', async () => {
  await withChains(good(1, { guard: 'PRODUCTION' }))
  assert.deepEqual((await check()).counts, { works: 1, broken: 0, skipped: 0, unchecked: 0 })
  assert.deepEqual(browser.tabs, [])
})

test('when AWS asks to slow down all wait, then go half as fast, and no chain counts as broken for it', async () => {
  const { sent } = await withChains(...many(12, good))
  const answer = globalThis.fetch
  let hurried = true
  globalThis.fetch = async (input, init) => {
    if (!(input instanceof Request) || !hurried) return answer(input, init)
    sent.at.push(Date.now())
    return comingFrom(input.url, throttled())
  }
  await browser.call('startCheck', {})
  const { progress } = await until(({ progress }) => progress?.pausedUntil !== undefined)
  const [from, to] = [Date.now(), progress?.pausedUntil ?? 0]
  assert.ok(to > from)
  hurried = false
  const { counts } = await until(over)
  assert.deepEqual(counts, { works: 12, broken: 0, skipped: 0, unchecked: 0 })
  // The chains that were under way, four at most, may come to their end: two hops, each sent three times.
  const meanwhile = sent.at.filter((at) => at > from && at < to)
  assert.ok(meanwhile.length <= 4 * 2 * 3, `${meanwhile.length} while all wait`)
  const afterwards = sent.at.filter((at) => at >= to)
  assert.ok(afterwards.length > 0 && mostIn(afterwards, 2_000) <= 8, `${mostIn(afterwards, 2_000)} in two seconds`)
})

const throttled = () =>
  new Response(
    '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>',
    { status: 400, headers: { 'content-type': 'text/xml' } },
  )

test('without a network nothing is broken', async () => {
  await withChains(good(1), closed(1))
  globalThis.fetch = unreachable(globalThis.fetch)
  const { counts } = await check()
  assert.deepEqual(counts, { works: 0, broken: 0, skipped: 2, unchecked: 0 })
})

const unreachable =
  (fetchFile: typeof fetch): typeof fetch =>
  async (input, init) => {
    if (input instanceof Request) throw new TypeError('Failed to fetch')
    return fetchFile(input, init)
  }

test('a check that is cancelled keeps what it saw, and goes on with the rest', async () => {
  const { sent } = await withChains(...many(30, good), closed(1))
  await browser.call('startCheck', {})
  await until(({ progress }) => (progress?.works ?? 0) >= 5)
  await browser.call('stopCheck', null)
  const { progress, counts } = await page()
  assert.equal(progress?.stopped, 'cancelled')
  assert.equal(counts.works, progress?.works)
  assert.ok(counts.unchecked > 0)
  const before = sent.at.length
  await settled()
  assert.equal(sent.at.length, before, 'nothing is sent any more')

  await browser.call('startCheck', { resume: true })
  const after = await until(over)
  assert.equal(after.progress?.startedAt, progress?.startedAt)
  assert.equal(after.progress?.stopped, undefined)
  assert.deepEqual(after.counts, { works: 30, broken: 1, skipped: 0, unchecked: 0 })
  assert.ok(sent.at.length - before <= 2 * (counts.unchecked + 4) + counts.unchecked, 'only what was left is walked')
})

test('a check goes on without a page, tells those that watch, and says so when the browser stopped it', async () => {
  await withChains(...many(40, good))
  const watching = browser.connect(undefined, 'check')
  await browser.call('startCheck', {})
  await until(({ progress }) => (progress?.listed ?? 0) > 0)
  watching.leave()
  await until(({ progress }) => (progress?.works ?? 0) > 20)
  await browser.wake()
  const { progress, counts } = await page()
  assert.equal(progress?.stopped, 'interrupted')
  assert.ok(counts.works > 0 && counts.works < 40)
  await browser.call('startCheck', { resume: true })
  assert.deepEqual((await until(over)).counts, { works: 40, broken: 0, skipped: 0, unchecked: 0 })
})

test('a page that watches hears how far it is, and its port closes at the end', async () => {
  await withChains(...many(8, good), closed(1))
  await browser.call('startCheck', {})
  const port = browser.connect(undefined, 'check')
  await until(over)
  const heard = port.events as unknown as CheckProgress[]
  assert.ok(port.closed)
  assert.equal(heard[0]?.total, 9)
  assert.deepEqual([heard.at(-1)?.works, heard.at(-1)?.broken], [8, 1])
  assert.ok(heard.at(-1)?.endedAt)
})

test('since when a chain is broken is when it first failed after it last went well, in checks and in runs', async () => {
  const { aws } = await withChains(closed(1))
  const trust = aws.world.accounts.get(FAR)?.roles.get('closed')
  const shut = trust?.trust
  const since = async () => (await browser.call('list', { query: '', offset: 0, limit: 1 })).rows[0]?.brokenSince
  assert.equal(await since(), undefined)
  await check()
  const first = await since()
  assert.ok(first && first >= NOON)
  mock.timers.setTime(NOON + DAY)
  await check()
  assert.equal(await since(), first, 'it is broken since the day before')

  Object.assign(trust ?? {}, { trust: trusts(roleIn(HUB, 'Entry')) })
  mock.timers.setTime(NOON + 2 * DAY)
  await run({ action: 'open', chainId: 'closed-1', where: 'new-tab' })
  await until(({ counts }) => counts.works === 1)
  assert.equal(await since(), undefined, 'it opened')

  Object.assign(trust ?? {}, { trust: shut })
  mock.timers.setTime(NOON + 3 * DAY)
  await run({ action: 'test', chain: await browser.call('chain', { id: 'closed-1' }) })
  await until(({ counts }) => counts.broken === 1)
  assert.ok(((await since()) ?? 0) >= NOON + 3 * DAY)

  const [row] = (await page()).rows
  assert.equal(row?.verdict?.broken?.hop, 1)
  await browser.call('deleteChain', { id: 'closed-1' })
  assert.equal(Object.keys(kept(browser)).includes('check'), true)
  assert.deepEqual(kept(browser).checks, {}, 'what was seen goes with the chain')
})

test('a test of a chain that is being changed says nothing of the one that is kept', async () => {
  await withChains(good(1))
  const kept = await browser.call('chain', { id: 'good-1' })
  await run({ action: 'test', chain: { ...kept, hops: hops('Entry', 'Closed') } })
  await settled()
  assert.equal((await page()).counts.unchecked, 1)
})

test('in a vault what was seen is sealed, and a lock interrupts a check', async () => {
  await withChains(...many(40, good), closed(1))
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('startCheck', {})
  await until(({ progress }) => (progress?.listed ?? 0) > 0)
  await browser.call('lock', null)
  await settled()
  assert.equal(JSON.stringify(browser.local).includes('good-1'), false)
  await assert.rejects(browser.call('checks', { show: 'all', offset: 0, limit: 10 }), { kind: 'locked' })
  await browser.call('unlock', { password: PASSWORD })
  const { progress } = await page()
  assert.equal(progress?.stopped, 'interrupted')
  await browser.call('startCheck', { resume: true })
  assert.deepEqual((await until(over)).counts, { works: 40, broken: 1, skipped: 0, unchecked: 0 })
})

test('what is asked for during a check joins it', async () => {
  await withChains(...many(6, good), closed(1))
  await browser.call('startCheck', { query: 'good' })
  await browser.call('startCheck', { ids: ['closed-1'] })
  const { progress, counts } = await until(over)
  assert.equal(progress?.total, 7)
  assert.deepEqual(counts, { works: 6, broken: 1, skipped: 0, unchecked: 0 })
  await assert.rejects(browser.call('startCheck', { query: 'nothing like this' }), { kind: 'invalid' })
})

const DAY = 86_400_000
const PASSWORD = 'correct horse battery staple'

async function run(request: RunRequest): Promise<void> {
  const port = browser.connect()
  port.post(request)
  for (let round = 0; round < 5_000 && !port.closed; round++) {
    mock.timers.tick(10)
    await setImmediate()
  }
}

/** Time for whatever may still be under way. */
async function settled(): Promise<void> {
  for (let round = 0; round < 50; round++) {
    mock.timers.tick(50)
    await setImmediate()
  }
}
