// The query protocol on the wire, which STS and IAM speak: results and refusals as XML, or as JSON for who asks for it.

import { randomUUID } from 'node:crypto'
import { AwsError } from '../errors.ts'
import { escaped, type Reply, type Request } from '../http.ts'

export const VERSION = '2011-06-15'
export const IAM_VERSION = '2010-05-08'
const namespaceOf = ({ place }: Request): string =>
  place.service === 'iam'
    ? `https://iam.amazonaws.com/doc/${IAM_VERSION}/`
    : `https://sts.amazonaws.com/doc/${VERSION}/`

/** A result as its members, in the order in which AWS writes them. Dates stay dates until it is known how to write them. */
export interface Result {
  [member: string]: string | number | boolean | Date | Result | Result[] | string[] | undefined
}

export function success(request: Request, action: string, result: Result, now: number): Reply {
  const requestId = randomUUID()
  // An action that gives nothing but its success has no result.
  const hasResult = Object.keys(result).length > 0
  const whole = { ...(hasResult && { [`${action}Result`]: result }), ResponseMetadata: { RequestId: requestId } }
  const body = wantsJson(request)
    ? JSON.stringify({ [`${action}Response`]: toJson(whole) })
    : `<${action}Response xmlns="${namespaceOf(request)}">\n${toXml(whole, 1)}</${action}Response>\n`
  return reply(request, 200, body, requestId, now)
}

export function refusal(request: Request, error: AwsError, now: number): Reply {
  const requestId = randomUUID()
  const fault = { Type: error.status < 500 ? 'Sender' : 'Receiver', Code: error.code, Message: error.message }
  const whole = { Error: fault, RequestId: requestId }
  const body = wantsJson(request)
    ? JSON.stringify(whole)
    : `<ErrorResponse xmlns="${namespaceOf(request)}">\n${toXml(whole, 1)}</ErrorResponse>\n`
  return { ...reply(request, error.status, body, requestId, now), error: error.code }
}

export const noSuchAction = (name: string, version = VERSION): AwsError =>
  new AwsError('InvalidAction', 400, `Could not find operation ${name} for version ${version}`)

/** A defect of ours is no refusal of AWS's: it is told apart, and loudly. */
export const asAwsError = (thrown: unknown): AwsError =>
  thrown instanceof AwsError
    ? thrown
    : new AwsError('InternalFailure', 500, `the local AWS failed: ${thrown instanceof Error ? thrown.stack : thrown}`)

function reply(request: Request, status: number, body: string, requestId: string, now: number): Reply {
  return {
    status,
    headers: {
      'x-amzn-requestid': requestId,
      'x-amz-sts-extended-request-id': Buffer.from(requestId).toString('base64'),
      'content-type': wantsJson(request) ? 'application/json' : 'text/xml',
      date: new Date(now).toUTCString(),
    },
    body,
  }
}

const wantsJson = ({ headers }: Request): boolean => /\bapplication\/json\b/i.test(headers.accept ?? '')

function toXml(result: Result, depth: number): string {
  const indent = '  '.repeat(depth)
  return Object.entries(result)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) =>
      Array.isArray(value)
        ? `${indent}<${name}>\n${value.map((member) => toXml({ member }, depth + 1)).join('')}${indent}</${name}>\n`
        : isResult(value)
          ? `${indent}<${name}>\n${toXml(value, depth + 1)}${indent}</${name}>\n`
          : `${indent}<${name}>${escaped(value instanceof Date ? value.toISOString().replace(/\.\d+/, '') : String(value))}</${name}>\n`,
    )
    .join('')
}

/** In JSON dates are seconds since 1970. */
function toJson(result: Result): Record<string, unknown> {
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, jsonOf(value)]))
}

const jsonOf = (value: Result[string] | Result[][number]): unknown =>
  value instanceof Date
    ? value.getTime() / 1000
    : Array.isArray(value)
      ? value.map(jsonOf)
      : isResult(value)
        ? toJson(value)
        : value

const isResult = (value: Result[string]): value is Result =>
  typeof value === 'object' && !(value instanceof Date) && !Array.isArray(value)
