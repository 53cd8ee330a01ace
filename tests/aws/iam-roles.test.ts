// What IAM tells of roles, and of what their policies allow: who may know it, and what AWS says of each mistake. Then boto3,
// unchanged.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assume, call, type Keys } from './client.ts'
import { Home, pythonTools } from './python.ts'
import { type LocalAws, startAws } from './server.ts'
import { allows, keyOf, policy, trusts, world } from './world.ts'

const HOME = '111122223333'
const AWAY = '444455556666'
const READ = ['iam:GetRole', 'iam:SimulatePrincipalPolicy']
const arn = (name: string, account = HOME) => `arn:aws:iam::${account}:${name}`
const TARGET = arn('role/Target', AWAY)

// Before all tests: the hooks around them end when those known so far have run, and on a fresh machine this takes a minute.
const tools = await pythonTools()

const people = world()
  .account(HOME)
  .user('ana', { policies: [allows('*', [...READ, 'sts:AssumeRole'])] })
  .user('nobody')
  .user('coded', { policies: [allows('*', 'sts:*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })] })
  .user('named', { policies: [allows(arn(`role/\${aws:username}-*`, AWAY))] })
  .user('told', { policies: [allows(TARGET), policy({ Effect: 'Deny', Action: 'sts:*', Resource: '*' })] })
  .role('Reader', {
    path: '/team/',
    trust: trusts(HOME, { StringEquals: { 'sts:ExternalId': "it's (one) of *ours!*" } }),
    policies: [allows(arn('role/team/Reader'), READ)],
    maxSessionDuration: 43_200,
    tags: { team: 'red' },
  })
  .role('Plain', { trust: trusts(HOME), policies: [allows(TARGET), allows(arn('role/Plain'), READ)] })
  .role('Bound', { trust: trusts(HOME), policies: [allows(TARGET)], boundary: allows('*', 's3:*') })
  .account(AWAY, { scps: [allows('*', ['iam:*'])] })
  .user('held', { policies: [allows('*', ['sts:*', 'iam:*'])] })

let aws: LocalAws
before(async () => {
  aws = await startAws(people)
})
after(() => aws.close())

const by = (name: string, account = HOME) => keyOf(people, account, name)
const iam = (keys: Keys, action: string, parameters: Record<string, string>) =>
  call(aws, keys, action, parameters, { host: 'iam.amazonaws.com', region: 'us-east-1' })
const role = (keys: Keys, RoleName: string) => iam(keys, 'GetRole', { RoleName })
const simulate = (keys: Keys, source: string, more: Record<string, string> = {}) =>
  iam(keys, 'SimulatePrincipalPolicy', {
    PolicySourceArn: source,
    'ActionNames.member.1': 'sts:AssumeRole',
    'ResourceArns.member.1': TARGET,
    ...more,
  })
const decision = async (source: string, more: Record<string, string> = {}, keys = by('ana')) => {
  const { result, code, message } = await simulate(keys, source, more)
  if (!result) throw new Error(`${code}: ${message}`)
  return result.EvaluationResults.member
}

describe('GetRole', () => {
  test('tells the path, the longest session and the trust policy, which is percent-encoded', async () => {
    const { Role } = (await role(by('ana'), 'reader')).result
    assert.deepEqual(
      [Role.Path, Role.RoleName, Role.Arn, Role.MaxSessionDuration, Role.Tags.member],
      ['/team/', 'Reader', arn('role/team/Reader'), '43200', { Key: 'team', Value: 'red' }],
    )
    assert.match(Role.AssumeRolePolicyDocument, /^[\w.~%-]+$/)
    const trust = JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument))
    assert.deepEqual(trust, people.accounts.get(HOME)?.roles.get('reader')?.trust)
  })
  test('a role of that name is not there', async () => {
    const { status, code, message } = await role(by('ana'), 'Nothing')
    assert.deepEqual([status, code, message], [404, 'NoSuchEntity', 'The role with name Nothing cannot be found.'])
  })
  test('who may not know, does not learn whether it is there', async () => {
    for (const name of ['Reader', 'Nothing']) {
      const { status, code, message } = await role(by('nobody'), name)
      assert.deepEqual([status, code], [403, 'AccessDenied'])
      assert.equal(
        message,
        `User: ${arn('user/nobody')} is not authorized to perform: iam:GetRole on resource: role ${name} because no identity-based policy allows the iam:GetRole action`,
      )
    }
  })
  test('a session may know its own role, and its policy names the role with its path', async () => {
    const session = await assume(aws, by('ana'), arn('role/Plain'))
    assert.equal((await role(session, 'Plain')).result.Role.Arn, arn('role/Plain'))
    assert.equal((await role(session, 'Reader')).code, 'AccessDenied')
  })
})

describe('SimulatePrincipalPolicy', () => {
  test('a user’s and a role’s own policies allow, deny, or do not say', async () => {
    const ana = await decision(arn('user/ana'))
    assert.deepEqual([ana.EvalDecision, ana.MatchedStatements.member.SourcePolicyId], ['allowed', 'Policy1'])
    assert.equal(ana.ResourceSpecificResults.member.EvalResourceName, TARGET)
    assert.equal((await decision(arn('role/Plain'))).EvalDecision, 'allowed')
    assert.equal((await decision(arn('user/nobody'))).EvalDecision, 'implicitDeny')
    assert.equal((await decision(arn('user/told'))).EvalDecision, 'explicitDeny')
    const other = { 'ResourceArns.member.1': arn('role/Other', AWAY) }
    assert.equal((await decision(arn('role/Plain'), other)).EvalDecision, 'implicitDeny')
  })
  test('of several resources the worst counts', async () => {
    const both = await decision(arn('role/Plain'), { 'ResourceArns.member.2': arn('role/Other', AWAY) })
    assert.equal(both.EvalDecision, 'implicitDeny')
    assert.deepEqual(
      both.ResourceSpecificResults.member.map((one: Record<string, string>) => one.EvalResourceDecision),
      ['allowed', 'implicitDeny'],
    )
  })
  test('a boundary and the organization are told apart from the policies', async () => {
    const bound = await decision(arn('role/Bound'))
    assert.equal(bound.EvalDecision, 'implicitDeny')
    assert.equal(bound.PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary, 'false')
    const held = await decision(arn('user/held', AWAY), {}, by('held', AWAY))
    assert.equal(held.EvalDecision, 'implicitDeny')
    assert.equal(held.OrganizationsDecisionDetail.AllowedByOrganizations, 'false')
  })
  test('what a condition asks about has to be brought', async () => {
    const without = await decision(arn('user/coded'))
    assert.deepEqual(
      [without.EvalDecision, without.MissingContextValues.member],
      ['implicitDeny', 'aws:MultiFactorAuthPresent'],
    )
    const entry = {
      'ContextEntries.member.1.ContextKeyName': 'aws:multifactorauthpresent',
      'ContextEntries.member.1.ContextKeyType': 'boolean',
      'ContextEntries.member.1.ContextKeyValues.member.1': 'true',
    }
    const brought = await decision(arn('user/coded'), entry)
    assert.deepEqual([brought.EvalDecision, brought.MissingContextValues], ['allowed', ''])
  })
  test('so has what a variable stands for', async () => {
    const asked = { 'ResourceArns.member.1': arn('role/named-ops', AWAY) }
    const without = await decision(arn('user/named'), asked)
    assert.deepEqual([without.EvalDecision, without.MissingContextValues.member], ['implicitDeny', 'aws:username'])
    const entry = {
      'ContextEntries.member.1.ContextKeyName': 'aws:username',
      'ContextEntries.member.1.ContextKeyType': 'string',
      'ContextEntries.member.1.ContextKeyValues.member.1': 'named',
    }
    assert.equal((await decision(arn('user/named'), { ...asked, ...entry })).EvalDecision, 'allowed')
    assert.equal((await decision(arn('user/named'))).MissingContextValues, '')
  })
  test('a session is no entity, nor is one without its path', async () => {
    const session = `arn:aws:sts::${HOME}:assumed-role/Plain/tester`
    const { status, code, message } = await simulate(by('ana'), session)
    assert.deepEqual([status, code], [400, 'InvalidInput'])
    assert.equal(message, `Invalid Entity Arn: ${session} does not clearly define entity type and name.`)
    assert.equal((await simulate(by('ana'), arn('role/Reader'))).code, 'NoSuchEntity')
  })
  test('who may not', async () => {
    const { code, message } = await simulate(by('nobody'), arn('user/nobody'))
    assert.equal(code, 'AccessDenied')
    assert.match(message ?? '', /on resource: arn:aws:iam::111122223333:user\/nobody because no identity-based policy/)
  })
  test('mistakes', async () => {
    const rows: [Record<string, string>, string][] = [
      [{ PolicySourceArn: 'arn' }, 'ValidationError'],
      [{ 'ActionNames.member.1': 'x' }, 'ValidationError'],
      [{ ResourcePolicy: '{}' }, 'InvalidInput'],
    ]
    for (const [more, code] of rows) assert.equal((await simulate(by('ana'), arn('user/ana'), more)).code, code)
    const none = await iam(by('ana'), 'SimulatePrincipalPolicy', { PolicySourceArn: arn('user/ana') })
    assert.match(none.message ?? '', /Value null at 'actionNames'/)
  })
})

describe('boto3', { skip: 'missing' in tools && tools.missing }, () => {
  let home: Home
  before(async () => {
    home = await Home.make('bin' in tools ? tools.bin : '', { id: 'x', secret: 'x' }, '')
  })
  after(() => home.remove())

  test('reads a role and simulates', async () => {
    const ana = by('ana')
    const ran = await home.run(aws, 'python', ['-c', BOTO3, ana.id, ana.secret, arn('user/coded'), TARGET])
    assert.equal(ran.code, 0, ran.error)
    const { role, none, without, coded } = JSON.parse(ran.out)
    assert.deepEqual(role, ['/team/', 43_200, { AWS: HOME }, [{ Key: 'team', Value: 'red' }]])
    assert.equal(none, 'NoSuchEntity')
    assert.deepEqual(without, ['implicitDeny', ['aws:MultiFactorAuthPresent']])
    assert.deepEqual(coded, ['allowed', []])
  })
})

const BOTO3 = `
import json, sys, boto3
from botocore.exceptions import ClientError

key, secret, source, target = sys.argv[1:5]
iam = boto3.Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name='eu-west-1').client('iam')
found = iam.get_role(RoleName='Reader')['Role']
trust = found['AssumeRolePolicyDocument']['Statement']
trust = trust[0] if isinstance(trust, list) else trust
try:
    iam.get_role(RoleName='Nothing')
except iam.exceptions.NoSuchEntityException as error:
    none = error.response['Error']['Code']

def simulate(entries):
    answer = iam.simulate_principal_policy(
        PolicySourceArn=source, ActionNames=['sts:AssumeRole'], ResourceArns=[target], ContextEntries=entries)
    [result] = answer['EvaluationResults']
    return [result['EvalDecision'], result['MissingContextValues']]

mfa = dict(ContextKeyName='aws:MultiFactorAuthPresent', ContextKeyType='boolean', ContextKeyValues=['true'])
print(json.dumps(dict(
    role=[found['Path'], found['MaxSessionDuration'], trust['Principal'], found['Tags']],
    none=none, without=simulate([]), coded=simulate([mfa]))))
`
