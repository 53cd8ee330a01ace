// A favourite's sign-in that is prepared while it has the focus: what is asked for it, when it is used, and when it is worth nothing.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accounts, fromConsole, fromPortal, mfaHub, mfaSeed } from '../../aws/sample.ts'
import { keyOf } from '../../aws/world.ts'
import { alice } from '../scene/alice.ts'
import { signIn as signInAtConsole } from '../scene/console-scene.ts'
import { addChain, scene as portalScene, run, type Scene, signedIn } from '../scene/portal-scene.ts'
import { chain, confirms } from '../scene/sample.ts'

/** A favourite that was opened once, so that its hops are kept; `asked` is what was asked of AWS since the last look. */
async function favourite(...of: Parameters<typeof alice>) {
  const { aws, browser, run } = await alice(...of)
  browser.lands = () => undefined
  await browser.call('saveSettings', { prepares: true })
  await browser.call('favourite', { id: 'prod', on: true })
  await run('prod')
  const asked = () => aws.asked.splice(0).map((form) => form.get('Action'))
  asked()
  return { aws, browser, run, asked, prepare: () => browser.call('prepare', { id: 'prod' }) }
}
const TOKEN = ['getSigninToken']

test('the click then asks AWS for nothing, once; the journal has it as any other', async () => {
  const { browser, run, asked, prepare } = await favourite()
  const first = prepare()
  await prepare()
  assert.deepEqual(asked(), TOKEN, 'whoever asks for the same meanwhile waits for it')
  await first
  const state = await run('prod')
  assert.deepEqual([state.failure, state.hops.length, asked()], [undefined, 1, []])
  await run('prod')
  assert.deepEqual(asked(), TOKEN, 'AWS takes each token once')
  const { rows } = await browser.call('journal', { query: '', offset: 0, limit: 9 })
  assert.deepEqual(
    rows.map(({ run }) => [run.outcome, run.hops.length]),
    Array(3).fill(['done', 1]),
  )
  const addresses = browser.tabs.map((tab) => (tab as { url: string }).url)
  assert.equal(new Set(addresses).size, 3)
})

test('a click while it is being prepared waits for that, and asks for no other', async () => {
  const { run, asked, prepare } = await favourite()
  const preparing = prepare()
  assert.equal((await run('prod')).failure, undefined)
  await preparing
  assert.deepEqual(asked(), TOKEN)
})

test('no role is assumed for it: where a session is not kept, or AWS takes it no more, nothing is asked or left', async () => {
  const { aws, browser, asked, prepare, run } = await favourite()
  await browser.call('saveChain', { ...(await browser.call('chain', { id: 'prod' })), sessionName: 'other' })
  await prepare()
  assert.deepEqual(asked(), [])
  await run('prod')
  assert.deepEqual(asked(), ['AssumeRole', 'getSigninToken'])
  for (const session of aws.state.sessions.values()) session.expiresAt = 0
  await prepare()
  assert.deepEqual(asked(), TOKEN)
  assert.equal((await run('prod')).failure, undefined)
  assert.deepEqual(asked(), ['AssumeRole', 'getSigninToken'])
})

test('not without the setting, for no other than favourites, and for none that asks first or opens read-only', async () => {
  const { browser, asked, prepare, run } = await favourite()
  await browser.call('saveSettings', { prepares: false })
  await prepare()
  // Alice may set no source identity.
  await browser.call('saveSettings', { prepares: true, reasonInto: { kind: 'session-name' } })
  await run('security')
  asked()
  await browser.call('prepare', { id: 'security' })
  const before = await browser.call('chain', { id: 'prod' })
  for (const more of [{ guard: 'PRODUCTION' }, { asksReason: true }, { readOnly: 'ReadOnlyAccess' }] as const) {
    await browser.call('saveChain', { ...before, ...more })
    const confirmed = confirms('prod', 'guard' in more ? more.guard : undefined)
    const { failure } = await run('prod', { confirmed, ...('asksReason' in more && { reason: 'OPS-1' }) })
    assert.equal(failure, undefined, 'its hops are kept')
    asked()
    await prepare()
    assert.deepEqual(asked(), [], JSON.stringify(more))
  }
})

test('it is worth nothing after a change of the chain or the settings, a lock, its time, or for another page', async (t) => {
  const { browser, asked, prepare, run } = await favourite()
  const isUsed = async (...more: Parameters<typeof run> extends [string, ...infer R] ? R : never) => {
    asked()
    assert.equal((await run('prod', ...more)).failure, undefined)
    return asked().length === 0
  }
  await prepare()
  assert.equal(await isUsed({ destination: 'https://console.aws.amazon.com/s3/home' }), false)
  assert.equal(await isUsed(), true, 'it is there still')
  const before = await browser.call('chain', { id: 'prod' })
  await prepare()
  await browser.call('saveChain', { ...before, destination: 'https://console.aws.amazon.com/s3/home' })
  assert.equal(await isUsed(), false)
  await prepare()
  await browser.call('saveSettings', { user: 'someone' })
  assert.equal(await isUsed(), false)
  await prepare()
  await browser.call('saveSettings', { signOutFirst: true })
  assert.equal(await isUsed(), false)
  await browser.call('createVault', { password: 'correct horse battery staple' })
  await isUsed()
  await prepare()
  await browser.call('lock', null)
  await browser.call('unlock', { password: 'correct horse battery staple' })
  assert.equal(await isUsed(), false)
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  await prepare()
  t.mock.timers.setTime(Date.now() + 14 * 60_000)
  assert.equal(await isUsed(), false)
})

test('other keys of its source make it worth nothing', async () => {
  const { browser, asked, prepare, run } = await favourite()
  await prepare()
  const { sourceId: id } = await browser.call('chain', { id: 'prod' })
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }
  await browser.call('saveSource', { id, name: 'Alice', credentials })
  asked()
  assert.notEqual((await run('prod')).failure, undefined)
  assert.notDeepEqual(asked(), [])
})

test('it is nowhere but in the memory of this background', async () => {
  const { browser, asked, prepare, run } = await favourite()
  await prepare()
  assert.doesNotMatch(JSON.stringify([browser.session, browser.local]), /SigninToken/)
  await browser.wake()
  asked()
  await run('prod')
  assert.deepEqual(asked(), TOKEN)
})

test('of a permission set, a console sign-in and a session of an MFA code too, and only while what they gave is here', async () => {
  const { roleArn, mfaSerial = '' } = mfaHub
  const mfa = async ({ browser, aws }: Scene) => {
    const { id: accessKeyId, secret: secretAccessKey } = keyOf(aws.world, accounts.hub, 'dana')
    const credentials = { accessKeyId, secretAccessKey }
    const source = { name: 'Dana', credentials, mfaSerial, mfaSession: true, seed: mfaSeed }
    const { id } = await browser.call('saveSource', source)
    return { id, hops: [{ roleArn }], gave: `mfa/${id}` }
  }
  const portal = async (here: Scene) => {
    const id = await addChain(here.browser, await signedIn(here))
    return { id, hops: fromPortal, gave: `issued/${id}` }
  }
  const login = async (here: Scene) => {
    here.browser.lands = () => undefined
    const { id } = await here.browser.call('addConsole', { name: 'Console', region: 'us-east-1' })
    await signInAtConsole(here, id)
    return { id, hops: fromConsole, gave: `login/${id}` }
  }
  for (const source of [mfa, portal, login]) {
    const here = await portalScene()
    const { browser, asked } = here
    await browser.call('saveSettings', { prepares: true })
    const { id: sourceId, hops, gave } = await source(here)
    assert.ok((await browser.call('saveChain', chain('prod', 'Production', { sourceId, hops }))).saved)
    await browser.call('favourite', { id: 'prod', on: true })
    assert.equal((await run(browser))?.failure, undefined, source.name)
    await browser.wake()
    asked.length = 0
    await browser.call('prepare', { id: 'prod' })
    assert.deepEqual(asked.splice(0), ['POST /federation'], source.name)
    assert.equal((await run(browser))?.failure, undefined, source.name)
    assert.deepEqual(asked, [], source.name)

    assert.ok(gave in browser.session, Object.keys(browser.session).join())
    delete browser.session[gave]
    await browser.wake()
    await browser.call('prepare', { id: 'prod' })
    assert.deepEqual(asked, [], `${source.name} is asked for nothing`)
  }
})
