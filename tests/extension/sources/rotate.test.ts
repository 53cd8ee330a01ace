// The keys of a source are exchanged for new ones against the local AWS, undone, refused, and asked for with an MFA code.

import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { totp } from '../../aws/totp.ts'
import { type AccessKey, allows, keyOf } from '../../aws/world.ts'
import {
  ACCOUNT,
  aws,
  begin,
  browser,
  credentialsOf,
  failureOf,
  OWN,
  PASSWORD,
  rest,
  SEED,
  setScene,
  sourceOf,
  stageOf,
  userNamed,
  workingKey,
} from '../scene/rotation.ts'
import { addSource } from '../scene/sample.ts'

beforeEach(setScene)

describe('a rotation', () => {
  test('ends with a new key in the vault and none of the old one, neither here nor at AWS', async () => {
    const id = await sourceOf('ana')
    const [old] = userNamed('ana').keys as [AccessKey]
    const begun = await begin(id)
    assert.equal(stageOf(begun), 'trying')
    assert.equal(await workingKey(id), old.id)
    const { oldKeyId, newKeyId, user } = await rest(id)
    assert.deepEqual([oldKeyId, user], [old.id, `arn:aws:iam::${ACCOUNT}:user/team/ana`])
    assert.equal(await workingKey(id), newKeyId)
    assert.equal(old.active, false)
    const [row] = await browser.call('sources', null)
    assert.deepEqual([row?.accessKeyId, row?.keptIn], [newKeyId, 'vault'])
    assert.ok(Math.abs((row?.keysSince ?? 0) - Date.now()) < 60_000)

    assert.equal(stageOf(await browser.call('finishRotation', { id })), 'over')
    assert.deepEqual(
      userNamed('ana').keys.map(({ id }) => id),
      [newKeyId],
    )
    assert.equal(await browser.call('rotation', { id }), null)
  })

  test('waits for AWS to learn of the new key, and changes nothing until then', async () => {
    const id = await sourceOf('ana')
    aws.state.keyDelay = 3
    const old = await workingKey(id)
    await begin(id)
    for (let tries = 0; tries < 3; tries++) {
      assert.equal(stageOf(await browser.call('continueRotation', { id })), 'trying')
      assert.equal(await workingKey(id), old)
    }
    assert.equal(stageOf(await browser.call('continueRotation', { id })), 'switched')
  })

  test('is no secret to a page: what it tells holds no key', async () => {
    const id = await sourceOf('ana')
    const told = JSON.stringify([await begin(id), await browser.call('rotation', { id }), await rest(id)])
    for (const { secret } of userNamed('ana').keys) assert.ok(!told.includes(secret))
  })

  test('tells how old the key is that it found', async () => {
    const id = await sourceOf('ana')
    await begin(id)
    assert.equal((await browser.call('sources', null))[0]?.keysSince, Date.UTC(2026, 0, 1))
  })

  test('asks once, though two pages ask at once', async () => {
    const id = await sourceOf('ana')
    const replies = await Promise.all([begin(id), begin(id)])
    assert.deepEqual(replies.map(stageOf).sort(), ['switched', 'trying'])
    assert.equal(aws.asked.filter((form) => form.get('Action') === 'CreateAccessKey').length, 1)
  })
})

describe('undone', () => {
  for (const stage of ['trying', 'switched', 'resting'] as const)
    test(`while ${stage}, the old key is the source’s and works, and the new one is gone`, async () => {
      const id = await sourceOf('ana')
      aws.state.keyDelay = 1
      const old = await workingKey(id)
      let reply = await begin(id)
      for (let tries = 0; stageOf(reply) !== stage && tries < 20; tries++)
        reply = await browser.call('continueRotation', { id })
      assert.equal(stageOf(reply), stage)
      for (let tries = 0; stageOf(reply) !== 'over' && tries < 20; tries++)
        reply = await browser.call('undoRotation', { id })
      assert.equal(await workingKey(id), old)
      assert.deepEqual(
        userNamed('ana').keys.map(({ id }) => id),
        [old],
      )
      assert.equal(await browser.call('rotation', { id }), null)
    })
})

describe('refused', () => {
  test('without a vault, and for keys that are for this session only', async () => {
    const id = await addSource(browser, credentialsOf(keyOf(aws.world, ACCOUNT, 'ana')))
    assert.match((await failureOf(begin(id))).message, /only until the browser closes/)
    await browser.call('createVault', { password: PASSWORD })
    await browser.call('saveSource', { id, name: 'Base', sessionOnly: true })
    assert.match((await failureOf(begin(id))).message, /only until the browser closes/)
    assert.equal(aws.asked.length, 0)
  })

  test('for temporary keys and the root user’s', async () => {
    const temporary = { accessKeyId: 'ASIARZPUZDIKGB2VALC4', secretAccessKey: 'x'.repeat(40), sessionToken: 'token' }
    const id = await addSource(browser, temporary)
    const rootId = await addSource(browser, credentialsOf(keyOf(aws.world, ACCOUNT, 'root')), 'Root')
    await browser.call('createVault', { password: PASSWORD })
    assert.match((await failureOf(begin(id))).message, /temporary/)
    assert.match((await failureOf(begin(rootId))).message, /root user/)
  })

  test('where the browser does not let it reach IAM, which it then names', async () => {
    const id = await sourceOf('ana')
    browser.hasAccess = async () => false
    const { kind, evidence } = await failureOf(begin(id))
    assert.deepEqual([kind, evidence?.origins], ['permission', ['https://iam.amazonaws.com']])
  })

  test('by IAM, with the policy that then lets it', async () => {
    const id = await sourceOf('nobody')
    const reply = await begin(id)
    assert.ok('denied' in reply)
    assert.equal(reply.denied.kind, 'denied')
    assert.match(reply.denied.message, /iam:ListAccessKeys/)
    assert.equal(await browser.call('rotation', { id }), null)
    userNamed('nobody').policies.push(JSON.parse(reply.policy))
    await begin(id)
    await rest(id)
    assert.equal(stageOf(await browser.call('finishRotation', { id })), 'over')
    assert.equal(userNamed('nobody').keys.length, 1)
  })

  test('in the middle, and goes on once it may', async () => {
    const id = await sourceOf('ana')
    const only = (...actions: string[]) => [allows('*', actions)]
    userNamed('ana').policies = only('iam:ListAccessKeys', 'iam:CreateAccessKey')
    await begin(id)
    await browser.call('continueRotation', { id })
    const reply = await browser.call('continueRotation', { id })
    assert.match('denied' in reply ? reply.denied.message : '', /iam:UpdateAccessKey/)
    userNamed('ana').policies = [OWN]
    await rest(id)
    userNamed('ana').policies = only('iam:ListAccessKeys')
    assert.ok('denied' in (await browser.call('finishRotation', { id })))
    userNamed('ana').policies = [OWN]
    assert.equal(stageOf(await browser.call('finishRotation', { id })), 'over')
  })

  test('with two keys already: which they are, and when each was used', async () => {
    const id = await sourceOf('ana')
    const { keys } = userNamed('ana')
    const second = { ...keyOf(aws.world, ACCOUNT, 'nobody'), active: false }
    keys.push({ ...second, id: 'AKIAQAAAAAAAGMKEM7X5' })
    const reply = await begin(id)
    assert.ok('full' in reply)
    assert.deepEqual(
      reply.full.map(({ id, active, lastUsed }) => [id, active, lastUsed?.service]),
      [
        [keys[0]?.id, true, 'iam'],
        ['AKIAQAAAAAAAGMKEM7X5', false, undefined],
      ],
    )
    assert.equal(await browser.call('rotation', { id }), null)
  })

  test('new keys by hand, and moving them out of the vault, while it goes on', async () => {
    const id = await sourceOf('ana')
    await begin(id)
    const credentials = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'x'.repeat(40) }
    for (const draft of [{ credentials }, { sessionOnly: true }]) {
      const { saved, findings } = await browser.call('saveSource', { id, name: 'Base', ...draft })
      assert.equal(saved, false)
      assert.match(findings.at(-1)?.message ?? '', /being rotated/)
    }
    assert.equal((await browser.call('saveSource', { id, name: 'Other' })).saved, true)
  })
})

describe('where a policy demands MFA', () => {
  const device = `arn:aws:iam::${ACCOUNT}:mfa/mia`

  test('one code is asked for, and carries the whole rotation', async () => {
    const id = await sourceOf('mia', { mfaSerial: device })
    assert.equal((await failureOf(begin(id))).kind, 'mfa')
    assert.equal(stageOf(await begin(id, totp(SEED, Date.now()))), 'trying')
    await rest(id)
    assert.equal(stageOf(await browser.call('finishRotation', { id })), 'over')
    assert.equal(aws.asked.filter((form) => form.get('Action') === 'GetSessionToken').length, 1)
  })

  test('a seed gives the code', async () => {
    const id = await sourceOf('mia', { mfaSerial: device, seed: SEED })
    assert.equal(stageOf(await begin(id)), 'trying')
  })

  test('without a device it is said that a code may be what is missing', async () => {
    const id = await sourceOf('mia')
    const reply = await begin(id)
    assert.match('denied' in reply ? reply.denied.message : '', /needs a code of the user’s MFA device/)
    assert.match((await failureOf(begin(id, '123456'))).message, /Write the user’s MFA device/)
  })
})

describe('old keys', () => {
  test('are reminded of after 90 days, and put off for a week', async () => {
    const id = await sourceOf('ana')
    await begin(id)
    await browser.call('undoRotation', { id })
    // The key was made on the first of January 2026, so by any later clock of these tests' it is old.
    const [row, ...others] = await browser.call('oldKeys', null)
    assert.deepEqual([row?.id, row?.name, row?.since, others], [id, 'Base', Date.UTC(2026, 0, 1), []])
    assert.deepEqual(await shown(), [[true, true]])
    await browser.call('putOffOldKeys', null)
    assert.deepEqual(await browser.call('oldKeys', null), [])
  })

  test('are no new ones, and none that are temporary', async () => {
    const id = await sourceOf('ana')
    assert.deepEqual(await browser.call('oldKeys', null), [])
    assert.deepEqual(await shown(), [[true, false]])
    const temporary = {
      accessKeyId: 'ASIAEXAMPLE000000001',
      secretAccessKey: 'a'.repeat(40),
      sessionToken: 'b'.repeat(80),
    }
    await browser.call('saveSource', { id, name: 'Base', credentials: temporary })
    assert.deepEqual(await shown(), [[false, false]])
  })

  /** What the page of sources hears of it: whether the keys are a user's own, and old. */
  const shown = async () =>
    (await browser.call('sources', null)).map(({ areLongTerm, areOld }) => [areLongTerm, areOld])
})

test('the AWS of this test refuses a key that is inactive', async () => {
  const [key] = userNamed('ana').keys as [AccessKey]
  key.active = false
  const id = await sourceOf('ana')
  assert.equal((await failureOf(begin(id))).kind, 'invalid-key')
})
