// What locks the vault though no page asks it to.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { aliceKey, sampleWorld, threeHops } from '../aws/sample.ts'
import { type LocalAws, startAws } from '../aws/server.ts'
import { becomes, type Driven, kinds, launch, until } from './browsers.ts'
import { field, unlock } from './person.ts'
import { chainOf, credentialsOf } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

const PASSWORD = 'lantern gravel orchid teapot'
const CHAIN = 'Harbour Crane'

for (const kind of kinds) {
  describe(`the vault in ${kind}`, () => {
    let aws: LocalAws
    let driven: Driven
    let wings: Page
    before(async () => {
      aws = await startAws(sampleWorld())
      driven = await launch(kind, aws)
      wings = await driven.open('go.html')
      const source = await addSource(wings, credentialsOf(aliceKey(aws.world)))
      await addChain(wings, chainOf(CHAIN, source, threeHops))
      await call(wings, 'createVault', { password: PASSWORD })
    })
    after(async () => {
      await driven?.close()
      await aws?.close()
    })

    const state = async () => (await call(wings, 'vault', null)).state
    const hasKey = () => wings.evaluate(async () => 'unlocked' in (await chrome.storage.session.get(null)))

    it('is locked at its deadline by an alarm that wakes the background, and the pages go blank', async () => {
      const options = await driven.open('options.html#/chains')
      await options.waitForSelector(`::-p-text(${CHAIN})`)
      // Each use of the vault moves the deadline on, and the alarm after it.
      const deadline = await until('an alarm at the deadline', async () => {
        const alarm = await wings.evaluate(() => chrome.alarms.get('lock'))
        const { until: deadline } = await deadlineIn(wings)
        return alarm?.scheduledTime === deadline && deadline
      })
      assert.ok(deadline > Date.now() + 50 * 60_000)

      await driven.killBackground()
      await setDeadline(wings, Date.now())
      await wings.evaluate(() => chrome.alarms.create('lock', { when: Date.now() }))
      await becomes('the key that is there', hasKey, false)
      await field(options, 'Password').wait()
      assert.doesNotMatch(await options.evaluate(() => document.body.innerText), new RegExp(CHAIN))
      await becomes('the alarm', () => wings.evaluate(() => chrome.alarms.get('lock').then(Boolean)), false)
      await unlock(options, PASSWORD)
      await options.close()
    })

    it('is locked for whoever comes after the deadline, should the alarm be lost', async () => {
      assert.equal(await state(), 'unlocked')
      await driven.killBackground()
      await setDeadline(wings, Date.now())
      await wings.evaluate(() => chrome.alarms.clearAll())
      const popup = await driven.open('popup.html')
      await field(popup, 'Password').wait()
      await becomes('the key that is there', hasKey, false)
      await unlock(popup, PASSWORD)
      await popup.close()
    })

    it('stays open, and gets its alarm back, when the background was stopped before the deadline', async () => {
      // Before it is stopped: whatever wakes the next one has it set there and then.
      await wings.evaluate(() => chrome.alarms.clearAll())
      await driven.killBackground()
      assert.equal(await state(), 'unlocked')
      await until('the alarm', () => wings.evaluate(() => chrome.alarms.get('lock').then(Boolean)))
    })

    it('has a shortcut to lock it, which both browsers took', async () => {
      const commands = await wings.evaluate(() => chrome.commands.getAll())
      const lock = commands.find(({ name }) => name === 'lock')
      // A Mac writes it in signs.
      assert.match(lock?.shortcut ?? '', /^Alt\+Shift\+L$|^⌥⇧L$/)
    })

    it('is locked when the browser was closed, and opens with the password and all that was in it', async () => {
      assert.equal(await state(), 'unlocked')
      const { profile } = driven
      await driven.quit()
      driven = await launch(kind, aws, { profile })
      wings = await driven.open('go.html')
      assert.equal(await state(), 'locked')
      assert.deepEqual(await wings.evaluate(() => chrome.storage.session.get(null).then(JSON.stringify)), '{}')
      const popup = await driven.open('popup.html')
      await unlock(popup, PASSWORD)
      await popup.waitForSelector(`[role=option]::-p-text(${CHAIN})`)
      const [source] = await call(wings, 'sources', null)
      assert.equal(source?.keys, 'ready')
    })
  })
}

interface Deadline {
  until: number
  at: number
}

async function deadlineIn(page: Page): Promise<Deadline> {
  const { unlocked } = await page.evaluate(() => chrome.storage.session.get(['unlocked']))
  return unlocked as Deadline
}

/** As if the time had passed. Only while the background is stopped, which keeps the deadline in its memory too. */
async function setDeadline(page: Page, until: number): Promise<void> {
  const unlocked = { ...(await deadlineIn(page)), until }
  await page.evaluate((unlocked) => chrome.storage.session.set({ unlocked }), unlocked)
}
