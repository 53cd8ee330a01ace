// What arrived, for tests to count and to look at. Names and facts only: no secret, no token, no body.

import { parametersOf, type Reply, type Request } from './http.ts'

export interface Entry {
  host: string
  method: string
  path: string
  queryKeys: string[]
  /** The names of the parameters, wherever they stood. */
  parameters: string[]
  /** The query protocol's or federation's Action, wherever it stood. */
  action?: string
  headerNames: string[]
  hasCookie: boolean
  origin?: string
  caller?: string
  /** 0 when the connection was dropped or never answered. */
  status: number
  error?: string
  /** Which fault was played, if one was. */
  fault?: string
}

export type Match = Partial<Pick<Entry, 'host' | 'method' | 'path' | 'action' | 'status' | 'error'>>

export class Journal {
  readonly #entries: Entry[] = []
  readonly #connections = new Map<string, number>()

  note(request: Request, reply: Reply | undefined, fault?: string): void {
    const { headers } = request
    const parameters = parametersOf(request)
    const action = parameters.get('Action')
    this.#entries.push({
      host: request.place.host,
      method: request.method,
      path: request.path,
      queryKeys: [...request.query.keys()],
      parameters: [...parameters.keys()],
      ...(action !== null && { action }),
      headerNames: Object.keys(headers),
      hasCookie: headers.cookie !== undefined,
      ...(headers.origin !== undefined && { origin: headers.origin }),
      ...(reply?.caller !== undefined && { caller: reply.caller }),
      status: reply?.status ?? 0,
      ...(reply?.error !== undefined && { error: reply.error }),
      ...(fault !== undefined && { fault }),
    })
  }

  connected(name: string): void {
    this.#connections.set(name, (this.#connections.get(name) ?? 0) + 1)
  }

  /** The requests that fit, in the order in which they were answered. */
  requests(match: Match = {}): Entry[] {
    return this.#entries.filter((entry) =>
      Object.entries(match).every(([field, value]) => entry[field as keyof Entry] === value),
    )
  }

  /** TLS connections by the name that the client asked for. */
  connections(): Record<string, number> {
    return Object.fromEntries(this.#connections)
  }

  clear(): void {
    this.#entries.length = 0
    this.#connections.clear()
  }
}
