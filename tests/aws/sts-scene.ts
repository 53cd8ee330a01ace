// The world and the words that the tests of STS share.

import assert from 'node:assert/strict'
import { type CallOptions, call, type Keys } from './client.ts'
import type { LocalAws } from './server.ts'
import { allows, trusts, world } from './world.ts'

export const HOME = '111122223333'
export const AWAY = '444455556666'
export const SEED = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
export const DEVICE = `arn:aws:iam::${HOME}:mfa/mia`
export const role = (name: string, account = HOME) => `arn:aws:iam::${account}:role/${name}`
const ALL = [allows('*', 'sts:*')]

export function testWorld() {
  return world()
    .account(HOME, { enabledRegions: ['eu-south-1'], disabledRegions: ['sa-east-1'] })
    .user('alice', { policies: ALL })
    .user('mia', { mfa: [SEED], policies: ALL })
    .user('idle', { key: { active: false } })
    .root(SEED)
    .managedPolicy('Narrow', allows('*', 's3:*'))
    .role('Open', { trust: trusts(HOME, undefined, 'sts:*'), policies: ALL, maxSessionDuration: 43_200 })
    .role('Hour', { trust: trusts(HOME), policies: ALL })
    .role('Mfa', { trust: trusts(HOME, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), policies: ALL })
    .role('NoTags', { trust: trusts(HOME), policies: ALL })
    .account(AWAY)
    .role('Next', { trust: trusts(role('Open'), undefined, 'sts:*'), policies: ALL, maxSessionDuration: 43_200 })
    .role('Tagged', {
      trust: trusts(HOME, { StringEquals: { 'aws:PrincipalTag/team': 'red' } }, ['sts:AssumeRole', 'sts:TagSession']),
    })
    .role('NoSource', { trust: trusts(HOME, undefined, ['sts:AssumeRole', 'sts:TagSession']) })
    .account('222233334444', { partition: 'aws-us-gov' })
    .user('gail', { policies: ALL })
}
export const toRole = (name: string, more: Record<string, string | number> = {}, account = HOME) => ({
  RoleArn: role(name, account),
  RoleSessionName: 'tester',
  ...more,
})

/** What is asked for, and how AWS refuses it. `Action` is AssumeRole unless it is given. */
export type Row = [
  what: string,
  parameters: Record<string, string | number>,
  status: number,
  code: string,
  message: string | RegExp,
]

/** Makes the call, and expects this refusal. */
export async function refused(aws: LocalAws, keys: Keys, row: Row, options?: CallOptions) {
  const [, parameters, status, code, message] = row
  const { Action = 'AssumeRole', ...rest } = parameters
  const answer = await call(aws, keys, String(Action), rest, options)
  assert.deepEqual([answer.code, answer.status], [code, status], answer.message)
  if (typeof message === 'string') assert.equal(answer.message, message)
  else assert.match(answer.message ?? '', message)
}

export function tags(pairs: Record<string, string>, transitive = false): Record<string, string> {
  const all = Object.entries(pairs).flatMap(([key, value], at) => [
    [`Tags.member.${at + 1}.Key`, key],
    [`Tags.member.${at + 1}.Value`, value],
    ...(transitive ? [[`TransitiveTagKeys.member.${at + 1}`, key]] : []),
  ])
  return Object.fromEntries(all)
}
