// A chain that opens read-only: AWS holds what it opens and copies to that, until somebody says why changes are to be allowed.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Chain } from 'rolerelay-core'
import type { RunRequest } from '../../../extension/protocol.ts'
import { accounts } from '../../aws/sample.ts'
import type { Session } from '../../aws/state.ts'
import { auditScene } from '../scene/audit-scene.ts'
import { chain, confirms } from '../scene/sample.ts'

const OPEN: RunRequest = { action: 'open', chainId: 'one', where: 'new-tab' }
const COPY: RunRequest = { action: 'copy', chainId: 'one', shape: 'sdk' }
const OWN = JSON.stringify({ Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } })
const READ = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

async function scene(hop: object = {}, more: Partial<Chain> = { readOnly: 'ReadOnlyAccess' }) {
  const { aws, browser, run, sourceId } = await auditScene(hop, more)
  /** The session that got into the console last. */
  const entered = () => [...aws.state.signinTokens.values()].at(-1)?.session as Session
  const assumed = () => aws.asked.filter((form) => form.get('Action') === 'AssumeRole')
  const noted = async () =>
    (await browser.call('journal', { query: '', offset: 0, limit: 9 })).rows.map(({ run }) => [
      run.action,
      run.access,
      run.reason,
    ])
  return { aws, browser, sourceId, run, entered, assumed, noted }
}

test('it opens and copies with the policy that reads, is listed so, and is noted so', async () => {
  const { aws, browser, run, entered, assumed, noted } = await scene()
  const opened = await run(OPEN)
  assert.deepEqual([opened.state.failure, opened.state.access], [undefined, 'read-only'])
  assert.equal(entered().policies.length, 1)
  assert.equal(assumed()[0]?.get('PolicyArns.member.1.arn'), READ)
  const copied = await run(COPY)
  const { accessKeyId } = JSON.parse((copied.type === 'done' && copied.text) || '{}')
  assert.equal(aws.state.sessions.get(accessKeyId)?.policies.length, 1)
  assert.deepEqual(await noted(), [
    ['copy', 'read-only', undefined],
    ['open', 'read-only', undefined],
  ])
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 9 })
  assert.deepEqual(
    rows.map(({ readOnly }) => readOnly),
    ['ReadOnlyAccess'],
  )
})

test('changes are allowed for a reason alone, which the journal keeps and AWS is not told', async () => {
  const { aws, run, entered, assumed, noted } = await scene()
  for (const reason of [undefined, ' ']) {
    const { state } = await run({ ...OPEN, lift: 15, ...(reason && { reason }) })
    assert.equal(state.failure?.kind, 'reason')
    assert.deepEqual(state.asks, { reason: true, lift: 15, forJournal: true })
  }
  assert.equal(aws.asked.length, 0)
  const opened = await run({ ...OPEN, lift: 30, reason: 'mend the bucket §1' })
  assert.deepEqual([opened.state.failure, opened.state.access], [undefined, 'lifted'])
  assert.deepEqual(entered().policies, [])
  const [form] = assumed()
  assert.deepEqual(
    ['DurationSeconds', 'SourceIdentity', 'PolicyArns.member.1.arn'].map((name) => form?.get(name)),
    ['1800', null, null],
  )
  assert.deepEqual(await noted(), [['open', 'lifted', 'mend the bucket §1']])
})

test('what was allowed goes to no later run, and a later one is allowed its whole time', async () => {
  const { aws, run, entered, assumed } = await scene()
  const lifted: RunRequest = { ...OPEN, lift: 15, reason: 'one' }
  await run(lifted)
  await run(OPEN)
  assert.equal(entered().policies.length, 1, 'it is read-only again')
  await run(OPEN)
  assert.equal(assumed().length, 2, 'the session that reads is kept')
  aws.clock.advance(60_000)
  await run(lifted)
  assert.deepEqual([entered().policies, assumed().length], [[], 3])
  await run(OPEN)
  assert.deepEqual([entered().policies.length, assumed().length], [1, 3])
})

test('a policy of its own is laid over what reads, and stands alone once that is lifted', async () => {
  const { aws, run, entered, assumed } = await scene({ policy: OWN })
  assert.equal((await run(OPEN)).state.failure, undefined)
  assert.deepEqual([entered().policies.length, entered().scopes?.length], [1, 1])
  assert.equal(assumed()[0]?.get('Policy'), null)
  aws.asked.length = 0
  assert.equal((await run({ ...OPEN, lift: 15, reason: 'one' })).state.failure, undefined)
  assert.deepEqual([assumed()[0]?.get('Policy'), entered().scopes], [OWN, undefined])
})

test('where it cannot be held to what reads, nothing is sent, and a time that AWS does not give is none', async () => {
  const managed = await scene({ policyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'] })
  for (const request of [OPEN, COPY]) {
    const { failure } = (await managed.run(request)).state
    assert.deepEqual([failure?.kind, managed.aws.asked.length], ['invalid', 0])
    assert.match(failure?.message ?? '', /AWS adds up those of a hop/)
  }
  const { aws, run } = await scene()
  const { failure } = (await run({ ...OPEN, lift: 14, reason: 'one' })).state
  assert.deepEqual([failure?.kind, aws.asked.length], ['invalid', 0])
})

test('a chain that opens with all that its role may is not asked why', async () => {
  const { run, noted } = await scene({}, {})
  assert.equal((await run({ ...OPEN, lift: 15 })).state.failure, undefined)
  assert.deepEqual(await noted(), [['open', undefined, undefined]])
})

test('a tag or the word that a chain is marked with has it open read-only, in whatever letters, until the settings say otherwise', async () => {
  for (const marked of [{ tags: ['team', 'PROD'] }, { guard: 'Próduction' }]) {
    const { browser, run, entered, assumed } = await scene({}, marked)
    const rows = async () => (await browser.call('list', { query: '', offset: 0, limit: 9 })).rows
    const confirmed = { ...OPEN, confirmed: confirms('One', marked.guard) }
    await run(confirmed)
    assert.deepEqual(entered().policies, [], 'as ever')
    await browser.call('saveSettings', { readOnlyWords: ['prod', 'PRODUCTION'], readOnlyWith: 'ViewOnlyAccess' })
    const opened = await run(confirmed)
    assert.deepEqual([opened.state.failure, opened.state.access], [undefined, 'read-only'])
    assert.equal(entered().policies.length, 1)
    assert.match(assumed().at(-1)?.get('PolicyArns.member.1.arn') ?? '', /ViewOnlyAccess$/)
    for (const query of ['', 'one'])
      assert.deepEqual(
        (await browser.call('list', { query, offset: 0, limit: 9 })).rows.map(({ readOnly }) => readOnly),
        ['ViewOnlyAccess'],
      )
    await run({ ...confirmed, lift: 15, reason: 'one' })
    assert.deepEqual(entered().policies, [], 'lifted as any')
    assert.match(JSON.stringify(await browser.call('exportChains', { form: 'shell' })), /ViewOnlyAccess/)
    assert.doesNotMatch(JSON.stringify(await browser.call('exportChains', { form: 'rolerelay' })), /ViewOnlyAccess/)
    // Another background reads the first rows from what is kept.
    await browser.wake()
    assert.equal((await rows())[0]?.readOnly, 'ViewOnlyAccess')
    await browser.call('saveSettings', { readOnlyWords: [] })
    await run(confirmed)
    assert.deepEqual([entered().policies, (await rows())[0]?.readOnly], [[], undefined])
  }
})

test('of a shape those chains are held whose account has the tag, and what says less itself keeps that', async () => {
  const { browser, sourceId } = await scene({}, { readOnly: 'ReadOnlyAccess', tags: ['prod'] })
  const hops = [{ roleArn: 'arn:aws:iam::{account}:role/Audit' }]
  const shape = [
    { id: accounts.prod, name: 'Prod', tags: ['prod'] },
    { id: accounts.hub, name: 'Hub' },
  ]
  assert.ok(
    (await browser.call('saveChain', chain('shape', 'Shape', { sourceId, hops, accounts: shape }))).saved,
    'it is fine',
  )
  await browser.call('saveSettings', { readOnlyWords: ['prod'], readOnlyWith: 'ViewOnlyAccess' })
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 9 })
  assert.deepEqual(Object.fromEntries(rows.map(({ name, readOnly }) => [name, readOnly])), {
    One: 'ReadOnlyAccess',
    'Hub · Shape': undefined,
    'Prod · Shape': 'ViewOnlyAccess',
  })
  const code = JSON.stringify(await browser.call('exportChains', { ids: ['shape'], form: 'shell' }))
  assert.match(code, /ViewOnlyAccess/)
})
