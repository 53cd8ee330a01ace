// Plays a published refusal: the same chain and source through the real wasm, with that answer of AWS.

import type { Chain, Credentials, Failure } from 'rolerelay-core'
import { core, failureOf, KEYS, rest, withAws } from '../core.ts'
import { type Published, role } from './published.ts'

const SESSION: Credentials = {
  accessKeyId: 'ASIAQAAAAAAAGMKEM7X5',
  secretAccessKey: 'Hush/s3ss1on',
  sessionToken: `IQoJ${'Hush'.repeat(80)}==`,
}

/** What it is that was asked: the refused hop is the last. */
export function chainOf({
  by,
  caller = '',
  role: asked = role('target'),
  sends,
  region,
  sessionDuration,
}: Published): Chain {
  const [, partition, account, name] = /^arn:([\w-]+):sts::(\d+):assumed-role\/([^/]+)/.exec(caller) ?? []
  const before = by === 'hop' ? [{ roleArn: role(name ?? '', account, partition) }] : []
  return {
    ...{ id: 'c', name: 'As published', sourceId: 's', hops: [...before, { roleArn: asked, ...sends }] },
    ...(region && { region }),
    ...(sessionDuration && { sessionDuration }),
  }
}

export async function played(refusal: Published): Promise<Failure> {
  const { by, caller, operation = 'AssumeRole', role: asked, sends } = refusal
  const chain = chainOf(refusal)
  const { sessionToken: _, ...tokenless } = SESSION
  const base = { session: SESSION, tokenless, key: KEYS, hop: KEYS }[by]
  const { signal } = new AbortController()
  const options = { user: 'ana', ...(sends?.mfaSerial && { tokenCode: '123456' }) }
  const work = {
    AssumeRole: () => core.walk(chain, base, options, signal, () => {}),
    GetSessionToken: () => rest.getSessionToken(base, 'us-east-1', DEVICE, '123456', signal),
    GetCallerIdentity: () => rest.getCallerIdentity(base, 'aws', signal),
    getSigninToken: () => core.open(chain, base, options, undefined, false, signal, () => {}),
  }[operation]
  // A role may stand twice in the chain: the last is the one.
  let before = chain.hops.filter(({ roleArn }) => roleArn === asked).length - 1
  const answer = (body: string, path: string, number: number) => {
    const form = new URLSearchParams(body)
    const action = path === '/federation' ? 'getSigninToken' : form.get('Action')
    if (action === operation && (action !== 'AssumeRole' || (form.get('RoleArn') === asked && before-- <= 0)))
      return refused(refusal, number)
    return action === 'GetCallerIdentity' && caller ? identity(caller) : undefined
  }
  const run = () => failureOf(work)
  for (const module of [core, rest]) module.setClockSkew(0)
  const { result } = await withAws((request, number) => {
    const { pathname } = new URL(request.url)
    return request
      .clone()
      .text()
      .then((body) => answer(body, pathname, number)) as never
  }, run)
  return result
}

const DEVICE = 'arn:aws:iam::210987654321:mfa/ana'

function identity(arn: string): Response {
  const [, , , , account] = arn.split(':')
  const result = `<GetCallerIdentityResult><Arn>${arn}</Arn><UserId>A</UserId><Account>${account}</Account></GetCallerIdentityResult>`
  return new Response(`<GetCallerIdentityResponse>${result}</GetCallerIdentityResponse>`)
}

function refused({ status, code, says }: Published, number: number): Response {
  const escaped = says.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const body = code
    ? `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped}</Message></Error><RequestId>r-${number}</RequestId></ErrorResponse>`
    : `<html><body><h1>${escaped}</h1></body></html>`
  return new Response(body, { status, headers: { 'content-type': code ? 'text/xml' : 'text/html' } })
}
