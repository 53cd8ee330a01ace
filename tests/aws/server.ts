// The local AWS: one TLS server behind all of AWS's names, a proxy that leads there, and what a test can ask and do.

import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as later } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { Clock } from './clock.ts'
import { consolePage } from './console.ts'
import { type Effect, type Fault, type FaultMatch, Faults } from './faults.ts'
import { certificateNames, hostRules, type Place, placeOf } from './hosts.ts'
import type { Environment, Reply, Request } from './http.ts'
import { iam } from './iam-service.ts'
import { type Entry, Journal, type Match } from './journal.ts'
import { startProxy } from './proxy.ts'
import { signin } from './signin/service.ts'
import { devicePage } from './sso/device.ts'
import { oidc } from './sso/oidc.ts'
import { portal } from './sso/portal.ts'
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

export interface Options {
  clock?: Clock
  /** Hosts that are not AWS's, such as an attacker's, and what they answer. */
  others?: Others
}

type Others = Record<string, (request: Request) => Reply>

export async function startAws(world: World, options: Options = {}): Promise<LocalAws> {
  const { others = {} } = options
  const tls = await makeTls([...certificateNames(), ...Object.keys(others)])
  const journal = new Journal()
  const faults = new Faults()
  const environment: Environment = { world, state: new State(), clock: options.clock ?? new Clock() }

  const server = createServer({ key: tls.key, cert: tls.cert, ALPNProtocols: ['http/1.1'] }, (message, response) => {
    answer(environment, others, journal, faults, message, response).catch((error) => response.destroy(error))
  })
  // As AWS's hosts do, so that a walk keeps its one connection.
  server.keepAliveTimeout = 60_000
  server.on('secureConnection', (socket: TLSSocket) => journal.connected(socket.servername || '127.0.0.1'))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const proxy = await startProxy(port, Object.keys(others))

  return Object.assign(environment, {
    port,
    proxyPort: proxy.port,
    caFile: tls.caFile,
    spki: tls.spki,
    hostRules: hostRules(port, Object.keys(others)),
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
  others: Others,
  journal: Journal,
  faults: Faults,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Every answer has the date of this server's clock, and none where a fault takes it away.
  response.sendDate = false
  const request = await read(message, others)
  if (typeof request === 'number') {
    response.writeHead(request, { 'content-type': 'text/plain', connection: 'close' }).end(`${STATUS_CODES[request]}\n`)
    return
  }
  const effects = faults.of(request)
  const fault = effects.map(({ name }) => name).join(', ') || undefined
  for (const { delay, held } of effects) {
    if (delay) await later(delay)
    await held
  }

  const silence = effects.find((effect) => effect.silence)?.silence
  const instead = effects.find((effect) => effect.instead)?.instead
  const doesIt = silence !== 'drop-before' && silence !== 'hang'
  let reply: Reply | undefined
  if (doesIt) reply = instead ? instead(request, environment.clock.now()) : await serve(environment, others, request)
  if (reply) reply.headers = { date: new Date(environment.clock.now()).toUTCString(), ...reply.headers }
  for (const { change } of effects) if (reply && change) reply = change(reply)

  // Noted before it is sent: who has the answer can count it.
  journal.note(request, silence ? undefined : reply, fault)
  if (silence === 'hang') return
  const send = effects.find((effect) => effect.send)?.send
  if (send) return send(response)
  if (silence || !reply) {
    response.destroy()
    return
  }
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) })
  response.end(reply.body)
}

async function serve(environment: Environment, others: Others, request: Request): Promise<Reply> {
  switch (request.place.service) {
    case 'sts':
      return sts(environment, request)
    case 'iam':
      return iam(environment, request)
    case 'oidc':
      return oidc(environment, request)
    case 'portal':
      return portal(environment, request)
    case 'device':
      return devicePage(environment, request)
    case 'signin':
      return signin(environment, request)
    case 'console':
      return consolePage(environment, request)
    case 'other':
      return (others[request.place.host] as Others[string])(request)
  }
}

/** The request, or the status that it is turned away with. */
async function read(message: IncomingMessage, others: Others): Promise<Request | number> {
  const { host, ...rest } = message.headersDistinct
  if (host?.length !== 1 || host[0] === undefined) return 400
  const place = placeOf(host[0]) ?? otherPlace(host[0], others)
  if (!place) return 421
  // A path may begin with two slashes, which URL would take for a host.
  const target = message.url?.startsWith('/') ? `https://local${message.url}` : (message.url ?? '')
  if (!URL.canParse(target)) return 400
  const chunks: Buffer[] = []
  let size = 0
  // The rest of a body that is too large is read too, so that whoever sends it comes to read the answer.
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= LARGEST_BODY) chunks.push(chunk)
  }
  if (size > LARGEST_BODY) return 413
  const { pathname, search, searchParams } = new URL(target)
  return {
    method: message.method ?? '',
    host: host[0],
    place,
    path: pathname,
    search,
    query: searchParams,
    headers: { host: host[0], ...joined(rest) },
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

const otherPlace = (host: string, others: Others): Place | undefined =>
  Object.hasOwn(others, host) ? { service: 'other', host, regional: false } : undefined

/** Headers that came more than once, as one: as signatures join them. Of two authorizations the first counts. */
function joined(headers: IncomingMessage['headersDistinct']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, values = []]) => {
      if (name === 'authorization') return [name, values[0] ?? '']
      return [name, values.join(name === 'cookie' ? '; ' : ',')]
    }),
  )
}
