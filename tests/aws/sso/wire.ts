// Identity Center on the wire: JSON both ways. Refusals of the OIDC service are OAuth's, those of the portal AWS's exceptions.

import { randomUUID } from 'node:crypto'
import type { Reply, Request } from '../http.ts'

export class SsoError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** As the OIDC service refuses: the exception of AWS's model is named after OAuth's error. */
export const oauth = (error: string, description: string, status = 400): SsoError =>
  new SsoError(error, status, description)

export const unauthorized = (): SsoError =>
  new SsoError('UnauthorizedException', 401, 'Session token not found or invalid')
export const invalidRequest = (message: string): SsoError => new SsoError('InvalidRequestException', 400, message)
export const forbidden = (): SsoError => new SsoError('ForbiddenException', 403, 'No access')
export const tooMany = (): SsoError => new SsoError('TooManyRequestsException', 429, 'HTTP 429 Unknown Code')

/** What a service answers, its refusals too. */
export function answered(
  request: Request,
  now: number,
  answer: () => { body: object | undefined; caller?: string },
): Reply {
  try {
    const { body, caller } = answer()
    return { ...json(200, body, now), ...(caller !== undefined && { caller }) }
  } catch (thrown) {
    return refused(request, asSsoError(thrown), now)
  }
}

export function refused({ place }: Pick<Request, 'place'>, { code, status, message }: SsoError, now: number): Reply {
  const isOauth = place.service === 'oidc'
  const exception = isOauth ? `${code.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase())}Exception` : code
  const body = isOauth
    ? { error: code, error_description: message }
    : { message, __type: `com.amazonaws.switchboard.portal#${code}` }
  const reply = json(status, body, now)
  return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': `${exception}:` }, error: code }
}

function json(status: number, body: object | undefined, now: number): Reply {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': randomUUID(),
      'cache-control': 'no-store',
      date: new Date(now).toUTCString(),
    },
    body: body === undefined ? '' : JSON.stringify(body),
  }
}

/** A defect of ours is no refusal of AWS's. */
const asSsoError = (thrown: unknown): SsoError =>
  thrown instanceof SsoError
    ? thrown
    : new SsoError('server_error', 500, `the local AWS failed: ${thrown instanceof Error ? thrown.stack : thrown}`)

/** The members of a JSON body, each a text, a number or a list of texts. */
export function members(request: Request): Record<string, unknown> {
  if (!/^application\/(?:json|x-amz-json-1\.1)\b/.test(request.headers['content-type'] ?? ''))
    throw oauth('invalid_request', 'the body is not JSON')
  try {
    const read = JSON.parse(request.body) as unknown
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>
  } catch {
    // as below
  }
  throw oauth('invalid_request', 'the body cannot be read')
}
