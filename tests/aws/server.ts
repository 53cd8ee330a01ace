// The local AWS: one TLS server behind all of AWS's names, a proxy that leads there, and what a test can ask and do.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { setTimeout as later } from 'node:timers/promises'
import { Clock } from './clock.ts'
import { consolePage } from './console.ts'
import { type Effect, type Fault, type FaultMatch, Faults } from './faults.ts'
import { certificateNames, hostRules, placeOf } from './hosts.ts'
import type { Environment, Reply, Request } from './http.ts'
import { type Entry, Journal, type Match } from './journal.ts'
import { startProxy } from './proxy.ts'
import { signin } from './signin/service.ts'
import { State } from './state.ts'
import { sts } from './sts/service.ts'
import { makeTls } from './tls.ts'
import type { World } from './world.ts'

export interface LocalAws extends Environment {
  /** Where TLS listens, on 127.0.0.1. */
  port: number
  /** Where the CONNECT proxy listens, on 127.0.0.1. */
  proxyPort: number
  /** The authority's certificate: for AWS_CA_BUNDLE. */
  caFile: string
  /** For Chromium's --ignore-certificate-errors-spki-list. */
  spki: string
  /** For Chromium's --host-resolver-rules. */
  hostRules: string
  requests(match?: Match): Entry[]
  /** TLS connections by the name that was asked for. */
  connections(): Record<string, number>
  /** What the proxy was asked for and refused: `host:port`. */
  refused: readonly string[]
  clearJournal(): void
  fault(match: FaultMatch, effect: Effect): Fault
  clearFaults(): void
  close(): Promise<void>
}

const LARGEST_BODY = 1024 * 1024

export async function startAws(world: World, options: { clock?: Clock } = {}): Promise<LocalAws> {
  const tls = await makeTls(certificateNames())
  const journal = new Journal()
  const faults = new Faults()
  const environment: Environment = { world, state: new State(), clock: options.clock ?? new Clock() }

  const server = createServer({ key: tls.key, cert: tls.cert, ALPNProtocols: ['http/1.1'] }, (message, response) => {
    answer(environment, journal, faults, message, response).catch((error) => response.destroy(error))
  })
  // As AWS's hosts do, so that a walk keeps its one connection.
  server.keepAliveTimeout = 60_000
  server.on('secureConnection', (socket: TLSSocket) => journal.connected(socket.servername || '127.0.0.1'))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const proxy = await startProxy(port)

  return Object.assign(environment, {
    port,
    proxyPort: proxy.port,
    caFile: tls.caFile,
    spki: tls.spki,
    hostRules: hostRules(port),
    requests: (match?: Match) => journal.requests(match),
    connections: () => journal.connections(),
    refused: proxy.refused,
    clearJournal: () => journal.clear(),
    fault: (match: FaultMatch, effect: Effect) => faults.add(match, effect),
    clearFaults: () => faults.clear(),
    async close() {
      const closed = new Promise((done) => server.close(done))
      server.closeAllConnections()
      await Promise.all([closed, proxy.close(), tls.remove()])
    },
  })
}

async function answer(
  environment: Environment,
  journal: Journal,
  faults: Faults,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await read(message)
  if (!request) {
    response.writeHead(421, { 'content-type': 'text/plain' }).end('No such host here.\n')
    return
  }
  const effects = faults.of(request)
  const fault = effects.map(({ name }) => name).join(', ') || undefined
  for (const { delay } of effects) if (delay) await later(delay)

  const silence = effects.find((effect) => effect.silence)?.silence
  const instead = effects.find((effect) => effect.instead)?.instead
  const doesIt = silence !== 'drop-before' && silence !== 'hang'
  let reply: Reply | undefined
  if (doesIt) reply = instead ? instead(request, environment.clock.now()) : await serve(environment, request)
  for (const { change } of effects) if (reply && change) reply = change(reply)

  // Noted before it is sent: who has the answer can count it.
  journal.note(request, silence ? undefined : reply, fault)
  if (silence === 'hang') return
  if (silence || !reply) {
    response.destroy()
    return
  }
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) })
  response.end(reply.body)
}

async function serve(environment: Environment, request: Request): Promise<Reply> {
  switch (request.place.service) {
    case 'sts':
      return sts(environment, request)
    case 'signin':
      return signin(environment, request)
    case 'console':
      return consolePage(environment, request)
  }
}

async function read(message: IncomingMessage): Promise<Request | undefined> {
  const host = message.headers.host ?? ''
  const place = placeOf(host)
  if (!place) return undefined
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LARGEST_BODY) throw new Error('the request is larger than any of AWS would be')
    chunks.push(chunk)
  }
  const url = new URL(message.url ?? '/', 'https://local')
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
  return {
    method: message.method ?? '',
    host,
    place,
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}
