// The local AWS without a network: the core's `fetch` reaches its services straight, as the clock of the test goes.

import { Clock } from '../aws/clock.ts'
import { placeOf } from '../aws/hosts.ts'
import type { Environment } from '../aws/http.ts'
import { iam } from '../aws/iam-service.ts'
import { signin } from '../aws/signin/service.ts'
import { State } from '../aws/state.ts'
import { sts } from '../aws/sts/service.ts'
import type { World } from '../aws/world.ts'

export interface Aws extends Environment {
  /** What was asked, form by form. */
  asked: URLSearchParams[]
  /** Called before each answer; it may wait. */
  beforeAnswer: () => Promise<void> | void
}

const fetchFile = globalThis.fetch

export function answerAsAws(world: World): Aws {
  const aws: Aws = { world, state: new State(), clock: new Clock(), asked: [], beforeAnswer: () => {} }
  globalThis.fetch = async (input, init) => {
    // Only AWS is asked with a Request; the core's own file is asked for by its address.
    if (!(input instanceof Request)) return fetchFile(input, init)
    const { hostname, pathname, search, searchParams } = new URL(input.url)
    const place = placeOf(hostname)
    if (!place) throw new TypeError(`no host of AWS: ${hostname}`)
    const body = await input.text()
    aws.asked.push(new URLSearchParams(body))
    await aws.beforeAnswer()
    const headers = { ...Object.fromEntries(input.headers), host: hostname }
    const { method } = input
    const request = { method, host: hostname, place, path: pathname, search, query: searchParams, headers, body }
    const services = { sts, iam, signin } as const
    const reply = await (services[place.service as keyof typeof services] ?? signin)(aws, request)
    return new Response(reply.body, { status: reply.status, headers: reply.headers as HeadersInit })
  }
  return aws
}
