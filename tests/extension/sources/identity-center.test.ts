// Signing in to IAM Identity Center, from no key at all to the console of a chain of three hops, and all that may come between.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as later } from 'node:timers/promises'
import type { Failure } from 'rolerelay-core'
import { faults } from '../../aws/faults.ts'
import { accounts, fromPortal, portal } from '../../aws/sample.ts'
import type { Aws } from '../scene/aws.ts'
import {
  addChain,
  answerOnPage,
  OPEN,
  opened,
  refused,
  rowOf,
  run,
  scene,
  signedIn,
  until,
} from '../scene/portal-scene.ts'

const PASSWORD = 'a long enough password for anybody'

test('from no key anywhere to the console of three hops, by one registration and one sign-in', async () => {
  const here = await scene()
  const { browser, asked } = here
  const id = await signedIn(here)
  assert.deepEqual(await browser.call('portalAccounts', { id }), [
    { id: accounts.hub, name: 'Hub' },
    { id: accounts.prod, name: 'Production' },
    { id: accounts.security, name: 'Security' },
  ])
  assert.deepEqual(await browser.call('portalRoles', { id, accountId: accounts.prod }), ['Auditor', 'Operator'])
  await addChain(browser, id)
  const [source] = await browser.call('sources', null)
  assert.deepEqual([source?.kind, source?.keys, source?.portal?.id], ['identity-center', 'ready', id])
  const state = await run(browser)
  assert.equal(state?.failure, undefined)
  assert.deepEqual(
    state?.hops.map(({ roleArn }) => roleArn),
    fromPortal.map(({ roleArn }) => roleArn),
  )
  assert.equal(opened(browser).length, 1)
  // A second run takes the credentials that are there, and a set that is chosen again is the same source.
  await run(browser)
  await addChain(browser, id)
  assert.equal((await browser.call('sources', null)).length, 1)
  assert.equal(asked.filter((path) => path === 'POST /client/register').length, 1)
  assert.equal(asked.filter((path) => path === 'GET /federation/credentials').length, 1)
})

test('a run that nobody is signed in for says so, and goes on by itself once somebody is', async () => {
  const here = await scene()
  const { browser } = here
  const id = await signedIn(here)
  const sourceId = await addChain(browser, id)
  await browser.call('signOut', { id })
  const failed = (await run(browser))?.failure
  assert.equal(failed?.kind, 'signed-out')
  assert.equal(failed?.evidence?.sourceId, sourceId)
  assert.match(failed?.message ?? '', /https:\/\/rolerelay\.awsapps\.com\/start/)
  assert.equal(opened(browser).length, 0)
  await browser.call('beginSignIn', { ...portal, run: OPEN })
  await answerOnPage(here, 'allow')
  while (opened(browser).length === 0) await later(20)
})

test('a background that was killed while it waited is followed by one that goes on', async () => {
  const here = await scene()
  const { browser } = here
  // A browser stops the timers of what it kills, too.
  const start = globalThis.setTimeout
  const timers: ReturnType<typeof setTimeout>[] = []
  const noted = (...of: Parameters<typeof start>) => {
    const timer = start(...of)
    timers.push(timer)
    return timer
  }
  globalThis.setTimeout = Object.assign(noted, start)
  await browser.call('beginSignIn', portal)
  await answerOnPage(here, 'allow', () => {
    browser.kill()
    for (const timer of timers) clearTimeout(timer)
    globalThis.setTimeout = start
  })
  assert.ok(browser.alarms.has('sign-in'), 'an alarm wakes the next')
  await browser.wake()
  await until(browser, 'signed-in')
  assert.equal(browser.alarms.has('sign-in'), false)
})

test('what waits is asked at the interval, and more slowly once AWS says so', async () => {
  const here = await scene()
  const { browser, aws, asked } = here
  await browser.call('beginSignIn', portal)
  const [code] = aws.state.deviceCodes.values()
  while (!code?.askedAt) await later(20)
  const { waiting } = Object.fromEntries(
    Object.entries(browser.session).map(([key, value]) => [key.split('/')[0], value]),
  ) as { waiting: { nextAt: number; code: { interval: number } } }
  assert.equal(waiting.code.interval, 1_000)
  // As if it had been asked twice at once, however late the next asking comes.
  code.askedAt = aws.clock.now() + 600_000
  const polls = () => asked.filter((path) => path === 'POST /token').length
  const before = polls()
  while (polls() === before) await later(20)
  for (;;) {
    const now = Object.entries(browser.session).find(([key]) => key.startsWith('waiting/'))?.[1] as typeof waiting
    if (now.code.interval === 6_000) break
    await later(20)
  }
  await browser.call('cancelSignIn', { id: (await rowOf(browser)).id })
  assert.deepEqual(
    Object.keys(browser.session).filter((key) => key.startsWith('waiting/')),
    [],
  )
})

test('what was refused or came too late is told, and asked for no more', async () => {
  const here = await scene()
  const { browser, asked } = here
  const { id } = await browser.call('beginSignIn', portal)
  await answerOnPage(here, 'deny')
  while (!(await browser.call('portals', null))[0]?.failure) await later(20)
  assert.match((await rowOf(browser)).failure?.message ?? '', /refused on AWS’s page/)
  const polls = asked.filter((path) => path === 'POST /token').length
  await later(1_500)
  assert.equal(asked.filter((path) => path === 'POST /token').length, polls)
  await assert.rejects(browser.call('openSignInPage', { id }), { kind: 'signed-out' })
})

test('two chains that need a new token at once have it asked for once, and the old one is worth nothing', async () => {
  const here = await scene()
  const { browser, aws, asked } = here
  const id = await signedIn(here)
  await addChain(browser, id)
  const [session] = aws.state.portalSessions
  const used = session?.refreshToken
  // Its hour is over.
  for (const token of session?.accessTokens.keys() ?? []) session?.accessTokens.set(token, aws.clock.now() - 1)
  // On a busy computer the sign-in itself was asked about more than once.
  asked.length = 0
  const second = browser.call('portalAccounts', { id })
  const [state, listed] = await Promise.all([run(browser), second])
  assert.equal(state?.failure, undefined)
  assert.equal(listed.length, 3)
  assert.equal(asked.filter((path) => path === 'POST /token').length, 1, 'one refresh')
  assert.notEqual(session?.refreshToken, used)
})

test('a sign-in that an administrator ended is told, and nothing of it stays', async () => {
  const here = await scene()
  const { browser, aws } = here
  const id = await signedIn(here)
  await addChain(browser, id)
  assert.equal((await run(browser))?.failure, undefined)
  aws.state.portalSessions.length = 0
  await assert.rejects(browser.call('portalAccounts', { id }), { kind: 'signed-out' })
  const left = Object.keys(browser.session).filter((key) => /^(?:signIn|issued)\//.test(key))
  assert.deepEqual(left, [])
  assert.equal((await run(browser))?.failure?.kind, 'signed-out')
  assert.equal((await rowOf(browser)).state, 'signed-out')
  assert.equal((await browser.call('sources', null))[0]?.keys, 'signed-out')
})

test('to sign out leaves nothing here, and tells AWS', async () => {
  const here = await scene()
  const { browser, aws } = here
  const id = await signedIn(here)
  await addChain(browser, id)
  await run(browser)
  await browser.call('signOut', { id })
  assert.deepEqual(aws.state.portalSessions, [])
  const left = Object.keys(browser.session).filter((key) => /^(?:signIn|waiting|client)\//.test(key))
  assert.deepEqual(left, [])
  assert.equal((await run(browser))?.failure?.kind, 'signed-out')
})

test('hundreds of accounts come page by page, slowly where AWS asks for that, and an organisation may have none', async () => {
  const here = await scene(({ portals }) => {
    const mine = portals.get(portal.startUrl)
    for (let at = 0; at < 250; at += 1) {
      mine?.assignments.push({ account: String(900_000_000_000 + at), name: 'Auditor', role: 'none' })
    }
  })
  const { browser, aws, asked } = here
  const id = await signedIn(here)
  const lists = () => asked.filter((path) => path === 'GET /assignment/accounts').length
  assert.equal((await browser.call('portalAccounts', { id })).length, 253)
  assert.equal(lists(), 3)
  let times = 1
  const throttle = { status: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException:' }, body: '{}' }
  aws.wrong = () => (times-- > 0 ? { name: 'throttle', instead: () => throttle } : undefined)
  assert.equal((await browser.call('portalAccounts', { id })).length, 253)
  assert.equal(lists(), 7)
  const mine = aws.world.portals.get(portal.startUrl)
  if (mine) mine.assignments = []
  assert.deepEqual(await browser.call('portalAccounts', { id }), [])
})

test('a permission set that the person has no more is told as that, and a wrong start address too', async () => {
  const here = await scene()
  const { browser, aws } = here
  const id = await signedIn(here)
  await addChain(browser, id)
  const mine = aws.world.portals.get(portal.startUrl)
  if (mine) mine.assignments = []
  const failed = (await run(browser))?.failure
  assert.equal(failed?.kind, 'denied')
  assert.match(failed?.message ?? '', /no permission set Developer in account 111122223333/)
  const wrong = (startUrl: string, region: string) =>
    browser.call('beginSignIn', { startUrl, region }).catch(({ message }: Failure) => message)
  assert.match(String(await wrong(portal.startUrl, 'us-east-1')), /does not know the start address/)
  assert.match(String(await wrong('http://rolerelay.awsapps.com/start', 'eu-west-1')), /begins with https/)
  assert.match(String(await wrong(portal.startUrl, 'mars-1')), /not a region/)
})

test('profiles of both forms come in as sources of one sign-in, keys pasted before still count, and go out as they came', async () => {
  const here = await scene()
  const { browser } = here
  const config = [
    '[sso-session corp]',
    `sso_start_url = ${portal.startUrl}`,
    `sso_region = ${portal.region}`,
    'sso_registration_scopes = sso:account:access',
    ...profile('dev', accounts.hub, 'Developer', 'sso_session = corp'),
    ...profile('old', accounts.prod, 'Auditor', `sso_start_url = ${portal.startUrl}/#/\nsso_region = ${portal.region}`),
    ...fromPortal.flatMap(({ roleArn }, at) => [
      `[profile hop${at + 1}]`,
      `role_arn = ${roleArn}`,
      `source_profile = ${at === 0 ? 'dev' : `hop${at}`}`,
    ]),
    '[profile other]',
    `role_arn = ${fromPortal[2]?.roleArn}`,
    'source_profile = old',
  ].join('\n')
  const files = [{ name: 'config', text: `${config}\n` }]
  const { signsIn, sources } = await browser.call('previewImport', { files })
  assert.deepEqual(
    signsIn,
    sources.map(({ source }) => source.id),
  )
  await browser.call('applyImport', { files, leaveOut: [] })
  assert.equal((await rowOf(browser)).sources, 2, 'one portal')
  const states = async () => (await browser.call('sources', null)).map(({ name, keys }) => `${name} ${keys}`).sort()
  assert.deepEqual(await states(), ['dev signed-out', 'old signed-out'])
  const { rows } = await browser.call('list', { query: 'hop3', offset: 0, limit: 1 })
  const chainId = rows[0]?.id ?? ''

  // As people did before there was a sign-in.
  const old = (await browser.call('sources', null)).find(({ name }) => name === 'old')
  const pasted = { accessKeyId: 'ASIAQNZGKIQY56JQ7WML', secretAccessKey: 'a'.repeat(40), sessionToken: 'token' }
  await browser.call('saveSource', { id: old?.id ?? '', name: 'old', credentials: pasted })
  assert.deepEqual(await states(), ['dev signed-out', 'old ready'])

  await signedIn(here)
  assert.equal((await run(browser, { ...OPEN, chainId }))?.failure, undefined)
  assert.deepEqual(await states(), ['dev ready', 'old ready'])
  const { text } = await browser.call('exportChains', { form: 'aws-config' })
  for (const line of [
    '[sso-session corp]',
    'sso_session = corp',
    'sso_role_name = Developer',
    `sso_region = ${portal.region}`,
  ])
    assert.ok(text.split('\n').includes(line), line)
  const again = await browser.call('previewImport', { files: [{ name: 'config', text }] })
  assert.equal(again.signsIn.length, again.sources.length, 'what went out is of its kind again')
})

const profile = (name: string, account: string, role: string, how: string) => [
  `[profile ${name}]`,
  how,
  `sso_account_id = ${account}`,
  `sso_role_name = ${role}`,
]

test('behind a password tokens are sealed in memory, on no disk, and a lock ends what waits', async () => {
  const here = await scene()
  const { browser, aws } = here
  await browser.call('createVault', { password: PASSWORD })
  const id = await signedIn(here)
  await addChain(browser, id)
  await run(browser)
  const [session] = aws.state.portalSessions
  const secrets = [...(session?.accessTokens.keys() ?? []), session?.refreshToken ?? '', ...clientSecrets(aws)]
  const everywhere = () => JSON.stringify([browser.local, browser.session])
  for (const secret of secrets) assert.equal(everywhere().includes(secret), false, 'a token in the clear')
  const { id: again } = await browser.call('beginSignIn', portal)
  await browser.call('lock', null)
  const waiting = [...aws.state.deviceCodes.values()][0]
  assert.ok(waiting, 'a code waits at AWS')
  for (const secret of [waiting.deviceCode, ...secrets]) assert.equal(everywhere().includes(secret), false)
  await assert.rejects(browser.call('portals', null), { kind: 'locked' })
  await browser.call('unlock', { password: PASSWORD })
  assert.equal((await rowOf(browser)).state, 'waiting')
  await browser.call('cancelSignIn', { id: again })
  assert.equal((await run(browser))?.failure, undefined)
  await browser.call('lock', null)
  const left = Object.keys(browser.session).filter((key) => /^(?:hop|issued)\//.test(key))
  assert.deepEqual(left, [], 'a lock takes away what it was exchanged for')
})

const clientSecrets = ({ state }: Aws) => [...state.oidcClients.values()].map(({ secret }) => secret)

test('the next background goes on from hops that were walked, until somebody signs out', async () => {
  const here = await scene()
  const { browser, asked } = here
  const id = await signedIn(here)
  await addChain(browser, id)
  asked.length = 0
  const hops = () => asked.splice(0).filter((one) => one === 'POST /').length
  const given = () => asked.filter((one) => one === 'GET /federation/credentials').length
  await run(browser)
  assert.deepEqual([given(), hops()], [1, fromPortal.length])
  while (Object.keys(browser.session).filter((key) => key.startsWith('hop/')).length < fromPortal.length)
    await new Promise(setImmediate)

  await browser.wake()
  assert.equal((await run(browser))?.failure, undefined)
  assert.deepEqual([given(), hops()], [0, 0], 'a click costs its sign-in alone')

  for (const key of left('issued/')) delete browser.session[key]
  await browser.wake()
  assert.equal((await run(browser))?.failure, undefined)
  assert.deepEqual([given(), hops()], [1, 0], 'other keys of the same permission set go on from the same sessions')

  // Who signs in at the portal next may be another person.
  await signedIn(here)
  asked.length = 0
  assert.equal((await run(browser))?.failure, undefined)
  assert.deepEqual([given(), hops()], [1, fromPortal.length])

  await browser.call('signOut', { id })
  assert.deepEqual([left('hop/'), left('issued/')], [[], []])

  function left(name: string): string[] {
    return Object.keys(browser.session).filter((key) => key.startsWith(name))
  }
})

test('an answer with times that no clock has leaves nothing that stays: the next answer counts', async () => {
  const here = await scene()
  const { browser, aws } = here
  const says = (path: string, body: object) => {
    const text = JSON.stringify(body).replaceAll('"never"', '1e308')
    aws.wrong = (_, asked) => (asked.startsWith(path) ? faults.says(200, 'application/json', text) : undefined)
  }
  says('/client/register', { clientId: 'x', clientSecret: 'y', clientSecretExpiresAt: 'never' })
  await refused(browser.call('beginSignIn', portal))
  aws.wrong = () => undefined
  const id = await signedIn(here)
  await addChain(browser, id)
  const keys = { accessKeyId: 'ASIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x', sessionToken: 'y', expiration: 'never' }
  says('/federation/credentials', { roleCredentials: keys })
  assert.equal((await run(browser))?.failure?.kind, 'invalid-key')
  aws.wrong = () => undefined
  for (const again of [false, true]) {
    if (again) await browser.wake()
    assert.equal((await run(browser))?.failure, undefined)
  }
})

test('a clock that is set back amid a sign-in has nobody wait until it is that late again', async () => {
  const { browser, aws } = await scene()
  await browser.call('beginSignIn', portal)
  const [code] = aws.state.deviceCodes.values()
  while (!code?.askedAt) await later(20)
  browser.kill()
  const waiting = () =>
    Object.entries(browser.session).flatMap(([key, value]) =>
      key.startsWith('waiting/') ? [value as { nextAt: number }] : [],
    )
  // An hour later than that is by the new clock.
  for (const one of waiting()) one.nextAt += 3_600_000
  await browser.wake()
  const longest = performance.now() + 15_000
  while (waiting().some(({ nextAt }) => nextAt > Date.now() + 60_000)) {
    assert.ok(performance.now() < longest, 'it is not asked')
    await later(20)
  }
  await browser.call('cancelSignIn', { id: (await rowOf(browser)).id })
})
