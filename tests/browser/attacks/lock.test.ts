// Locked by the popup's button while the password is being changed or a chain is opened, early and late: it stays locked.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'puppeteer-core'
import { sampleWorld } from '../../aws/sample.ts'
import { type LocalAws, startAws } from '../../aws/server.ts'
import { becomes, kinds, until } from '../browsers.ts'
import { button, field, unlock } from '../person.ts'
import { call, run } from '../wire.ts'
import { beginVault, PASSWORD, type Scene } from './vault-scene.ts'

/** When the button is clicked after it began, in milliseconds: Argon2id takes about half a second, and there are two of it. */
const MOMENTS = [0, 300, 700, 1300]

for (const kind of kinds) {
  describe(`a lock amid something in ${kind}`, () => {
    let aws: LocalAws
    let scene: Scene
    let popup: Page
    let password = PASSWORD
    before(async () => {
      aws = await startAws(sampleWorld())
      scene = await beginVault(kind, aws)
      popup = await scene.driven.open('popup.html')
    })
    after(async () => {
      await scene?.driven.close()
      await aws?.close()
    })

    const kept = () => scene.wings.evaluate(async () => JSON.stringify(await chrome.storage.session.get(null)))
    const tabs = () => scene.wings.evaluate(async () => (await chrome.tabs.query({})).length)
    const lockByButton = async () => {
      await button(popup, 'Lock').click()
      await field(popup, 'Password').wait()
    }
    const mustBeLocked = async () => {
      assert.equal((await call(scene.wings, 'vault', null)).state, 'locked')
      assert.doesNotMatch(await kept(), /"unlocked"|First|Second/)
    }

    for (const moment of MOMENTS) {
      it(`keeps it locked ${moment} ms after a change of password began`, async () => {
        const next = `violet anchors hum beside engine ${moment}`
        const changing = call(scene.wings, 'changePassword', { proof: { password }, password: next }).then(
          () => 'changed',
          (thrown: Error) => thrown.message,
        )
        // An attack has its moment; there is nothing to wait for.
        await setTimeout(moment)
        await lockByButton()
        const told = await changing
        if (told !== 'changed') assert.match(told, /"kind":"locked"/)
        await mustBeLocked()
        if (told === 'changed' || /new one opens it|asked for was done/.test(told)) password = next
        await unlock(popup, password)
        // The page opens before the settings are read, which say when it locks.
        await until('the deadline of the settings', async () => JSON.parse(await kept()).unlocked.after === 60)
      })
    }

    it('opens no tab, and tells no name, once it is locked amid a run', async () => {
      for (const moment of [0, 50, 150]) {
        const before = await tabs()
        const opening = run(scene.wings, { action: 'open', chainId: scene.chain, where: 'background-tab' })
        await setTimeout(moment)
        await lockByButton()
        const last = (await opening).at(-1)
        await mustBeLocked()
        const failure = last?.type === 'done' ? undefined : last?.state.failure
        if (last?.type !== 'done') assert.equal(failure?.kind, 'locked')
        // What was on its way as it was locked is told of.
        const isOpen = failure === undefined || /The console is open/.test(failure.message)
        await becomes('how many tabs there are', tabs, before + (isOpen ? 1 : 0))
        await unlock(popup, password)
      }
    })
  })
}
