// A plain client for the tests of the local AWS: HTTPS to the real host names, signed by AWS's JavaScript signer. It
// takes requests apart on purpose, so that a test can break any one piece.

import { readFileSync } from 'node:fs'
import type { OutgoingHttpHeaders } from 'node:http'
import { request as send } from 'node:https'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { XMLParser } from 'fast-xml-parser'
import { placeOf } from './hosts.ts'
import type { LocalAws } from './server.ts'

export interface Keys {
  id: string
  secret: string
  token?: string
}

export interface Sent {
  method: string
  host: string
  path: string
  headers: Record<string, string>
  body: string
}

export interface Received {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

export interface CallOptions {
  host?: string
  region?: string
  method?: 'GET' | 'POST'
  /** When it is signed for; the server's now by default. */
  date?: number
  headers?: Record<string, string>
  /** Changes the signed request before it goes out. */
  tamper?: (sent: Sent) => void
}

/** A call of STS, or of IAM where `host` is IAM's, and its answer, read: the members of the result, or the error. */
export async function call(
  aws: LocalAws,
  keys: Keys,
  action: string,
  parameters: Record<string, string | number> = {},
  options: CallOptions = {},
) {
  const version = serviceAt(options.host) === 'iam' ? '2010-05-08' : '2011-06-15'
  const sent = await signed(aws, keys, { Action: action, Version: version, ...parameters }, options)
  options.tamper?.(sent)
  const received = await fetchRaw(aws, sent)
  return { ...received, ...readAnswer(received.body, action) }
}

/** The credentials of a role, or an error that says why not. */
export async function assume(
  aws: LocalAws,
  keys: Keys,
  roleArn: string,
  more: Record<string, string | number> = {},
  options: CallOptions = {},
): Promise<Keys> {
  const answer = await call(aws, keys, 'AssumeRole', { RoleArn: roleArn, RoleSessionName: 'tester', ...more }, options)
  if (!answer.result) throw new Error(`${roleArn}: ${answer.code} ${answer.message}`)
  return keysIn(answer.result)
}

// biome-ignore lint/suspicious/noExplicitAny: parsed XML has the shape of whatever was answered
export function keysIn(result: any): Keys {
  const { AccessKeyId, SecretAccessKey, SessionToken } = result.Credentials
  return { id: AccessKeyId, secret: SecretAccessKey, token: SessionToken }
}

export async function signed(
  aws: LocalAws,
  keys: Keys,
  parameters: Record<string, string | number>,
  { host = 'sts.us-east-1.amazonaws.com', region, method = 'POST', date, headers = {} }: CallOptions,
): Promise<Sent> {
  const signer = new SignatureV4({
    service: serviceAt(host),
    region: region ?? placeOf(host)?.region ?? 'us-east-1',
    credentials: {
      accessKeyId: keys.id,
      secretAccessKey: keys.secret,
      ...(keys.token && { sessionToken: keys.token }),
    },
    sha256: Sha256,
    applyChecksum: false,
  })
  const form = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]))
  const post = method === 'POST'
  const request = await signer.sign(
    {
      method,
      protocol: 'https:',
      hostname: host,
      path: '/',
      query: post ? {} : Object.fromEntries(form),
      headers: {
        host,
        ...(post && { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
        ...headers,
      },
      body: post ? form.toString() : '',
    },
    { signingDate: new Date(date ?? aws.clock.now()) },
  )
  return { method, host, path: post ? '/' : `/?${form}`, headers: request.headers, body: post ? form.toString() : '' }
}

const serviceAt = (host = ''): string => (placeOf(host)?.service === 'iam' ? 'iam' : 'sts')

/** One request on a connection of its own. */
export function fetchRaw(aws: LocalAws, { method, host, path, headers, body }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const outgoing: OutgoingHttpHeaders = { host, ...headers, 'content-length': Buffer.byteLength(body) }
    const request = send(
      {
        host: '127.0.0.1',
        port: aws.port,
        servername: host,
        ca: certificate(aws),
        method,
        path,
        headers: outgoing,
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

const certificate = ({ caFile }: LocalAws): string => readFileSync(caFile, 'utf8')

function readAnswer(body: string, action: string) {
  const parsed = new XMLParser({ parseTagValue: false }).parse(body)
  const error = parsed.ErrorResponse?.Error
  return {
    result: parsed[`${action}Response`]?.[`${action}Result`],
    code: error?.Code as string | undefined,
    message: error?.Message as string | undefined,
  }
}

/** A browser as far as sign-in and console see one: it keeps cookies by domain and follows redirects. */
export class Browser {
  readonly #jar = new Map<string, { domain: string; value: string }>()

  constructor(private readonly aws: LocalAws) {}

  /** Where it ended, and what is there. */
  async open(url: string): Promise<Received & { url: string }> {
    let at = new URL(url)
    for (let hops = 0; hops < 10; hops++) {
      const received = await this.#get(at)
      const to = received.headers.location
      if (typeof to !== 'string') return { ...received, url: at.href }
      at = new URL(to, at)
    }
    throw new Error(`too many redirects from ${url}`)
  }

  async #get(url: URL): Promise<Received> {
    const cookies = [...this.#jar].filter(([, { domain }]) => url.host === domain || url.host.endsWith(`.${domain}`))
    const headers: Record<string, string> =
      cookies.length > 0 ? { cookie: cookies.map(([name, { value }]) => `${name}=${value}`).join('; ') } : {}
    const received = await fetchRaw(this.aws, {
      method: 'GET',
      host: url.host,
      path: url.pathname + url.search,
      headers,
      body: '',
    })
    for (const line of [received.headers['set-cookie'] ?? []].flat()) {
      const [, name, value, domain] = /^([^=]+)=([^;]*); Domain=([^;]+)/.exec(line) ?? []
      if (!name || !domain) throw new Error(`a cookie without a domain: ${line}`)
      if (line.includes('Max-Age=0')) this.#jar.delete(name)
      else this.#jar.set(name, { domain, value: value ?? '' })
    }
    return received
  }
}

/** The text of the element with an id, on a page of the console or of sign-in. */
export const textOf = (id: string, html: string): string | undefined =>
  new RegExp(`id="${id}">([\\s\\S]*?)</`).exec(html)?.[1]?.replace(/<[^>]*>/g, '')

/** A sign-in token by form, the answer as it is. */
export function getSigninToken(
  aws: LocalAws,
  keys: Keys,
  {
    host = 'signin.aws.amazon.com',
    method = 'POST',
    ...more
  }: { host?: string; method?: string; SessionDuration?: number } = {},
): Promise<Received> {
  const session = JSON.stringify({ sessionId: keys.id, sessionKey: keys.secret, sessionToken: keys.token })
  const form = new URLSearchParams({ Action: 'getSigninToken', Session: session })
  for (const [name, value] of Object.entries(more)) form.set(name, String(value))
  return method === 'GET'
    ? fetchRaw(aws, { method, host, path: `/federation?${form}`, headers: {}, body: '' })
    : fetchRaw(aws, {
        method,
        host,
        path: '/federation',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
      })
}

/** The address that signs a session in. */
export async function loginUrl(
  aws: LocalAws,
  keys: Keys,
  destination = 'https://us-east-1.console.aws.amazon.com/console/home?region=us-east-1',
  host = 'signin.aws.amazon.com',
): Promise<string> {
  const answer = await getSigninToken(aws, keys, { host, method: host.includes('us-gov') ? 'GET' : 'POST' })
  const token = JSON.parse(answer.body).SigninToken as string
  const query = new URLSearchParams({ Action: 'login', Issuer: 'tests', Destination: destination, SigninToken: token })
  return `https://${host}/federation?${query}`
}
