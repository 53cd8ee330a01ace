// AssumeRole's parameters against their limits and patterns, and AWS's words for each mistake.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { call } from './client.ts'
import { type LocalAws, startAws } from './server.ts'
import { rules, table } from './sts/limits.ts'
import { AWAY, DEVICE, HOME, refused, tags, testWorld, toRole } from './sts-scene.ts'
import { type AccessKey, keyOf, trusts } from './world.ts'

test('the local AWS has the limits of the core’s table', () => {
  const plain = Object.entries(rules).map(([place, { min = 0, max = 0 }]) => [place, { min, max }])
  assert.deepEqual(Object.fromEntries(plain), table().limits)
  assert.match(table().version, /^\d+\.\d+\.\d+$/)
})

let aws: LocalAws
let alice: AccessKey
before(async () => {
  aws = await startAws(testWorld())
  alice = keyOf(aws.world, HOME, 'alice')
})
after(() => aws.close())

const invalid = (value: string, place: string, constraint: string) =>
  `1 validation error detected: Value '${value}' at '${place}' failed to satisfy constraint: ${constraint}`
const short = (n: number) => `Member must have length greater than or equal to ${n}`
const long = (n: number) => `Member must have length less than or equal to ${n}`
const pattern = (text: string) => `Member must satisfy regular expression pattern: ${text}`
const NAME = pattern('[\\w+=,.@-]*')
const TAG = pattern('[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+')
const EXTERNAL = pattern('[\\w+=,.@:\\/-]*')
const NO_VALUE =
  "1 validation error detected: Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null"

function manyTags(count: number, value = () => ''): Record<string, string> {
  return tags(Object.fromEntries(Array.from({ length: count }, (_, at) => [`key${at}`, value()])))
}
/** Text that does not compress. */
const noise = () => randomBytes(180).toString('base64')

const a65 = 'a'.repeat(65)
const a257 = 'a'.repeat(257)
const a1225 = 'a'.repeat(1225)
const user = `arn:aws:iam::${HOME}:user/alice`
const foreign = { 'PolicyArns.member.1.arn': `arn:aws:iam::${AWAY}:policy/Narrow` }
const eleven = Array.from({ length: 11 }, (_, at) => [
  `PolicyArns.member.${at + 1}.arn`,
  `arn:aws:iam::${HOME}:policy/Narrow`,
])
const twice = { ...tags({ Team: 'a' }), 'Tags.member.2.Key': 'team', 'Tags.member.2.Value': 'b' }
const context = {
  'ProvidedContexts.member.1.ProviderArn': 'arn:aws:iam::aws:contextProvider/x',
  'ProvidedContexts.member.1.ContextAssertion': 'abcd',
}
const NOT_TAGGED = 'The specified transitive tag key must be included in the requested tags.'

type Mistake = [what: string, parameters: Record<string, string | number>, message: string | RegExp, code?: string]
const mistakes: Mistake[] = [
  ['a session name with a colon', { RoleSessionName: 'a:b' }, invalid('a:b', 'roleSessionName', NAME)],
  ['a session name beyond ASCII', { RoleSessionName: 'zoë' }, invalid('zoë', 'roleSessionName', NAME)],
  ['a session name of one letter', { RoleSessionName: 'a' }, invalid('a', 'roleSessionName', short(2))],
  ['a session name of 65 letters', { RoleSessionName: a65 }, invalid(a65, 'roleSessionName', long(64))],
  ['a source identity of 257 letters', { SourceIdentity: a257 }, invalid(a257, 'sourceIdentity', long(256))],
  [
    'two mistakes',
    { RoleSessionName: 'a', ExternalId: 'b' },
    /^2 validation errors detected: Value 'a' at .*; Value 'b' at /,
  ],
  ['a short ARN', { RoleArn: 'arn:aws:iam' }, invalid('arn:aws:iam', 'roleArn', short(20))],
  ['an ARN of a user', { RoleArn: user }, 'Request ARN is invalid'],
  ['no ARN, but long enough', { RoleArn: 'not an arn, but long enough' }, 'Request ARN is invalid'],
  [
    '899 seconds',
    { DurationSeconds: 899 },
    invalid('899', 'durationSeconds', 'Member must have value greater than or equal to 900'),
  ],
  [
    '43201 seconds',
    { DurationSeconds: 43_201 },
    invalid('43201', 'durationSeconds', 'Member must have value less than or equal to 43200'),
  ],
  ['an hour in words', { DurationSeconds: 'an hour' }, /Integer/, 'MalformedInput'],
  ['an external id with a space', { ExternalId: 'a b' }, invalid('a b', 'externalId', EXTERNAL)],
  ['an external id of 1225 letters', { ExternalId: a1225 }, invalid(a1225, 'externalId', long(1224))],
  ['an empty MFA code', { SerialNumber: DEVICE, TokenCode: '' }, invalid('', 'tokenCode', short(6))],
  [
    'an MFA code in letters',
    { SerialNumber: DEVICE, TokenCode: 'abcdef' },
    invalid('abcdef', 'tokenCode', pattern('[\\d]*')),
  ],
  ['a tag key that is not allowed', tags({ 'a!': '' }), invalid('a!', 'tags.1.member.key', TAG)],
  ['a tag without a value', { 'Tags.member.1.Key': 'a' }, NO_VALUE],
  ['51 tags', manyTags(51), invalid('[…]', 'tags', long(50))],
  ['members with a gap', { 'TransitiveTagKeys.member.2': 'a' }, /TransitiveTagKeys/, 'MalformedInput'],
  ['the same tag twice', twice, /Duplicate tag keys/, 'InvalidParameterValue'],
  ['a tag of AWS', tags({ 'aws:x': 'a' }), /aws:/, 'InvalidParameterValue'],
  ['a transitive key that is no tag', { 'TransitiveTagKeys.member.1': 'a' }, NOT_TAGGED, 'InvalidParameterValue'],
  ['a policy that is no JSON', { Policy: '{' }, /Json/, 'MalformedPolicyDocument'],
  ['a policy with a principal', { Policy: JSON.stringify(trusts('*')) }, /principal/, 'MalformedPolicyDocument'],
  ['a policy of 2049 letters', { Policy: ' '.repeat(2049) }, /at 'policy' .* less than or equal to 2048/],
  ['a managed policy of another account', foreign, /not valid/],
  ['eleven managed policies', Object.fromEntries(eleven), invalid('[…]', 'policyArns', long(10))],
  [
    'tags that do not pack',
    manyTags(50, noise),
    /^Packed size of session tags consumes \d{3}% of allotted space\.$/,
    'PackedPolicyTooLarge',
  ],
  ['a source identity of one letter', { SourceIdentity: 'a' }, invalid('a', 'sourceIdentity', short(2))],
  ['a context that nobody provided', context, /context/],
]
for (const [what, parameters, message, code = 'ValidationError'] of mistakes)
  test(what, () => refused(aws, alice, [what, { ...toRole('Open'), ...parameters }, 400, code, message]))

test('no session name', () => {
  const { RoleArn } = toRole('Open')
  const message =
    "1 validation error detected: Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null"
  return refused(aws, alice, ['', { RoleArn }, 400, 'ValidationError', message])
})

test('the longest of everything is accepted', async () => {
  const answer = await call(aws, alice, 'AssumeRole', {
    ...toRole('Open', { RoleSessionName: a65.slice(1), ExternalId: a1225.slice(1), DurationSeconds: 43_200 }),
    ...tags({ 'Tëam: 1/2=+-@': '' }),
    MinimumSessionTokenSize: 4096,
  })
  assert.equal(answer.status, 200, answer.body)
  assert.ok(answer.result.Credentials.SessionToken.length >= 4096)
  assert.ok(Number(answer.result.PackedPolicySize) > 0)
})
