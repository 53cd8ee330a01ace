// The keys of a source are exchanged for new ones against the local AWS. Wherever it is cut short, the vault holds a key that works,
// and no key that AWS made stays unknown.

import 'fake-indexeddb/auto'
import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import { clearInterval, setInterval } from 'node:timers'
import { IDBFactory } from 'fake-indexeddb'
import type { Failure } from 'rolerelay-core'
import type { Calls, Rotation, RotationReply } from '../../extension/protocol.ts'
import { totp } from '../aws/totp.ts'
import { type AccessKey, allows, keyOf, policy, type User, world } from '../aws/world.ts'
import { type Aws, answerAsAws } from './aws.ts'
import { Browser } from './browser.ts'
import { addSource, shelve } from './sample.ts'

const ACCOUNT = '111122223333'
const PASSWORD = 'correct horse battery staple'
const SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const OWN = allows(`arn:aws:iam::${ACCOUNT}:user/team/\${aws:username}`, 'iam:*AccessKey*')
const WITHOUT_MFA = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }

let aws: Aws
let browser: Browser

// The background's own timers do not keep this alive, and it waits before it asks AWS again.
const awake = setInterval(() => {}, 1_000)
after(() => clearInterval(awake))

beforeEach(async () => {
  // A disk of its own.
  globalThis.indexedDB = new IDBFactory()
  aws = answerAsAws(
    world()
      .account(ACCOUNT)
      .user('ana', { path: '/team/', policies: [OWN] })
      .user('mia', {
        path: '/team/',
        policies: [OWN, policy({ Effect: 'Deny', Action: 'iam:*', Resource: '*', Condition: WITHOUT_MFA })],
        mfa: [SEED],
      })
      .user('nobody', { path: '/team/' })
      .root(),
  )
  browser = new Browser()
  // What the background of the test before still mirrors is none of this one's.
  shelve(browser)
  await browser.wake()
})

const userNamed = (name: string) => aws.world.accounts.get(ACCOUNT)?.users.get(name) as User
const credentialsOf = ({ id, secret }: AccessKey) => ({ accessKeyId: id, secretAccessKey: secret })

/** A source with the keys of that user, in a vault. */
async function sourceOf(name: string, more: Partial<Calls['saveSource']['argument']> = {}): Promise<string> {
  const key = keyOf(aws.world, ACCOUNT, name)
  const id = await addSource(browser, credentialsOf(key))
  if (Object.keys(more).length > 0) await browser.call('saveSource', { id, name: 'Base', ...more })
  await browser.call('createVault', { password: PASSWORD })
  return id
}

const begin = (id: string, code?: string) =>
  browser.call('beginRotation', { id, partition: 'aws', ...(code && { code }) })

const stageOf = (reply: RotationReply) => ('rotation' in reply ? (reply.rotation?.stage ?? 'over') : 'stopped')

/** Goes on until the old key rests, as the page does. */
async function rest(id: string): Promise<Rotation> {
  for (let tries = 0; tries < 20; tries++) {
    const reply = await browser.call('continueRotation', { id })
    if ('rotation' in reply && reply.rotation?.stage === 'resting') return reply.rotation
  }
  throw new Error('the old key never came to rest')
}

/** The id of the source's key; it is shown that it works. */
async function workingKey(id: string): Promise<string> {
  const credentials = (await browser.call('revealKeys', { id, proof: { password: PASSWORD } })) as {
    accessKeyId: string
    secretAccessKey: string
  }
  const key = userKeys().find(({ id }) => id === credentials.accessKeyId)
  assert.ok(key?.active && key.secret === credentials.secretAccessKey, 'the source’s key is one of AWS’s')
  return credentials.accessKeyId
}

const userKeys = (): AccessKey[] =>
  [...(aws.world.accounts.get(ACCOUNT)?.users.values() ?? [])].flatMap(({ keys }) => keys)

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  return work.then(
    () => assert.fail('it did not fail'),
    (thrown: Failure) => thrown,
  )
}

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

describe('cut short', () => {
  /** Answers are lost on their way back. */
  const loseAnswersTo = (action: string) => {
    const { fetch } = globalThis
    globalThis.fetch = async (input, init) => {
      const answer = await fetch(input, init)
      if (input instanceof Request && aws.asked.at(-1)?.get('Action') === action) throw new TypeError('lost')
      return answer
    }
    return () => {
      globalThis.fetch = fetch
    }
  }

  test('a key whose secret never arrived is found, shown and deleted', async () => {
    const id = await sourceOf('ana')
    const found = loseAnswersTo('CreateAccessKey')
    const { kind, message } = await failureOf(begin(id))
    assert.equal(kind, 'unreachable')
    assert.match(message, /not known whether AWS made a new key/)
    found()
    assert.equal((await browser.call('rotation', { id }))?.stage, 'making')
    const reply = await browser.call('continueRotation', { id })
    assert.ok('rotation' in reply && reply.rotation?.lost)
    const [lost] = reply.rotation.lost
    assert.equal(lost?.id, userNamed('ana').keys[1]?.id)
    assert.equal(stageOf(await browser.call('undoRotation', { id })), 'over')
    assert.equal(userNamed('ana').keys.length, 1)
    assert.equal(await workingKey(id), userNamed('ana').keys[0]?.id)
  })

  test('an answer of IAM’s that never came is taken up where it stopped', async () => {
    const id = await sourceOf('ana')
    await begin(id)
    await browser.call('continueRotation', { id })
    const found = loseAnswersTo('UpdateAccessKey')
    assert.match((await failureOf(browser.call('continueRotation', { id }))).kind, /unreachable|redirected/)
    found()
    await rest(id)
  })

  test('a key that cannot be kept is deleted again', async () => {
    const id = await sourceOf('ana')
    aws.beforeAnswer = () => {
      if (aws.asked.at(-1)?.get('Action') !== 'CreateAccessKey') return
      browser.beforeWrite = () => {
        throw new Error('the disk is full')
      }
    }
    assert.equal((await failureOf(begin(id))).kind, 'storage')
    assert.equal(userNamed('ana').keys.length, 1)
    browser.beforeWrite = () => {}
    aws.beforeAnswer = () => {}
    assert.equal(stageOf(await browser.call('continueRotation', { id })), 'trying')
  })

  test('a lock in the middle: nothing goes on until it is unlocked, and then it does', async () => {
    const id = await sourceOf('ana')
    await begin(id)
    await browser.call('lock', null)
    assert.equal((await failureOf(browser.call('continueRotation', { id }))).kind, 'locked')
    await browser.call('unlock', { password: PASSWORD })
    await rest(id)
  })

  test('killed at every call to storage and at every answer of AWS, no key is lost', async () => {
    const id = await sourceOf('ana')
    let left = 0
    let killed: (() => void) | undefined
    const maybeKill = () => {
      if (left-- !== 0 || !killed) return
      browser.kill()
      killed()
    }
    browser.beforeStorage = maybeKill
    aws.beforeAnswer = maybeKill

    /** One call; undefined if the background was killed at it. */
    const unlessKilled = async <N extends keyof Calls>(name: N, argument: Calls[N]['argument'], at: number) => {
      left = at
      const over = new Promise<undefined>((resolve) => {
        killed = () => resolve(undefined)
      })
      const reply = await Promise.race([browser.call(name, argument), over])
      killed = undefined
      if (reply === undefined) await browser.wake()
      return reply
    }

    /** The whole rotation, in which the first call of that name is killed at its `at`th moment. False when it has no such moment. */
    const rotate = async (name: 'beginRotation' | 'continueRotation' | 'finishRotation', at: number, skip: number) => {
      const before = userNamed('ana').keys.map(({ id }) => id)
      let hit = false
      let passed = 0
      for (let steps = 0; steps < 30; steps++) {
        const rotation = await browser.call('rotation', { id })
        const next = !rotation ? 'beginRotation' : rotation.stage === 'resting' ? 'finishRotation' : 'continueRotation'
        if (rotation?.lost) {
          await browser.call('undoRotation', { id })
          continue
        }
        const mine = next === name && !hit && passed++ === skip
        const argument = { id, ...(next === 'beginRotation' && { partition: 'aws' }) } as never
        const reply = (await unlessKilled(next, argument, mine ? at : -1)) as RotationReply | undefined
        if (!reply) hit = true
        // Whatever happened, the keys that the source has now are AWS's, and active.
        const [row] = await browser.call('sources', null)
        assert.ok(userNamed('ana').keys.some((key) => key.id === row?.accessKeyId && key.active))
        if (reply && stageOf(reply) === 'over') break
        // Killed as it finished: the vault knows of no rotation any more, and it is over as well.
        if (!reply && name === 'finishRotation' && !(await browser.call('rotation', { id }))) break
      }
      const { keys } = userNamed('ana')
      assert.equal(keys.length, 1, `${name}, killed at ${at}`)
      assert.ok(!before.includes(keys[0]?.id ?? ''))
      return hit
    }

    let kills = 0
    for (const [name, skip] of [
      ['beginRotation', 0],
      ['continueRotation', 0],
      ['continueRotation', 1],
      ['finishRotation', 0],
    ] as const)
      for (let at = 0; await rotate(name, at, skip); at++) kills++
    assert.ok(kills > 40, `${kills}`)
    browser.beforeStorage = () => {}
    await workingKey(id)
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
    await browser.call('putOffOldKeys', null)
    assert.deepEqual(await browser.call('oldKeys', null), [])
  })

  test('are no new ones, and none that are temporary', async () => {
    await sourceOf('ana')
    assert.deepEqual(await browser.call('oldKeys', null), [])
  })
})

test('the AWS of this test refuses a key that is inactive', async () => {
  const [key] = userNamed('ana').keys as [AccessKey]
  key.active = false
  const id = await sourceOf('ana')
  assert.equal((await failureOf(begin(id))).kind, 'invalid-key')
})
