// A console that is signed in to anew in its own tab: on which page, for how many requests, and when it is left alone.

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { RunRequest } from '../../../extension/protocol.ts'
import { accounts, threeHops } from '../../aws/sample.ts'
import { alice } from '../scene/alice.ts'
import { confirms } from '../scene/sample.ts'
import { until } from '../scene/until.ts'

const { prod, security } = accounts
const CONSOLES = 'https://*.console.aws.amazon.com'
const MINUTE = 60_000
const LABEL = `${prod}-ab12cd34.`
const PAGE = 'https://us-east-1.console.aws.amazon.com/s3/buckets/a?region=us-east-1&tab=objects#prefix/b%20c'

/** The chain `prod` is open. `sees` says whether the person lets Rolerelay see addresses of the console. */
async function opened(t: TestContext, sees: boolean, ...of: Parameters<typeof alice>) {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const scene = await alice(...of)
  const { aws, browser, run } = scene
  browser.hasAccess = async (origins) => sees || !origins.some((origin) => origin.startsWith(CONSOLES))
  browser.lands = (url) => (sees ? labelled(pageOf(url)) : undefined)
  assert.equal((await run('prod')).failure, undefined)
  const told = async () => (await browser.call('live', null)).consoles
  const [{ tab, endsAt } = assert.fail('none is told of')] = await told()
  const renew = (more: Partial<RunRequest & { action: 'open' }> = {}) =>
    run('prod', { where: 'its-tab', tab, ...more } as Partial<RunRequest>)
  /** How many requests something took. */
  const cost = async (does: () => Promise<unknown>) => {
    const before = aws.asked.length
    await does()
    return aws.asked.length - before
  }
  return { ...scene, told, tab, endsAt, renew, cost }
}

/** The page on which an address that signs in ends. */
const pageOf = (signIn: string): string => new URL(signIn).searchParams.get('Destination') ?? ''
/** The same page as AWS shows it where several sessions are open. */
const labelled = (page: string): string => page.replace('https://', `https://${LABEL}`)
const lastUrl = (tabs: unknown[]): string => (tabs.at(-1) as { url: string }).url

test('it goes back to the page that the tab is on, in the same tab, and lasts the whole hour', async (t) => {
  const { browser, told, tab, renew, cost } = await opened(t, true)
  browser.moves(tab, labelled(PAGE))
  t.mock.timers.setTime(Date.now() + 56 * MINUTE)
  assert.deepEqual(
    (await told()).map(({ renews }) => renews),
    ['page'],
  )
  const before = browser.openTabs.length
  assert.equal(await cost(async () => assert.equal((await renew()).failure, undefined)), 2)
  const { url, ...where } = browser.tabs.at(-1) as { url: string }
  assert.equal(pageOf(url), PAGE)
  assert.deepEqual(where, { id: tab, windowId: 1, index: 0, incognito: false })
  const now = (await told()).map((one) => [one.tab, Math.round((one.endsAt - Date.now()) / MINUTE)])
  assert.deepEqual([now, browser.openTabs.length], [[[tab, 60]], before])
})

test('where AWS gives its session another label, that is what signs it out, and the page goes back without either', async (t) => {
  const { browser, told, tab, renew } = await opened(t, true)
  const signsOut = async () =>
    (await browser.call('openSessions', { chainId: 'prod', tab })).sessions.map((one) => one.signOut)
  const of = (label: string) => `https://us-east-1.signin.aws.amazon.com/sessions/${prod}-${label}/v1/logout`
  browser.moves(tab, labelled(PAGE))
  const now = 'zz98yx76'
  browser.lands = (url) => labelled(pageOf(url)).replace('ab12cd34', now)
  for (const page of [PAGE, PAGE.replace('objects', 'properties')]) {
    browser.moves(tab, labelled(page).replace('ab12cd34', page === PAGE ? 'ab12cd34' : now))
    assert.equal((await renew()).failure, undefined)
    assert.equal(pageOf(lastUrl(browser.tabs)), page)
    assert.deepEqual(
      [await signsOut(), (await told()).map((one) => [one.tab, one.renews])],
      [[of(now)], [[tab, 'page']]],
    )
  }
})

test('where the page is not told it begins on the chain’s own, and what may be allowed is said', async (t) => {
  const { browser, told, tab, renew } = await opened(t, false, { destination: '/ec2/home' })
  browser.moves(tab, undefined)
  assert.deepEqual(
    (await told()).map(({ renews }) => renews),
    ['start'],
  )
  assert.deepEqual((await browser.call('live', null)).unseen, [CONSOLES])
  assert.equal((await renew()).failure, undefined)
  assert.equal(pageOf(lastUrl(browser.tabs)), 'https://console.aws.amazon.com/ec2/home')
})

test('a tab on AWS’s page to sign in, or on a page that cannot be a destination, gets the chain’s own page', async (t) => {
  const { browser, tab, renew } = await opened(t, true)
  const back = (page: string) =>
    `https://us-east-1.signin.aws.amazon.com/signin?redirect_uri=${encodeURIComponent(page)}`
  const pages = [
    'https://signin.aws.amazon.com/oauth?x=y',
    `${PAGE}${'x'.repeat(5_000)}`,
    back('https://example.com/'),
    back(`https://${security}-ab12cd34.us-east-1.console.aws.amazon.com/s3`),
  ]
  for (const page of pages) {
    browser.moves(tab, page)
    assert.equal((await renew()).failure, undefined)
    assert.match(pageOf(lastUrl(browser.tabs)), /\/console\/home/)
  }
})

test('one on AWS’s page to sign in that leads back to its page goes back there', async (t) => {
  const { browser, told, tab, renew } = await opened(t, true)
  const back = encodeURIComponent(labelled(PAGE))
  browser.moves(tab, `https://us-east-1.signin.aws.amazon.com/signin?redirect_uri=${back}`)
  assert.deepEqual(
    (await told()).map(({ renews }) => renews),
    ['page'],
  )
  assert.equal((await renew()).failure, undefined)
  assert.equal(pageOf(lastUrl(browser.tabs)), PAGE)
})

test('a tab that shows something else is left alone, and so is one that Rolerelay does not know', async (t) => {
  const { browser, told, tab, renew, cost } = await opened(t, true)
  const opened_ = browser.tabs.length
  const isRefused = async (why: RegExp, more?: Parameters<typeof renew>[0]) => {
    assert.equal(
      await cost(async () => {
        const { failure } = await renew(more)
        assert.equal(failure?.kind, 'interrupted')
        assert.match(failure.message, why)
        assert.match(failure.message, /Open the chain anew/)
      }),
      0,
    )
    assert.equal(browser.tabs.length, opened_)
  }
  for (const page of [undefined, `https://999988887777-ab12cd34.us-east-1.console.aws.amazon.com/`, 'about:blank']) {
    browser.moves(tab, page)
    assert.deepEqual(
      (await told()).map(({ renews }) => renews),
      [undefined],
    )
    await isRefused(/shows something else/)
  }
  browser.moves(tab, labelled(PAGE))
  browser.openTabs.push({ id: 7, windowId: 1, index: 0, incognito: false, url: labelled(PAGE) })
  await isRefused(/does not know/, { tab: 7 })
  await isRefused(/does not know/, { chainId: 'security' })
  const before = await browser.call('chain', { id: 'prod' })
  await browser.call('saveChain', { ...before, sessionName: 'other' })
  await isRefused(/not the chain any more/)
  await browser.call('saveChain', before)
  browser.closes(tab)
  await isRefused(/was closed/)
})

test('only what has to be walked is walked: the last hop, unless a session of it lasts longer by now', async (t) => {
  const { browser, run, told, renew, cost } = await opened(t, true, { hops: threeHops })
  browser.lands = pageOf
  for (const { tab } of await told()) browser.moves(tab, 'https://console.aws.amazon.com/')
  assert.equal((await run('prod')).failure, undefined)
  t.mock.timers.setTime(Date.now() + 30 * MINUTE)
  const costs = []
  for (const { tab } of await told())
    costs.push(await cost(async () => assert.equal((await renew({ tab })).failure, undefined)))
  assert.deepEqual(costs, [2, 1])
})

test('a tab that is not seen to sign in is told of as a failure', async (t) => {
  const { browser, renew } = await opened(t, true)
  browser.lands = undefined
  const { failure } = await renew()
  assert.equal(failure?.kind, 'interrupted')
  assert.match(failure.message, /unsaved work/)
})

test('a tab whose page objects is told of while it does, and goes on once the person lets it', async (t) => {
  const { browser, tab, renew, told } = await opened(t, true)
  browser.moves(tab, labelled(PAGE))
  browser.objects = true
  const renewed = renew()
  const isStill = async () => (await browser.call('lastRun', null))?.isStill
  await until(async () => (await isStill()) === true)
  browser.moves(tab, labelled(PAGE))
  assert.equal((await renewed).failure, undefined)
  assert.deepEqual([(await told()).map((one) => one.tab), await isStill()], [[tab], undefined])
})

test('one that is closed meanwhile is told of as that, and no more as one that waits', async (t) => {
  const { browser, tab, renew } = await opened(t, true)
  browser.objects = true
  const renewed = renew()
  await until(async () => (await browser.call('lastRun', null))?.isStill === true)
  browser.closes(tab)
  const { failure, isStill } = await renewed
  assert.deepEqual([failure?.kind, isStill], ['interrupted', undefined])
})

test('a chain that asks first asks for a renewal too, and then goes on in the tab', async (t) => {
  const { browser, tab, told, renew, cost } = await opened(t, true)
  const before = await browser.call('chain', { id: 'prod' })
  await browser.call('saveChain', { ...before, guard: 'LIVE' })
  assert.equal(await cost(async () => assert.equal((await renew()).failure?.kind, 'guarded')), 0)
  assert.equal((await renew({ confirmed: confirms('prod', 'LIVE') })).failure, undefined)
  assert.deepEqual(
    (await told()).map((one) => one.tab),
    [tab],
  )
})

test('it works for the next background, and after an unlocking', async (t) => {
  const { browser, tab, renew } = await opened(t, true)
  browser.moves(tab, labelled(PAGE))
  await browser.call('createVault', { password: 'correct horse battery staple' })
  await browser.call('lock', null)
  await browser.wake()
  assert.equal((await renew()).failure?.kind, 'locked')
  await browser.call('unlock', { password: 'correct horse battery staple' })
  assert.equal((await renew()).failure, undefined)
  assert.equal(pageOf(lastUrl(browser.tabs)), PAGE)
})

test('its keys renew the console in the tab that is in front, and do nothing in another', async (t) => {
  const { browser, tab, told } = await opened(t, true)
  browser.moves(tab, labelled(PAGE))
  t.mock.timers.setTime(Date.now() + 30 * MINUTE)
  const left = async () => (await told()).map((one) => Math.round((one.endsAt - Date.now()) / MINUTE))
  assert.deepEqual(await left(), [30])
  browser.press('renew')
  await until(async () => (await left())[0] === 60)
  assert.equal(pageOf(lastUrl(browser.tabs)), PAGE)
  const sent = browser.tabs.length
  browser.openTabs.unshift({ id: 7, windowId: 1, index: 0, incognito: false })
  browser.press('renew')
  // What is asked after it is answered after it.
  await told()
  assert.deepEqual([browser.tabs.length, await browser.call('lastRun', null)], [sent, null])
})

test('a day of eight hours: one tab, its page kept, the background stopped in each gap, locked once, asleep once', async (t) => {
  const { browser, told, tab, renew, cost } = await opened(t, true)
  const PASSWORD = 'correct horse battery staple'
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('saveSettings', { lockAfter: 0 })
  browser.moves(tab, labelled(PAGE))
  for (let hour = 0; hour < 8; hour++) {
    const isAsleep = hour === 5
    t.mock.timers.setTime(Date.now() + (isAsleep ? 180 : 57) * MINUTE)
    await browser.wake()
    if (hour === 3) await browser.call('lock', null)
    if (hour === 3) await browser.call('unlock', { password: PASSWORD })
    const before = (await told()).map((one) => [one.tab, one.renews, one.endsAt > Date.now()])
    assert.deepEqual(before, [[tab, 'page', !isAsleep]])
    assert.equal(await cost(async () => assert.equal((await renew()).failure, undefined)), 2)
    assert.equal(pageOf(lastUrl(browser.tabs)), PAGE)
    assert.equal(browser.openTabs.find(({ id }) => id === tab)?.url, labelled(PAGE))
  }
})
