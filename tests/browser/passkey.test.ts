// Passkeys that unlock. Chromium brings an authenticator that a test can play; in Firefox none belongs to an extension so far,
// and it says so.

import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { CDPSession, Page } from 'puppeteer-core'
import { findings } from './axe.ts'
import { kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { button, press, retype, unlock } from './person.ts'
import { type Stage, stage } from './stage.ts'
import { call } from './wire.ts'

const PASSWORD = 'lantern gravel orchid teapot'

for (const kind of kinds) {
  describe(`passkeys in ${kind}`, () => {
    // Before the stage's own, which asks for what a locked vault does not tell.
    beforeEach(() => freshVault(here))
    const here = stage(kind)

    if (kind === 'firefox') {
      it('are explained, and not offered', async () => {
        const { driven, wings } = here
        const page = await driven.open('options.html#/protection')
        await page.waitForSelector(
          '::-p-text(Firefox lets an extension use passkeys only under a web domain of its own)',
        )
        assert.equal(await page.$('::-p-text(Add a passkey)'), null)

        await addFromElsewhere(wings)
        await call(wings, 'lock', null)
        await page.waitForSelector('.unlock')
        await page.waitForSelector(
          '::-p-text(Firefox lets an extension use passkeys only under a web domain of its own)',
        )
        assert.equal(await page.$('::-p-text(Unlock with passkey)'), null)
        await unlock(page, PASSWORD)
        await page.waitForSelector('h1::-p-text(Protection)')
      })
      return
    }

    it('are added by who knows the password, and unlock', async () => {
      const { wings } = here
      const { page } = await withAuthenticator(here)
      await addedPasskey(page, 'The left thumb')

      await call(wings, 'lock', null)
      await button(page, 'Unlock with passkey').click()
      await page.waitForSelector('h1::-p-text(Protection)')
      assert.equal((await call(wings, 'vault', null)).state, 'unlocked')
    })

    it('are asked for at once in the tab that the popup opens for it', async () => {
      const { driven, wings } = here
      const { page } = await withAuthenticator(here)
      await addedPasskey(page, 'The left thumb')
      await call(wings, 'lock', null)

      const popup = await driven.open('popup.html')
      await button(popup, 'Unlock with passkey').click()
      // The new tab has none of the test's authenticator.
      const tab = await driven.find('options.html#/passkey')
      await until('the popup to close', async () => popup.isClosed())
      await tab.close()

      await page.evaluate(() => location.replace('#/passkey'))
      await page.bringToFront()
      await page.reload()
      await page.waitForSelector('.options')
      assert.equal((await call(wings, 'vault', null)).state, 'unlocked')
    })

    it('that are not given leave it locked, and the password works', async () => {
      const { wings } = here
      const { page, cdp, authenticatorId } = await withAuthenticator(here)
      await addedPasskey(page, 'The left thumb')
      await call(wings, 'lock', null)
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
      await button(page, 'Unlock with passkey').click()
      await page.waitForSelector('[role=alert]::-p-text(No passkey was used)')
      assert.equal((await call(wings, 'vault', null)).state, 'locked')
      assert.deepEqual(await findings(page), [])
      await unlock(page, PASSWORD)
    })

    it('that lack the PRF are refused, and add nothing', async () => {
      const { wings } = here
      const { page } = await withAuthenticator(here, { hasPrf: false })
      await addPasskey(page, 'Too old')
      await page.waitForSelector('[role=alert] ::-p-text(lacks the PRF extension)')
      assert.equal(await passkeyCount(wings), 0)
    })

    it('whose PRF does not answer when it is to unlock open nothing, and nobody speaks of adding', async () => {
      const { wings } = here
      const { page, cdp, authenticatorId } = await withAuthenticator(here)
      await addedPasskey(page, 'The left thumb')
      const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
      await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
      const without = await addAuthenticator(cdp, { hasPrf: false })
      for (const credential of credentials)
        await cdp.send('WebAuthn.addCredential', { authenticatorId: without, credential })
      await call(wings, 'lock', null)
      await button(page, 'Unlock with passkey').click()
      const told = await page.waitForSelector('[role=alert] ::-p-text(PRF extension)')
      const words = (await told?.evaluate((each) => each.textContent)) ?? ''
      assert.match(words, /Nothing was opened or changed\. Use another passkey, or the password/)
      assert.doesNotMatch(words, /added/)
      assert.equal((await call(wings, 'vault', null)).state, 'locked')
      await unlock(page, PASSWORD)
    })

    it('are asked plainly where there is one, and each by its name where there are two', async () => {
      const { wings } = here
      const { page } = await withAuthenticator(here)
      await addedPasskey(page, 'The left thumb')
      assert.deepEqual(await askedByPrf(page, wings), ['eval'])
      await addFromElsewhere(wings)
      assert.deepEqual(await askedByPrf(page, wings), ['evalByCredential'])
    })

    it('are there once: an authenticator that has one already says so', async () => {
      const { wings } = here
      const { page } = await withAuthenticator(here)
      await addedPasskey(page, 'The left thumb')
      await addPasskey(page, 'The same thumb')
      await page.waitForSelector('[role=alert] ::-p-text(This passkey is here already)')
      assert.equal(await passkeyCount(wings), 1)
    })
  })
}

/** A new vault, whatever the test before left. */
async function freshVault({ wings }: Stage): Promise<void> {
  await call(wings, 'startOver', { sure: 'delete everything' })
  await call(wings, 'createVault', { password: PASSWORD })
}

interface Authenticated {
  page: Page
  cdp: CDPSession
  authenticatorId: string
}

/** The protection page in a tab with an authenticator of its own, whose owner is there and agrees to everything. */
async function withAuthenticator({ driven }: Stage, { hasPrf = true } = {}): Promise<Authenticated> {
  const page = await driven.open('options.html#/protection')
  const cdp = await page.createCDPSession()
  await cdp.send('WebAuthn.enable')
  return { page, cdp, authenticatorId: await addAuthenticator(cdp, { hasPrf }) }
}

async function addAuthenticator(cdp: CDPSession, { hasPrf }: { hasPrf: boolean }): Promise<string> {
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      hasPrf,
      automaticPresenceSimulation: true,
    },
  })
  return authenticatorId
}

/** Locks, unlocks with a passkey, and gives the ways in which its PRF was asked. */
async function askedByPrf(page: Page, wings: Page): Promise<string[]> {
  await page.evaluate(() => {
    const get = navigator.credentials.get.bind(navigator.credentials)
    navigator.credentials.get = (options) => {
      document.documentElement.dataset.asked = Object.keys(options?.publicKey?.extensions?.prf ?? {}).join()
      return get(options)
    }
  })
  await call(wings, 'lock', null)
  await button(page, 'Unlock with passkey').click()
  await page.waitForSelector('h1::-p-text(Protection)')
  return page.evaluate(() => (document.documentElement.dataset.asked ?? '').split(','))
}

async function addedPasskey(page: Page, name: string): Promise<void> {
  await addPasskey(page, name)
  await page.waitForSelector(`.passkeys ::-p-text(${name})`)
}

async function addPasskey(page: Page, name: string): Promise<void> {
  // What becomes of the sweep is said above, and moves it.
  await press(page, named('button', 'Add a passkey…'))
  await retype(page, 'Name of the new passkey', name)
  await retype(page, 'Your password, to show that it is you', PASSWORD)
  await press(page, named('button', 'Add a passkey'))
}

/** A passkey as another browser's copy of this vault might bring it along. */
async function addFromElsewhere(wings: Page): Promise<void> {
  const { salt } = await call(wings, 'offerPasskey', null)
  const lock = { kind: 'passkey' as const, credential: 'Zm9yZWlnbg', salt }
  await call(wings, 'addPasskey', { name: 'From Chrome', lock, prf: salt, proof: { password: PASSWORD } })
}

async function passkeyCount(wings: Page): Promise<number> {
  const vault = await call(wings, 'vault', null)
  assert.ok('ways' in vault)
  return vault.ways.filter(({ lock }) => lock.kind === 'passkey').length
}
