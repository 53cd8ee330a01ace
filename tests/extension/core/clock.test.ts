// AWS's clock in the background: what is kept of it, and who goes by it.

import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import type { RunRequest, SourceDraft } from '../../../extension/protocol.ts'
import { accounts, mfaHub, mfaSeed, sampleWorld } from '../../aws/sample.ts'
import { totp } from '../../aws/totp.ts'
import { keyOf } from '../../aws/world.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { endHops } from '../scene/kept.ts'

const HOUR = 3_600_000
const OPEN: RunRequest = { action: 'open', chainId: 'hub', where: 'new-tab' }
const NOON = Date.UTC(2030, 0, 1, 12)

afterEach(() => mock.timers.reset())

/** dana's source and a chain of one hop, on a computer whose clock is so many milliseconds behind AWS's. */
async function dana(behind: number, draft: Partial<SourceDraft> = {}, hop: Partial<typeof mfaHub> = {}) {
  mock.timers.enable({ apis: ['Date'], now: NOON })
  const world = sampleWorld()
  const aws = answerAsAws(world)
  aws.clock.advance(behind)
  const browser = new Browser()
  await browser.wake()
  const { id: accessKeyId, secret: secretAccessKey } = keyOf(world, accounts.hub, 'dana')
  const source = { name: 'Dana', credentials: { accessKeyId, secretAccessKey }, ...draft }
  const { id: sourceId, saved, findings } = await browser.call('saveSource', source)
  assert.ok(saved, JSON.stringify(findings))
  const chain = { id: 'hub', name: 'Hub', sourceId, hops: [{ ...mfaHub, ...hop }], tags: [] }
  assert.ok((await browser.call('saveChain', chain)).saved)
  const run = async (request: RunRequest = OPEN) => {
    const port = browser.connect()
    port.post(request)
    await port.until(({ closed }) => closed)
    return port.events.at(-1)?.state
  }
  const asked = () => aws.asked.splice(0).flatMap((form) => form.get('Action') ?? [])
  const code = (at = aws.clock.now()) => totp(mfaSeed, at)
  return { browser, aws, run, asked, code, source: { ...source, id: sourceId } }
}

const walked = ['AssumeRole', 'getSigninToken']

test('a wrong clock costs one request, and none in the next background, whatever asks', async () => {
  const { browser, run, asked, code, source, aws } = await dana(HOUR)
  const state = await run({ ...OPEN, code: code() })
  assert.equal(state?.failure, undefined)
  assert.deepEqual(asked(), ['AssumeRole', ...walked])
  assert.deepEqual(browser.session.skew, { ms: HOUR, isWrong: true })

  await endHops(browser)
  aws.clock.advance(30_000)
  await run({ ...OPEN, code: code() })
  assert.deepEqual(asked(), walked)

  await browser.wake()
  await browser.call('createVault', { password: 'correct horse battery staple' })
  await browser.call('beginRotation', { id: source.id, partition: 'aws' })
  assert.deepEqual(asked().slice(0, 1), ['GetCallerIdentity'])
})

test('what a run measured, a test goes by, though it knew another time before, and the other way round', async () => {
  const { browser, aws, run, asked, code } = await dana(0)
  /** Whether it learnt who the source is, which it asks for once. */
  const looked = async () => {
    aws.clock.advance(30_000)
    const prod = (await browser.call('chain', { id: 'hub' })) ?? assert.fail('the chain is there')
    const state = await run({ action: 'test', chain: prod, code: code() })
    asked()
    return state?.survey?.caller !== undefined
  }
  /** How often it asked for the role, by another name each time: a session that is kept would be gone on with. */
  const opened = async (sessionName: string) => {
    aws.clock.advance(30_000)
    const prod = (await browser.call('chain', { id: 'hub' })) ?? assert.fail('the chain is there')
    await browser.call('saveChain', { ...prod, hops: [{ ...mfaHub, sessionName }] })
    await run({ ...OPEN, code: code() })
    return asked().filter((action) => action === 'AssumeRole').length
  }
  assert.deepEqual([await looked(), await opened('one')], [true, 1])
  aws.clock.advance(HOUR)
  assert.deepEqual([await opened('two'), await looked()], [2, true])
  aws.clock.advance(HOUR)
  assert.deepEqual([await looked(), await opened('three')], [false, 1])
})

test('what is said of a clock is said while it is wrong, and a small difference is neither said nor kept', async () => {
  const { browser, aws, run, code } = await dana(HOUR)
  assert.equal((await run({ ...OPEN, code: code() }))?.skew, HOUR)
  // The person sets the clock.
  aws.clock.advance(-HOUR)
  await endHops(browser)
  await run({ ...OPEN, code: code() })
  assert.deepEqual(browser.session.skew, { ms: 0, isWrong: false })
  assert.equal((await run({ ...OPEN, code: code() }))?.skew, undefined)
  aws.clock.advance(9_000)
  await endHops(browser)
  await run({ ...OPEN, code: code() })
  assert.deepEqual(browser.session.skew, { ms: 0, isWrong: false })
})

test('a seed’s code is of AWS’s half minute, even where it is the first run that shows which that is', async () => {
  for (const behind of [HOUR, -HOUR]) {
    const { browser, aws, run, asked } = await dana(behind, { mfaSerial: mfaHub.mfaSerial ?? '', seed: mfaSeed })
    assert.equal((await run())?.failure, undefined)
    // Refused for the time, then for the code of another hour, then taken.
    assert.deepEqual(asked(), ['AssumeRole', 'AssumeRole', ...walked])

    await endHops(browser)
    mock.timers.setTime(NOON + 30_000)
    assert.ok(aws.clock.now() > NOON + behind)
    assert.equal((await run())?.failure, undefined)
    assert.deepEqual(asked(), walked)
    mock.timers.reset()
  }
})

test('a code that was typed is of the device’s clock: it is sent again with the right time, and not once more when it is refused', async () => {
  const { run, asked, code } = await dana(HOUR)
  const wrong = code() === '000000' ? '000001' : '000000'
  assert.equal((await run({ ...OPEN, code: wrong }))?.failure?.kind, 'mfa')
  assert.deepEqual(asked(), ['AssumeRole', 'AssumeRole'])
})

test('a session that one code gave lasts by AWS’s clock', async () => {
  const { aws, run, asked, code } = await dana(
    HOUR,
    { mfaSerial: mfaHub.mfaSerial ?? '', mfaSession: true },
    { roleArn: mfaHub.roleArn },
  )
  assert.equal((await run({ ...OPEN, code: code() }))?.failure, undefined)
  assert.deepEqual(asked(), ['GetSessionToken', 'GetSessionToken', ...walked])
  // Two minutes before its end at AWS; by this computer's clock it has an hour more.
  mock.timers.setTime(NOON + 12 * HOUR - 120_000)
  assert.ok(aws.clock.now() > NOON + 12 * HOUR)
  assert.equal((await run())?.failure?.kind, 'mfa')
  assert.deepEqual(asked(), [])
})
