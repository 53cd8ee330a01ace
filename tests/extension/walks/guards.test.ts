// Guards and reasons: a chain that asks is neither opened nor copied before a person has said it, by whatever way it is run.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Chain } from 'rolerelay-core'
import type { RunRequest, Settings } from '../../../extension/protocol.ts'
import { attesting } from '../../aws/attesting.ts'
import { accounts, attested, auditIn, mfaHub, mfaSeed, sampleWorld } from '../../aws/sample.ts'
import { totp } from '../../aws/totp.ts'
import { keyOf } from '../../aws/world.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser, OUR_PAGE } from '../scene/browser.ts'
import { addSource, confirms } from '../scene/sample.ts'

const OPEN: RunRequest = { action: 'open', chainId: 'one', where: 'new-tab' }
const COPY: RunRequest = { action: 'copy', chainId: 'one', shape: 'bash' }
const hops = [auditIn(accounts.prod)]

/** alice's source, and a chain `one`. */
async function withChain(more: Partial<Chain> = {}, settings: Partial<Settings> = {}) {
  const world = attesting(sampleWorld())
  const { id: accessKeyId, secret: secretAccessKey } = keyOf(world, accounts.hub, 'alice')
  const aws = answerAsAws(world)
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey })
  const save = async (chain: Partial<Chain>) => {
    const { saved, findings } = await browser.call('saveChain', {
      id: 'one',
      name: 'One',
      sourceId,
      hops,
      tags: [],
      ...chain,
    })
    assert.ok(saved, JSON.stringify(findings))
  }
  await save(more)
  await browser.call('saveSettings', settings)
  const goPage = { ...OUR_PAGE, tab: { id: 5, windowId: 1, index: 0, incognito: false } }
  browser.openTabs = [goPage.tab]
  /** The last event of a run. */
  const run = async (request: RunRequest) => {
    const port = browser.connect(request.action === 'open' && request.where === 'this-tab' ? goPage : OUR_PAGE)
    port.post(request)
    await port.until(({ closed }) => closed)
    const event = port.events.at(-1)
    assert.ok(event)
    return event
  }
  const failed = async (request: RunRequest) => (await run(request)).state.failure?.kind
  const nothingDone = () => assert.deepEqual([aws.asked.length, browser.tabs.length], [0, 0])
  return { browser, aws, save, run, failed, nothingDone }
}

test('a guarded chain opens and gives its credentials only once that is confirmed', async () => {
  const confirmed = confirms('One', 'PRODUCTION')
  const { browser, run, failed, nothingDone } = await withChain({ guard: 'PRODUCTION', colour: 'red' })
  for (const request of [OPEN, { ...OPEN, where: 'this-tab' }, COPY, { ...OPEN, confirmed: null }] as RunRequest[]) {
    const { state } = await run(request)
    assert.equal(state.failure?.kind, 'guarded')
    assert.match(state.failure?.message ?? '', /“One” is marked PRODUCTION.*role Audit in account 777788889999/)
    assert.deepEqual(state.asks, { guard: 'PRODUCTION', colour: 'red' })
    assert.deepEqual([state.name, state.account, state.role], ['One', '777788889999', 'Audit'])
  }
  nothingDone()
  assert.equal(await failed({ ...OPEN, confirmed }), undefined)
  assert.equal(browser.tabs.length, 1)
  const copied = await run({ ...COPY, confirmed })
  assert.match((copied.type === 'done' && copied.text) || '', /AWS_SESSION_TOKEN/)
})

test('what was confirmed of a chain holds for no other that took its place meanwhile', async () => {
  const { browser, save, run, failed, nothingDone } = await withChain({ guard: 'STAGING' })
  const confirmed = confirms('One', 'STAGING')
  const changes: [Partial<Chain>, RegExp][] = [
    [{ guard: 'PRODUCTION' }, /was changed since you were asked: it ends as role Audit in account 777788889999/],
    [{ guard: 'STAGING', hops: [auditIn(accounts.security)] }, /was changed.* in account \d{12}/],
    [{ guard: 'STAGING', name: 'Other' }, /“Other” was changed/],
    // Of a link that asked, too, which has no guard to ask for.
    [{ hops: [auditIn(accounts.security)] }, /was changed/],
  ]
  for (const [change, says] of changes) {
    await save(change)
    for (const request of [OPEN, COPY, { ...OPEN, reason: 'INC-42' }] as RunRequest[]) {
      const { state } = await run({ ...request, confirmed })
      assert.equal(state.failure?.kind, 'guarded', JSON.stringify(change))
      assert.match(state.failure?.message ?? '', says)
      assert.deepEqual(state.asks, change.guard === undefined ? {} : { guard: change.guard })
    }
  }
  nothingDone()
  const { account, role, name } = (await run({ ...OPEN, confirmed })).state
  assert.equal(await failed({ ...OPEN, confirmed: { account, role, name } }), undefined, 'as the question named it')
  assert.equal(browser.tabs.length, 1)
})

test('it asks before it reads keys, and before it asks for access', async () => {
  const confirmed = confirms('One', 'PRODUCTION')
  const { browser, failed } = await withChain({ guard: 'PRODUCTION' })
  browser.session = {}
  browser.hasAccess = async () => false
  assert.equal(await failed(OPEN), 'guarded')
  assert.match((await failed({ ...OPEN, confirmed })) ?? '', /no-credentials|permission/)
})

test('a test opens nothing, and is not asked about', async () => {
  const { browser, failed } = await withChain({ guard: 'PRODUCTION', asksReason: true })
  assert.equal(await failed({ action: 'test', chain: await browser.call('chain', { id: 'one' }) }), undefined)
})

test('a chain of a shape is guarded as the shape is, and so is one that is reached by a link of ours', async () => {
  const shape = { hops: [auditIn('{account}')], accounts: [{ id: accounts.prod, name: 'Shop' }] }
  const { browser, failed, nothingDone } = await withChain({
    ...shape,
    guard: 'LIVE',
    colour: 'orange',
    asksReason: true,
  })
  const chainId = `one_${accounts.prod}`
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 9 })
  assert.deepEqual(
    rows.map(({ id, guard, colour }) => [id, guard, colour]),
    [[chainId, 'LIVE', 'orange']],
  )
  assert.equal((await browser.call('list', { query: 'live', offset: 0, limit: 9 })).total, 1, 'its word finds it')
  const { url } = await browser.call('makeLink', { chainId })
  const target = await browser.call('readLink', { text: url.split('#')[1] ?? '' })
  assert.deepEqual([target.ours, target.chain.guard], [true, 'LIVE'])
  const confirmed = confirms(target.chain.name, 'LIVE')
  const fromLink: RunRequest = { ...OPEN, chainId, destination: target.destination, where: 'this-tab' }
  assert.equal(await failed(fromLink), 'guarded')
  assert.equal(await failed({ ...fromLink, confirmed }), 'reason')
  nothingDone()
  assert.equal(await failed({ ...fromLink, confirmed, reason: 'INC-42' }), undefined)
})

test('a run that asks is told of to the popup that opens again, until it is answered or dismissed', async () => {
  const { browser, run } = await withChain({ guard: 'PRODUCTION' })
  for (const request of [OPEN, COPY]) {
    await run(request)
    assert.equal(browser.badge, '', 'the page heard it')
    for (const again of [false, true]) {
      if (again) await browser.wake()
      const told = await browser.call('lastRun', null)
      assert.deepEqual([told?.failure?.kind, told?.request, told?.asks], ['guarded', request, { guard: 'PRODUCTION' }])
    }
    await run({ ...request, confirmed: confirms('One', 'PRODUCTION') })
    assert.equal(await browser.call('lastRun', null), null)
  }
  await run(OPEN)
  await browser.call('dismissRun', null)
  assert.equal(await browser.call('lastRun', null), null)
  // The go page is still there, and asks by itself.
  await run({ ...OPEN, where: 'this-tab' })
  assert.equal(await browser.call('lastRun', null), null)
})

test('one who confirmed is not asked again for it when a code is asked for too', async () => {
  const { browser, save, run, nothingDone } = await withChain()
  const { id, secret } = keyOf(sampleWorld(), accounts.hub, 'dana')
  const sourceId = await addSource(browser, { accessKeyId: id, secretAccessKey: secret }, 'Dana')
  await save({ id: 'mfa', name: 'Mfa', sourceId, hops: [mfaHub], guard: 'PRODUCTION', asksReason: true })
  const [, account = '', role = ''] = /::(\d+):role\/(.*)$/.exec(mfaHub.roleArn) ?? []
  const confirmed = confirms('Mfa', 'PRODUCTION', { account, role })
  const request: RunRequest = { ...OPEN, chainId: 'mfa', confirmed, reason: 'INC-42' }
  assert.equal((await run(request)).state.failure?.kind, 'mfa')
  nothingDone()
  await browser.wake()
  const told = (await browser.call('lastRun', null))?.request
  assert.deepEqual(told, request)
  const { state } = await run({ ...request, code: totp(mfaSeed, Date.now()) })
  assert.deepEqual([state.failure, browser.tabs.length], [undefined, 1])
})

const places: [Settings['reasonInto'], (form: URLSearchParams) => (string | null)[], (string | null)[]][] = [
  [
    { kind: 'source-identity' },
    (form) => [form.get('SourceIdentity'), form.get('RoleSessionName')],
    ['INC-42', 'rolerelay'],
  ],
  [{ kind: 'session-name' }, (form) => [form.get('SourceIdentity'), form.get('RoleSessionName')], [null, 'INC-42']],
  [
    { kind: 'tag', key: 'ticket' },
    (form) => ['Tags.member.1.Key', 'Tags.member.1.Value', 'TransitiveTagKeys.member.1'].map((name) => form.get(name)),
    ['ticket', 'INC 42', 'ticket'],
  ],
]
for (const [reasonInto, read, recorded] of places) {
  test(`a reason is asked for, and reaches AWS in its place: ${reasonInto.kind}`, async () => {
    const { browser, aws, run, failed, nothingDone } = await withChain({ asksReason: true }, { reasonInto })
    for (const request of [OPEN, COPY]) {
      const { state } = await run(request)
      assert.deepEqual([state.failure?.kind, state.asks], ['reason', { reason: true }])
    }
    nothingDone()
    const record = await browser.call('recordOfReason', { chainId: 'one', reason: 'INC 42' })
    assert.deepEqual([record.place, recorded.includes(record.text)], [reasonInto, true])
    assert.equal(await failed({ ...OPEN, reason: 'INC 42' }), undefined)
    assert.deepEqual(read(aws.asked[0] as URLSearchParams), recorded)
    // A test has no reason to give, but needs the same permissions.
    aws.asked.length = 0
    assert.equal(await failed({ action: 'test', chain: await browser.call('chain', { id: 'one' }) }), undefined)
    const [assumed] = aws.asked.filter((form) => form.get('Action') === 'AssumeRole')
    assert.equal([...(assumed?.values() ?? [])].filter((value) => value === 'rolerelay-test').length, 1)
  })
}

test('a reason that AWS would not take is refused before anything is sent, and asked for again', async () => {
  const { browser, run, nothingDone } = await withChain({ asksReason: true, guard: 'LIVE' })
  for (const reason of ['#42', ' ', 'a', 'Störung']) {
    const { state } = await run({ ...OPEN, confirmed: confirms('One', 'LIVE'), reason })
    assert.equal(state.failure?.kind, 'reason', reason)
    assert.deepEqual(state.asks, { guard: 'LIVE', reason: true }, 'both are asked anew')
    await assert.rejects(browser.call('recordOfReason', { chainId: 'one', reason }), {
      message: state.failure?.message,
    })
  }
  nothingDone()
})

test('a reason is asked for all chains if the settings say so, and for one whose templates name it', async () => {
  const { save, failed, browser } = await withChain({}, { reasonFor: 'all' })
  assert.equal(await failed(OPEN), 'reason')
  await browser.call('saveSettings', { reasonFor: 'marked' })
  assert.equal(await failed(OPEN), undefined)
  await save({ hops: hops.map((hop) => ({ ...hop, sessionName: '{reason}' })) })
  assert.equal(await failed(OPEN), 'reason')
})

test('a chain that inherits what its parents’ templates name asks for it, and its own guard counts, not theirs', async () => {
  const { save, failed } = await withChain({
    guard: 'HUB',
    hops: attested.slice(0, 1).map((hop) => ({ ...hop, sessionName: '{reason}' })),
  })
  await save({ id: 'two', name: 'Two', parentId: 'one', sourceId: '', hops: attested.slice(1, 2) })
  assert.equal(await failed({ ...OPEN, chainId: 'two' }), 'reason')
  assert.equal(await failed({ ...OPEN, chainId: 'two', reason: 'INC-42' }), undefined)
})

test('the last reason is offered until the browser ends or the vault locks', async () => {
  const { browser, run } = await withChain({ asksReason: true })
  await run({ ...OPEN, reason: 'INC-4242' })
  await browser.wake()
  assert.equal((await run(OPEN)).state.asks?.lastReason, 'INC-4242')
  await run({ ...OPEN, reason: '#' })
  assert.equal((await run(OPEN)).state.asks?.lastReason, 'INC-4242', 'one that was refused is none')
  await browser.call('createVault', { password: 'copper lantern drifts under seven maples' })
  await run({ ...OPEN, reason: 'INC-4242' })
  await browser.call('lock', null)
  assert.doesNotMatch(JSON.stringify(browser.session), /INC-4242/)
})

test('the settings take no place that AWS does not have', async () => {
  const { browser } = await withChain()
  for (const reasonInto of [
    { kind: 'tag' },
    { kind: 'elsewhere' },
    { kind: 'session-name', key: 'x' },
    'session-name',
  ]) {
    await assert.rejects(browser.call('saveSettings', { reasonInto } as never), { kind: 'internal' })
  }
  await browser.call('saveSettings', { reasonInto: { kind: 'tag', key: 'change' } })
  assert.deepEqual((await browser.call('settings', null)).reasonInto, { kind: 'tag', key: 'change' })
})
