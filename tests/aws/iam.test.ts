// Policies against requests, in tables: who may assume a role, and what AWS says to who may not.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Caller } from './caller.ts'
import { conditionsHold } from './iam/conditions.ts'
import { type Asked, contextOf } from './iam/context.ts'
import { refusal } from './iam/evaluate.ts'
import { fits } from './iam/pattern.ts'
import type { Policy, Statement } from './iam/policy.ts'
import { allows, policy, type RoleOptions, roleByArn, trusts, type UserOptions, world } from './world.ts'

const HOME = '111111111111'
const AWAY = '222222222222'
const ALICE = `arn:aws:iam::${HOME}:user/team/alice`
const LEAD = `arn:aws:iam::${HOME}:role/ops/Lead`
const SESSION = `arn:aws:sts::${HOME}:assumed-role/Lead/me`
const ALL = allows('*')

interface Case {
  trust: Policy
  /** The caller's own policies. */
  own?: Policy[]
  boundary?: Policy
  scps?: Policy[]
  session?: Policy[]
  as?: 'alice' | 'lead'
  to?: typeof HOME | typeof AWAY
  asked?: Partial<Asked>
  action?: string
}

function decide({ trust, own = [], boundary, scps = [], session, as = 'alice', to = HOME, asked, action }: Case) {
  const more: Omit<UserOptions & RoleOptions, 'trust'> = { policies: own, ...(boundary && { boundary }) }
  const built = world()
    .account(HOME, { scps })
    .user('alice', { path: '/team/', ...more })
    .role('Lead', { path: '/ops/', trust: ALL, ...more })
    .account(AWAY)
    .account(to)
    .role('Target', { trust })
  const account = built.accounts.get(HOME)
  const target = roleByArn(built, `arn:aws:iam::${to}:role/Target`)
  const user = account?.users.get('alice')
  const lead = account?.roles.get('lead')
  assert.ok(account && target && user && lead)
  const caller: Caller =
    as === 'alice'
      ? { account, arn: ALICE, userId: user.id, principalArn: ALICE, identity: user }
      : {
          account,
          arn: SESSION,
          userId: `${lead.id}:me`,
          principalArn: LEAD,
          identity: lead,
          session: {
            ...{ kind: 'role', keyId: '', secret: '', token: '', account: HOME, principalArn: LEAD, arn: SESSION },
            ...{ userId: `${lead.id}:me`, name: 'me', issuedAt: 0, expiresAt: 1, fromLongTermKey: true, global: false },
            ...{ policies: session ?? [], tags: {}, transitiveKeys: [] },
          },
        }
  const context = contextOf(caller, {
    ...{ target, region: 'us-east-1', now: Date.parse('2026-06-01T12:00:00Z'), sessionName: 'me' },
    ...{ tags: {}, transitiveKeys: [] },
    ...asked,
  })
  return refusal({ caller, action: action ?? 'sts:AssumeRole', target, context })
}

/** A policy variable: not a template of JavaScript's. */
const variable = (name: string): string => `$\u007b${name}}`

const ALLOWED = undefined
const who = (caller: string, to: string) =>
  `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${to}:role/Target`
const no = (kind: string) => `${who(ALICE, HOME)} because no ${kind} allows the sts:AssumeRole action`
const deny = (kind: string) => `${who(ALICE, HOME)} with an explicit deny in ${kind}`
const denying = (more: Partial<Statement> = {}): Policy =>
  policy({ Effect: 'Deny', Action: 'sts:*', Resource: '*', ...more })

const cases: [string, Case, string | undefined][] = [
  // Within the account
  ['the trust policy names the user', { trust: trusts(ALICE) }, ALLOWED],
  [
    'the trust policy names the user without its path',
    { trust: trusts(ALICE.replace('team/', '')) },
    no('role trust policy'),
  ],
  ['the trust policy names another case', { trust: trusts(ALICE.replace('alice', 'Alice')) }, no('role trust policy')],
  ['the trust policy names everyone', { trust: trusts('*') }, ALLOWED],
  [
    'a deleted principal in the trust policy',
    { trust: trusts('AIDAEXAMPLEEXAMPLEEXA'), own: [ALL] },
    no('role trust policy'),
  ],
  ['root delegates, the user has the permission', { trust: trusts(`arn:aws:iam::${HOME}:root`), own: [ALL] }, ALLOWED],
  ['the account number delegates as well', { trust: trusts(HOME), own: [ALL] }, ALLOWED],
  ['root delegates, the user has no permission', { trust: trusts(HOME) }, no('identity-based policy')],
  ['root of another partition', { trust: trusts(`arn:aws-cn:iam::${HOME}:root`), own: [ALL] }, no('role trust policy')],
  [
    'the permission is for another action',
    { trust: trusts(HOME), own: [allows('*', 'sts:TagSession')] },
    no('identity-based policy'),
  ],
  ['actions ignore case and know wildcards', { trust: trusts(HOME), own: [allows('*', 'STS:assume*')] }, ALLOWED],
  [
    'the permission is for another role',
    { trust: trusts(HOME), own: [allows(`arn:aws:iam::${HOME}:role/Other`)] },
    no('identity-based policy'),
  ],
  ['resources know wildcards', { trust: trusts(HOME), own: [allows('arn:aws:iam::*:role/T?rget')] }, ALLOWED],
  [
    'NotAction',
    { trust: trusts(HOME), own: [policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })] },
    ALLOWED,
  ],
  [
    'NotResource',
    { trust: trusts(HOME), own: [policy({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam::*:role/Target' })] },
    no('identity-based policy'),
  ],
  [
    'another action in the trust policy',
    { trust: trusts(ALICE, undefined, 'sts:TagSession') },
    no('role trust policy'),
  ],
  [
    'a trust policy that denies',
    { trust: policy(...many(trusts(ALICE)), { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }) },
    deny('the role trust policy'),
  ],
  [
    'NotPrincipal with Deny spares the one it names',
    { trust: policy(...many(trusts(ALICE)), { Effect: 'Deny', NotPrincipal: { AWS: ALICE }, Action: '*' }) },
    ALLOWED,
  ],
  ['an identity policy that denies', { trust: trusts(ALICE), own: [denying()] }, deny('an identity-based policy')],
  ['a boundary that denies', { trust: trusts(ALICE), boundary: denying() }, deny('a permissions boundary')],
  [
    'a boundary that allows nothing does not limit a user who is named',
    { trust: trusts(ALICE), boundary: allows('*', 's3:*') },
    ALLOWED,
  ],
  [
    'a boundary that allows nothing limits who has it from the account',
    { trust: trusts(HOME), own: [ALL], boundary: allows('*', 's3:*') },
    no('permissions boundary'),
  ],
  [
    'a service control policy that denies',
    { trust: trusts(ALICE), scps: [allows('*', '*'), denying()] },
    deny('a service control policy'),
  ],
  [
    'a service control policy that does not allow',
    { trust: trusts(ALICE), scps: [allows('*', '*'), allows('*', 's3:*')] },
    no('service control policy'),
  ],

  // A role session
  ['the trust policy names the role with its path', { trust: trusts(LEAD), as: 'lead' }, ALLOWED],
  ['the trust policy names the session', { trust: trusts(SESSION), as: 'lead' }, ALLOWED],
  [
    'a session policy limits who is named by role',
    { trust: trusts(LEAD), as: 'lead', session: [allows('*', 's3:*')] },
    `${who(SESSION, HOME)} because no session policy allows the sts:AssumeRole action`,
  ],
  [
    'a session policy does not limit who is named by session',
    { trust: trusts(SESSION), as: 'lead', session: [allows('*', 's3:*')] },
    ALLOWED,
  ],
  ['session policies add up', { trust: trusts(LEAD), as: 'lead', session: [allows('*', 's3:*'), ALL] }, ALLOWED],
  [
    'a session policy that denies',
    { trust: trusts(SESSION), as: 'lead', session: [ALL, denying()] },
    `${who(SESSION, HOME)} with an explicit deny in a session policy`,
  ],
  [
    'handing on a source identity needs the own permission too',
    { trust: trusts(LEAD, undefined, 'sts:*'), as: 'lead', action: 'sts:SetSourceIdentity' },
    `${who(SESSION, HOME).replace('sts:AssumeRole', 'sts:SetSourceIdentity')} because no identity-based policy allows the sts:SetSourceIdentity action`,
  ],
  [
    'setting one does not, for a user who is named',
    { trust: trusts(ALICE, undefined, 'sts:*'), action: 'sts:SetSourceIdentity' },
    ALLOWED,
  ],

  // Across accounts: both sides, and no reason given
  ['both sides allow', { trust: trusts(ALICE), own: [ALL], to: AWAY }, ALLOWED],
  ['both sides allow, by account', { trust: trusts(HOME), own: [ALL], to: AWAY }, ALLOWED],
  ['only the trust policy allows', { trust: trusts(ALICE), to: AWAY }, who(ALICE, AWAY)],
  ['only the identity policy allows', { trust: trusts(AWAY), own: [ALL], to: AWAY }, who(ALICE, AWAY)],
  [
    'an explicit deny is not told across accounts',
    { trust: trusts(ALICE), own: [ALL, denying()], to: AWAY },
    who(ALICE, AWAY),
  ],
  [
    'a boundary counts across accounts even for who is named',
    { trust: trusts(ALICE), own: [ALL], boundary: allows('*', 's3:*'), to: AWAY },
    who(ALICE, AWAY),
  ],
]

function many({ Statement: statements }: Policy): Statement[] {
  return Array.isArray(statements) ? statements : [statements]
}

describe('who may assume a role', () => {
  for (const [what, request, expected] of cases) test(what, () => assert.equal(decide(request), expected))
})

const conditional: [string, NonNullable<Statement['Condition']>, Partial<Asked>, boolean][] = [
  ['the external id', { StringEquals: { 'sts:ExternalId': 'abc' } }, { externalId: 'abc' }, true],
  ['one of several external ids', { StringEquals: { 'sts:ExternalId': ['abc', 'def'] } }, { externalId: 'def' }, true],
  ['a wrong external id', { StringEquals: { 'sts:ExternalId': 'abc' } }, { externalId: 'Abc' }, false],
  ['no external id', { StringEquals: { 'sts:ExternalId': 'abc' } }, {}, false],
  [
    'MFA that was given',
    { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    { mfaAt: Date.parse('2026-06-01T12:00:00Z') },
    true,
  ],
  ['MFA that was not', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, {}, false],
  ['MFA if there is word of it', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }, {}, true],
  [
    'the age of MFA',
    { NumericLessThan: { 'aws:MultiFactorAuthAge': 300 } },
    { mfaAt: Date.parse('2026-06-01T11:58:00Z') },
    true,
  ],
  [
    'MFA that is too old',
    { NumericLessThan: { 'aws:MultiFactorAuthAge': 300 } },
    { mfaAt: Date.parse('2026-06-01T11:00:00Z') },
    false,
  ],
  [
    'the session name, by variable',
    { StringEquals: { 'sts:RoleSessionName': variable('aws:username') } },
    { sessionName: 'alice' },
    true,
  ],
  [
    'another session name',
    { StringEquals: { 'sts:RoleSessionName': variable('aws:username') } },
    { sessionName: 'bob' },
    false,
  ],
  ['the caller by pattern', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/team/*' } }, {}, true],
  ['another caller', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/team/*' } }, {}, false],
  ['the account', { StringEquals: { 'aws:PrincipalAccount': HOME } }, {}, true],
  ['a tag that is asked for', { StringEquals: { 'aws:RequestTag/team': 'red' } }, { tags: { team: 'red' } }, true],
  [
    'only these tags',
    { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } },
    { tags: { team: 'red', more: '' } },
    false,
  ],
  [
    'transitive tags',
    { 'ForAllValues:StringEquals': { 'sts:TransitiveTagKeys': ['team'] } },
    { transitiveKeys: ['team'] },
    true,
  ],
  ['a source identity', { StringLike: { 'sts:SourceIdentity': 'al*' } }, { sourceIdentity: 'alice' }, true],
  ['the region', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, {}, true],
  ['the hour', { DateGreaterThan: { 'aws:CurrentTime': '2026-06-01T13:00:00Z' } }, {}, false],
]
describe('conditions of a trust policy', () => {
  for (const [what, condition, asked, expected] of conditional)
    test(what, () => assert.equal(decide({ trust: trusts(ALICE, condition), asked }) === undefined, expected))
})

const context = new Map([
  ['one', ['a']],
  ['several', ['a', 'b']],
  ['number', ['5']],
  ['ip', ['203.0.113.9']],
  ['date', ['2026-06-01T12:00:00Z']],
  ['arn', ['arn:aws:iam::111111111111:role/a/b']],
])
const operators: [NonNullable<Statement['Condition']>, boolean][] = [
  [{ StringEquals: { one: 'a' } }, true],
  [{ StringEquals: { One: 'a' } }, true],
  [{ StringEquals: { one: 'A' } }, false],
  [{ StringEqualsIgnoreCase: { one: 'A' } }, true],
  [{ StringNotEquals: { one: ['b', 'c'] } }, true],
  [{ StringNotEquals: { one: ['a', 'c'] } }, false],
  [{ StringNotEquals: { absent: 'a' } }, true],
  [{ StringLike: { one: '?' } }, true],
  [{ StringNotLike: { one: '?' } }, false],
  [{ StringEquals: { absent: 'a' } }, false],
  [{ StringEqualsIfExists: { absent: 'a' } }, true],
  [{ Null: { absent: 'true' } }, true],
  [{ Null: { one: 'true' } }, false],
  [{ Null: { one: 'false' } }, true],
  [{ 'ForAnyValue:StringEquals': { several: 'b' } }, true],
  [{ 'ForAnyValue:StringEquals': { absent: 'b' } }, false],
  [{ 'ForAllValues:StringEquals': { several: 'b' } }, false],
  [{ 'ForAllValues:StringEquals': { several: ['a', 'b', 'c'] } }, true],
  [{ 'ForAllValues:StringEquals': { absent: 'b' } }, true],
  [{ 'ForAllValues:StringNotEquals': { several: 'c' } }, true],
  [{ NumericEquals: { number: 5 } }, true],
  [{ NumericNotEquals: { number: 5 } }, false],
  [{ NumericGreaterThanEquals: { number: 5 } }, true],
  [{ NumericGreaterThan: { number: 5 } }, false],
  [{ NumericLessThanEquals: { number: 4 } }, false],
  [{ DateLessThan: { date: '2027-01-01T00:00:00Z' } }, true],
  [{ DateGreaterThan: { date: '1800000000' } }, false],
  [{ IpAddress: { ip: '203.0.113.0/24' } }, true],
  [{ IpAddress: { ip: ['198.51.100.1', '203.0.113.9'] } }, true],
  [{ NotIpAddress: { ip: '203.0.113.0/24' } }, false],
  [{ ArnLike: { arn: 'arn:aws:iam::*:role/a/*' } }, true],
  [{ ArnLike: { arn: 'arn:aws:*' } }, false],
  [{ ArnEquals: { arn: 'arn:aws:iam::111111111111:role/a/b' } }, true],
  [{ StringEquals: { one: 'a' }, NumericEquals: { number: 6 } }, false],
]
describe('condition operators', () => {
  for (const [condition, expected] of operators)
    test(JSON.stringify(condition), () => assert.equal(conditionsHold(condition, context), expected))
  test('an operator that IAM does not have', () => {
    assert.throws(() => conditionsHold({ StringMatches: { one: 'a' } }, context))
  })
})

test('patterns take everything but * and ? as it is', () => {
  const rows: [string, string, boolean][] = [
    ['a.c', 'abc', false],
    ['a*c', 'abbc', true],
    ['a?c', 'ac', false],
    ['(a|b)', 'a', false],
    ['a*', 'a\nb', true],
    [`${variable('one')}*`, 'ab', true],
    [variable('absent'), '', false],
    [variable("absent, 'b'"), 'b', true],
    [variable('*'), 'x', false],
    [variable('*'), '*', true],
  ]
  for (const [pattern, text, expected] of rows) assert.equal(fits(pattern, text, context), expected, pattern)
})
