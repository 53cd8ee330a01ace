// What goes wrong on demand: for which requests, and what.

import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { AwsError, throttled } from './errors.ts'
import type { Place } from './hosts.ts'
import { parametersOf, type Reply, type Request } from './http.ts'
import { page } from './page.ts'
import { refused, tooMany } from './sso/wire.ts'
import { refusal } from './sts/wire.ts'

/** Which requests: each field that is given must fit. */
export interface FaultMatch {
  host?: string
  service?: Place['service']
  path?: string
  action?: string
  /** Only the nth request that fits, counted from 1 and from when the fault was set. */
  nth?: number
  /** At most so many of them. */
  times?: number
}

export interface Effect {
  name: string
  /** Answer so much later, in milliseconds. */
  delay?: number
  /** Answer once this is settled, and not before. */
  held?: Promise<void>
  /** Answer this instead of doing what was asked. */
  instead?: (request: Request, now: number) => Reply
  /** Do what was asked, then change the answer. */
  change?: (reply: Reply) => Reply
  /** Cut the connection, before or after doing what was asked; or never answer. */
  silence?: 'drop-before' | 'drop-after' | 'hang'
  /** Send this, whatever the answer is: for what is no text, and what never ends. */
  send?: (response: ServerResponse) => void
}

const instead = (name: string, status: number, contentType: string, body: string, more = {}): Effect => ({
  name,
  instead: () => ({ status, headers: { 'content-type': contentType, ...more }, body, error: name }),
})

const changeBody = (name: string, change: (body: string) => string): Effect => ({
  name,
  change: (reply) => ({ ...reply, body: change(reply.body) }),
})

export const faults = {
  delay: (milliseconds: number): Effect => ({ name: 'delay', delay: milliseconds }),
  /** Good, but answered once the test says so: for what has to be done before the answer comes, however long that takes. */
  hold: (): Effect & { held: Promise<void>; release: () => void } => {
    let release = () => {}
    const held = new Promise<void>((settle) => {
      release = settle
    })
    return { name: 'hold', held, release }
  },
  throttle: { name: 'throttle', instead: (request, now) => refusal(request, throttled(), now) },
  /** As Identity Center says it. */
  tooManyRequests: { name: 'too-many-requests', instead: (request, now) => refused(request, tooMany(), now) },
  internalFailure: {
    name: 'internal-failure',
    instead: (request, now) =>
      refusal(
        request,
        new AwsError(
          'InternalFailure',
          500,
          'The request processing has failed because of an unknown error, exception or failure.',
        ),
        now,
      ),
  },
  unavailable: {
    name: 'unavailable',
    instead: (request, now) =>
      refusal(
        request,
        new AwsError('ServiceUnavailable', 503, 'The request has failed due to a temporary failure of the server.'),
        now,
      ),
  },
  /** A refusal of AWS's in words that a test chooses, such as words with markup in them. */
  refuse: (code: string, status: number, message: string): Effect => ({
    name: `refuse ${code}`,
    instead: (request, now) => refusal(request, new AwsError(code, status, message), now),
  }),
  redirect: (to: string, status = 302): Effect => ({
    name: 'redirect',
    instead: () => ({ status, headers: { location: to }, body: '', error: 'redirect' }),
  }),
  huge: (bytes = 10 * 1024 * 1024): Effect =>
    changeBody('huge', (body) => body.replace(/(<\/?\w+Response>|})\s*$/, `${' '.repeat(bytes)}$1`)),
  truncated: changeBody('truncated', (body) => body.slice(0, Math.floor(body.length / 2))),
  garbled: changeBody('garbled', (body) => body.replace(/[<{"]/g, '\u0000')),
  empty: changeBody('empty', () => ''),
  /** A document type with an entity that would grow a thousand million times if it were expanded. */
  entities: changeBody('entities', (body) => {
    const levels = [...'bcdefghij'].map((name, at) => {
      const before = 'abcdefghi'[at]
      return `<!ENTITY ${name} "${`&${before};`.repeat(10)}">`
    })
    const doctype = `<!DOCTYPE lolz [<!ENTITY a "ha">${levels.join('')}]>`
    return doctype + body.replace(/<SessionToken>[^<]*/, '<SessionToken>&j;')
  }),
  externalEntity: changeBody(
    'external-entity',
    (body) =>
      `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>${body.replace(/<SessionToken>[^<]*/, '<SessionToken>&x;')}`,
  ),
  /** A document type that is to be fetched from elsewhere. */
  externalDocumentType: (url: string): Effect =>
    changeBody('external-document-type', (body) => `<!DOCTYPE r SYSTEM "${url}">${body}`),
  /** A good session, but of some other role. */
  otherRole: (arn: string): Effect =>
    changeBody('other-role', (body) => body.replace(/(<AssumedRoleUser>[\s\S]*?<Arn>)[^<]*/, `$1${arn}`)),
  /** A good session that ended an hour ago. */
  ended: {
    name: 'ended',
    change: (reply) => {
      const ended = new Date(Date.parse(String(reply.headers.date)) - 3_600_000).toISOString()
      return { ...reply, body: reply.body.replace(/(<Expiration>)[^<]*/, `$1${ended}`) }
    },
  },
  /** A refusal that repeats what it was sent in confidence, as it came and percent-encoded. */
  echo: {
    name: 'echo',
    instead: (request, now) => {
      const sent = [request.headers['x-amz-security-token'], request.headers.authorization, request.body].join(' ')
      return refusal(request, new AwsError('AccessDenied', 403, `${sent} ${encodeURIComponent(sent)}`), now)
    },
  },
  /** Good, but with these headers as well. */
  headers: (more: Record<string, string>): Effect => ({
    name: 'headers',
    change: (reply) => ({ ...reply, headers: { ...reply.headers, ...more } }),
  }),
  /** Good, but nobody can tell the time by it: as a browser hides the date from whoever may not reach the host. */
  dateless: {
    name: 'dateless',
    change: ({ headers: { date: _, ...headers }, ...reply }) => ({ ...reply, headers }),
  },
  /** Any status, type and text, and more headers. */
  says: (status: number, contentType: string, body: string, more: Record<string, string> = {}): Effect =>
    instead('says', status, contentType, body, more),
  /** A body without an end, as fast as it is read. */
  endless: {
    name: 'endless',
    send: (response) => {
      response.writeHead(200, { 'content-type': 'text/xml' })
      const more = () => {
        while (!response.destroyed && response.write('<a>'.repeat(20_000)));
      }
      response.on('drain', more)
      more()
    },
  },
  /** A body of which a byte comes every now and then. */
  trickle: (everyMs: number): Effect => ({
    name: 'trickle',
    send: (response) => {
      response.writeHead(200, { 'content-type': 'text/xml' })
      const drip = setInterval(() => response.write(' '), everyMs)
      response.on('close', () => clearInterval(drip))
    },
  }),
  /** A few kilobytes that unpack to a thousand times as many. */
  bomb: (bytes: number): Effect => ({
    name: 'bomb',
    send: (response) => {
      const packed = gzipSync(Buffer.alloc(bytes, ' '))
      response.writeHead(200, { 'content-type': 'text/xml', 'content-encoding': 'gzip' }).end(packed)
    },
  }),
  /** So many headers that no browser reads them all. */
  headerFlood: {
    name: 'header-flood',
    send: (response) => {
      const flood = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`x-flood-${at}`, 'x'.repeat(1_000)]))
      response.writeHead(200, { 'content-type': 'text/xml', ...flood }).end()
    },
  },
  proxyPage: instead(
    'proxy-page',
    407,
    'text/html',
    page(407, 'Proxy Authentication Required', '<p>Ask your network administrator.</p><script>alert(1)</script>').body,
  ),
  /** What a hotel's network answers: a page, and 200. */
  portalPage: instead('portal-page', 200, 'text/html', page(200, 'Welcome to our network', '<form></form>').body),
  dropBefore: { name: 'drop-before', silence: 'drop-before' },
  dropAfter: { name: 'drop-after', silence: 'drop-after' },
  hang: { name: 'hang', silence: 'hang' },
} satisfies Record<string, Effect | ((...args: never[]) => Effect)>

/** A fault that was set: how often it was played, and a way to end it. */
export interface Fault {
  readonly played: number
  remove(): void
}

export class Faults {
  readonly #set = new Set<{ match: FaultMatch; effect: Effect; seen: number; played: number }>()

  add(match: FaultMatch, effect: Effect): Fault {
    const fault = { match, effect, seen: 0, played: 0 }
    this.#set.add(fault)
    const remove = () => void this.#set.delete(fault)
    return {
      get played() {
        return fault.played
      },
      remove,
    }
  }

  clear(): void {
    this.#set.clear()
  }

  /** What goes wrong with this request: several faults may, a delay and a refusal for one. */
  of(request: Request): Effect[] {
    const effects: Effect[] = []
    for (const fault of this.#set) {
      const { match, effect } = fault
      const { place } = request
      if (match.host !== undefined && match.host !== place.host) continue
      if (match.service !== undefined && match.service !== place.service) continue
      if (match.path !== undefined && match.path !== request.path) continue
      if (match.action !== undefined && match.action !== parametersOf(request).get('Action')) continue
      fault.seen++
      if (match.nth !== undefined && match.nth !== fault.seen) continue
      if (match.times !== undefined && fault.played >= match.times) continue
      fault.played++
      effects.push(effect)
    }
    return effects
  }
}
