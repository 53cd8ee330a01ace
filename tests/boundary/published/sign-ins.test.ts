// What people published of sign-ins that AWS refused, played through the real wasm: the sentence says what they found, and what to do.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SourceKind } from 'rolerelay-core'
import { assertion, issuer, token } from '../../aws/idp.ts'
import { core, failureOf, KEYS, rest, withAws } from '../core.ts'
import { AWAY, HOME, role } from './published.ts'
import { SIGN_INS, type SignIn } from './sign-ins.ts'

const TARGET = role('target')
const PROVIDER = `arn:aws:iam::${AWAY}:saml-provider/Corp`
const PORTAL = { startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' }

function asked(operation: SignIn['operation'], signal: AbortSignal): Promise<unknown> {
  const now = Date.now()
  if (operation === 'GetRoleCredentials')
    return core.permissionSetCredentials({ portal: PORTAL, accountId: AWAY, roleName: 'Operator' }, 'token', signal)
  if (operation === 'GetSessionToken') {
    const session = { ...KEYS, accessKeyId: 'ASIAQAAAAAAAGMKEM7X5', sessionToken: 'Hush==' }
    return rest.getSessionToken(session, 'us-east-1', `arn:aws:iam::${HOME}:mfa/ana`, '123456', signal)
  }
  const saml = operation === 'AssumeRoleWithSAML'
  const kind: SourceKind = saml
    ? { kind: 'saml', roleArn: TARGET, provider: PROVIDER }
    : { kind: 'web-identity', roleArn: TARGET, provider: issuer }
  const text = saml ? assertion({ roles: [`${TARGET},${PROVIDER}`], now }) : token({ now })
  return rest.federatedCredentials(kind, text, signal)
}

function answer({ operation, status, code, says }: SignIn): Response {
  if (operation === 'GetRoleCredentials')
    return Response.json({ message: says }, { status, headers: { 'x-amzn-errortype': code } })
  const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${says}</Message></Error><RequestId>r</RequestId></ErrorResponse>`
  return new Response(body, { status, headers: { 'content-type': 'text/xml' } })
}

test('each is another report', () => {
  assert.equal(new Set(SIGN_INS.map(({ source }) => source)).size, SIGN_INS.length)
})

for (const refusal of SIGN_INS)
  test(`${refusal.source}: ${refusal.says}`, async () => {
    const { signal } = new AbortController()
    const { result, asked: requests } = await withAws(
      () => answer(refusal),
      () => failureOf(() => asked(refusal.operation, signal)),
    )
    assert.equal(requests.length > 0, refusal.operation !== 'GetSessionToken')
    assert.equal(result.kind, refusal.kind, result.message)
    for (const words of refusal.tells) assert.ok(result.message.includes(words), result.message)
  })
