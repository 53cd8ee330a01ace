// How the tokens of a portal come and are renewed: in time, once, and so that whatever happens meanwhile leaves a sign-in that works, or says that
// somebody has to sign in.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults } from '../../aws/faults.ts'
import type { Reply } from '../../aws/http.ts'
import { portal } from '../../aws/sample.ts'
import { holdNext } from '../scene/aws.ts'
import { addChain, refused, rowOf, run, type Scene, scene, signedIn } from '../scene/portal-scene.ts'
import { until } from '../scene/until.ts'

const MINUTE = 60_000

/** Somebody is signed in, and what they were given is so short that each use of it renews it first. */
async function ready(): Promise<Scene & { id: string }> {
  const here = await scene(({ portals }) => {
    const mine = portals.get(portal.startUrl)
    if (mine) mine.tokenSeconds = 10 * 60
  })
  const id = await signedIn(here)
  here.asked.length = 0
  return { ...here, id }
}

const renewals = ({ asked }: Scene) => asked.filter((path) => path === 'POST /token').length
const places = ({ session }: Scene['browser'], name: string) =>
  Object.keys(session).filter((key) => key.startsWith(`${name}/`))

test('a token that ends within a quarter of an hour is renewed before it is used, and one that lasts is not', async () => {
  const here = await ready()
  await here.browser.call('portalAccounts', { id: here.id })
  assert.deepEqual(here.asked, ['POST /token', 'GET /assignment/accounts'])
  const mine = here.aws.world.portals.get(portal.startUrl)
  if (mine) mine.tokenSeconds = 20 * 60
  await here.browser.call('portalAccounts', { id: here.id })
  await here.browser.call('portalAccounts', { id: here.id })
  assert.equal(renewals(here), 2)
})

test('where AWS gives no new refresh token, the old one is kept', async () => {
  const here = await ready()
  const { browser, aws, id } = here
  const session = aws.state.portalSessions[0] ?? assert.fail('a session')
  const used = session.refreshToken ?? assert.fail('a refresh token')
  const without = (reply: Reply) => {
    session.refreshToken = used
    return { ...reply, body: reply.body.replace(/,"refreshToken":"[^"]*"/, '') }
  }
  aws.wrong = (_, path) => (path === '/token' ? { name: 'no new one', change: without } : undefined)
  await browser.call('portalAccounts', { id })
  await browser.call('portalAccounts', { id })
  assert.equal(renewals(here), 2)
})

test('who signs out while it is renewed is signed out', async () => {
  const here = await ready()
  const { browser, aws, id } = here
  const release = holdNext(aws)
  const listed = refused(browser.call('portalAccounts', { id }))
  await until(() => renewals(here) === 1)
  // AWS is not told: there the sign-in goes on, and what comes of it must not.
  aws.wrong = (_, path) => (path === '/logout' ? { name: 'offline', silence: 'drop-before' } : undefined)
  assert.match((await refused(browser.call('signOut', { id }))).message, /forgotten here, but AWS could not be told/)
  release()
  assert.equal((await listed).kind, 'signed-out')
  assert.deepEqual(places(browser, 'signIn'), [])
})

test('a background that is stopped while it renews leaves one that works, or says that somebody has to sign in', async () => {
  for (const isTaken of [false, true]) {
    const here = await ready()
    const { browser, aws, id } = here
    const sourceId = await addChain(browser, id)
    let stopped = false
    const stop = (reply?: Reply) => {
      stopped = true
      browser.kill()
      return reply as Reply
    }
    aws.wrong = (_, path) => {
      if (stopped || path !== '/token') return undefined
      if (isTaken) return { name: 'stopped', change: stop }
      stop()
      return { name: 'stopped', silence: 'drop-before' }
    }
    // What it was about to tell nobody hears.
    void run(browser)
    await until(() => stopped)
    await browser.wake()
    const failed = (await run(browser))?.failure
    const source = (await browser.call('sources', null)).find((one) => one.id === sourceId)
    if (!isTaken) assert.deepEqual([failed, source?.keys], [undefined, 'ready'])
    else {
      assert.deepEqual([failed?.kind, source?.keys], ['signed-out', 'signed-out'])
      assert.equal((await rowOf(browser)).state, 'signed-out')
      await signedIn(here)
      assert.equal((await run(browser))?.failure, undefined)
    }
  }
})

test('a registration is made once, and anew within a day of its end', async () => {
  const here = await ready()
  const { browser, asked } = here
  const registered = () => asked.filter((path) => path === 'POST /client/register').length
  await browser.call('beginSignIn', portal)
  assert.equal(registered(), 0)
  const [place = ''] = places(browser, 'client')
  const client = browser.session[place] as object
  browser.session[place] = { ...client, expiresAt: Date.now() + 23 * 60 * MINUTE }
  await browser.call('beginSignIn', portal)
  assert.equal(registered(), 1)
  await browser.call('cancelSignIn', { id: here.id })
})

test('what waits for a person is not ended by an answer that says to come later', async () => {
  const here = await scene()
  const { browser, aws } = here
  // More than are asked again of one question.
  const answers = Array.from({ length: 3 }, () => faults.tooManyRequests)
  aws.wrong = (_, path) => (path === '/token' ? answers.shift() : undefined)
  await signedIn(here)
  assert.equal(answers.length, 0)
  assert.equal((await rowOf(browser)).failure, undefined)
})

test('who begins anew is not signed in by the code before', async () => {
  const here = await scene()
  const { browser, aws, asked } = here
  await browser.call('beginSignIn', portal)
  for (const code of aws.state.deviceCodes.values()) code.state = 'confirmed'
  const release = holdNext(aws)
  await until(() => asked.includes('POST /token'))
  const { id } = await browser.call('beginSignIn', portal)
  release()
  await until(() => renewals(here) === 2 || places(browser, 'signIn').length > 0)
  assert.equal((await rowOf(browser)).state, 'waiting')
  await browser.call('cancelSignIn', { id })
})
