// Users of the local AWS whose keys are rotated, and a browser with a vault that has them.

import assert from 'node:assert/strict'
import type { Failure } from 'rolerelay-core'
import type { Calls, Rotation, RotationReply } from '../../../extension/protocol.ts'
import { type AccessKey, allows, keyOf, policy, type User, world } from '../../aws/world.ts'
import { type Aws, answerAsAws } from './aws.ts'
import { Browser } from './browser.ts'
import { addSource, shelve } from './sample.ts'

export const ACCOUNT = '111122223333'
export const PASSWORD = 'correct horse battery staple'
export const SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
export const OWN = allows(`arn:aws:iam::${ACCOUNT}:user/team/\${aws:username}`, 'iam:*AccessKey*')
const WITHOUT_MFA = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }

export let aws: Aws
export let browser: Browser

/** To be done before each test. */
export async function setScene(): Promise<void> {
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
  await shelve(browser)
  await browser.wake()
}

export const userNamed = (name: string) => aws.world.accounts.get(ACCOUNT)?.users.get(name) as User
export const credentialsOf = ({ id, secret }: AccessKey) => ({ accessKeyId: id, secretAccessKey: secret })

/** A source with the keys of that user, in a vault. */
export async function sourceOf(name: string, more: Partial<Calls['saveSource']['argument']> = {}): Promise<string> {
  const key = keyOf(aws.world, ACCOUNT, name)
  const id = await addSource(browser, credentialsOf(key))
  if (Object.keys(more).length > 0) await browser.call('saveSource', { id, name: 'Base', ...more })
  await browser.call('createVault', { password: PASSWORD })
  return id
}

export const begin = (id: string, code?: string) =>
  browser.call('beginRotation', { id, partition: 'aws', ...(code && { code }) })

export const stageOf = (reply: RotationReply) => ('rotation' in reply ? (reply.rotation?.stage ?? 'over') : 'stopped')

/** Goes on until the old key rests, as the page does. */
export async function rest(id: string): Promise<Rotation> {
  for (let tries = 0; tries < 20; tries++) {
    const reply = await browser.call('continueRotation', { id })
    if ('rotation' in reply && reply.rotation?.stage === 'resting') return reply.rotation
  }
  throw new Error('the old key never came to rest')
}

/** The id of the source's key; it is shown that it works. */
export async function workingKey(id: string): Promise<string> {
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

export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  return work.then(
    () => assert.fail('it did not fail'),
    (thrown: Failure) => thrown,
  )
}
