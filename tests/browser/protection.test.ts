// The protection page as a person uses it: no password, a first one, another one, and none of it any more.

import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { accounts, aliceKey, threeHops } from '../aws/sample.ts'
import { becomes, kinds, until } from './browsers.ts'
import { keptIn, storedIn } from './kept.ts'
import { named } from './named.ts'
import { button, field, pick, press, retype, shows } from './person.ts'
import { chainOf, credentialsOf, stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

const first = 'copper lantern drifts under seven maples'
const second = 'violet anchors hum beside quiet engines'

for (const kind of kinds) {
  describe(`the protection page in ${kind}`, () => {
    const here = stage(kind)

    beforeEach(async () => {
      const { aws, wings } = here
      await call(wings, 'startOver', { sure: 'delete everything' })
      here.alice = await addSource(wings, credentialsOf(aliceKey(aws.world)))
      await addChain(wings, chainOf('Harbour Crane', here.alice, threeHops))
    })

    const open = async () => {
      const page = await here.driven.open('options.html#/protection')
      await page.waitForSelector('h1')
      return page
    }
    const stored = async () => JSON.stringify(await storedIn(here.wings))
    const state = async () => (await call(here.wings, 'vault', null)).state
    const unlocks = (password: string) =>
      call(here.wings, 'unlock', { password }).then(
        () => true,
        () => false,
      )
    const type = async (page: Page, password: string, again = password) => {
      await retype(page, 'New password', password)
      await retype(page, 'The same again', again)
    }
    // What becomes of the sweep is said above all this, and moves it.
    const chooseAPassword = (page: Page) => press(page, '#way-password', ' ')
    /** Sets the first password, as a person does. */
    const protect = async (page: Page) => {
      await chooseAPassword(page)
      await type(page, first)
      await press(page, named('button', 'Set this password'))
      await shows(page, /All that is kept is encrypted now/)
      // Its heading takes the focus once it is drawn.
      await becomes('the focus', () => page.evaluate(() => document.activeElement?.textContent?.trim()), 'Protected')
    }

    it('says what is on the disk, and leaves it at that for who wants no password', async () => {
      const page = await open()
      await shows(page, /Whoever reads this disk can read them/)
      assert.ok(JSON.stringify(await keptIn(here.wings)).includes('Harbour Crane'), 'as it says')
      assert.equal(await page.$eval('#way-session', (radio) => (radio as HTMLInputElement).checked), true)
      assert.equal(await page.$('input[type=password]'), null, 'nothing urges to set one')
      assert.equal(await state(), 'open')
    })

    it('refuses what is easy to guess, and says why', async () => {
      const page = await open()
      await chooseAPassword(page)
      const refused: [password: string, why: RegExp][] = [
        ['7mK!q2x', /It has 7 characters. Use at least 12/],
        ['aaaaaaaaaaaaaaaaaaaa', /Repeated characters/],
        ['Harbour-Crane', /names that are in your chains and sources/],
        ['password123456', /similar to a commonly used password|commonly used/],
      ]
      for (const [password, why] of refused) {
        await type(page, password)
        await press(page, named('button', 'Set this password'))
        await shows(page, why)
      }
      assert.equal(await state(), 'open')
    })

    it('wants the same password twice', async () => {
      const page = await open()
      await chooseAPassword(page)
      await type(page, first, `${first}s`)
      await press(page, named('button', 'Set this password'))
      await shows(page, /This is not the same as above/)
      assert.equal(await state(), 'open')
    })

    it('suggests words that it takes, in clear but in no field', async () => {
      const page = await open()
      await chooseAPassword(page)
      await press(page, named('button', 'Suggest one'))
      const words = (await shows(page, /^[a-z]+(?: [a-z]+){4}$/, 'output')).trim()
      const readable = await page.$$eval('input', (inputs) =>
        inputs.filter(({ type, value }) => type === 'text' && value),
      )
      assert.deepEqual(readable, [], 'browsers write what is in such fields to disk')
      await retype(page, 'The same again', words)
      await press(page, named('button', 'Set this password'))
      await shows(page, /Protected by a password/)
      await call(here.wings, 'lock', null)
      assert.equal(await unlocks(words), true)
    })

    it('encrypts chains and keys under the first password', async () => {
      const page = await open()
      await protect(page)
      await shows(page, /the keys of 1 source too/)
      await shows(page, /each guess costs whoever guesses much time and memory/)
      await press(page, '.how > summary')
      await shows(page, /Argon2id, 64 MiB of memory gone over 3 times/)
      const disk = await stored()
      for (const secret of ['Harbour Crane', accounts.hub, aliceKey(here.aws.world).secret, 'ProductionAdmin'])
        assert.equal(disk.includes(secret), false, secret)

      await call(here.wings, 'lock', null)
      assert.equal(await unlocks(second), false)
      assert.equal(await unlocks(first), true)
      await pick(here.driven, 'harbour')
      assert.equal((await here.driven.consoleTab()).role, 'ProductionAdmin', 'the keys are still here')
    })

    it('changes the password for who knows the one before', async () => {
      const page = await open()
      await protect(page)
      await press(page, named('button', 'Change the password…'))
      await retype(page, 'Current password', second)
      await type(page, second)
      await press(page, named('button', 'Change the password'))
      await shows(page, /The password was not changed/)
      const before = await stored()

      await retype(page, 'Current password', first)
      await press(page, named('button', 'Change the password'))
      await shows(page, /The password was changed/)
      await shows(page, /still open with the old password/)
      // Leads to where keys are rotated.
      await page.waitForSelector('.done-panel a[href="#/sources"]')
      assert.notEqual(await stored(), before, 'all is encrypted anew')

      await call(here.wings, 'lock', null)
      assert.equal(await unlocks(first), false)
      assert.equal(await unlocks(second), true)
      assert.deepEqual(
        (await call(here.wings, 'sources', null)).map(({ keys, keptIn }) => [keys, keptIn]),
        [['ready', 'vault']],
      )
    })

    it('saves when it locks and when the clipboard is cleared', async () => {
      const page = await open()
      await protect(page)
      await field(page, 'Lock after').fill('5')
      await until('the time to be kept', async () => (await call(here.wings, 'settings', null)).lockAfter === 5)
      const screen = kind === 'chromium'
      if (screen) await press(page, '#lock-with-screen', ' ')
      else await shows(page, /does not tell extensions when the computer’s screen is locked/)
      await field(page, 'Clear copied credentials from the clipboard after').fill('0')
      const kept = async () => {
        const { lockAfter, lockWithScreen, clearClipboardAfter } = await call(here.wings, 'settings', null)
        return { lockAfter, lockWithScreen, clearClipboardAfter }
      }
      await becomes('what is kept', kept, { lockAfter: 5, lockWithScreen: !screen, clearClipboardAfter: 0 })
    })

    it('deletes everything only for who types that', async () => {
      const page = await open()
      await protect(page)
      await press(page, '.folded > summary')
      const sure = named('button', 'Delete everything and start over')
      await retype(page, 'Type “delete everything”', 'delete')
      await page.waitForSelector(sure)
      assert.equal(await page.$eval(sure, (one) => (one as HTMLButtonElement).disabled), true)
      await retype(page, 'Type “delete everything”', 'delete everything')
      await press(page, sure)
      await shows(page, /What is on this computer’s disk now/)
      assert.equal(await state(), 'open')
      assert.equal((await call(here.wings, 'list', { query: '', offset: 0, limit: 1 })).known, 0)
      assert.deepEqual(await call(here.wings, 'sources', null), [])
    })

    it('asks a newcomer which way, with neither chosen, and opens the first chain', async () => {
      const page = await here.driven.open('options.html#/welcome')
      await button(page, 'Alice').click()
      const roles = 'Role ARNs in the order in which they are assumed, one a line'
      await field(page, roles).fill(threeHops[0]?.roleArn ?? '')
      await shows(page, /Choose how they are kept first/)
      assert.deepEqual(await page.$$eval('input[type=radio]', (all) => all.map(({ checked }) => checked)), [
        false,
        false,
      ])
      await chooseAPassword(page)
      await type(page, first)
      await press(page, named('button', 'Set this password'))
      await shows(page, /Your keys are kept encrypted from now on/)
      await press(page, named('button', 'Save and open the console'))
      assert.equal((await here.driven.consoleTab()).account, accounts.hub)
      assert.equal(await state(), 'unlocked')
    })

    if (kind === 'chromium') {
      const addPasskey = async (page: Page) => {
        const devices = await page.createCDPSession()
        await devices.send('WebAuthn.enable')
        await devices.send('WebAuthn.addVirtualAuthenticator', { options: authenticator })
        await press(page, named('button', 'Add a passkey…'))
        await retype(page, 'Name of the new passkey', 'Touch')
        await retype(page, 'Your password, to show that it is you', first)
        await press(page, named('button', 'Add a passkey'))
        await button(page, 'Remove Touch').wait()
      }

      it('adds a passkey for who knows the password, and removes it', async () => {
        const page = await open()
        await protect(page)
        await addPasskey(page)
        await shows(page, /Passkey “Touch”/)
        await press(page, named('button', 'Remove Touch'))
        await press(page, named('button', 'Remove passkey'))
        await shows(page, /^(?![\s\S]*Touch)/)
        const vault = await call(here.wings, 'vault', null)
        assert.deepEqual('ways' in vault && vault.ways.map(({ lock }) => lock.kind), ['password'])
      })

      it('changes the password for who has a passkey, and names the passkeys to add again', async () => {
        const page = await open()
        await protect(page)
        await addPasskey(page)
        await press(page, named('button', 'Change the password…'))
        await press(page, named('button', 'Use a passkey instead'))
        await shows(page, /The passkey answered/)
        await type(page, second)
        await press(page, named('button', 'Change the password'))
        await shows(page, /Add these passkeys again: Touch/)
        await call(here.wings, 'lock', null)
        assert.equal(await unlocks(first), false)
        assert.equal(await unlocks(second), true)
      })
    } else
      it('says why there are no passkeys', async () => {
        const page = await open()
        await protect(page)
        await shows(page, /passkeys only under a web domain of its own/)
      })
  })
}

const authenticator = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  hasPrf: true,
  automaticPresenceSimulation: true,
} as const
