// Where a tab comes out that was sent to sign in, and what that says of the browser's console sessions: one account at a time, or several.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accounts } from '../../aws/sample.ts'
import { alice } from '../scene/alice.ts'
import type { Browser } from '../scene/browser.ts'
import { says } from '../scene/kept.ts'

const PASSWORD = 'correct horse battery staple'
const { prod, security } = accounts

/** AWS, where it takes one account at a time. */
function single(): (url: string) => string | undefined {
  let isIn = false
  return (url) => {
    if (url.includes('Action=logout')) isIn = false
    if (isIn) return url
    isIn = true
    return undefined
  }
}

const journal = (browser: Browser) => browser.call('journal', { query: '', offset: 0, limit: 9 })
const outcomes = async (browser: Browser) => (await journal(browser)).rows.map(({ run }) => run.outcome)

test('a tab that stays on AWS’s sign-in page is a failure, and the journal never calls it opened', async () => {
  const { browser, run } = await alice()
  browser.lands = (url) => url
  const { failure } = await run('prod')
  assert.deepEqual([failure?.kind, failure?.evidence?.host], ['sign-in', 'signin.aws.amazon.com'])
  assert.match(
    failure?.message ?? '',
    /Audit in account 777788889999.*Most likely this browser is signed in to another/,
  )
  assert.doesNotMatch(JSON.stringify(failure), /SigninToken/)
  assert.deepEqual(await outcomes(browser), ['failed'])
})

test('a browser that was signed out first is not told to be in another account when AWS keeps it', async () => {
  const { browser, run } = await alice()
  assert.equal((await run('prod', { signOut: 'once' })).failure, undefined)
  browser.lands = () => 'https://signin.aws.amazon.com/federation'
  const { failure, asks } = await run('security', { signOut: 'once' })
  assert.match(failure?.message ?? '', /though this browser was signed out first.*a policy of your organisation/)
  assert.equal(asks, undefined)
})

test('AWS that keeps a browser of several sessions does not make it one of a single session', async () => {
  const { browser, run } = await alice()
  const { aws, lands } = several()
  browser.lands = lands
  assert.equal((await run('prod')).failure, undefined)
  aws.account = security
  assert.equal((await run('security')).failure, undefined)
  // The organisation's policy denies this network.
  browser.lands = () => 'https://signin.aws.amazon.com/federation'
  const { failure } = await run('prod')
  assert.match(
    failure?.message ?? '',
    /Several sessions were turned on in this browser\..*a policy of your organisation/,
  )
  browser.lands = lands
  const after = await run('security')
  assert.equal(after.failure, undefined, 'nothing is asked, and nobody signed out')
  assert.ok(!JSON.stringify(browser.tabs).includes('logout'), 'nobody is signed out')
})

/** AWS, where it takes several sessions: each tab comes out in the account that is named, or where AWS leads who has five. */
function several() {
  const aws = { account: prod, isFull: false }
  const lands = (url: string): string =>
    url.endsWith('/v1/logout')
      ? 'https://us-east-1.signin.aws.amazon.com/'
      : aws.isFull
        ? 'https://us-east-1.signin.aws.amazon.com/sessions/limit'
        : `https://${aws.account}-ab12cd34.us-east-1.console.aws.amazon.com/console/home`
  return { aws, lands }
}
const SIGN_OUT = `https://us-east-1.signin.aws.amazon.com/sessions/${prod}-ab12cd34/v1/logout`

test('a sixth session is told with those that are open, and the one that is chosen gives way on its own host', async () => {
  const { browser, run } = await alice()
  const { aws, lands } = several()
  browser.lands = lands
  assert.equal((await run('prod')).failure, undefined)
  aws.isFull = true
  const { failure, asks } = await run('security')
  assert.match(failure?.message ?? '', /as many console sessions as AWS allows, which is five/)
  const [session, ...more] = asks?.full?.sessions ?? []
  assert.deepEqual([session?.chain, session?.account, session?.signOut, more], ['prod', prod, SIGN_OUT, []])
  assert.deepEqual((await browser.call('lastRun', null))?.asks?.full?.sessions.length, 1, 'the next popup asks')
  const [stands, before] = [asks?.stands ?? 0, browser.tabs.length]
  Object.assign(aws, { account: security, isFull: false })
  const leaves = { signOut: SIGN_OUT }
  assert.equal((await run('security', { leaves, stands })).failure, undefined)
  const sent = browser.tabs.slice(before) as { id: number; url: string }[]
  assert.deepEqual(
    [sent.map(({ id }) => id), sent[0]?.url],
    [[stands, stands], SIGN_OUT],
    'in the tab that stood there',
  )
  assert.match(sent[1]?.url ?? '', /Action=login/)
  aws.isFull = true
  const now = (await run('prod')).asks?.full?.sessions.map(({ chain }) => chain)
  assert.deepEqual(now, ['security'], 'what gave way is none that could')
  assert.deepEqual(
    (await browser.call('live', null)).consoles.map(({ name }) => name),
    ['security'],
    'the other is open no more',
  )
})

test('a lock as one is signed out for another has nobody signed in after it', async () => {
  const { browser, run } = await alice()
  const { aws, lands } = several()
  browser.lands = lands
  await browser.call('createVault', { password: PASSWORD })
  assert.equal((await run('prod')).failure, undefined)
  aws.isFull = true
  const stands = (await run('security')).asks?.stands ?? 0
  Object.assign(aws, { account: security, isFull: false })
  const before = browser.tabs.length
  browser.hold = (call) => (call === 'tabs.update' ? browser.call('lock', null) : undefined)
  assert.equal((await run('security', { leaves: { signOut: SIGN_OUT }, stands })).failure?.kind, 'locked')
  const sent = browser.tabs.slice(before) as { url: string }[]
  assert.deepEqual(
    sent.map(({ url }) => url),
    [SIGN_OUT],
  )
})

test('a sixth session is told as that where nothing is known of the others, and signs out of none that is not known', async () => {
  const { browser, run } = await alice()
  const { aws, lands } = several()
  aws.isFull = true
  browser.lands = lands
  const { failure, asks } = await run('prod')
  assert.match(failure?.message ?? '', /which is five/)
  assert.deepEqual([asks?.full?.sessions, asks?.full?.list], [[], 'off'], 'AWS can be asked')
  await run('prod', { leaves: { signOut: SIGN_OUT } })
  assert.doesNotMatch(JSON.stringify(browser.tabs), /logout/)
})

test('a session whose pages nobody let be seen is named, and can be signed out once they may be', async () => {
  const { browser, run } = await alice()
  const { aws, lands } = several()
  browser.lands = (url) => (aws.isFull ? lands(url) : undefined)
  assert.equal((await run('prod')).failure, undefined)
  aws.isFull = true
  const signOuts = async () => (await run('security')).asks?.full?.sessions.map(({ signOut }) => signOut)
  assert.deepEqual(await signOuts(), [undefined])
  const [its] = browser.openTabs
  assert.ok(its, 'its tab')
  its.url = `https://${prod}-ab12cd34.us-east-1.console.aws.amazon.com/s3`
  assert.deepEqual(await signOuts(), [SIGN_OUT])
})

test('where AWS takes one account at a time: it is found out once, asked then, and always signed out if so wished', async () => {
  const { aws, browser, run } = await alice()
  browser.lands = single()
  assert.equal((await run('prod')).failure, undefined)

  // Found out: the tab stays.
  const stayed = await run('security')
  assert.deepEqual(
    [stayed.failure?.kind, stayed.asks?.signsOut?.role, stayed.asks?.signsOut?.account],
    ['sign-in', 'Audit', prod],
  )
  assert.ok(Math.abs((stayed.asks?.signsOut?.endsAt ?? 0) - Date.now() - 3_600_000) < 60_000)
  assert.deepEqual((await browser.call('lastRun', null))?.asks?.signsOut?.account, prod, 'the next popup asks')
  assert.equal((await run('security', { signOut: 'once' })).failure, undefined)

  // Known: nothing is sent before the person said so.
  const [asked, tabs] = [aws.asked.length, browser.tabs.length]
  const { failure, asks } = await run('prod')
  assert.deepEqual(
    [failure?.kind, asks?.signsOut?.account, aws.asked.length, browser.tabs.length],
    ['guarded', security, asked, tabs],
  )
  assert.match(failure?.message ?? '', /signed in as Audit in 444455556666.*Nothing was sent yet/)
  assert.equal((await run('prod', { signOut: 'always' })).failure, undefined)
  assert.equal((await run('security')).failure, undefined, 'it is asked no more')
  assert.ok((await browser.call('settings', null)).signOutFirst)
  assert.deepEqual(await outcomes(browser), ['done', 'done', 'done', 'failed', 'done'])
})

test('who turned several sessions on since can try, and is not asked again', async () => {
  const { browser, run } = await alice()
  browser.lands = single()
  await run('prod')
  await run('security')
  browser.lands = () => undefined
  assert.equal((await run('security')).failure?.kind, 'guarded')
  assert.equal((await run('security', { signOut: 'no' })).failure, undefined)
  for (const id of ['prod', 'security']) assert.equal((await run(id)).failure, undefined)
  assert.doesNotMatch(JSON.stringify(browser.tabs), /logout/)
})

test('who signed in elsewhere, or before an update, is asked as well, and goes on in the tab that AWS kept', async () => {
  const { browser, run } = await alice()
  const lands = single()
  browser.lands = lands
  lands('https://signin.aws.amazon.com/')
  const { failure, asks } = await run('prod')
  assert.deepEqual([failure?.kind, asks?.signsOut], ['sign-in', null], 'nobody knows as whom')
  assert.equal((await browser.call('lastRun', null))?.asks?.signsOut, null, 'the next popup asks')
  const [stands, before] = [asks?.stands ?? 0, browser.tabs.length]
  assert.equal((await run('prod', { signOut: 'once', stands })).failure, undefined)
  const sent = browser.tabs.slice(before) as { id: number; url: string }[]
  assert.deepEqual([sent.map(({ id }) => id), /Action=logout/.test(sent[0]?.url ?? '')], [[stands], true])
  assert.equal((await run('security')).failure?.kind, 'guarded', 'what AWS wanted is known now')
  // Signed out already, what AWS has against it is something else.
  browser.lands = () => 'https://us-east-1.signin.aws.amazon.com/federation'
  assert.equal((await run('security', { signOut: 'once' })).asks, undefined)
})

/** AWS, where the person turned several sessions on: it signs nobody out of all. Whether it tells the address is `isSeen`. */
const inSeveral = (isSeen: boolean) => (url: string) =>
  url.includes('Action=logout')
    ? url
    : isSeen
      ? `https://${prod}-ab12cd34.us-east-1.console.aws.amazon.com/console/home`
      : undefined

for (const isSeen of [false, true]) {
  const where = isSeen ? 'seen' : 'not seen'
  test(`of several sessions none is signed out for another, whatever the settings say; where they are ${where}`, async () => {
    const { browser, run } = await alice()
    await browser.call('saveSettings', { signOutFirst: true })
    browser.lands = inSeveral(isSeen)
    assert.equal((await run('prod')).failure, undefined, 'found out, it goes on')
    const sent = browser.tabs as { url: string }[]
    assert.equal(browser.openTabs.length, 1, 'in the one tab')
    assert.deepEqual(
      sent.map(({ url }) => /Action=(\w+)/.exec(url)?.[1]),
      ['logout', 'login'],
    )
    assert.equal((await run('prod')).failure, undefined)
    assert.deepEqual([sent.length, /Action=login&/.test(sent.at(-1)?.url ?? '')], [3, true], 'known, it is not tried')
    const signsOut = (await browser.call('live', null)).consoles.map((one) => one.signsOut)
    assert.deepEqual(new Set(signsOut), new Set([isSeen]), 'nor offered, but of it alone')
    const { chains } = await browser.call('weighOpening', { ids: ['prod', 'security'] })
    assert.ok(
      chains.every(({ hinder }) => hinder === undefined),
      'they find room',
    )
  })
}

test('a host that names which session it is of says that there are several', async () => {
  const { browser, run } = await alice()
  browser.lands = inSeveral(true)
  assert.equal((await run('prod')).failure, undefined)
  browser.lands = () => 'https://us-east-1.signin.aws.amazon.com/federation'
  assert.equal((await run('prod')).asks, undefined, 'to sign out would not help')
  browser.lands = inSeveral(true)
  await browser.call('saveSettings', { signOutFirst: true })
  assert.equal((await run('prod')).failure, undefined)
  assert.doesNotMatch(JSON.stringify(browser.tabs), /logout/)
})

test('the same account again asks nothing', async () => {
  const { browser, run } = await alice()
  browser.lands = single()
  await run('prod')
  await run('security')
  browser.lands = () => undefined
  assert.equal((await run('prod')).failure, undefined)
})

test('where AWS lets several accounts in, nothing is ever asked or signed out', async () => {
  const { browser, run } = await alice()
  browser.lands = () => undefined
  for (const id of ['prod', 'security', 'prod', 'security']) assert.equal((await run(id)).failure, undefined)
  assert.doesNotMatch(JSON.stringify(browser.tabs), /logout/)
})

test('what a session would lose is not asked once it has ended, and not of other cookies', async () => {
  const { browser, run } = await alice()
  browser.lands = single()
  await run('prod')
  await run('security')
  browser.openTabs.unshift({ id: 7, windowId: 1, index: 0, incognito: false, cookieStoreId: 'firefox-container-3' })
  browser.lands = () => undefined
  assert.equal((await run('security')).failure, undefined)
})

test('what is known of it is sealed under a password, and is known to the next background', async () => {
  const { browser, run } = await alice()
  await browser.call('createVault', { password: PASSWORD })
  browser.lands = single()
  await run('prod')
  await run('security')
  assert.deepEqual(Object.keys(browser.session.consoles as object), ['sealed'])
  await browser.call('lock', null)
  for (const word of ['Audit', '777788889999']) assert.ok(!says(browser.session, word), word)
  await browser.wake()
  await browser.call('unlock', { password: PASSWORD })
  assert.equal((await run('security')).asks?.signsOut?.account, prod)
})

test('a page of the sign-in service that goes on by itself is no end', async () => {
  const { browser, run } = await alice()
  browser.lands = (url) => {
    const tab = browser.openTabs.at(-1)
    setImmediate(() => tab && browser.moves(tab.id, undefined))
    return url
  }
  assert.equal((await run('prod')).failure, undefined)
})

test('the journal says how far the tab was seen: on the console, off the sign-in page, or only sent', async () => {
  const { browser, run } = await alice()
  const lands = [() => `https://${prod}-ab12cd34.us-east-1.console.aws.amazon.com/s3`, () => undefined, undefined]
  for (const where of lands) {
    browser.lands = where
    assert.equal((await run('prod')).failure, undefined)
  }
  assert.deepEqual(
    (await journal(browser)).rows.map(({ run }) => run.arrival),
    ['unseen', 'left', 'console'],
  )
})

test('a tab that comes out in another account’s console is a failure, and no open console', async () => {
  const { browser, run } = await alice()
  browser.lands = () => `https://${security}-ab12cd34.us-east-1.console.aws.amazon.com/console/home`
  const { failure } = await run('prod')
  assert.equal(failure?.kind, 'sign-in')
  assert.match(failure.message, new RegExp(`console in account ${security} in the place of ${prod}`))
  assert.deepEqual((await browser.call('live', null)).consoles, [])
  assert.deepEqual(await outcomes(browser), ['failed'])
})
