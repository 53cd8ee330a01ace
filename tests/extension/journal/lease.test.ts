// Leases: what is copied may do what it is for and nothing else, never more than the chain, and nobody else gets it from what is kept.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Chain, Lease, LeaseScope } from 'rolerelay-core'
import type { RunRequest } from '../../../extension/protocol.ts'
import { contextOf } from '../../aws/iam/context.ts'
import { identityRefusal } from '../../aws/iam/evaluate.ts'
import { accounts, auditIn } from '../../aws/sample.ts'
import { callerOf } from '../../aws/secrets.ts'
import { allows } from '../../aws/world.ts'
import { auditScene } from '../scene/audit-scene.ts'
import { keep, kept } from '../scene/kept.ts'
import { confirms } from '../scene/sample.ts'
import { until } from '../scene/until.ts'

const COPY = { action: 'copy', chainId: 'one', shape: 'sdk' } as const
const OWN = JSON.stringify({
  Statement: { Effect: 'Allow', Action: ['s3:Get*', 's3:DeleteObject'], Resource: 'arn:aws:s3:::reports/*' },
})
const REPORT = 'arn:aws:s3:::reports/may'
const bucket: LeaseScope = { kind: 'resource', arn: 'arn:aws:s3:::reports', reads: true }
const lease = (scope: LeaseScope, more: Partial<Lease> = {}): Lease => ({
  recipient: 'Ana',
  purpose: 'the May report',
  seconds: 900,
  scope,
  ...more,
})

/** A chain whose end role may do all in S3 and SQS. */
async function scene(hop: object = {}, more: Partial<Chain> = {}) {
  const { aws, browser, run } = await auditScene(hop, more)
  const role = [...(aws.world.accounts.get(accounts.prod)?.roles.values() ?? [])].find(
    ({ arn }) => arn === auditIn(accounts.prod).roleArn,
  )
  assert.ok(role, 'the sample has it')
  role.policies = [allows('*', ['s3:*', 'sqs:*', 'sts:*'])]
  /** The session that was copied, and its keys as they were. */
  const copied = async (request: RunRequest) => {
    const event = await run(request)
    assert.deepEqual(event.state.failure, undefined)
    const keys = JSON.parse((event.type === 'done' && event.text) || '{}')
    const session = aws.state.sessions.get(keys.accessKeyId)
    assert.ok(session, 'AWS gave it')
    return { keys, session }
  }
  const leased = (scope: LeaseScope, more: Partial<Lease> = {}) => copied({ ...COPY, lease: lease(scope, more) })
  /** Whether AWS lets the session do that. */
  const may = ({ session }: Awaited<ReturnType<typeof copied>>, action: string, resource: string): boolean => {
    const account = aws.world.accounts.get(session.account)
    assert.ok(account, 'it is of the world')
    const caller = callerOf(aws, { key: session.secret, account, session }, 'us-east-1')
    const context = contextOf(caller, { region: 'us-east-1', now: aws.clock.now() })
    return identityRefusal({ caller, action, resource, context }, resource) === undefined
  }
  const scopedForms = () => aws.asked.filter((form) => form.get('Action') === 'GetScopedCredentials')
  return { aws, browser, run, copied, leased, may, scopedForms }
}

const QUEUE = `arn:aws:sqs:eu-west-1:${accounts.prod}:jobs`
/** What is tried: to read and to delete a report, to read what lies beside it, to list queues, to send to one. */
const TRIED = [
  ['s3:GetObject', REPORT],
  ['s3:DeleteObject', REPORT],
  ['s3:GetObject', 'arn:aws:s3:::reports-of-others/may'],
  ['sqs:ListQueues', '*'],
  ['sqs:SendMessage', QUEUE],
] as const

for (const [what, scope, expected] of [
  ['read-only', { kind: 'read-only' }, [true, false, true, true, false]],
  ['view-only', { kind: 'view-only' }, [false, false, false, true, false]],
  ['a service', { kind: 'service', name: 's3', reads: false }, [true, true, true, false, false]],
  ['a service, to read', { kind: 'service', name: 'sqs', reads: true }, [false, false, false, true, false]],
  ['a bucket, to read', bucket, [true, false, false, false, false]],
  ['a queue', { kind: 'resource', arn: QUEUE, reads: false }, [false, false, false, false, true]],
  ['a policy', { kind: 'policy', policy: OWN }, [true, true, false, false, false]],
] as [string, LeaseScope, boolean[]][])
  test(`a lease of ${what} may do that and nothing else`, async () => {
    const { leased, copied, may, scopedForms } = await scene()
    const given = await leased(scope)
    const done = TRIED.map(([action, resource]) => may(given, action, resource))
    assert.deepEqual(done, expected)
    assert.equal(scopedForms().length, 0, 'AssumeRole itself held it')
    const whole = await copied(COPY)
    assert.deepEqual(
      TRIED.map(([action, resource]) => may(whole, action, resource)),
      [true, true, true, true, true],
    )
  })

test('a chain’s own policy that allows a write is made no wider and no other, and CloudTrail hears what for', async () => {
  for (const more of [{}, { readOnly: 'ReadOnlyAccess' as const }]) {
    const { leased, may, scopedForms } = await scene({ policy: OWN }, more)
    for (const scope of [{ kind: 'service', name: 's3', reads: true }, bucket, { kind: 'read-only' }] as LeaseScope[]) {
      const given = await leased(scope)
      assert.deepEqual(
        TRIED.map(([action, resource]) => may(given, action, resource)),
        [true, false, false, false, false],
        JSON.stringify([more, scope]),
      )
    }
    const wide = await leased({ kind: 'policy', policy: JSON.stringify(allows('*', ['*'])) })
    assert.equal(may(wide, 's3:DeleteObject', REPORT), more.readOnly === undefined)
    assert.equal(may(wide, 's3:DeleteObject', 'arn:aws:s3:::others/may'), false)
    const told = scopedForms().map((form) => form.get('ScopedSessionDescription'))
    assert.deepEqual([...new Set(told)], ['the May report'])
  }
})

test('a lease’s session is nobody else’s, and is kept nowhere', async () => {
  for (const policy of [undefined, OWN]) {
    const { aws, browser, copied, leased } = await scene(policy ? { policy } : {})
    await copied(COPY)
    const one = await leased({ kind: 'service', name: 's3', reads: true })
    const two = await leased(bucket)
    aws.clock.advance(60_000)
    const again = await leased(bucket)
    const whole = await copied(COPY)
    const ids = [one, two, again, whole].map(({ keys }) => keys.accessKeyId)
    assert.equal(new Set(ids).size, 4)
    assert.equal(whole.session.scopes, undefined)
    assert.ok(again.session.expiresAt - two.session.expiresAt >= 60_000, 'each has its whole time')
    const all = () => JSON.stringify([browser.session, kept(browser)])
    await until(() => all().includes(whole.keys.sessionToken))
    for (const { keys } of [one, two, again]) {
      for (const secret of [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken])
        assert.ok(!all().includes(secret), 'nothing of a lease is kept')
    }
  }
})

test('the list has for whom and until when, and the journal what for; an ended one leaves the list after a day', async () => {
  const { browser, leased } = await scene()
  const given = await leased(bucket, { recipient: ' Ana ', purpose: ' <b>the May report</b> ' })
  const [row, ...others] = await browser.call('leases', null)
  assert.deepEqual(others, [])
  assert.ok(row, 'it is listed')
  const { id, givenAt, endsAt, ...told } = row
  assert.deepEqual(told, {
    recipient: 'Ana',
    purpose: '<b>the May report</b>',
    scope: 'arn:aws:s3:::reports, only to read',
    chainId: 'one',
    chain: 'One',
    account: accounts.prod,
    role: auditIn(accounts.prod).roleArn.split('/').at(-1),
  })
  assert.equal(endsAt, given.session.expiresAt)
  const journal = (query: string) => browser.call('journal', { query, offset: 0, limit: 9 })
  const [entry] = (await journal('leased ana report')).rows
  assert.deepEqual(entry?.run.lease, {
    recipient: 'Ana',
    purpose: '<b>the May report</b>',
    scope: 'arn:aws:s3:::reports, only to read',
  })
  const day = 24 * 3_600_000
  const ended = { ...row, id: 'ended', endsAt: Date.now() - 60_000 }
  const gone = { ...row, id: 'gone', endsAt: Date.now() - day - 1 }
  const before = { ...ended, id: 'ended before', endsAt: ended.endsAt - 1 }
  const later = { ...row, id: 'later', endsAt: endsAt + 1 }
  await keep(browser, (values) => ({ ...values, leases: [later, gone, before, ended, row] }))
  assert.deepEqual(
    (await browser.call('leases', null)).map(({ id }) => id),
    [id, 'later', 'ended', 'ended before'],
  )
})

test('it ends by this computer’s clock, where that is wrong', async (t) => {
  const { aws, leased, browser } = await scene()
  t.mock.timers.enable({ apis: ['Date'], now: aws.clock.now() + 7_200_000 })
  const { session } = await leased(bucket)
  const [row] = await browser.call('leases', null)
  const off = (row?.endsAt ?? 0) - session.expiresAt
  assert.ok(Math.abs(off - 7_200_000) < 5_000, `${off}`)
})

test('a guarded chain is asked for first, and what a lease is for is offered as the reason', async () => {
  const { aws, browser, run, copied } = await scene({}, { guard: 'PRODUCTION', asksReason: true })
  await browser.call('saveSettings', { reasonInto: { kind: 'session-name' } })
  const request: RunRequest = { ...COPY, lease: lease(bucket) }
  const { state } = await run(request)
  assert.deepEqual([state.failure?.kind, state.asks?.lastReason], ['guarded', 'the May report'])
  assert.deepEqual([aws.asked.length, await browser.call('leases', null)], [0, []])
  await copied({ ...request, confirmed: confirms(state.name, 'PRODUCTION'), reason: 'OPS-1' })
  assert.equal((await browser.call('leases', null)).length, 1)
})

test('a locked vault tells of no lease and gives none, and a backup that is brought back forgets none', async () => {
  const { aws, browser, run, leased } = await scene()
  await leased(bucket)
  await browser.call('createVault', { password: 'correct horse battery staple' })
  await browser.call('lock', null)
  const asked = aws.asked.length
  assert.equal((await run({ ...COPY, lease: lease(bucket) })).state.failure?.kind, 'locked')
  await assert.rejects(browser.call('leases', null), { kind: 'locked' })
  assert.equal(aws.asked.length, asked)
  await browser.call('unlock', { password: 'correct horse battery staple' })
  assert.equal((await browser.call('leases', null)).length, 1)
  const { text } = await browser.call('backup', null)
  await browser.call('restoreBackup', { text, password: 'correct horse battery staple' })
  assert.equal((await browser.call('leases', null)).length, 1, 'what was given away stays so')
})

test('what is wrong with a lease is told before anything is sent, and what is none is not looked at', async () => {
  const { aws, browser, run } = await scene()
  const china = lease({ kind: 'resource', arn: 'arn:aws-cn:s3:::reports', reads: true })
  const { findings } = await browser.call('checkLease', { chainId: 'one', lease: china })
  assert.deepEqual(
    findings.map(({ place }) => place),
    ['scope.arn'],
  )
  const long = lease({ kind: 'policy', policy: `${OWN}${' '.repeat(19_000)}` })
  assert.deepEqual((await browser.call('checkLease', { chainId: 'one', lease: long })).findings, [])
  for (const [wrong, kind] of [
    [china, 'invalid'],
    [lease(bucket, { purpose: '' }), 'invalid'],
    [lease(bucket, { seconds: 60 }), 'invalid'],
    [lease({ kind: 'everything' } as unknown as LeaseScope), 'internal'],
    [lease({ kind: 'constructor' } as unknown as LeaseScope), 'internal'],
    [lease({ ...bucket, policy: OWN } as unknown as LeaseScope), 'internal'],
    [{ ...lease(bucket), lift: 15 }, 'internal'],
    [lease({ kind: 'policy', policy: ' '.repeat(20_001) }), 'invalid'],
  ] as [Lease, string][]) {
    const { state } = await run({ ...COPY, lease: wrong })
    assert.deepEqual([state.failure?.kind, aws.asked.length], [kind, 0], JSON.stringify(wrong).slice(0, 200))
  }
  const services = await browser.call('leaseServices', null)
  assert.ok(
    services.some(({ name, title }) => name === 's3' && title === 'S3'),
    'S3 is among them',
  )
})
