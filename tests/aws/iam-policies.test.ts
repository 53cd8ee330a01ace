// What IAM's calls change of policies, and what they refuse to change.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assume, call } from './client.ts'
import { type LocalAws, startAws } from './server.ts'
import { allows, keyOf, policy, trusts, world } from './world.ts'

const HOME = '111122223333'
const AWAY = '444455556666'
const SSO = 'AWSReservedSSO_Dev_0123456789abcdef'
const LINKED = 'AWSServiceRoleForSupport'
const people = world()
  .account(HOME)
  .user('admin', { policies: [allows('*', 'iam:*')] })
  .user('ana')
  .role('Hub', { path: '/team/', trust: policy() })
  .role(SSO, { path: '/aws-reserved/sso.amazonaws.com/eu-west-1/', trust: policy() })
  .role(LINKED, { path: '/aws-service-role/support.amazonaws.com/', trust: policy() })
  .account(AWAY)
  .role('Prod', { trust: policy() })

let aws: LocalAws
before(async () => {
  aws = await startAws(people)
})
after(() => aws.close())

const by = (name: string) => keyOf(people, HOME, name)
const put = (action: string, parameters: Record<string, string>, who = 'admin') =>
  call(aws, by(who), action, parameters, { host: 'iam.amazonaws.com', region: 'us-east-1' })
const trust = (name: string, document: string | object, who?: string) =>
  put(
    'UpdateAssumeRolePolicy',
    { RoleName: name, PolicyDocument: typeof document === 'string' ? document : JSON.stringify(document) },
    who,
  )
const HUB = `arn:aws:iam::${HOME}:role/team/Hub`
const ANA = `arn:aws:iam::${HOME}:user/ana`

describe('policies are changed', () => {
  test('a trust policy, by the role’s name whatever its case', async () => {
    await assert.rejects(assume(aws, by('ana'), HUB), /because no role trust policy/)
    assert.equal((await trust('hub', trusts(ANA))).status, 200)
    await assume(aws, by('ana'), HUB)
  })

  test('an inline policy, which takes the place of the one of its name alone', async () => {
    const names = { UserName: 'ana', PolicyName: 'one' }
    const prod = `arn:aws:iam::${AWAY}:role/Prod`
    const role = people.accounts.get(AWAY)?.roles.get('prod')
    assert.ok(role, 'Prod is there')
    role.trust = trusts(HOME)
    const may = (PolicyName: string, resource: string) =>
      put('PutUserPolicy', { ...names, PolicyName, PolicyDocument: JSON.stringify(allows(resource)) })
    assert.equal((await may('one', prod)).status, 200)
    assert.equal((await may('two', HUB)).status, 200)
    await assume(aws, by('ana'), prod)
    assert.equal((await may('two', prod)).status, 200)
    assert.equal((await may('one', HUB)).status, 200)
    await assume(aws, by('ana'), prod)
    assert.equal((await may('two', HUB)).status, 200)
    await assert.rejects(assume(aws, by('ana'), prod), /AccessDenied/)
  })
})

test('a managed policy is made, and one of its name is there already then', async () => {
  const policy = { PolicyName: 'assume', PolicyDocument: JSON.stringify(allows(HUB)) }
  assert.equal((await put('CreatePolicy', policy)).result.Policy.Arn, `arn:aws:iam::${HOME}:policy/assume`)
  assert.equal((await put('CreatePolicy', policy)).code, 'EntityAlreadyExists')
})

describe('refused is', () => {
  const everybody = trusts(HOME)
  for (const [what, answer, code, words] of [
    ['a role of Identity Center', () => trust(SSO, everybody), 'UnmodifiableEntity', /only modifiable by AWS/],
    ['a role that is linked to a service', () => trust(LINKED, everybody), 'UnmodifiableEntity', /AWSServiceRoleFor/],
    [
      'an inline policy of such a role',
      () => put('PutRolePolicy', { RoleName: SSO, PolicyName: 'one', PolicyDocument: '{}' }),
      'UnmodifiableEntity',
      /protected role/,
    ],
    ['whoever may not', () => trust('Hub', everybody, 'ana'), 'AccessDenied', /iam:UpdateAssumeRolePolicy/],
    ['a role that is not there', () => trust('Nix', everybody), 'NoSuchEntity', /role with name Nix/],
    ['what is no JSON', () => trust('Hub', '{'), 'MalformedPolicyDocument', /Json/],
    [
      'a principal that is not there',
      () => trust('Hub', trusts(`arn:aws:iam::${AWAY}:user/nix`)),
      'MalformedPolicyDocument',
      /Invalid principal in policy: "AWS":"arn:aws:iam::444455556666:user\/nix"/,
    ],
  ] as const)
    test(what, async () => {
      const refused = await answer()
      assert.equal(refused.code, code)
      assert.match(refused.message ?? '', words)
    })
})
