// The real wasm in Node, and an AWS that answers its requests without a network.

import { readFileSync } from 'node:fs'
import type { Chain, Credentials, Failure, Refused, Step, WalkOptions } from 'rolerelay-core'
import * as click from 'rolerelay-core'
import * as rest from 'rolerelay-rest'
import * as vault from 'rolerelay-vault'
import { guarded } from '../../extension/background/core/guard.ts'

const file = (path: string) => readFileSync(new URL(`../../target/${path}`, import.meta.url))
const wasm = click.initSync({ module: file('wasm/rolerelay_bg.wasm') })
const restWasm = rest.initSync({ module: file('wasm-rest/rest_bg.wasm') })
const vaultWasm = vault.initSync({ module: file('wasm-vault/vault_bg.wasm') })

type Walk<A extends unknown[], T> = (chain: Chain, base: Credentials, options: WalkOptions, ...more: A) => Promise<T>

/** The same walk, which has the other module explain a hop that AWS refused, as the background does. */
const explained =
  <A extends unknown[], T>(walk: Walk<A, T>): Walk<A, T> =>
  (chain, base, options, ...more) =>
    walk(chain, base, options, ...more).catch(async (thrown: Failure | Refused) => {
      if (!('refusal' in thrown)) throw thrown
      const signal = more.find((value) => value instanceof AbortSignal) ?? AbortSignal.abort()
      throw await rest.explain(chain, base, options, thrown, signal)
    })

const core = { ...click, walk: explained(click.walk), open: explained(click.open) }

export { click, core, rest, restWasm, vault, vaultWasm, wasm }

export const KEYS: Credentials = {
  accessKeyId: 'AKIAQAAAAAAAGMKEM7X5',
  secretAccessKey: 'Hush/base+key0123456789abcdefghijklmnopq',
}

/** A chain of `n` hops, each in an account of its own. */
export function chainOf(n: number): Chain {
  const role = (at: number) => `arn:aws:iam::${String(at).padStart(12, '0')}:role/team/role-${at}`
  const hops = Array.from({ length: n }, (_, at) => ({ roleArn: role(at + 1) }))
  return { id: 'c1', name: 'A chain', sourceId: 's1', hops }
}

/** Answers a request; none means: as AWS would. */
export type Answer = (request: Request, number: number) => Response | Promise<Response> | undefined

/** Runs `work` with a `fetch` that answers without a network, and gives what was asked. */
export async function withAws<T>(answer: Answer, work: () => Promise<T>): Promise<{ result: T; asked: Asked[] }> {
  const original = globalThis.fetch
  const asked: Asked[] = []
  const network = async (input: unknown) => {
    if (!(input instanceof Request)) throw new Error('the core asks with a Request')
    const body = await input.clone().text()
    asked.push({ request: input, body })
    return (await answer(input, asked.length - 1)) ?? good(input, body, asked.length - 1)
  }
  globalThis.fetch = guarded(network, () => true)
  try {
    return { result: await work(), asked }
  } finally {
    globalThis.fetch = original
  }
}

export interface Asked {
  request: Request
  body: string
}

/** Walks and collects the steps. */
export async function walk(chain: Chain, signal = new AbortController().signal, options: WalkOptions = {}) {
  const steps: Step[] = []
  return { walked: await core.walk(chain, KEYS, options, signal, (step) => steps.push(step)), steps }
}

/** The failure that `work` throws. */
export async function failureOf(work: () => unknown): Promise<Failure> {
  try {
    await work()
  } catch (thrown) {
    return thrown as Failure
  }
  throw new Error('it did not fail')
}

/** Waits for an answer that never comes, as `fetch` does: until the request's signal is aborted. */
export function silence(request: Request): Promise<never> {
  return new Promise((_, reject) => {
    request.signal.addEventListener('abort', () => reject(request.signal.reason))
  })
}

function good(request: Request, body: string, number: number): Response {
  if (new URL(request.url).hostname.includes('signin')) return Response.json({ SigninToken: 'Token-1_x' })
  const form = new URLSearchParams(body)
  if (form.get('Action') === 'GetSessionToken') {
    const result = `<GetSessionTokenResult><Credentials>${sessionKeys(number)}</Credentials></GetSessionTokenResult>`
    return new Response(`<GetSessionTokenResponse>${result}</GetSessionTokenResponse>`)
  }
  const [, account, name] = /::(\d{12}):role\/(?:.*\/)?(.+)$/.exec(form.get('RoleArn') ?? '') ?? []
  const arn = `arn:aws:sts::${account}:assumed-role/${name}/${form.get('RoleSessionName')}`
  const headers = { 'x-amzn-requestid': `request-${number}`, 'content-type': 'text/xml' }
  return new Response(session(number, arn), { headers })
}

/** When the sessions of its answers end, in milliseconds since 1970: in an hour. */
export const ENDS_AT = Math.ceil(Date.now() / 1000) * 1000 + 3_600_000

function sessionKeys(number: number): string {
  const keys = `<AccessKeyId>ASIA${String(number).padStart(16, '0')}</AccessKeyId><SecretAccessKey>Hush/key${number}</SecretAccessKey>`
  const rest = `<SessionToken>Hush/token${number}==</SessionToken><Expiration>${new Date(ENDS_AT).toISOString()}</Expiration>`
  return keys + rest
}

function session(number: number, arn: string): string {
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <Credentials>${sessionKeys(number)}</Credentials><AssumedRoleUser><Arn>${arn}</Arn></AssumedRoleUser>
    </AssumeRoleResult></AssumeRoleResponse>`
}
