// AssumeRoleWithSAML and AssumeRoleWithWebIdentity, to which nobody signs: what is forged, late, or for somebody else is refused.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fetchRaw } from './client.ts'
import { Clock } from './clock.ts'
import { assertion, forgersKey, token } from './idp.ts'
import { accounts, bySaml, byToken, samlRoles, sampleWorld } from './sample.ts'
import { type LocalAws, startAws } from './server.ts'

const NOW = Date.UTC(2026, 10, 29)
let aws: LocalAws
before(async () => {
  aws = await startAws(sampleWorld(), { clock: new Clock(() => NOW) })
})
after(() => aws.close())

async function ask(parameters: Record<string, string>, host = 'sts.us-east-1.amazonaws.com') {
  const reply = await fetchRaw(aws, {
    method: 'POST',
    host,
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams({ Version: '2011-06-15', ...parameters })),
  })
  const part = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(reply.body)?.[1]
  return { status: reply.status, code: part('Code'), message: part('Message'), arn: part('Arn') }
}

const saml = (text: string, more: Record<string, string> = {}, host?: string) =>
  ask(
    {
      Action: 'AssumeRoleWithSAML',
      RoleArn: bySaml.roleArn,
      PrincipalArn: bySaml.providerArn,
      SAMLAssertion: text,
      ...more,
    },
    host,
  )
const web = (text: string, more: Record<string, string> = {}) =>
  ask({
    Action: 'AssumeRoleWithWebIdentity',
    RoleArn: byToken,
    RoleSessionName: 'ana',
    WebIdentityToken: text,
    ...more,
  })

const good = { roles: samlRoles, now: NOW }

test('whom the provider vouches for is given a session of the role', async () => {
  assert.deepEqual(await saml(assertion(good)), {
    status: 200,
    code: undefined,
    message: undefined,
    arn: `arn:aws:sts::${accounts.hub}:assumed-role/SamlStart/ana`,
  })
  const { status, arn } = await web(token({ now: NOW }))
  assert.deepEqual([status, arn], [200, `arn:aws:sts::${accounts.hub}:assumed-role/TokenStart/ana`])
  assert.equal((await saml(assertion(good), { DurationSeconds: '7200' })).status, 200)
})

const flipped = (text: string, from: string, to: string) =>
  Buffer.from(Buffer.from(text, 'base64').toString().replaceAll(from, to)).toString('base64')
const refusals: [what: string, text: string, code: string, message: RegExp, more?: Record<string, string>][] = [
  ['forged', assertion({ ...good, key: forgersKey }), 'InvalidIdentityToken', /signature invalid/],
  ['changed', flipped(assertion(good), '>ana<', '>eve<'), 'InvalidIdentityToken', /signature invalid/],
  ['unsigned', flipped(assertion(good), 'ds:Signature', 'ds:Other'), 'InvalidIdentityToken', /signature invalid/],
  ['of another issuer', assertion({ ...good, issuer: 'https://x' }), 'InvalidIdentityToken', /Issuer not present/],
  ['for another audience', assertion({ ...good, audience: 'urn:x' }), 'InvalidIdentityToken', /audience/],
  ['for another recipient', assertion({ ...good, recipient: 'https://x/saml' }), 'AccessDenied', /Not authorized/],
  ['late', assertion({ ...good, now: NOW - 300_000 }), 'ExpiredTokenException', /within 5 minutes/],
  ['early', assertion({ ...good, now: NOW + 120_000 }), 'ExpiredTokenException', /within 5 minutes/],
  [
    'of other roles',
    assertion({ ...good, roles: samlRoles.slice(1) }),
    'AccessDenied',
    /^Not authorized to perform sts:AssumeRoleWithSAML$/,
  ],
  ['without a name', assertion({ ...good, name: '' }), 'InvalidIdentityToken', /RoleSessionName is required/],
  ['no base64', 'a b!', 'InvalidIdentityToken', /base64/],
  [
    'of no provider',
    assertion(good),
    'InvalidIdentityToken',
    /doesn't exist/,
    { PrincipalArn: `${bySaml.providerArn}X` },
  ],
  ['for too long', assertion(good), 'ValidationError', /MaxSessionDuration/, { DurationSeconds: '7201' }],
  ['too long', 'x'.repeat(100_001), 'ValidationError', /less than or equal to 100000/],
]
for (const [what, text, code, message, more] of refusals) {
  test(`an assertion ${what} is refused`, async () => {
    const answer = await saml(text, more)
    assert.equal(answer.code, code, answer.message)
    assert.match(answer.message ?? '', message)
  })
}

test('an assertion counts in the partition of its role alone', async () => {
  const answer = await saml(assertion(good), {}, 'sts.us-gov-west-1.amazonaws.com')
  assert.equal(answer.code, 'AccessDenied', answer.message)
})

const tokens: [what: string, text: string, code: string, message: RegExp][] = [
  ['forged', token({ now: NOW, key: forgersKey }), 'InvalidIdentityToken', /signature/],
  ['of another issuer', token({ now: NOW, issuer: 'https://x' }), 'InvalidIdentityToken', /No OpenIDConnect provider/],
  ['for another audience', token({ now: NOW, audience: 'x' }), 'InvalidIdentityToken', /Incorrect token audience/],
  ['late', token({ now: NOW - 300_000 }), 'ExpiredTokenException', /Token expired/],
  ['none at all', 'abcd', 'InvalidIdentityToken', /not a valid JWT/],
]
for (const [what, text, code, message] of tokens) {
  test(`a token ${what} is refused`, async () => {
    const answer = await web(text)
    assert.equal(answer.code, code, answer.message)
    assert.match(answer.message ?? '', message)
  })
}

test('a role that does not trust the token’s provider is not given', async () => {
  const answer = await web(token({ now: NOW }), { RoleArn: bySaml.roleArn })
  assert.equal(answer.code, 'AccessDenied')
  assert.equal(answer.message, 'Not authorized to perform sts:AssumeRoleWithWebIdentity')
})
