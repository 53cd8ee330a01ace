// The journal through the background's own calls: what is noted of runs against the local AWS, what shows of tampering, and that
// no run fails or is lost because of it.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { JournalEntry } from 'rolerelay-core'
import type { RunRequest } from '../../../extension/protocol.ts'
import { aliceKey, attested, sampleWorld, threeHops } from '../../aws/sample.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { endHops, keep, kept, textOf } from '../scene/kept.ts'
import { addSource } from '../scene/sample.ts'
import { until } from '../scene/until.ts'

const PASSWORD = 'correct horse battery staple'
const OPEN: RunRequest = { action: 'open', chainId: 'prod', where: 'new-tab' }
const COPY: RunRequest = { action: 'copy', chainId: 'prod', shape: 'bash' }
const NONE = '0'.repeat(64)

/** alice's chains to production. */
async function alice() {
  const aws = answerAsAws(sampleWorld())
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(aws.world)
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey }, 'Alice')
  const save = (id: string, hops: typeof threeHops) =>
    browser.call('saveChain', { id, name: `Übung: ${id}`, sourceId, hops, tags: [] })
  // Not every role of the sample world lets a source identity be set.
  await browser.call('saveSettings', { reasonInto: { kind: 'session-name' } })
  await save('prod', threeHops)
  await save('attested', attested)
  const run = async (request: RunRequest = OPEN) => {
    const port = browser.connect()
    port.post(request)
    await port.until(({ closed }) => closed)
    return port.events.at(-1)?.state
  }
  return { browser, aws, run, accessKeyId, secretAccessKey }
}

const page = (browser: Browser, query = '') => browser.call('journal', { query, offset: 0, limit: 100 })
const rows = async (browser: Browser, query = '') => (await page(browser, query)).rows
const holds = async (browser: Browser) => (await browser.call('verifyJournal', null)).breaks.length === 0

/** As the crate's documentation says it, with no code of ours. */
const hashOf = ({ hash: _, ...entry }: JournalEntry) => createHash('sha256').update(JSON.stringify(entry)).digest('hex')

test('a run that opens, one that copies and one that AWS refuses are noted, with the ids that AWS gave', async () => {
  const { browser, aws, run, accessKeyId, secretAccessKey } = await alice()
  const opened = await run({ ...OPEN, destination: '/s3/home?region=eu-west-1&token=secret#x', reason: 'OPS-1' })
  await run(COPY)
  aws.world.accounts.get('777788889999')?.roles.delete('productionadmin')
  await endHops(browser)
  const refused = await run()
  assert.equal(refused?.failure?.kind, 'denied')

  const [third, second, first] = await rows(browser)
  assert.ok(first && second && third)
  assert.deepEqual([first.number, second.number, third.number], [1, 2, 3])
  assert.deepEqual([first.run.action, first.run.outcome, first.run.chain], ['open', 'done', 'Übung: prod'])
  assert.deepEqual([first.run.source, first.run.accessKeyId, first.run.reason], ['Alice', accessKeyId, 'OPS-1'])
  assert.equal(first.run.destination, 'https://console.aws.amazon.com/s3/home')
  assert.deepEqual(
    first.run.hops.map(({ roleArn, sessionArn, requestId }) => ({ roleArn, assumedRoleArn: sessionArn, requestId })),
    opened?.hops.map(({ roleArn, assumedRoleArn, requestId }) => ({ roleArn, assumedRoleArn, requestId })),
  )
  assert.ok(first.run.hops.every(({ requestId, sessionArn }) => requestId && sessionArn.endsWith('/OPS-1')))
  assert.deepEqual([second.run.action, second.run.outcome, second.run.destination], ['copy', 'done', undefined])
  assert.deepEqual([third.run.outcome, third.run.failure?.hop, third.run.failure?.code], ['failed', 2, 'AccessDenied'])
  assert.equal(third.run.failure?.requestId, refused?.failure?.evidence?.requestId)
  assert.equal(third.run.hops.length, 2)

  assert.ok(await holds(browser))
  assert.deepEqual([first.previous, second.previous, third.previous], [NONE, first.hash, second.hash])
  const { text } = await browser.call('exportJournal', { form: 'json' })
  const exported = JSON.parse(text).entries as JournalEntry[]
  assert.deepEqual(
    exported.map((entry) => [entry.hash, entry.previous]),
    exported.map((entry, at) => [hashOf(entry), exported[at - 1]?.hash ?? NONE]),
  )
  const all = JSON.stringify([textOf(browser), text, (await browser.call('exportJournal', { form: 'csv' })).text])
  assert.ok(!all.includes(secretAccessKey) && !all.includes('token=secret'))
})

test('a source identity that all sessions carry is noted with each hop', async () => {
  const { browser, run } = await alice()
  await run({ ...OPEN, chainId: 'attested' })
  const [entry] = await rows(browser)
  assert.deepEqual(
    entry?.run.hops.map(({ sourceIdentity }) => sourceIdentity),
    ['alice', 'alice', 'alice'],
  )
})

test('where this computer’s clock is far off, times are AWS’s', async () => {
  const { browser, aws, run } = await alice()
  const BEHIND = 3 * 3_600_000
  aws.clock.advance(BEHIND)
  for (const request of [COPY, OPEN]) await run(request)
  for (const { run } of await rows(browser)) {
    // AWS tells whole seconds.
    for (const at of [run.beganAt, run.endedAt]) assert.ok(Math.abs(at - aws.clock.now()) < 600_000, `${at}`)
    assert.ok(run.beganAt <= run.endedAt && run.endedAt < (run.hops[0]?.expiresAt ?? 0))
  }
  assert.equal((await page(browser)).known, 2)
})

test('tests, and runs that never reached AWS, are not noted', async () => {
  const { browser, run } = await alice()
  await run({ action: 'test', chain: await browser.call('chain', { id: 'prod' }) })
  browser.hasAccess = async () => false
  await run()
  browser.session = {}
  await run(COPY)
  const { known, total } = await page(browser)
  assert.deepEqual([known, total], [0, 0])
})

test('a search finds what all its words are in, the newest first, and gives windows of it', async () => {
  const { browser, aws, run } = await alice()
  await run({ ...OPEN, reason: 'OPS-7' })
  await run(COPY)
  const requestId = (await rows(browser))[1]?.run.hops[1]?.requestId ?? '?'
  aws.world.accounts.get('777788889999')?.roles.delete('productionadmin')
  await endHops(browser)
  await run()
  const numbers = async (query: string) => (await rows(browser, query)).map(({ number }) => number)
  assert.deepEqual(await numbers('productionadmin'), [3, 2, 1])
  assert.deepEqual(await numbers('ubung ops-7 777788889999'), [1])
  assert.deepEqual(await numbers('copied'), [2])
  assert.deepEqual(await numbers('failed accessdenied'), [3])
  assert.deepEqual(await numbers(requestId), [1])
  assert.deepEqual(await numbers('no such words'), [])
  const window = await browser.call('journal', { query: '', offset: 1, limit: 1 })
  assert.deepEqual([window.total, window.rows.map(({ number }) => number)], [3, [2]])
})

test('an entry has links to CloudTrail and queries; one that is gone is a failure that says so', async () => {
  const { browser, run, accessKeyId } = await alice()
  await run()
  const { entry, lookups } = await browser.call('journalEntry', { number: 1 })
  assert.equal(lookups.trails.length, 4)
  assert.ok(lookups.trails[0]?.url.includes(`AccessKeyId=${accessKeyId}&`))
  assert.ok(entry.run.hops.every(({ requestId }) => lookups.lake.includes(`'${requestId}'`)))
  await assert.rejects(browser.call('journalEntry', { number: 2 }), { kind: 'invalid' })
})

test('a background that is killed amid a run leaves what is known of it, and the next one writes it down', async () => {
  const { browser, aws, run } = await alice()
  await run()
  const asked = new Promise<void>((resolve) => {
    aws.beforeAnswer = async () => {
      if (aws.asked.filter((form) => form.get('Action') === 'AssumeRole').length < 3 + 2) return
      resolve()
      await new Promise(() => {})
    }
  })
  const port = browser.connect()
  port.post({ ...OPEN, reason: 'OPS-2' })
  await asked
  await until(() =>
    Object.entries(browser.session).some(([key, value]) => key.startsWith('noting/') && hopsIn(value) === 1),
  )
  await browser.wake()
  const [entry] = await rows(browser)
  assert.deepEqual([entry?.number, entry?.run.outcome, entry?.run.reason], [2, 'interrupted', 'OPS-2'])
  assert.equal(entry?.run.hops.length, 1)
  assert.ok(!Object.keys(browser.session).some((key) => key.startsWith('noting/')))
  assert.ok(await holds(browser))
  assert.equal((await page(browser)).known, 2)
})

test('killed at each call to storage, the journal holds, and no run is in it twice', async () => {
  const { browser, run } = await alice()
  await run()
  let known = 1
  for (let at = 1, isOver = false; !isOver; at++) {
    let calls = 0
    let hops = 0
    const port = browser.connect()
    const killed = new Promise<void>((resolve) => {
      browser.beforeStorage = () => {
        calls += 1
        if (calls !== at) return
        hops = port.events.at(-1)?.state.hops.length ?? 0
        browser.kill()
        resolve()
      }
    })
    port.post(COPY)
    await Promise.race([killed, port.until(({ closed }) => closed)])
    browser.beforeStorage = () => {}
    isOver = port.closed && calls < at
    await browser.wake()
    const { known: now } = await page(browser)
    assert.ok(now === known || now === known + 1, `call ${at}: ${known} entries, then ${now}`)
    // Once it has its sessions it is noted, whatever happens.
    if (hops === 3 || isOver) assert.equal(now, known + 1, `call ${at}`)
    known = now
    assert.ok(await holds(browser))
  }
  assert.ok(known > 3)
})

test('a write that the browser refuses fails no run, is told of, and the next entry says so', async () => {
  const { browser, run } = await alice()
  browser.beforeWrite = () => {
    throw new Error('disk is full')
  }
  const state = await run()
  assert.equal(state?.failure, undefined)
  assert.equal(browser.tabs.length, 1)
  const { unwritten, known } = await page(browser)
  assert.deepEqual([unwritten?.count, known], [1, 0])
  assert.match(unwritten?.why ?? '', /disk is full/)
  browser.beforeWrite = () => {}
  await run()
  const after = await page(browser)
  assert.deepEqual([after.unwritten, after.rows[0]?.run.missed], [undefined, 1])
  assert.ok(await holds(browser))
})

test('what somebody else changes, takes out or cuts off shows', async () => {
  const { browser, run } = await alice()
  for (let times = 0; times < 3; times++) await run(COPY)
  const whole = kept(browser)['journal/0'] as JournalEntry[]
  const changes: [string, (entries: JournalEntry[]) => unknown[]][] = [
    ['changed', ([a, b, c]) => [a, { ...b, run: { ...b?.run, reason: 'never said' } }, c]],
    ['gap', ([a, , c]) => [a, c]],
    ['cut', ([a, b]) => [a, b]],
  ]
  for (const [kind, change] of changes) {
    await keep(browser, (values) => ({ ...values, 'journal/0': change(whole) }))
    const { breaks } = await browser.call('verifyJournal', null)
    assert.deepEqual([breaks[0]?.kind, breaks.length], [kind, 1], kind)
    assert.ok((await page(browser)).known >= 2)
  }
  await keep(browser, (values) => ({ ...values, 'journal/0': [null, 7, {}, ...whole] }))
  assert.equal((await page(browser)).known, 3)
  assert.ok(!(await holds(browser)))
})

test('deleting all begins a new chain of hashes; numbers go on', async () => {
  const { browser, run } = await alice()
  await run()
  await run(COPY)
  await browser.call('clearJournal', { sure: 'delete the journal' })
  const empty = await page(browser)
  assert.deepEqual([empty.known, empty.before, typeof empty.deletedAt], [0, 2, 'number'])
  assert.deepEqual(
    Object.keys(kept(browser)).filter((key) => key.startsWith('journal/')),
    [],
  )
  await run()
  const [entry] = await rows(browser)
  assert.deepEqual([entry?.number, entry?.previous], [3, NONE])
  assert.ok(await holds(browser))
})

test('in a vault nothing of it is legible on the disk, and it comes along into the vault, a new password and a backup', async () => {
  const { browser, run } = await alice()
  await run({ ...OPEN, reason: 'Marigold' })
  await browser.call('createVault', { password: PASSWORD })
  await run(COPY)
  assert.doesNotMatch(JSON.stringify(browser.local), /Marigold|ProductionAdmin/)
  assert.deepEqual(
    (await rows(browser)).map(({ number }) => number),
    [2, 1],
  )
  const { text } = await browser.call('backup', null)
  await browser.call('changePassword', { proof: { password: PASSWORD }, password: 'another fine password' })
  await browser.call('lock', null)
  await assert.rejects(page(browser), { kind: 'locked' })
  assert.deepEqual(Object.keys(browser.session), [])
  await browser.call('unlock', { password: 'another fine password' })
  await run()
  assert.ok(await holds(browser))

  // What was done since the backup does not vanish with it.
  await browser.call('restoreBackup', { text, password: PASSWORD })
  assert.deepEqual(
    (await rows(browser)).map(({ number }) => number),
    [3, 2, 1],
  )
  assert.ok(await holds(browser))
  await browser.call('startOver', { sure: 'delete everything' })
  await browser.call('restoreBackup', { text, password: PASSWORD })
  assert.deepEqual(
    (await rows(browser)).map(({ number }) => number),
    [2, 1],
  )
  assert.ok(await holds(browser))
  await browser.call('clearJournal', { sure: 'delete the journal' })
  assert.equal((await page(browser)).known, 0)
})

test('at most 5,000 entries are kept; what falls off leaves a mark, so that the rest still verifies', async () => {
  const { browser, run } = await alice()
  await run(COPY)
  // As 4,999 more runs would have left it.
  const entries = await rows(browser)
  for (let last = entries[0] as JournalEntry; last.number < 5_000; ) {
    const { hash: previous, number, run } = last
    last = { number: number + 1, run, previous, hash: '' }
    last.hash = hashOf(last)
    entries.push(last)
  }
  const pages = Array.from({ length: 50 }, (_, at) => [`journal/${at}`, entries.slice(at * 100, at * 100 + 100)])
  const { number, hash } = entries.at(-1) as JournalEntry
  const journal = { anchor: { number: 0, hash: NONE }, head: { number, hash } }
  await keep(browser, (values) => ({ ...values, ...Object.fromEntries(pages), journal }))
  assert.ok(await holds(browser))
  assert.equal((await page(browser)).known, 5_000)
  await run(COPY)
  const { known, before } = await page(browser)
  assert.deepEqual([known, before], [4_901, 100])
  assert.ok(await holds(browser))
  assert.ok(!('journal/0' in kept(browser)) && 'journal/50' in kept(browser))
})

const hopsIn = (value: unknown) => (value as { hops?: unknown[] }).hops?.length
