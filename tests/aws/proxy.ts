// A CONNECT proxy for clients that cannot be told where a name leads (Firefox, boto3, the aws command line): every AWS
// host leads to the local AWS, as do the other hosts that it plays, and nothing else is reachable.

import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { placeOf } from './hosts.ts'

export interface Proxy {
  port: number
  /** What was asked for and refused, as `host:port`. */
  refused: string[]
  close(): Promise<void>
}

export async function startProxy(awsPort: number, others: string[]): Promise<Proxy> {
  const refused: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((_, response) => response.writeHead(405).end('This proxy only knows CONNECT.\n'))

  server.on('connect', (request, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const target = request.url ?? ''
    const known = target.endsWith(':443')
      ? placeOf(target)?.partition || others.includes(target.slice(0, -':443'.length))
      : target === `localhost:${awsPort}`
    if (!known) {
      refused.push(target)
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
      return
    }
    const upstream = connect(awsPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    upstream.on('close', () => socket.destroy())
    socket.on('close', () => upstream.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    refused,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
