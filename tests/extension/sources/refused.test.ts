// A source that AWS has just refused does not go on saying that it is ready, of whatever kind it is; and does so again once AWS takes it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Credentials } from 'rolerelay-core'
import { accounts, portal, threeHops } from '../../aws/sample.ts'
import { type AccessKey, keyOf } from '../../aws/world.ts'
import { comingFrom } from '../scene/aws.ts'
import type { Browser } from '../scene/browser.ts'
import { addChain, run, type Scene, scene, signedIn } from '../scene/portal-scene.ts'
import { addSource, chain } from '../scene/sample.ts'

const stateOf = async (browser: Browser) => (await browser.call('sources', null))[0]?.keys

/** alice's keys, or others, as a source, and her chain. */
async function withKeys(change = {}): Promise<Scene & { id: string; key: AccessKey; keys: Credentials }> {
  const here = await scene()
  const { browser, aws } = here
  const key = keyOf(aws.world, accounts.hub, 'alice')
  const keys = { accessKeyId: key.id, secretAccessKey: key.secret }
  const id = await addSource(browser, { ...keys, ...change })
  const prod = chain('prod', 'Production', { sourceId: id, hops: threeHops })
  assert.equal((await browser.call('saveChain', prod)).saved, true)
  return { ...here, id, key, keys }
}

test('a secret key with a slip in it is not ready, also to the next background, until the right one is entered', async () => {
  const { browser, id, keys } = await withKeys({ secretAccessKey: 'a'.repeat(40) })
  assert.equal(await stateOf(browser), 'ready', 'nobody asked AWS yet')
  assert.equal((await run(browser))?.failure?.kind, 'signature')
  assert.equal(await stateOf(browser), 'refused')
  browser.kill()
  await browser.wake()
  assert.equal(await stateOf(browser), 'refused')
  assert.equal((await browser.call('saveSource', { id, name: 'Base', credentials: keys })).saved, true)
  assert.equal(await stateOf(browser), 'ready')
  assert.equal((await run(browser))?.failure, undefined)
})

test('a key that was switched off is not ready, and is again once AWS takes it, though a later hop is refused', async () => {
  const { browser, aws, key } = await withKeys()
  assert.equal((await run(browser))?.failure, undefined)
  key.active = false
  // What was walked before is kept, so a test asks anew.
  const prod = await browser.call('chain', { id: 'prod' })
  const tested = () => run(browser, { action: 'test', chain: prod ?? assert.fail('the chain is there') })
  assert.equal((await tested())?.failure?.kind, 'invalid-key')
  assert.equal(await stateOf(browser), 'refused')
  assert.equal((await run(browser))?.failure?.kind, 'invalid-key', 'nothing goes on from what was walked with it')
  key.active = true
  const gate = aws.world.accounts.get(accounts.security)?.roles.get('securitygate') ?? assert.fail('the role is there')
  const { trust } = gate
  gate.trust = { Version: '2012-10-17', Statement: [] }
  assert.equal((await run(browser))?.failure?.hop, 1)
  assert.equal(await stateOf(browser), 'ready')
  gate.trust = trust
  assert.equal((await run(browser))?.failure, undefined)
})

test('a permission set that the person has no more is not ready, and is once they have it again', async () => {
  const here = await scene()
  const { browser, aws } = here
  await addChain(browser, await signedIn(here))
  const mine = aws.world.portals.get(portal.startUrl) ?? assert.fail('the portal is there')
  const { assignments } = mine
  mine.assignments = []
  assert.equal((await run(browser))?.failure?.kind, 'denied')
  assert.equal(await stateOf(browser), 'refused')
  mine.assignments = assignments
  assert.equal((await run(browser))?.failure, undefined)
  assert.equal(await stateOf(browser), 'ready')
})

test('what a permission set gave and AWS ended is not ready, and asked for anew', async () => {
  const here = await scene()
  const { browser, aws } = here
  await addChain(browser, await signedIn(here))
  assert.equal((await run(browser))?.failure, undefined)
  aws.state.sessions.clear()
  const prod = (await browser.call('chain', { id: 'prod' })) ?? assert.fail('the chain is there')
  assert.equal((await run(browser, { action: 'test', chain: prod }))?.failure?.kind, 'invalid-key')
  assert.equal(await stateOf(browser), 'refused')
  assert.equal((await run(browser))?.failure, undefined)
  assert.equal(await stateOf(browser), 'ready')
})

test('a sign-in whose renewed token AWS refuses too has ended', async () => {
  const here = await scene()
  const { browser } = here
  await addChain(browser, await signedIn(here))
  const answer = globalThis.fetch
  const renewals: string[] = []
  globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : 'file:///')
    if (pathname === '/token') renewals.push(pathname)
    if (!(input instanceof Request) || pathname !== '/federation/credentials') return answer(input, init)
    const headers = { 'x-amzn-errortype': 'UnauthorizedException:' }
    return comingFrom(
      input.url,
      new Response('{"message":"Session token not found or invalid"}', { status: 401, headers }),
    )
  }
  assert.equal((await run(browser))?.failure?.kind, 'signed-out')
  assert.equal(renewals.length, 1)
  assert.equal(await stateOf(browser), 'signed-out')
})

test('a refusal that nothing here can explain still says which hop it was and what AWS’s code is, and no more', async () => {
  const { browser, aws } = await withKeys()
  const gate = aws.world.accounts.get(accounts.security)?.roles.get('securitygate') ?? assert.fail('the role is there')
  gate.trust = { Version: '2012-10-17', Statement: [] }
  browser.kill()
  await browser.wake()
  const { compileStreaming } = WebAssembly
  WebAssembly.compileStreaming = async (source) => {
    const response = await source
    if (response.url.endsWith('rest_bg.wasm')) throw new Error('it cannot be read')
    return compileStreaming(response)
  }
  try {
    const { message, ...failure } = (await run(browser))?.failure ?? assert.fail('it was refused')
    const evidence = { status: 403, attempts: 1, code: 'AccessDenied' }
    assert.deepEqual(failure, { kind: 'internal', hop: 1, evidence })
    assert.match(message, /could not load/)
  } finally {
    WebAssembly.compileStreaming = compileStreaming
  }
  assert.equal((await run(browser))?.failure?.kind, 'denied')
})
