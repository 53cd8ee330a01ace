// Firefox offers to keep what is typed into password fields in its own store. It must not do so for ours: neither the vault's
// password nor a secret key belongs there. Chromium keeps its password manager out of extensions' pages altogether.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { aliceKey } from '../aws/sample.ts'
import { until } from './browsers.ts'
import { privileged } from './firefox.ts'
import { named } from './named.ts'
import { field, press, unlock, writeSource } from './person.ts'
import { credentialsOf, type Stage, stage } from './stage.ts'
import { call } from './wire.ts'

const PASSWORD = 'copper lantern drifts under seven maples'

describe('firefox offers to keep no password', () => {
  const here = stage('firefox')

  it('of a source', async () => {
    const { aws, driven } = here
    await writeSource(driven, 'Not to be kept', credentialsOf(aliceKey(aws.world)))
    assert.deepEqual(await offers(here), [])
  })

  it('of the vault, new or to unlock', async () => {
    const { driven, wings } = here
    const page = await driven.open('options.html#/protection')
    await field(page, 'Protect with a password').click()
    await field(page, 'New password').fill(PASSWORD)
    await field(page, 'The same again').fill(PASSWORD)
    await press(page, named('button', 'Set this password'))
    await page.waitForSelector('::-p-text(All that is kept is encrypted now)')
    assert.deepEqual(await offers(here), [])

    await call(wings, 'lock', null)
    await unlock(page, PASSWORD)
    assert.deepEqual(await offers(here), [])
  })

  it('and would, where a form is submitted', async () => {
    const { driven } = here
    const page = await driven.open('options.html#/sources/new')
    await field(page, 'Secret access key').fill('typed by a hand')
    await page.evaluate(() => document.querySelector('form')?.requestSubmit())
    await until('the offer', async () => (await offers(here)).length > 0)
  })
})

/**
 * The offers that Firefox shows. One that it holds ready behind a key in the address bar, as it does for whatever is typed into a
 * password field of any page, is not shown: no page can prevent that.
 */
async function offers({ driven }: Stage): Promise<string[]> {
  return JSON.parse(await privileged(driven.browser, SHOWN)) as string[]
}

const SHOWN = `(() => {
  const { gBrowser, PopupNotifications } = Services.wm.getMostRecentWindow('navigator:browser')
  const offers = gBrowser.browsers.map((each) => PopupNotifications.getNotification('password', each))
  return JSON.stringify(offers.filter((offer) => offer && !offer.dismissed).map(({ message }) => message))
})()`
