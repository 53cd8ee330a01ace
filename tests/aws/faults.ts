// What goes wrong on demand: for which requests, and what.

import type { ServerResponse } from 'node:http'
import { AwsError, throttled } from './errors.ts'
import { parametersOf, type Reply, type Request } from './http.ts'
import { page } from './page.ts'
import { refusal } from './sts/wire.ts'

/** Which requests: each field that is given must fit. */
export interface FaultMatch {
  host?: string
  service?: 'sts' | 'iam' | 'signin' | 'console'
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
  /** Answer this instead of doing what was asked. */
  instead?: (request: Request, now: number) => Reply
  /** Do what was asked, then change the answer. */
  change?: (reply: Reply) => Reply
  /** Cut the connection, before or after doing what was asked; or never answer. */
  silence?: 'drop-before' | 'drop-after' | 'hang'
  /** Send this, whatever the answer is: for what is no text, and what never ends. */
  send?: (response: ServerResponse) => void
}

const instead = (name: string, status: number, contentType: string, body: string): Effect => ({
  name,
  instead: () => ({ status, headers: { 'content-type': contentType }, body, error: name }),
})

const changeBody = (name: string, change: (body: string) => string): Effect => ({
  name,
  change: (reply) => ({ ...reply, body: change(reply.body) }),
})

export const faults = {
  delay: (milliseconds: number): Effect => ({ name: 'delay', delay: milliseconds }),
  throttle: { name: 'throttle', instead: (request, now) => refusal(request, throttled(), now) },
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
  redirect: (to: string): Effect => ({
    name: 'redirect',
    instead: () => ({ status: 302, headers: { location: to }, body: '', error: 'redirect' }),
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
  /** A good session, but of some other role. */
  otherRole: (arn: string): Effect =>
    changeBody('other-role', (body) => body.replace(/(<AssumedRoleUser>[\s\S]*?<Arn>)[^<]*/, `$1${arn}`)),
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
