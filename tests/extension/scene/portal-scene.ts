// An organisation's portal at the local AWS, and a person who signs in there.

import assert from 'node:assert/strict'
import { afterEach } from 'node:test'
import { setTimeout as later } from 'node:timers/promises'
import type { Failure } from 'rolerelay-core'
import type { RunRequest } from '../../../extension/protocol.ts'
import { accounts, fromPortal, portal, sampleWorld } from '../../aws/sample.ts'
import { type Aws, answerAsAws } from './aws.ts'
import { Browser } from './browser.ts'
import { chain } from './sample.ts'

// A scene puts AWS in its place.
const network = globalThis.fetch
afterEach(() => {
  globalThis.fetch = network
})

/** What a call fails with, which has to. */
export const refused = (call: Promise<unknown>): Promise<Failure> =>
  call.then(
    () => assert.fail('it was not refused'),
    (failure: Failure) => failure,
  )

export const OPEN = { action: 'open', chainId: 'prod', where: 'new-tab' } satisfies RunRequest

export interface Scene {
  browser: Browser
  aws: Aws
  /** What was asked, as `POST /token`. */
  asked: string[]
}

export async function scene(change: (world: ReturnType<typeof sampleWorld>) => void = () => {}): Promise<Scene> {
  const world = sampleWorld()
  const mine = world.portals.get(portal.startUrl)
  if (mine) mine.intervalSeconds = 1
  change(world)
  const asked: string[] = []
  const aws = answerAsAws(world)
  const answer = globalThis.fetch
  globalThis.fetch = (input, init) => {
    if (input instanceof Request) asked.push(`${input.method} ${new URL(input.url).pathname}`)
    return answer(input, init)
  }
  const browser = new Browser()
  await browser.wake()
  return { browser, aws, asked }
}

/** What the person says on AWS's page, to the code that ours shows. */
export async function answerOnPage(
  { browser, aws }: Scene,
  answer: 'allow' | 'deny',
  before = () => {},
): Promise<void> {
  const { id, code } = await rowOf(browser)
  await browser.call('openSignInPage', { id })
  const { url } = browser.tabs.pop() as { url: string }
  const page = await (await fetch(new Request(url))).text()
  assert.ok(code, 'our page shows a code')
  assert.match(page, new RegExp(`<p id="code">${code.text}</p>`), 'the two codes are equal')
  before()
  const [, userCode = ''] = url.split('user_code=')
  const body = new URLSearchParams({ user_code: userCode, answer })
  await fetch(new Request(new URL('/', url), { method: 'POST', body }))
  aws.asked.pop()
}

export async function rowOf(browser: Browser) {
  const [row, ...more] = await browser.call('portals', null)
  assert.ok(row, 'a portal is listed')
  assert.deepEqual(more, [])
  return row
}

/** Until the portal's state is that. */
export async function until(browser: Browser, state: string): Promise<void> {
  for (;;) {
    const row = await rowOf(browser)
    if (row.state === state) return
    assert.equal(row.failure, undefined)
    await later(20)
  }
}

export async function signedIn(here: Scene): Promise<string> {
  const { id } = await here.browser.call('beginSignIn', portal)
  await answerOnPage(here, 'allow')
  await until(here.browser, 'signed-in')
  return id
}

/** The chain of the sample, from the permission set. */
export async function addChain(browser: Browser, id: string): Promise<string> {
  const set = { accountId: accounts.hub, roleName: 'Developer', name: 'Hub · Developer' }
  const { ids } = await browser.call('addPermissionSets', { id, sets: [set] })
  const sourceId = ids[0] ?? ''
  const { saved, findings } = await browser.call(
    'saveChain',
    chain('prod', 'Production', { sourceId, hops: fromPortal }),
  )
  assert.deepEqual([saved, findings.filter(({ severity }) => severity === 'error')], [true, []])
  return sourceId
}

export async function run(browser: Browser, request: RunRequest = OPEN) {
  const port = browser.connect()
  port.post(request)
  await port.until(({ closed }) => closed)
  return port.events.at(-1)?.state
}

export const opened = ({ tabs }: Browser) =>
  tabs.filter((tab) => String((tab as { url?: string }).url).includes('/federation'))
