// Who signed a request: its signature is made again with the pieces of AWS's own JavaScript signer (not of the one that
// the extension uses) and compared. Order and texts of the refusals as AWS's services give them.

import { createHash, timingSafeEqual } from 'node:crypto'
import { Sha256 } from '@aws-crypto/sha256-js'
import { getCanonicalHeaders, getCanonicalQuery, SignatureV4 } from '@smithy/signature-v4'
import { type Authorization, authorizationOf } from './authorization.ts'
import { basicFormat } from './clock.ts'
import { incompleteSignature, signatureDoesNotMatch } from './errors.ts'
import { partitionOfRegion } from './hosts.ts'
import type { Environment, Request } from './http.ts'
import { type Secret, secretOf } from './secrets.ts'

const TOLERANCE_MINUTES = 15

/** The signer's secret and what belongs to it, and the region that the request was signed for. Throws AWS's refusal. */
export async function verify(request: Request, environment: Environment): Promise<{ secret: Secret; region: string }> {
  const authorization = authorizationOf(request)
  const date = dateOf(authorization)
  const region = regionOf(request, authorization)
  checkScope(authorization, request.place.service)
  const secret = secretOf(environment, authorization.keyId, authorization.token)
  checkClock(date, environment.clock.now())
  checkSignedHeaders(request, authorization)
  const expected = await signatureOf(request, authorization, date, secret.key)
  if (!sameText(expected, authorization.signature)) throw signatureDoesNotMatch(MISMATCH)
  // Temporary credentials are no keys of a user, whose use IAM would tell.
  if (!secret.session) {
    const use = { at: environment.clock.now(), service: authorization.service, region }
    environment.state.keyUses.set(authorization.keyId, use)
  }
  return { secret, region }
}

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

/** In ISO 8601's basic form, or, as botocore writes it in a Date header, in HTTP's. */
function dateOf({ date, day }: Authorization): Date {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? []
  const [year, month, dayOfMonth, hour, minute, second] = parts
  const isHttp = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]0000)$/.test(date)
  const time = Date.parse(isHttp ? date : `${year}-${month}-${dayOfMonth}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(time))
    throw incompleteSignature(
      `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  const signed = basicFormat(time).slice(0, 8)
  if (day !== signed)
    throw signatureDoesNotMatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${signed}', from '${date}'.`,
    )
  return new Date(time)
}

/** An AWS host stands for its region; localhost for the one that the client signed for. */
function regionOf({ place }: Request, { region }: Authorization): string {
  if (place.region ? place.region !== region : !partitionOfRegion(region))
    throw signatureDoesNotMatch(`Credential should be scoped to a valid region, not '${region}'. `)
  return region
}

function checkScope({ service, terminator }: Authorization, wanted: string): void {
  if (service !== wanted) throw signatureDoesNotMatch(`Credential should be scoped to correct service: '${wanted}'. `)
  if (terminator !== 'aws4_request')
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

/** What the signature of a request must be. The path is always `/`: STS and IAM know no other. */
export async function signatureOf(
  request: Request,
  { keyId, day, region, service, terminator, signedHeaders }: Authorization,
  date: Date,
  secretAccessKey: string,
): Promise<string> {
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, request.headers[name] ?? '']))
  const query: Record<string, string[]> = {}
  for (const [name, value] of request.query) query[name] = [...(query[name] ?? []), value]
  const http = { ...request, protocol: 'https:', hostname: request.host, headers, query }
  const canonicalHeaders = getCanonicalHeaders(http, undefined, new Set(signedHeaders))
  const canonicalRequest = [
    request.method,
    '/',
    getCanonicalQuery(http),
    ...signedHeaders.map((name) => `${name}:${canonicalHeaders[name]}`),
    '',
    signedHeaders.join(';'),
    // Of the body itself, whatever an x-amz-content-sha256 says: only S3 looks at that.
    sha256(request.body),
  ].join('\n')
  const scope = [day, region, service, terminator].join('/')
  const stringToSign = ['AWS4-HMAC-SHA256', basicFormat(date.getTime()), scope, sha256(canonicalRequest)].join('\n')
  const credentials = { accessKeyId: keyId, secretAccessKey }
  return new SignatureV4({ service, region, credentials, sha256: Sha256 }).sign(stringToSign, { signingDate: date })
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
