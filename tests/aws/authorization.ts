// What a request says of its signature, in the Authorization header or in the query of a presigned address, with AWS's
// refusals for what is not whole.

import { incompleteSignature, missingToken, signatureDoesNotMatch } from './errors.ts'
import type { Request } from './http.ts'

export interface Authorization {
  keyId: string
  /** The scope: `YYYYMMDD`, region, service, `aws4_request`. */
  day: string
  region: string
  service: string
  terminator: string
  signedHeaders: string[]
  signature: string
  /** When it was signed, as the request has it. */
  date: string
  token?: string
}

export function authorizationOf({ headers, query }: Request): Authorization {
  const presigned = query.has('X-Amz-Algorithm')
  // The text for both at once is not known.
  if (presigned && headers.authorization) throw signatureDoesNotMatch('Only one of the two ways to sign is allowed.')
  return presigned ? fromQuery(query) : fromHeaders(headers)
}

function fromHeaders(headers: Request['headers']): Authorization {
  const header = headers.authorization
  if (!header) throw missingToken()
  const [algorithm, ...rest] = header.split(' ')
  if (algorithm !== ALGORITHM)
    throw algorithm?.startsWith('AWS4')
      ? incompleteSignature(`Unsupported AWS 'algorithm': '${algorithm}'.`)
      : missingToken()

  const parameters = new Map<string, string>()
  for (const part of rest.join(' ').split(',')) {
    const [, name, value] = /^\s*([^=\s]+)=(.*?)\s*$/.exec(part) ?? []
    if (!name || value === undefined)
      throw incompleteSignature(
        `'${part.trim()}' not a valid key=value pair (missing equal-sign) in Authorization header: '${header}'.`,
      )
    parameters.set(name, value)
  }
  const date = headers['x-amz-date'] ?? headers.date
  const wanting = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parameters.get(name))
  const sentences = wanting.map((name) => `Authorization header requires '${name}' parameter.`)
  if (!date) sentences.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
  if (sentences.length > 0) throw incompleteSignature(`${sentences.join(' ')} Authorization=${header}`)
  return read((name) => parameters.get(name), date, headers['x-amz-security-token'])
}

/**
 * X-Amz-Expires is not looked at: STS takes presigned addresses for 15 minutes, whatever they say (aws-iam-authenticator
 * counts on it). Nor is the case of names forgiven: `x-amz-security-token` in a query is no token.
 */
function fromQuery(query: URLSearchParams): Authorization {
  const names = ['Algorithm', 'Credential', 'Signature', 'SignedHeaders', 'Date'].map((name) => `X-Amz-${name}`)
  const sentences = names
    .filter((name) => !query.get(name))
    .map((name) => `AWS query-string parameters must include '${name}'.`)
  if (sentences.length > 0) throw incompleteSignature(`${sentences.join(' ')} Re-examine the query-string parameters.`)
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) throw missingToken()
  const value = (name: string) => query.get(`X-Amz-${name}`) ?? undefined
  return read(value, value('Date'), value('Security-Token'))
}

const ALGORITHM = 'AWS4-HMAC-SHA256'

function read(value: (name: string) => string | undefined, date = '', token?: string): Authorization {
  const credential = value('Credential') ?? ''
  const [keyId, day, region, service, terminator, ...more] = credential.split('/')
  if (!keyId || !day || !region || !service || !terminator || more.length > 0)
    throw incompleteSignature(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    )
  const signedHeaders = (value('SignedHeaders') ?? '').split(';')
  const signature = value('Signature') ?? ''
  return {
    keyId,
    day,
    region,
    service,
    terminator,
    signedHeaders,
    signature,
    date,
    ...(token !== undefined && { token }),
  }
}
