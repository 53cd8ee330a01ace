// Codes of an MFA device: asked for, made from a seed, good for one chain or for all, and never kept.

import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import type { RunRequest, SourceDraft } from '../../../extension/protocol.ts'
import { accounts, auditIn, mfaHub, mfaSeed, sampleWorld } from '../../aws/sample.ts'
import { totp } from '../../aws/totp.ts'
import { keyOf } from '../../aws/world.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { endHops, inSession, textOf } from '../scene/kept.ts'
import type { PagePort } from '../scene/page-port.ts'

const DEVICE = mfaHub.mfaSerial ?? ''
const OPEN: RunRequest = { action: 'open', chainId: 'mfa', where: 'new-tab' }
/** A moment at which a half minute begins. */
const NOON = Date.UTC(2030, 0, 1, 12)
const code = (): string => totp(mfaSeed, Date.now())

afterEach(() => mock.timers.reset())

/** dana's source, a chain whose first hop names her device (`mfa`), and one that goes on from there (`audit`). */
async function dana(draft: Partial<SourceDraft> = {}) {
  mock.timers.enable({ apis: ['Date'], now: NOON })
  const world = sampleWorld()
  const { id: accessKeyId, secret: secretAccessKey } = keyOf(world, accounts.hub, 'dana')
  const aws = answerAsAws(world)
  const browser = new Browser()
  await browser.wake()
  const source = { name: 'Dana', credentials: { accessKeyId, secretAccessKey }, ...draft }
  const { id: sourceId, saved, findings } = await browser.call('saveSource', source)
  assert.ok(saved, JSON.stringify(findings))
  const save = async (id: string, hops: (typeof mfaHub)[]) => {
    const { saved, findings } = await browser.call('saveChain', { id, name: id, sourceId, hops, tags: [] })
    assert.ok(saved, JSON.stringify(findings))
  }
  await save('mfa', [mfaHub])
  await save('audit', [{ roleArn: mfaHub.roleArn }, auditIn(accounts.prod)])
  const start = (request: RunRequest = OPEN): PagePort => {
    const port = browser.connect()
    port.post(request)
    return port
  }
  const run = async (request: RunRequest = OPEN) => {
    const port = start(request)
    await port.until(({ closed }) => closed)
    return port.events.at(-1)?.state
  }
  return { browser, aws, sourceId, source: { ...source, id: sourceId }, start, run }
}

const actions = (aws: { asked: URLSearchParams[] }) => aws.asked.flatMap((form) => form.get('Action') ?? [])

test('a run that needs a code and has none fails before anything is sent, and goes on with the code', async () => {
  const { browser, aws, run } = await dana()
  const state = await run()
  assert.equal(state?.failure?.kind, 'mfa')
  assert.ok(state?.failure?.message.includes(DEVICE))
  assert.deepEqual([aws.asked.length, browser.tabs.length], [0, 0])
  const again = await run({ ...OPEN, code: code() })
  assert.equal(again?.failure, undefined)
  assert.equal(browser.tabs.length, 1)
})

test('the device of a source is that of each of its chains that names none, and goes out with them as AWS config', async () => {
  const { browser, aws, run } = await dana({ mfaSerial: DEVICE })
  const audit: RunRequest = { action: 'test', chain: await browser.call('chain', { id: 'audit' }) }
  assert.equal((await run(audit))?.failure?.kind, 'mfa')
  assert.equal(aws.asked.length, 0)
  assert.equal((await run({ ...audit, code: code() }))?.failure, undefined)
  const first = aws.asked.find((form) => form.get('Action') === 'AssumeRole')
  assert.equal(first?.get('SerialNumber'), DEVICE)
  const { text } = await browser.call('exportChains', { ids: ['audit'], form: 'aws-config' })
  assert.equal(text.split(`mfa_serial = ${DEVICE}`).length, 2, 'once, where the user calls')
})

test('a run that waits for its code is told of to the popup that opens again, until it has run or is dismissed', async () => {
  const { browser, run } = await dana()
  const copy: RunRequest = { action: 'copy', chainId: 'mfa', shape: 'bash' }
  for (const request of [OPEN, copy]) {
    await run(request)
    assert.equal(browser.badge, '', 'the page heard it')
    for (const again of [false, true]) {
      if (again) await browser.wake()
      const told = await browser.call('lastRun', null)
      assert.deepEqual([told?.failure?.kind, told?.request], ['mfa', request])
    }
    await run({ ...request, code: code() })
    assert.equal(await browser.call('lastRun', null), null)
    mock.timers.setTime(Date.now() + 30_000)
    await endHops(browser)
  }
  await run()
  await browser.call('dismissRun', null)
  assert.equal(await browser.call('lastRun', null), null)
  // The go page is still there, and asks by itself.
  await run({ ...OPEN, where: 'this-tab' })
  assert.equal(await browser.call('lastRun', null), null)
})

test('a code that AWS does not take is told as such, and can be told from one that is missing', async () => {
  const { browser, run } = await dana()
  const wrong = await run({ ...OPEN, code: code() === '000000' ? '000001' : '000000' })
  assert.deepEqual([wrong?.failure?.kind, wrong?.failure?.evidence?.status], ['mfa', 403])
  assert.equal((await run({ ...OPEN, code: code() }))?.failure, undefined)
  await endHops(browser)
  const used = await run({ ...OPEN, code: code() })
  assert.deepEqual([used?.failure?.kind, used?.failure?.evidence?.status], ['mfa', 403])
})

test('no code and no seed is ever on the disk, in the state of a run or in a reply', async () => {
  const { browser, start, run } = await dana({ mfaSerial: DEVICE, seed: mfaSeed })
  const typed = totp(mfaSeed, NOON + 30_000)
  const ports = [start(), start({ ...OPEN, code: typed })]
  for (const port of ports) await port.until(({ closed }) => closed)
  await run({ ...OPEN, code: '123456' })
  const session = Object.fromEntries(Object.entries(browser.session).filter(([key]) => !key.startsWith('seed/')))
  const replies = [await browser.call('sources', null), await browser.call('lastRun', null)]
  const seen = JSON.stringify([textOf(browser), session, ports.map(({ events }) => events), replies])
  for (const secret of [mfaSeed, typed, totp(mfaSeed, NOON), '123456']) assert.ok(!seen.includes(`"${secret}"`), secret)
})

test('a seed makes the code, and one code is never sent twice: the next run waits for the next half minute', async () => {
  const { browser, aws, run, start } = await dana({ mfaSerial: DEVICE, seed: mfaSeed })
  assert.equal((await run())?.failure, undefined)
  await endHops(browser)

  mock.timers.reset()
  mock.timers.enable({ apis: ['Date', 'setTimeout'], now: NOON + 10_000 })
  const port = start()
  await port.until(({ events }) => events.some(({ state }) => state.waitingUntil !== undefined))
  assert.equal(port.events.at(-1)?.state.waitingUntil, NOON + 30_000)
  mock.timers.tick(20_000)
  await port.until(({ closed }) => closed)
  assert.deepEqual([port.events.at(-1)?.type, port.events.at(-1)?.state.waitingUntil], ['done', undefined])
  const codes = aws.asked.flatMap((form) => form.get('TokenCode') ?? [])
  assert.deepEqual(codes, [totp(mfaSeed, NOON), totp(mfaSeed, NOON + 30_000)])
})

test('runs at the same moment each get a code of their own, and one that waits can be cancelled', async () => {
  const { browser, aws, sourceId, start } = await dana({ mfaSerial: DEVICE, seed: mfaSeed })
  // By another path: else they would share the session that the one code gave.
  const other = { id: 'other', name: 'other', sourceId, hops: [{ ...mfaHub, sessionName: 'other' }], tags: [] }
  assert.ok((await browser.call('saveChain', other)).saved)
  mock.timers.reset()
  mock.timers.enable({ apis: ['Date', 'setTimeout'], now: NOON })
  const [one, two] = [start(), start({ ...OPEN, chainId: 'other' })]
  const waits = (port: PagePort) => port.events.some(({ state }) => state.waitingUntil !== undefined)
  await Promise.race([one.until(waits), two.until(waits)])
  const [waiting, first] = waits(one) ? [one, two] : [two, one]
  waiting.post('cancel')
  await waiting.until(({ closed }) => closed)
  assert.equal(waiting.events.at(-1)?.state.failure?.kind, 'cancelled')
  await first.until(({ closed }) => closed)
  assert.equal(first.events.at(-1)?.type, 'done')
  assert.equal(aws.asked.filter((form) => form.get('TokenCode')).length, 1)
})

const ALL = { mfaSerial: DEVICE, mfaSession: true }

test('one code is good for all chains of the source, also for the next background, until shortly before its end', async () => {
  const { browser, aws, run } = await dana(ALL)
  const asked = await run()
  assert.equal(asked?.failure?.kind, 'mfa')
  assert.ok(asked?.failure?.message.includes(DEVICE))
  assert.equal(aws.asked.length, 0)
  assert.equal((await run({ ...OPEN, code: code() }))?.failure, undefined)
  await browser.wake()
  assert.equal((await run({ ...OPEN, chainId: 'audit' }))?.failure, undefined)
  const walked = ['AssumeRole', 'getSigninToken']
  // The hub's session is kept: both chains come to it by the same path.
  assert.deepEqual(actions(aws), ['GetSessionToken', ...walked, ...walked])
  assert.equal((await browser.call('sources', null))[0]?.mfaSessionEnds, NOON + 43_200_000)

  mock.timers.setTime(NOON + 43_200_000 - 299_000)
  aws.asked.length = 0
  assert.equal((await run())?.failure?.kind, 'mfa')
  assert.deepEqual(aws.asked, [])
  assert.equal((await browser.call('sources', null))[0]?.mfaSessionEnds, undefined)
})

test('runs that begin while the session is asked for share it, and one that is cancelled leaves it to the other', async () => {
  const { aws, start } = await dana(ALL)
  let answer: () => void = () => {}
  const asking = new Promise<void>((resolve) => {
    aws.beforeAnswer = () =>
      new Promise((go) => {
        answer = go
        resolve()
      })
  })
  const first = start({ ...OPEN, code: code() })
  await asking
  const second = start({ ...OPEN, chainId: 'audit' })
  await second.until(({ events }) => events.length > 0)
  // It has come to share the session when it has read what is kept.
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
  first.post('cancel')
  await first.until(({ closed }) => closed)
  assert.equal(first.events.at(-1)?.state.failure?.kind, 'cancelled')
  aws.beforeAnswer = () => {}
  answer()
  await second.until(({ closed }) => closed)
  assert.equal(second.events.at(-1)?.type, 'done')
  assert.equal(actions(aws).filter((action) => action === 'GetSessionToken').length, 1)
})

test('a session that AWS has ended is forgotten, and a new one is asked for', async () => {
  const { browser, aws, run, source } = await dana(ALL)
  await run({ ...OPEN, code: code() })
  const end = async () => {
    await endHops(browser)
    for (const [id, { kind }] of aws.state.sessions) if (kind === 'session-token') aws.state.sessions.delete(id)
  }
  await end()
  assert.equal((await run())?.failure?.kind, 'mfa')
  assert.ok(!Object.keys(browser.session).some((key) => key.startsWith('mfa/')))
  mock.timers.setTime(NOON + 30_000)
  assert.equal((await run({ ...OPEN, code: code() }))?.failure, undefined)
  await end()
  mock.timers.setTime(NOON + 60_000)
  const { credentials: _, ...unchanged } = source
  await browser.call('saveSource', { ...unchanged, seed: mfaSeed })
  assert.equal((await run())?.failure, undefined, 'a seed makes the new one at once')
})

test('other keys, another device, and the end of the source end the session; a new name does not', async () => {
  const { browser, run, source } = await dana({ ...ALL, seed: mfaSeed })
  const { credentials, ...named } = source
  const ends = async () => (await browser.call('sources', null))[0]?.mfaSessionEnds
  const kept = () => inSession(browser).filter((key) => key !== 'run')
  for (const [change, stays] of [
    [{ ...named, name: 'Other' }, true],
    [{ ...named, mfaSerial: 'GAHT12345678' }, false],
    [{ ...named, mfaSession: false }, false],
    [{ ...named, credentials }, false],
  ] as const) {
    await browser.call('saveSource', named)
    await run()
    assert.ok(await ends())
    await browser.call('saveSource', change)
    assert.equal((await ends()) !== undefined, stays, JSON.stringify(change))
    assert.equal(
      kept().some((key) => key.startsWith('mfa/')),
      stays,
    )
    mock.timers.setTime(Date.now() + 30_000)
  }
  assert.equal((await browser.call('sources', null))[0]?.hasSeed, true)
  await browser.call('saveSource', { ...named, seed: '' })
  assert.equal((await browser.call('sources', null))[0]?.hasSeed, false)
  await browser.call('deleteSource', { id: source.id })
  assert.deepEqual(kept(), [])
})

test('temporary keys are used as they are: no code is asked for', async () => {
  const { browser, aws, run, source } = await dana(ALL)
  await run({ ...OPEN, code: code() })
  const session = [...aws.state.sessions.values()].find(({ kind }) => kind === 'session-token')
  assert.ok(session)
  const { keyId: accessKeyId, secret: secretAccessKey, token: sessionToken } = session
  const credentials = { accessKeyId, secretAccessKey, sessionToken }
  const { findings } = await browser.call('saveSource', { ...source, credentials })
  assert.deepEqual(
    findings.map(({ place, severity }) => [place, severity]),
    [['mfaSession', 'warning']],
  )
  assert.equal((await run())?.failure, undefined)
})

test('a device that cannot be one, a seed that is none, and a session without a device are said at their fields', async () => {
  const browser = new Browser()
  await browser.wake()
  const places = async (draft: Partial<SourceDraft>) =>
    (await browser.call('checkSource', { id: 'x', name: 'X', ...draft })).map(({ place }) => place)
  assert.deepEqual(await places({ mfaSerial: 'arn:aws:iam::111122223333:u2f/user/dana/key' }), ['mfaSerial'])
  assert.deepEqual(await places({ mfaSession: true }), ['mfaSerial'])
  assert.deepEqual(await places({ mfaSerial: DEVICE, seed: 'nonsense!' }), ['seed'])
  assert.deepEqual(await places({ mfaSerial: DEVICE, mfaSession: true, seed: mfaSeed.toLowerCase() }), [])
})
