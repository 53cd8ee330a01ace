// Sources of an identity provider: from no key at all to the console of a chain of three hops, by an assertion and by a token; who must
// not get in by one, and that neither is kept.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as later } from 'node:timers/promises'
import { forgersKey } from '../../aws/idp.ts'
import { accounts, bySaml, fromIdp, samlRoles } from '../../aws/sample.ts'
import { addChain, freshAssertion, freshToken, SAML_SOURCE, WEB_SOURCE } from '../scene/idp-scene.ts'
import { OPEN, opened, refused, run, scene } from '../scene/portal-scene.ts'

const PASSWORD = 'a long enough password for anybody'

for (const [source, fresh] of [
  [SAML_SOURCE, freshAssertion],
  [WEB_SOURCE, freshToken],
] as const) {
  test(`from no key anywhere to the console of three hops, by ${source.kind}`, async () => {
    const { browser } = await scene()
    const { id } = await browser.call('addFederated', { source, text: fresh() })
    const [row] = await browser.call('sources', null)
    assert.deepEqual([row?.id, row?.kind, row?.keys, row?.name], [id, source.kind, 'ready', source.name])
    assert.ok((row?.expiresAt ?? 0) > Date.now(), 'until when it is ready')
    assert.equal(row?.federation?.roleArn, source.role.roleArn)
    await addChain(browser, id)
    const state = await run(browser)
    assert.equal(state?.failure, undefined)
    assert.deepEqual(
      state?.hops.map(({ roleArn }) => roleArn),
      fromIdp.map(({ roleArn }) => roleArn),
    )
    assert.equal(opened(browser).length, 1)
    // The same again is the same source.
    assert.deepEqual(await browser.call('addFederated', { source, text: fresh() }), { id })
    assert.equal((await browser.call('sources', null)).length, 1)
  })

  test(`a run that nobody is signed in for by ${source.kind} goes on once somebody is, and signing out ends it`, async () => {
    const { browser } = await scene()
    const { id } = await browser.call('addFederated', { source, text: fresh() })
    await addChain(browser, id)
    await run(browser)
    assert.equal(opened(browser).length, 1)
    await browser.call('endSignIn', { id })
    assert.equal((await browser.call('sources', null))[0]?.keys, 'signed-out')
    const failed = (await run(browser))?.failure
    assert.deepEqual([failed?.kind, failed?.evidence?.sourceId], ['signed-out', id])
    assert.match(failed?.message ?? '', new RegExp(`“${source.name}”`))
    await browser.call('signInWith', { id, text: fresh(), run: OPEN })
    while (opened(browser).length < 2) await later(20)
  })

  test(`nothing of what was brought by ${source.kind} is kept, and the session ends with the browser`, async () => {
    const { browser } = await scene()
    const text = fresh()
    const { id } = await browser.call('addFederated', { source, text })
    await addChain(browser, id)
    await run(browser)
    const kept = JSON.stringify([browser.local, browser.session, await browser.call('lastRun', null)])
    assert.ok(!kept.includes(text.slice(-200)), 'it is kept somewhere')
    const { federated } = Object.fromEntries(
      Object.entries(browser.session).map(([key, value]) => [key.split('/')[0], value]),
    ) as { federated: { credentials: { secretAccessKey: string } } }
    assert.ok(!JSON.stringify(browser.local).includes(federated.credentials.secretAccessKey), 'the session is on disk')
    browser.session = {}
    browser.kill()
    await browser.wake()
    assert.equal((await browser.call('sources', null))[0]?.keys, 'signed-out')
  })
}

test('with a password what AWS gave is sealed, and comes back with it', async () => {
  const { browser } = await scene()
  const { id } = await browser.call('addFederated', { source: SAML_SOURCE, text: freshAssertion() })
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('signInWith', { id, text: freshAssertion() })
  assert.ok(!JSON.stringify([browser.local, browser.session]).includes('ASIA'), 'the session is in the clear')
  await browser.call('lock', null)
  await browser.call('unlock', { password: PASSWORD })
  assert.equal((await browser.call('sources', null))[0]?.keys, 'ready')
})

test('AWS refuses what is forged, late or for others, and then nothing is made', async () => {
  const { browser } = await scene()
  const add = (text: string, source = SAML_SOURCE) => refused(browser.call('addFederated', { source, text }))
  const forged = await add(freshAssertion({ key: forgersKey }))
  assert.deepEqual([forged.kind, forged.evidence?.code], ['refused', 'InvalidIdentityToken'])
  const late = await add(freshAssertion({ lasts: -1 }))
  assert.deepEqual([late.kind, late.evidence?.code], ['signed-out', 'ExpiredTokenException'])
  const recipient = await add(freshAssertion({ recipient: 'https://evil.example/saml' }))
  assert.deepEqual([recipient.kind, recipient.evidence?.code], ['denied', 'AccessDenied'])
  const long = await add(freshAssertion(), { ...SAML_SOURCE, role: { ...SAML_SOURCE.role, durationSeconds: 43_200 } })
  assert.equal(long.kind, 'duration')
  const address = await add(freshAssertion(), { ...SAML_SOURCE, role: { ...SAML_SOURCE.role, signInUrl: 'http://x' } })
  assert.match(address.message, /sign-in address/)
  assert.deepEqual(await browser.call('sources', null), [])
  assert.deepEqual(
    Object.keys(browser.session).filter((key) => key.startsWith('federated/')),
    [],
  )
})

test('an assertion of another account or provider is not even sent', async () => {
  const { browser, aws } = await scene()
  const { id } = await browser.call('addFederated', { source: SAML_SOURCE, text: freshAssertion() })
  const before = aws.asked.length
  const others = samlRoles.map((pair) => pair.replaceAll(accounts.hub, accounts.security))
  const slipped = await refused(browser.call('signInWith', { id, text: freshAssertion({ roles: others }) }))
  assert.equal(slipped.kind, 'invalid')
  assert.match(slipped.message, new RegExp(`${bySaml.providerArn}, which this source is of. It was not sent`))
  const wrong = await refused(browser.call('signInWith', { id, text: freshToken() }))
  assert.match(wrong.message, /this is a token/)
  assert.equal(aws.asked.length, before)
  assert.equal((await browser.call('sources', null))[0]?.keys, 'ready', 'who was signed in still is')
})

test('what is too long never comes to the core, and what is none is told of without its text', async () => {
  const { browser } = await scene()
  assert.match((await refused(browser.call('readBrought', { text: 'x'.repeat(400_001) }))).message, /too long/)
  const odd = await refused(browser.call('readBrought', { text: 'Hush Hush' }))
  assert.ok(!odd.message.includes('Hush'), odd.message)
})

test('the session of a source that AWS no longer takes is not ready any more', async () => {
  const { browser, aws } = await scene()
  const { id } = await browser.call('addFederated', { source: SAML_SOURCE, text: freshAssertion() })
  await addChain(browser, id)
  aws.state.sessions.clear()
  const failed = (await run(browser))?.failure
  assert.equal(failed?.kind, 'invalid-key')
  assert.equal((await browser.call('sources', null))[0]?.keys, 'signed-out')
})
