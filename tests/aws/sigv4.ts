// Who signed a request: the Authorization header taken apart, its signature made again by AWS's own JavaScript signer
// (not by the one that the extension uses) and compared. Order and texts of the refusals as AWS's services give them.

import { timingSafeEqual } from 'node:crypto'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { basicFormat } from './clock.ts'
import { incompleteSignature, missingToken, signatureDoesNotMatch } from './errors.ts'
import { partitionOfRegion } from './hosts.ts'
import type { Environment, Request } from './http.ts'
import { type Secret, secretOf } from './secrets.ts'

const SERVICE = 'sts'
const TOLERANCE_MINUTES = 15

interface Authorization {
  keyId: string
  date: string
  region: string
  service: string
  terminator: string
  signedHeaders: string[]
  signature: string
}

/** The signer's secret and what belongs to it, and the region that the request was signed for. Throws AWS's refusal. */
export async function verify(request: Request, environment: Environment): Promise<{ secret: Secret; region: string }> {
  const authorization = parse(request)
  const date = dateOf(request, authorization)
  const region = regionOf(request, authorization)
  checkScope(authorization, date)
  const secret = secretOf(environment, authorization.keyId, request.headers['x-amz-security-token'])
  checkClock(date, environment.clock.now())
  checkSignedHeaders(request, authorization)
  const expected = await signatureOf(request, authorization, region, date, secret)
  if (!sameText(expected, authorization.signature) || !bodyHashFits(request)) throw signatureDoesNotMatch(MISMATCH)
  return { secret, region }
}

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

function parse({ headers }: Request): Authorization {
  const header = headers.authorization
  if (!header) throw missingToken()
  const [algorithm, ...rest] = header.split(' ')
  if (algorithm !== 'AWS4-HMAC-SHA256')
    throw algorithm?.startsWith('AWS4')
      ? incompleteSignature(`Unsupported AWS 'algorithm': '${algorithm}'.`)
      : missingToken()

  const parameters = new Map<string, string>()
  for (const part of rest.join(' ').split(',')) {
    const [, name, value] = /^\s*([^=\s]+)=(.*?)\s*$/.exec(part) ?? []
    if (!name || value === undefined || parameters.has(name))
      throw incompleteSignature(
        `'${part.trim()}' not a valid key=value pair (missing equal-sign) in Authorization header: '${header}'.`,
      )
    parameters.set(name, value)
  }
  const wanting = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parameters.get(name))
  const sentences = wanting.map((name) => `Authorization header requires '${name}' parameter.`)
  if (!headers['x-amz-date'])
    sentences.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
  if (sentences.length > 0) throw incompleteSignature(`${sentences.join(' ')} Authorization=${header}`)

  const credential = parameters.get('Credential') ?? ''
  const [keyId, date, region, service, terminator, ...more] = credential.split('/')
  if (!keyId || !date || !region || !service || !terminator || more.length > 0)
    throw incompleteSignature(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    )
  const signedHeaders = (parameters.get('SignedHeaders') ?? '').split(';')
  const signature = parameters.get('Signature') ?? ''
  return { keyId, date, region, service, terminator, signedHeaders, signature }
}

function dateOf({ headers }: Request, { date }: Authorization): Date {
  const text = headers['x-amz-date'] ?? ''
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(time))
    throw incompleteSignature(
      `Date must be in ISO-8601 'basic format'. Got '${text}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  if (date !== text.slice(0, 8))
    throw signatureDoesNotMatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${text.slice(0, 8)}', from '${text}'.`,
    )
  return new Date(time)
}

/** An AWS host stands for its region; localhost for the one that the client signed for. */
function regionOf({ place }: Request, { region }: Authorization): string {
  if (place.region ? place.region !== region : !partitionOfRegion(region))
    throw signatureDoesNotMatch(`Credential should be scoped to a valid region, not '${region}'. `)
  return region
}

function checkScope({ service, terminator }: Authorization, date: Date): void {
  if (service !== SERVICE) throw signatureDoesNotMatch(`Credential should be scoped to correct service: '${SERVICE}'. `)
  if (terminator !== 'aws4_request' || Number.isNaN(date.getTime()))
    throw signatureDoesNotMatch(
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `,
    )
}

function checkClock(date: Date, now: number): void {
  const tolerance = TOLERANCE_MINUTES * 60_000
  const [sent, here] = [basicFormat(date.getTime()), basicFormat(now)]
  const early = now - tolerance
  const late = now + tolerance
  if (date.getTime() < early - (early % 1000))
    throw signatureDoesNotMatch(
      `Signature expired: ${sent} is now earlier than ${basicFormat(early)} (${here} - ${TOLERANCE_MINUTES} min.)`,
    )
  if (date.getTime() > late)
    throw signatureDoesNotMatch(
      `Signature not yet current: ${sent} is still later than ${basicFormat(late)} (${here} + ${TOLERANCE_MINUTES} min.)`,
    )
}

/** AWS wants the host and every x-amz- header signed. Its text for the second is not known; this follows the first. */
function checkSignedHeaders({ headers }: Request, { signedHeaders }: Authorization): void {
  if (!signedHeaders.includes('host'))
    throw signatureDoesNotMatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
  const unsigned = Object.keys(headers).find((name) => name.startsWith('x-amz-') && !signedHeaders.includes(name))
  if (unsigned) throw signatureDoesNotMatch(`'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`)
  const sorted = [...signedHeaders].sort()
  if (
    signedHeaders.some((name, at) => name !== sorted[at] || name !== name.toLowerCase() || headers[name] === undefined)
  )
    throw signatureDoesNotMatch(MISMATCH)
}

async function signatureOf(
  request: Request,
  { keyId, signedHeaders }: Authorization,
  region: string,
  date: Date,
  secret: Secret,
): Promise<string> {
  const credentials = {
    accessKeyId: keyId,
    secretAccessKey: secret.key,
    ...(secret.session && { sessionToken: secret.session.token }),
  }
  const signer = new SignatureV4({ service: SERVICE, region, credentials, sha256: Sha256, applyChecksum: false })
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, request.headers[name] ?? '']))
  const query: Record<string, string[]> = {}
  for (const [name, value] of request.query) query[name] = [...(query[name] ?? []), value]
  // A body hash that the client sent must not stand in for the body itself: see bodyHashFits.
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'https:',
      hostname: request.host,
      path: request.path,
      query,
      headers,
      body: request.body,
    },
    { signingDate: date, signableHeaders: new Set(signedHeaders) },
  )
  return /Signature=([0-9a-f]{64})$/.exec(signed.headers.authorization ?? '')?.[1] ?? ''
}

/** The signer trusts x-amz-content-sha256 where it is sent; STS hashes the body itself. */
function bodyHashFits({ headers, body }: Request): boolean {
  const claimed = headers['x-amz-content-sha256']
  if (claimed === undefined) return true
  const hash = new Sha256()
  hash.update(body)
  return claimed === Buffer.from(hash.digestSync()).toString('hex')
}

const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
