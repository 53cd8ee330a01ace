// Console sign-ins as sources: the address is pasted here, since only a real browser has tabs that lead there. Who may use one, how it is
// renewed, one at a time, what a background that is stopped leaves, and that signing out leaves nothing.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Reply } from '../../aws/http.ts'
import { accounts, fromConsole } from '../../aws/sample.ts'
import { holdNext } from '../scene/aws.ts'
import type { Browser } from '../scene/browser.ts'
import { redirectOf, signIn } from '../scene/console-scene.ts'
import { OPEN, opened, refused, run, type Scene, scene } from '../scene/portal-scene.ts'
import { chain } from '../scene/sample.ts'
import { until } from '../scene/until.ts'

const LENA = `arn:aws:iam::${accounts.hub}:user/lena`
const MINUTE = 60_000
const PASSWORD = 'a long enough password for anybody'

/** A source that somebody signed in for, and a chain from it. */
async function ready(): Promise<Scene & { id: string }> {
  const here = await scene()
  const { browser } = here
  // Tabs have ids, and the browser tells nothing of their addresses.
  browser.lands = () => undefined
  const { id } = await browser.call('addConsole', { name: 'Console', region: 'us-east-1' })
  await signIn(here, id)
  const { saved } = await browser.call('saveChain', chain('prod', 'Production', { sourceId: id, hops: fromConsole }))
  assert.equal(saved, true)
  return { ...here, id }
}

const rowOf = async (browser: Browser) =>
  (await browser.call('sources', null)).find(({ kind }) => kind === 'console-sign-in') ?? assert.fail('a source')

/** The refresh tokens that AWS was sent, in order. */
const refreshes = ({ aws }: Scene) => aws.asked.filter((form) => [...form.keys()].join().includes('"refresh_token"'))

/** As long has gone by, for AWS and here, as AWS's clock shows from now on. */
async function passes({ browser, aws }: Scene, ms: number): Promise<void> {
  aws.clock.advance(ms)
  browser.session.skew = { ms: aws.clock.now() - Date.now(), isWrong: true }
  browser.kill()
  await browser.wake()
}

test('from no key anywhere to the console of three hops, and the source is of whoever signed in', async () => {
  const { browser, id } = await ready()
  const row = await rowOf(browser)
  assert.deepEqual([row.id, row.keys, row.consoleSignIn], [id, 'ready', { region: 'us-east-1', principal: LENA }])
  assert.ok((row.expiresAt ?? 0) > Date.now() + 11 * 60 * MINUTE, 'until when it can be renewed')
  const state = await run(browser)
  assert.equal(state?.failure, undefined)
  assert.equal(opened(browser).length, 1)
})

test('an address that is of no sign-in here is not used, and the right one is', async () => {
  const here = await scene()
  const { browser, asked } = here
  browser.lands = () => undefined
  const { id } = await browser.call('addConsole', { name: 'Console', region: 'us-east-1' })
  await browser.call('beginConsole', { id })
  const address = await redirectOf(browser)
  for (const wrong of [
    address.replace(/state=[^&]*/, 'state=other'),
    address.replace('127.0.0.1', 'localhost'),
    'code=x',
  ])
    assert.equal((await refused(browser.call('pasteConsole', { id, address: wrong }))).kind, 'invalid')
  assert.equal((await rowOf(browser)).consoleSignIn?.waiting, true)
  assert.ok(!asked.includes('POST /v1/token'), 'nothing was sent')
  await browser.call('pasteConsole', { id, address })
  assert.equal((await rowOf(browser)).keys, 'ready')
  assert.equal((await refused(browser.call('pasteConsole', { id, address }))).kind, 'invalid', 'a second time')
})

test('somebody else than the source is of does not get in', async () => {
  const { browser, id, ...here } = await ready()
  const user = here.aws.world.accounts.get(accounts.hub)?.users.get('lena')
  await browser.call('endSignIn', { id })
  await browser.call('beginConsole', { id })
  if (user) user.arn = LENA.replace('lena', 'nele')
  const address = await redirectOf(browser)
  const { kind, message } = await refused(browser.call('pasteConsole', { id, address }))
  assert.equal(kind, 'invalid')
  assert.match(message, /user\/nele, and this source is of .*user\/lena/)
  const row = await rowOf(browser)
  assert.deepEqual(
    [row.keys, row.consoleSignIn?.principal, row.consoleSignIn?.failure?.kind],
    ['signed-out', LENA, 'invalid'],
  )
})

test('two chains that need new credentials at once renew them once, and the old refresh token is kept nowhere', async () => {
  const { browser, id, ...here } = await ready()
  const scene = { browser, ...here }
  const old = here.aws.state.loginRefreshTokens.at(-1) ?? ''
  const hops = fromConsole.slice(0, 2)
  await browser.call('saveChain', chain('other', 'Other', { sourceId: id, hops }))
  await passes(scene, 11 * MINUTE)
  const states = await Promise.all([run(browser), run(browser, { ...OPEN, chainId: 'other' })])
  assert.deepEqual(
    states.map((state) => state?.failure),
    [undefined, undefined],
  )
  assert.equal(refreshes(scene).length, 1)
  const kept = JSON.stringify([browser.local, browser.session])
  assert.ok(!kept.includes(old), 'the old one is kept')
  assert.ok(kept.includes(here.aws.state.loginRefreshTokens.at(-1) ?? '?'), 'the new one is kept')
  await passes(scene, 11 * MINUTE)
  assert.equal((await run(browser))?.failure, undefined, 'and is taken the next time')
})

test('credentials that end within five minutes are renewed before they are used, and none before', async () => {
  const here = await ready()
  const { browser } = here
  for (const [minutes, renewed] of [
    [9, 0],
    [2, 1],
  ] as const) {
    // Each run signs its first hop.
    for (const key of Object.keys(browser.session)) if (key.startsWith('hop/')) delete browser.session[key]
    await passes(here, minutes * MINUTE)
    assert.equal((await run(browser))?.failure, undefined)
    assert.equal(refreshes(here).length, renewed, `${minutes} minutes later`)
  }
})

test('who signed in in another region than the source is of by now has to sign in anew', async () => {
  const { browser, id } = await ready()
  for (const key of Object.keys(browser.session)) {
    if (key.startsWith('login/')) browser.session[key] = { ...(browser.session[key] as object), region: 'eu-west-1' }
  }
  browser.kill()
  await browser.wake()
  assert.equal((await rowOf(browser)).keys, 'signed-out')
  assert.equal((await run(browser))?.failure?.kind, 'signed-out')
  await signIn({ browser } as Scene, id)
  assert.equal((await run(browser))?.failure, undefined)
})

test('who signs out while it is renewed is signed out', async () => {
  const { browser, id, ...here } = await ready()
  const scene = { browser, ...here }
  await passes(scene, 11 * MINUTE)
  const release = holdNext(here.aws)
  const state = run(browser)
  await until(() => refreshes(scene).length === 1)
  await browser.call('endSignIn', { id })
  release()
  assert.equal((await state)?.failure?.kind, 'signed-out')
  assert.equal((await rowOf(browser)).keys, 'signed-out')
})

test('who begins anew is not signed in by the code before', async () => {
  const here = await scene()
  const { browser, aws, asked } = here
  browser.lands = () => undefined
  const { id } = await browser.call('addConsole', { name: 'Console', region: 'us-east-1' })
  await browser.call('beginConsole', { id })
  const address = await redirectOf(browser)
  const release = holdNext(aws)
  const pasted = browser.call('pasteConsole', { id, address })
  await until(() => asked.includes('POST /v1/token'))
  await browser.call('beginConsole', { id })
  release()
  await pasted
  const row = await rowOf(browser)
  assert.deepEqual([row.keys, row.consoleSignIn?.waiting], ['signed-out', true])
})

test('a background that is stopped while it renews leaves a source that works, or says that somebody has to sign in', async () => {
  for (const when of ['before AWS hears of it', 'after AWS took it'] as const) {
    const { browser, id: _, ...here } = await ready()
    const scene = { browser, ...here }
    await passes(scene, 11 * MINUTE)
    let stopped = false
    const stop = () => {
      if (stopped) return
      stopped = true
      browser.kill()
    }
    const stopping = (reply: Reply) => {
      stop()
      return reply
    }
    const isRefresh = (form: URLSearchParams) => [...form.keys()].join().includes('"refresh_token"')
    here.aws.wrong = (form) => {
      if (stopped || !isRefresh(form)) return undefined
      if (when === 'after AWS took it') return { name: 'stopped', change: stopping }
      stop()
      return { name: 'stopped', silence: 'drop-before' }
    }
    // What it was about to tell nobody hears.
    void run(browser)
    await until(() => stopped)
    await browser.wake()
    const state = await run(browser)
    if (when === 'before AWS hears of it') assert.equal(state?.failure, undefined, when)
    else assert.deepEqual([state?.failure?.kind, (await rowOf(browser)).keys], ['signed-out', 'signed-out'], when)
  }
})

test('a sign-in that has ended says so, and the run goes on once somebody signed in again', async () => {
  const { browser, id, ...here } = await ready()
  const scene = { browser, ...here }
  await passes(scene, 13 * 60 * MINUTE)
  assert.equal((await rowOf(browser)).keys, 'signed-out')
  const failed = (await run(browser))?.failure
  assert.deepEqual([failed?.kind, failed?.evidence?.sourceId], ['signed-out', id])
  assert.match(failed?.message ?? '', /“Console”/)
  await signIn(scene, id, { run: OPEN })
  await until(() => opened(browser).length === 1)
})

test('what AWS refuses is renewed the next time', async () => {
  const { browser, id: _, ...here } = await ready()
  for (const [keyId, session] of here.aws.state.sessions) {
    if (session.arn === LENA) here.aws.state.sessions.delete(keyId)
  }
  assert.equal((await run(browser))?.failure?.kind, 'invalid-key')
  assert.equal((await rowOf(browser)).keys, 'refused')
  assert.equal((await run(browser))?.failure, undefined)
  assert.equal((await rowOf(browser)).keys, 'ready')
  assert.equal(refreshes({ browser, ...here }).length, 1)
})

test('what AWS refused is not held against whoever signs in anew', async () => {
  const { browser, id, ...here } = await ready()
  for (const [keyId, session] of here.aws.state.sessions) {
    if (session.arn === LENA) here.aws.state.sessions.delete(keyId)
  }
  await run(browser)
  assert.equal((await rowOf(browser)).keys, 'refused')
  await signIn({ browser, ...here }, id)
  assert.equal((await rowOf(browser)).keys, 'ready')
})

test('signing out leaves nothing, and nothing of a sign-in was ever on disk in the clear', async () => {
  const { browser, id, ...here } = await ready()
  await run(browser)
  const { loginRefreshTokens, sessions } = here.aws.state
  const secrets = [...loginRefreshTokens, ...[...sessions.values()].map(({ secret }) => secret)]
  const holds = (kept: object) => secrets.filter((secret) => JSON.stringify(kept).includes(secret)).length
  assert.equal(holds(browser.local), 0)
  assert.ok(holds(browser.session) > 0, 'it is in memory')
  await browser.call('createVault', { password: PASSWORD })
  assert.equal(holds(browser.session), 0, 'sealed there while there is a vault')
  assert.ok(!JSON.stringify(browser.session).includes('"d":'), 'and so is the key of the proofs')
  assert.equal((await run(browser))?.failure, undefined, 'and still of use')
  await browser.call('endSignIn', { id })
  assert.deepEqual(
    Object.keys(browser.session).filter((key) => /^(?:login|hop)/.test(key)),
    [],
  )
  assert.equal((await rowOf(browser)).keys, 'signed-out')
})
