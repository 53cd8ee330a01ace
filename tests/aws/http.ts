// A request as the server hands it round, and what a service answers.

import type { Clock } from './clock.ts'
import type { Place } from './hosts.ts'
import type { State } from './state.ts'
import type { World } from './world.ts'

export interface Request {
  method: string
  /** As the Host header had it, port included: it is signed. */
  host: string
  place: Place
  path: string
  /** The query as it came, and read. */
  search: string
  query: URLSearchParams
  headers: Record<string, string>
  body: string
}

export interface Reply {
  status: number
  headers: Record<string, string | string[]>
  body: string
  /** For the journal: who called, and AWS's error code or the reason for a refusal. */
  caller?: string
  error?: string
}

/** What every service works on. */
export interface Environment {
  world: World
  readonly state: State
  readonly clock: Clock
}

/** Query and form together, as AWS reads them. */
export function parametersOf(request: Request): URLSearchParams {
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '')
  const all = new URLSearchParams(request.query)
  if (request.method === 'POST' && isForm)
    for (const [name, value] of new URLSearchParams(request.body)) all.append(name, value)
  return all
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** For text in XML and HTML, and for attributes between double quotes. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark)
