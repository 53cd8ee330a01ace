// AWS's own list of the browser's console sessions: when it is asked for and with what, what it changes of what is remembered, and that
// nothing rests on it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asksForSessions } from '../../../extension/background/core/guard.ts'
import { type Effect, faults } from '../../aws/faults.ts'
import { accounts } from '../../aws/sample.ts'
import type { Session } from '../../aws/state.ts'
import { alice } from '../scene/alice.ts'
import type { Aws } from '../scene/aws.ts'
import type { OpenTab } from '../scene/browser-parts.ts'

const { prod, security } = accounts
const HOUR = 3_600_000
const HOST = 'https://us-east-1.signin.aws.amazon.com'
const signOutOf = (label: string) => `${HOST}/sessions/${label}/v1/logout`
const pageOf = (label: string) => `https://${label}.us-east-1.console.aws.amazon.com/console/home`
const LIMIT = `${HOST}/sessions/limit`
const IN_PROD = `${prod}-ab12cd34`
const IN_SECURITY = `${security}-ef56ab78`

/** The normal windows hold these sessions at AWS: of a role in an account, or of a whole ARN. */
function holds({ state, cookies, clock }: Aws, sessions: [label: string, who: string][]): void {
  state.consoleSessions.clear()
  cookies.are = 'aws-prism-opt-in=true'
  for (const [at, [label, who]] of sessions.entries()) {
    const account = label.slice(0, 12)
    const arn = who.startsWith('arn:') ? who : `arn:aws:sts::${account}:assumed-role/${who}/me`
    const session = { arn, account, issuedAt: clock.now() } as Session
    state.consoleSessions.set(`c${at}`, { session, partition: 'aws', label, endsAt: clock.now() + HOUR / 2 })
    cookies.are += `; __Secure-aws-session-id-${label}=c${at}`
  }
}

async function asking() {
  const scene = await alice()
  await scene.browser.call('saveSettings', { asksForSessions: true })
  return scene
}

test('nobody is asked before the person chose it, and no request of a run goes with cookies', async () => {
  const { aws, browser, run } = await alice()
  holds(aws, [[IN_PROD, 'Audit']])
  browser.lands = () => pageOf(IN_PROD)
  await run('prod')
  browser.lands = () => LIMIT
  assert.equal((await run('security')).asks?.full?.list, 'off')
  assert.deepEqual(await browser.call('signedIn', null), { list: 'off', sessions: [], unread: 0, otherTabs: 0 })
  assert.equal(aws.cookies.went, 0)
})

test('the door for cookies lets through that list of a host that may be asked, and nothing else', async () => {
  const sent: Request[] = []
  const send = async (asked: unknown) => {
    sent.push(asked as Request)
    return new Response('')
  }
  const ask = asksForSessions(send, (url) => url.startsWith(`${HOST}/`))
  const { signal } = new AbortController()
  const list = `${HOST}/sessions/v1/list`
  const others = [
    `${HOST}/sessions/v1/opt-in`,
    `${HOST}/sessions/${IN_PROD}/v1/logout`,
    `${list}?a=b`,
    'https://sts.us-east-1.amazonaws.com/sessions/v1/list',
  ]
  for (const url of others) await assert.rejects(ask(url, signal), TypeError, url)
  await ask(list, signal)
  const told = sent.map(({ url, method, credentials, cache, redirect, referrerPolicy }) => [
    ...[url, method, credentials],
    ...[cache, redirect, referrerPolicy],
  ])
  assert.deepEqual(told, [[list, 'GET', 'include', 'no-store', 'manual', 'no-referrer']])
})

test('it is asked for when somebody looks, and when a console opens; opening a popup or an alarm asks for nothing', async () => {
  const { aws, browser, run } = await asking()
  holds(aws, [[IN_PROD, 'Audit']])
  browser.lands = () => pageOf(IN_PROD)
  await run('prod')
  assert.equal(aws.cookies.went, 1)
  await browser.call('live', null)
  await browser.call('list', { query: '', offset: 0, limit: 9 })
  for (const name of [...browser.alarms.keys()]) browser.ring(name)
  await new Promise(setImmediate)
  assert.equal(aws.cookies.went, 1)
  await browser.call('signedIn', null)
  assert.equal(aws.cookies.went, 2)
})

test('a console that opens is seen to be of its role, and one of another role is a failure', async () => {
  const { aws, browser, run } = await asking()
  browser.lands = () => pageOf(IN_PROD)
  holds(aws, [[IN_PROD, 'Audit']])
  assert.equal((await run('prod')).arrival, 'role')
  holds(aws, [[IN_PROD, 'Admin']])
  const { failure } = await run('prod')
  assert.equal(failure?.kind, 'sign-in')
  assert.match(failure.message, new RegExp(`opened the console of ${prod} as Admin in the place of Audit`))
  holds(aws, [[`${security}-ab12cd34`, 'Audit']])
  assert.equal((await run('prod')).arrival, 'console', 'of which it says nothing')
})

test('sessions that were not opened here are named where a sixth is not let in, and can be the one that gives way', async () => {
  const { aws, browser, run } = await asking()
  const labels = [1, 2, 3, 4, 5].map((of) => `${security}-ab12cd3${of}`)
  holds(aws, [
    ...labels.slice(0, 4).map((label, at): [string, string] => [label, `Role${at}`]),
    [labels[4] ?? '', `arn:aws:iam::${security}:user/alice`],
  ])
  browser.lands = (url) => (url.endsWith('/v1/logout') ? `${HOST}/` : LIMIT)
  const { asks } = await run('prod')
  assert.deepEqual(
    asks?.full?.sessions.map(({ role, signOut }) => [role, signOut]),
    [
      ...labels.slice(0, 4).map((label, at) => [`Role${at}`, signOutOf(label)]),
      ['user alice', signOutOf(labels[4] ?? '')],
    ],
  )
  assert.deepEqual([asks?.full?.list, asks?.full?.sessions[0]?.chain], ['listed', undefined])
  assert.ok(Math.abs((asks?.full?.sessions[0]?.endsAt ?? 0) - Date.now() - HOUR / 2) < 60_000)
  browser.lands = (url) => (url.endsWith('/v1/logout') ? `${HOST}/` : pageOf(IN_PROD))
  const [before, gone] = [browser.tabs.length, signOutOf(labels[1] ?? '')]
  assert.equal((await run('prod', { leaves: { signOut: gone }, stands: asks?.stands ?? 0 })).failure, undefined)
  assert.equal((browser.tabs[before] as { url: string }).url, gone)
})

test('the offer to ask is made there, and taken up names them without another run', async () => {
  const { aws, browser, run } = await alice()
  holds(aws, [[`${security}-ab12cd34`, 'Audit']])
  browser.lands = () => LIMIT
  const { asks } = await run('prod')
  assert.deepEqual([asks?.full?.list, asks?.full?.sessions], ['off', []])
  await browser.call('saveSettings', { asksForSessions: true })
  const { sessions, list } = await browser.call('openSessions', { chainId: 'prod', tab: asks?.stands ?? 0 })
  assert.deepEqual([list, sessions.map(({ role }) => role)], ['listed', ['Audit']])
})

test('before one is signed out for another AWS says whether there still is one', async () => {
  const { aws, browser, run } = await asking()
  browser.lands = () => undefined
  await run('prod')
  browser.lands = (url) => url
  assert.equal((await run('security')).asks?.signsOut?.account, prod)
  // It was signed out by hand meanwhile.
  holds(aws, [])
  browser.lands = () => undefined
  assert.equal((await run('security')).failure, undefined)
})

test('where the settings have what is open signed out, AWS is asked first whether there are several, of which none is', async () => {
  const { aws, browser, run } = await asking()
  holds(aws, [[IN_SECURITY, 'Audit']])
  browser.lands = () => undefined
  await browser.call('saveSettings', { signOutFirst: true })
  for (const id of ['prod', 'security']) assert.equal((await run(id)).failure, undefined)
  assert.doesNotMatch(JSON.stringify(browser.tabs), /logout/)
  assert.equal(aws.cookies.went, 1, 'it is known by then')
})

test('who is signed in elsewhere is named by it, where AWS keeps the tab', async () => {
  const { aws, browser, run } = await asking()
  holds(aws, [[IN_SECURITY, 'Audit']])
  browser.lands = (url) => url
  const { asks } = await run('prod')
  assert.deepEqual([asks?.signsOut?.role, asks?.signsOut?.account], ['Audit', security])
})

test('of a private window or a container AWS is not asked, nor named', async () => {
  const { aws, browser, run } = await asking()
  holds(aws, [[IN_PROD, 'Admin']])
  browser.lands = () => pageOf(IN_PROD)
  for (const [at, cookies] of [{ incognito: true }, { cookieStoreId: 'firefox-container-3' }].entries()) {
    const tab: OpenTab = { id: 7 + at, windowId: 1, index: 0, incognito: false, ...cookies }
    browser.openTabs.unshift(tab)
    assert.notEqual((await run('prod')).arrival, 'role')
  }
  assert.equal(aws.cookies.went, 0)
})

test('after an update what AWS lists is found again by its tab and its chain, and what it does not list is told', async () => {
  const { aws, browser, run } = await asking()
  browser.lands = () => pageOf(IN_PROD)
  holds(aws, [[IN_PROD, 'Audit']])
  await run('prod')
  const { isForgotten, consoles } = await browser.call('live', null)
  assert.deepEqual([isForgotten, consoles.length], [false, 1])
  const [tab] = browser.openTabs
  assert.ok(tab, 'its tab')
  browser.openTabs.push(
    { ...tab, id: 8, url: pageOf(`${security}-00000000`) },
    { ...tab, id: 9, url: pageOf(`${prod}-99999999`) },
  )
  holds(aws, [
    [IN_PROD, 'Audit'],
    [`${prod}-99999999`, 'Unknown'],
  ])
  await browser.update()
  const after = await browser.call('live', null)
  assert.deepEqual([after.isForgotten, after.consoles], [true, []])
  const { sessions, otherTabs, list } = await browser.call('signedIn', null)
  assert.deepEqual(
    [list, otherTabs, sessions.map(({ who, tab, signOut }) => [who, tab, signOut])],
    ['listed', 1, [['Unknown', 9, signOutOf(`${prod}-99999999`)]]],
  )
  await browser.call('signedIn', null)
  const again = await browser.call('live', null)
  assert.deepEqual(
    [again.isForgotten, again.consoles.map(({ chainId, tab, role, renews }) => [chainId, tab, role, renews])],
    [false, [['prod', tab.id, 'Audit', 'page']]],
  )
  assert.equal(await browser.call('goToConsole', { tab: 9 }), true)
  assert.equal(await browser.call('goToConsole', { tab: 10 }), false)
})

test('a role that several chains end in, and a chain that opens read-only, are found as no chain', async () => {
  const { aws, browser } = await asking()
  const draft = await browser.call('chain', { id: 'prod' })
  await browser.call('saveChain', { ...draft, id: '', name: 'another way' })
  const security = await browser.call('chain', { id: 'security' })
  await browser.call('saveChain', { ...security, readOnly: 'ReadOnlyAccess' })
  holds(aws, [
    [IN_PROD, 'Audit'],
    [`${accounts.security}-ab12cd34`, 'Audit'],
  ])
  for (const [at, label] of [IN_PROD, `${accounts.security}-ab12cd34`].entries())
    browser.openTabs.push({ id: 20 + at, windowId: 1, index: 0, incognito: false, url: pageOf(label) })
  const { sessions } = await browser.call('signedIn', null)
  assert.deepEqual([sessions.map(({ tab }) => tab), (await browser.call('live', null)).consoles], [[20, 21], []])
})

test('what AWS lists no more has ended, unless it names some that cannot be read', async () => {
  const { aws, browser, run } = await asking()
  browser.lands = () => pageOf(IN_PROD)
  holds(aws, [[IN_PROD, 'Audit']])
  await run('prod')
  const open = async () =>
    (await browser.call('live', null)).consoles.filter(({ endsAt }) => endsAt > Date.now()).length
  holds(aws, [[IN_PROD, 'arn:aws:new::thing']])
  assert.equal((await browser.call('signedIn', null)).unread, 1)
  assert.equal(await open(), 1)
  browser.lands = () => LIMIT
  assert.deepEqual(
    (await run('security')).asks?.full?.sessions.map(({ chain }) => chain),
    ['prod'],
  )
  holds(aws, [])
  await browser.call('signedIn', null)
  assert.equal(await open(), 0)
})

test('one that it names is signed out in a tab, which is closed, and only one that it names', async () => {
  const { aws, browser } = await asking()
  holds(aws, [[IN_PROD, 'Admin']])
  await browser.call('signedIn', null)
  browser.lands = () => `${HOST}/`
  assert.equal(await browser.call('signOutOf', { signOut: 'https://evil.example/' }), false)
  assert.equal(await browser.call('signOutOf', { signOut: signOutOf(IN_PROD) }), true)
  assert.deepEqual(
    [browser.tabs.map((tab) => (tab as { url: string }).url), browser.openTabs],
    [[signOutOf(IN_PROD)], []],
  )
})

const JSON_TYPE = 'application/json'
const answers: [string, Effect][] = [
  ['refuses', faults.says(403, JSON_TYPE, '{}')],
  ['leads elsewhere', faults.redirect('https://evil.example/')],
  ['is a page', faults.says(200, 'text/html', '<html>Sign in</html>')],
  ['is of another form', faults.says(200, JSON_TYPE, '{"sessions":{"a":1}}')],
  ['is too long', faults.says(200, JSON_TYPE, `{"sessions":["${'a'.repeat(70_000)}"]}`)],
  ['is empty', faults.says(200, JSON_TYPE, '')],
  ['does not come', { name: 'silent', silence: 'drop-before' }],
]
for (const [what, reply] of answers)
  test(`an answer that ${what} changes nothing: what is remembered serves, and it is said`, async () => {
    const { aws, browser, run } = await asking()
    aws.wrong = (_, path) => (path === '/sessions/v1/list' ? reply : undefined)
    browser.lands = () => pageOf(IN_PROD)
    assert.equal((await run('prod')).arrival, 'console')
    assert.equal((await browser.call('signedIn', null)).list, 'unknown')
    assert.equal((await browser.call('live', null)).consoles.length, 1)
    browser.lands = () => LIMIT
    const { asks } = await run('security')
    assert.deepEqual([asks?.full?.list, asks?.full?.sessions.map(({ chain }) => chain)], ['unknown', ['prod']])
  })

test('one alone, which has no label, is found again by any tab of the console; of several without none is', async () => {
  const { aws, browser, run } = await asking()
  browser.lands = () => 'https://us-east-1.console.aws.amazon.com/console/home'
  await run('prod')
  const [its] = browser.openTabs
  assert.ok(its, 'its tab')
  await browser.update()
  const expiry = Math.floor(aws.clock.now() / 1_000) + 1_800
  const principal_arn = `arn:aws:sts::${prod}:assumed-role/Audit/alice`
  for (const [count, tabs] of [
    [2, []],
    [1, [its.id]],
  ] as const) {
    const sessions = Array(count).fill({ principal_arn, expiry })
    const list = faults.says(200, JSON_TYPE, JSON.stringify({ sessions }))
    aws.wrong = (_, path) => (path === '/sessions/v1/list' ? list : undefined)
    assert.equal((await browser.call('signedIn', null)).list, 'listed')
    const found = (await browser.call('live', null)).consoles.map(({ tab }) => tab)
    assert.deepEqual(found, tabs)
  }
})

test('an end beyond what any session lasts is none', async () => {
  const { aws, browser } = await asking()
  holds(aws, [[IN_PROD, 'Admin']])
  for (const session of aws.state.consoleSessions.values()) session.endsAt += 91 * 24 * HOUR
  const { sessions } = await browser.call('signedIn', null)
  assert.deepEqual(
    sessions.map(({ who, endsAt }) => [who, endsAt]),
    [['Admin', undefined]],
  )
})
