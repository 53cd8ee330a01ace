// Plays a published refusal: the same chain and source through the real wasm, with that answer of AWS.

import type { Chain, Credentials, Failure } from 'rolerelay-core'
import { core, failureOf, KEYS, withAws } from '../core.ts'
import { type Published, role } from './published.ts'

const SESSION: Credentials = {
  accessKeyId: 'ASIAQAAAAAAAGMKEM7X5',
  secretAccessKey: 'Hush/s3ss1on',
  sessionToken: 'Hush==',
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
  const { by, operation = 'AssumeRole', role: asked, sends } = refusal
  const chain = chainOf(refusal)
  const base = by === 'session' ? SESSION : KEYS
  const { signal } = new AbortController()
  const options = { user: 'ana', ...(sends?.mfaSerial && { tokenCode: '123456' }) }
  const work = {
    AssumeRole: () => core.walk(chain, base, options, signal, () => {}),
    GetSessionToken: () => core.getSessionToken(base, 'us-east-1', DEVICE, '123456', signal),
    GetCallerIdentity: () => core.getCallerIdentity(base, 'aws', signal),
    getSigninToken: () => core.open(chain, base, options, undefined, false, signal, () => {}),
  }[operation]
  const answer = (body: string, path: string) => {
    const form = new URLSearchParams(body)
    const isIt = operation === 'getSigninToken' ? path === '/federation' : form.get('Action') === operation
    return isIt && (operation !== 'AssumeRole' || form.get('RoleArn') === asked)
  }
  const run = () => failureOf(work)
  core.setClockSkew(0)
  const { result } = await withAws((request, number) => {
    const { pathname } = new URL(request.url)
    return request
      .clone()
      .text()
      .then((body) => (answer(body, pathname) ? refused(refusal, number) : undefined)) as never
  }, run)
  return result
}

const DEVICE = 'arn:aws:iam::210987654321:mfa/ana'

function refused({ status, code, says }: Published, number: number): Response {
  const escaped = says.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const body = code
    ? `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped}</Message></Error><RequestId>r-${number}</RequestId></ErrorResponse>`
    : `<html><body><h1>${escaped}</h1></body></html>`
  return new Response(body, { status, headers: { 'content-type': code ? 'text/xml' : 'text/html' } })
}
