// AWS Sign-In's OAuth service on the wire: JSON both ways, refusals as the exceptions of its model.

import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { Reply, Request } from '../http.ts'
import type { ConsoleLogin } from '../state.ts'

type Code =
  | 'TOKEN_EXPIRED'
  | 'AUTHCODE_EXPIRED'
  | 'USER_CREDENTIALS_CHANGED'
  | 'INSUFFICIENT_PERMISSIONS'
  | 'INVALID_REQUEST'

class SigninError extends Error {
  constructor(
    readonly code: Code | 'server_error',
    message: string,
  ) {
    super(message)
  }
}

export const signinError = (code: Code, message: string): SigninError => new SigninError(code, message)

/** What the service answers, its refusals too. */
export function answered(now: number, answer: () => { body: object; caller?: string }): Reply {
  try {
    const { body, caller } = answer()
    return { ...json(200, body, now), ...(caller !== undefined && { caller }) }
  } catch (thrown) {
    const { code, message } = asSigninError(thrown)
    const [exception, status] =
      code === 'server_error'
        ? (['InternalServerException', 500] as const)
        : code === 'INVALID_REQUEST'
          ? (['ValidationException', 400] as const)
          : (['AccessDeniedException', 400] as const)
    const reply = json(status, { error: code, message }, now)
    return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': exception }, error: code }
  }
}

/** A defect of ours is no refusal of AWS's. */
const asSigninError = (thrown: unknown): SigninError =>
  thrown instanceof SigninError
    ? thrown
    : new SigninError('server_error', `the local AWS failed: ${thrown instanceof Error ? thrown.stack : thrown}`)

function json(status: number, body: object, now: number): Reply {
  const headers = {
    'content-type': 'application/json',
    'x-amzn-requestid': randomUUID(),
    'cache-control': 'no-store',
    date: new Date(now).toUTCString(),
  }
  return { status, headers, body: JSON.stringify(body) }
}

/** The members of a JSON body, each a text. */
export function membersOf(request: Request): Record<string, unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw signinError('INVALID_REQUEST', 'The body is not JSON')
  try {
    const read = JSON.parse(request.body) as unknown
    if (typeof read === 'object' && read !== null && Object.values(read).every((value) => typeof value === 'string'))
      return read as Record<string, unknown>
  } catch {
    // as below
  }
  throw signinError('INVALID_REQUEST', 'The body cannot be read')
}

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })

/** Says who signed in. */
export function idTokenOf({ who, region, endsAt }: ConsoleLogin, client: string, now: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = {
    iss: `https://${region}.signin.aws.amazon.com/signin`,
    sub: who.arn,
    aud: client,
    session_arn: `arn:aws:signin:${region}:${who.account}:session/${randomUUID()}`,
    iat: Math.floor(now / 1000),
    exp: Math.floor(endsAt / 1000),
  }
  const text = `${part({ typ: 'JWT', alg: 'ES384', kid: '1' })}.${part(claims)}`
  return `${text}.${sign('sha384', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
