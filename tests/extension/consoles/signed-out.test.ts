// The tabs of a console that was signed out for another: closed where they are seen to show it, if so wished, and never called by it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { Chain } from 'rolerelay-core'
import { accounts, threeHops } from '../../aws/sample.ts'
import { alice } from '../scene/alice.ts'
import { chain } from '../scene/sample.ts'
import { until } from '../scene/until.ts'

const { prod } = accounts
const CONSOLE = 'https://us-east-1.console.aws.amazon.com/'

/** `prod` is open, in a group of its name. `sees`: whether the person lets Rolerelay see addresses of the console. */
async function opened(closesSignedOut: boolean, sees = true, more: Partial<Chain> = {}) {
  const scene = await alice(more)
  const { browser, run } = scene
  browser.hasAccess = async (origins) => sees || !origins.some((origin) => origin.includes('console'))
  browser.lands = () => (sees ? CONSOLE : undefined)
  browser.groups = []
  await browser.wake()
  await browser.call('saveSettings', { closesSignedOut })
  assert.equal((await run('prod')).failure, undefined)
  const [{ tab } = assert.fail('none is told of')] = (await browser.call('live', null)).consoles
  const titles = () =>
    browser.openTabs.map(({ groupId }) => browser.groups?.find(({ id }) => id === groupId)?.title).sort()
  const becomes = async (expected: (string | undefined)[]) => {
    await until(() => isDeepStrictEqual(titles(), expected))
  }
  await becomes([more.readOnly ? 'prod · read-only' : 'prod'])
  const signOutFor = async (id: string) => assert.equal((await run(id, { signOut: 'once' })).failure, undefined)
  return { ...scene, tab, becomes, signOutFor }
}

test('they are closed where the person chose that', async () => {
  const { becomes, signOutFor } = await opened(true)
  await signOutFor('security')
  await becomes(['security'])
})

test('otherwise they stay, and leave the group that would say what they are not any more', async () => {
  const { becomes, signOutFor } = await opened(false)
  await signOutFor('security')
  await becomes(['Signed out: prod', 'security'])
})

test('so does one that reads alone, which the next console may not', async () => {
  const { becomes, signOutFor } = await opened(false, true, { readOnly: 'ReadOnlyAccess' })
  await signOutFor('security')
  await becomes(['Signed out: prod · read-only', 'security · read-only'])
})

test('nothing is closed that is not seen to show that console', async () => {
  const unseen = await opened(true, false)
  await unseen.signOutFor('security')
  await unseen.becomes(['Signed out: prod', 'security'])

  const elsewhere = await opened(true)
  elsewhere.browser.moves(elsewhere.tab, 'https://999988887777-ab12cd34.us-east-1.console.aws.amazon.com/')
  await elsewhere.signOutFor('security')
  await elsewhere.becomes(['prod', 'security'])
  assert.ok(elsewhere.browser.openTabs.some(({ id }) => id === elsewhere.tab))
})

test('those of the role that is signed in to anew stay as they are, and so do those of other cookies', async () => {
  const same = await opened(true)
  await same.signOutFor('prod')
  await same.becomes(['prod', 'prod'])

  const { browser, becomes, signOutFor, tab } = await opened(true)
  browser.openTabs.unshift({ id: 7, windowId: 1, index: 0, incognito: false, cookieStoreId: 'firefox-container-3' })
  await signOutFor('security')
  await becomes(['prod', 'security', undefined])
  assert.ok(browser.openTabs.some(({ id }) => id === tab))
})

test('another role of the same account takes its place too, once it is known that there is one at a time', async () => {
  const { browser, run, becomes, signOutFor } = await opened(false)
  const { sourceId } = await browser.call('chain', { id: 'prod' })
  await browser.call('saveChain', chain('admin', 'admin', { sourceId, hops: threeHops }))
  assert.equal((await run('admin')).failure, undefined)
  await becomes(['admin', 'prod'])
  const lands = browser.lands
  browser.lands = (url) => url
  assert.equal((await run('security')).failure?.kind, 'sign-in')
  browser.lands = lands
  await signOutFor('security')
  await becomes(['Signed out: admin', 'Signed out: prod', 'security', undefined])
  await signOutFor('prod')
  for (const _ of [1, 2]) assert.equal((await run('admin')).failure, undefined)
  const names = (await browser.call('live', null)).consoles.map(({ name }) => name)
  assert.deepEqual(names, ['admin', 'admin'], 'the same role twice is one session')
  const signedOut = ['admin', 'prod', 'prod', 'security'].map((name) => `Signed out: ${name}`)
  await becomes([...signedOut, 'admin', 'admin', undefined])
})

test('a tab that the person put into a group of their own stays there', async () => {
  const { browser, becomes, signOutFor } = await opened(false)
  Object.assign(browser.groups?.[0] ?? {}, { title: 'Mine' })
  await signOutFor('security')
  await becomes(['Mine', 'security'])
})

test('the question says which', async () => {
  for (const closes of [false, true]) {
    const { browser, run } = await opened(closes)
    // AWS takes one account at a time.
    browser.lands = (url) => url
    await run('security')
    const { failure } = await run('security')
    assert.match(failure?.message ?? '', new RegExp(`${prod}.*${closes ? 'then closed' : 'then ask you to sign in'}`))
  }
})

test('one that is open is signed out of beside its tab, which is then as the person chose', async () => {
  for (const closes of [true, false]) {
    const { browser, becomes, tab, aws } = await opened(closes)
    const [one] = (await browser.call('live', null)).consoles
    assert.equal(one?.signsOut, false) // whether the browser is in others too is not known
    assert.equal(await browser.call('signOutAt', { tab }), false)
    await browser.call('saveSettings', { signOutFirst: true })
    assert.equal((await browser.call('live', null)).consoles[0]?.signsOut, true)
    const [asked, before] = [aws.asked.length, browser.tabs.length]
    assert.equal(await browser.call('signOutAt', { tab }), true)
    assert.deepEqual(browser.tabs.slice(before), [
      {
        url: 'https://us-east-1.signin.aws.amazon.com/oauth?Action=logout',
        active: false,
        windowId: 1,
        openerTabId: tab,
      },
    ])
    await becomes(closes ? [] : ['Signed out: prod'])
    const { consoles } = await browser.call('live', null)
    assert.ok(
      consoles.every(({ endsAt, signsOut }) => endsAt <= Date.now() && !signsOut),
      'it has ended',
    )
    assert.equal(aws.asked.length, asked)
  }
})

test('what was signed out of by hand is no more in the way of another, where AWS takes one at a time', async () => {
  const { browser, run, tab } = await opened(false)
  const { lands } = browser
  browser.lands = (url) => url
  await run('security')
  assert.equal((await run('security')).failure?.kind, 'guarded')
  browser.lands = lands
  assert.equal(await browser.call('signOutAt', { tab }), true)
  assert.equal((await run('security')).failure, undefined)
})
