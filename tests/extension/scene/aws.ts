// The local AWS without a network: the core's `fetch` reaches its services straight, as the clock of the test goes.

import { Clock } from '../../aws/clock.ts'
import type { Effect } from '../../aws/faults.ts'
import { placeOf } from '../../aws/hosts.ts'
import type { Environment } from '../../aws/http.ts'
import { iam } from '../../aws/iam-service.ts'
import { signin } from '../../aws/signin/service.ts'
import { devicePage } from '../../aws/sso/device.ts'
import { oidc } from '../../aws/sso/oidc.ts'
import { portal } from '../../aws/sso/portal.ts'
import { State } from '../../aws/state.ts'
import { sts } from '../../aws/sts/service.ts'
import type { World } from '../../aws/world.ts'

export interface Aws extends Environment {
  /** What was asked, form by form. */
  asked: URLSearchParams[]
  /** Called before each answer; it may wait. */
  beforeAnswer: () => Promise<void> | void
  /** What goes wrong with a request, by its form and its path. */
  wrong: (form: URLSearchParams, path: string) => Effect | undefined
  /** The person's own of all hosts, and how many requests went with them. */
  cookies: { are: string; went: number }
}

const fetchFile = globalThis.fetch

export function answerAsAws(world: World): Aws {
  const cookies = { are: '', went: 0 }
  const aws: Aws = { world, state: new State(), clock: new Clock(), asked: [], cookies, ...UNDISTURBED }
  globalThis.fetch = async (input, init) => {
    // Only AWS is asked with a Request; the core's own file is asked for by its address.
    if (!(input instanceof Request)) return fetchFile(input, init)
    const { hostname, pathname, search, searchParams } = new URL(input.url)
    const place = placeOf(hostname)
    if (!place) throw new TypeError(`no host of AWS: ${hostname}`)
    const body = await input.text()
    const form = new URLSearchParams(body)
    aws.asked.push(form)
    await aws.beforeAnswer()
    const effect = aws.wrong(form, pathname)
    if (effect?.silence) throw new TypeError('fetch failed')
    const goes = input.credentials === 'include'
    if (goes) cookies.went += 1
    const headers = { ...Object.fromEntries(input.headers), host: hostname, ...(goes && { cookie: cookies.are }) }
    const { method } = input
    const request = { method, host: hostname, place, path: pathname, search, query: searchParams, headers, body }
    const services = { sts, iam, oidc, portal, device: devicePage, signin } as const
    const serve = services[place.service as keyof typeof services] ?? signin
    const answer = effect?.instead?.(request, aws.clock.now()) ?? (await serve(aws, request))
    // As the server has it of every answer.
    answer.headers = { date: new Date(aws.clock.now()).toUTCString(), ...answer.headers }
    const reply = effect?.change?.(answer) ?? answer
    return comingFrom(
      input.url,
      new Response(reply.body, { status: reply.status, headers: reply.headers as HeadersInit }),
    )
  }
  return aws
}

/** The next request waits for its answer until what this gives is called. */
export function holdNext(aws: Aws): () => void {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  aws.beforeAnswer = () => {
    aws.beforeAnswer = () => {}
    return held
  }
  return release
}

/** As from that address, as every answer of a network is: reqwest takes no other. */
export const comingFrom = (address: string, response: Response): Response =>
  Object.defineProperty(response, 'url', { value: address })

const UNDISTURBED = { beforeAnswer: () => {}, wrong: () => undefined }
