// The browser stops amid what changes a vault, or amid Argon2id: what was before or what was to be is there, whole; no wrong
// password is forgotten, and none costs any data.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { sampleWorld, steps } from '../../aws/sample.ts'
import { type LocalAws, startAws } from '../../aws/server.ts'
import { becomes, type Driven, kinds, launch } from '../browsers.ts'
import { storedIn } from '../kept.ts'
import { chainOf } from '../stage.ts'
import { call } from '../wire.ts'
import { beginVault, foundIn, PASSWORD, type Scene } from './vault-scene.ts'

const OTHER = 'copper window seldom harbour'

for (const kind of kinds) {
  describe(`a vault in ${kind}`, () => {
    let aws: LocalAws
    let scene: Scene
    let driven: Driven
    let wings: Page
    before(async () => {
      aws = await startAws(sampleWorld())
      scene = await beginVault(kind, aws)
      ;({ driven, wings } = scene)
    })
    after(async () => {
      await driven?.close()
      await aws?.close()
    })

    const quitAndStart = async () => {
      await driven.quit()
      driven = await launch(kind, aws, { profile: driven.profile })
      wings = await driven.open('go.html')
    }
    /** Sends a message and waits for no answer: the background will be gone. */
    const begin = (name: string, argument: unknown) =>
      wings.evaluate((message) => void chrome.runtime.sendMessage(message).catch(() => {}), { call: name, argument })

    it('whose background is stopped amid saves holds the last that was told of, or the next', async () => {
      const [source] = await call(wings, 'sources', null)
      let saved = 0
      for (let round = 1; round <= 6; round++) {
        // Later each time: before the save reached the background, amid it, after it.
        await begin('saveChain', { ...chainOf(`Save ${round}`, source?.id ?? '', steps.slice(0, 2)), id: scene.chain })
        for (let turn = 0; turn < round; turn++) await call(wings, 'partitions', null)
        await driven.killBackground()
        const { name } = await call(wings, 'chain', { id: scene.chain })
        const found = Number(/^Save (\d)$/.exec(name)?.[1] ?? saved)
        assert.ok(found === saved || found === round, `${name} after round ${round}`)
        saved = found
      }
      await call(wings, 'lock', null)
      const { state, name } = await foundIn(wings, scene)
      assert.ok(state.state === 'locked' && state.recovered === undefined)
      assert.equal(name, saved === 0 ? 'Second' : `Save ${saved}`)
    })

    it('whose background is stopped as its password is changed opens by the old or the new', async () => {
      const before = (await call(wings, 'chain', { id: scene.chain })).name
      await begin('changePassword', { proof: scene.passkey, password: OTHER })
      await driven.killBackground()
      await call(wings, 'lock', null)
      const opened = await Promise.any([OTHER, PASSWORD].map((password) => call(wings, 'unlock', { password })))
      assert.equal(opened.state, 'unlocked')
      assert.equal((await call(wings, 'chain', { id: scene.chain })).name, before)
      // Whichever it was, now it is this one alone.
      const ways = opened.state === 'unlocked' ? opened.ways : []
      const proof = ways.some(({ lock }) => lock.kind === 'passkey') ? scene.passkey : { password: OTHER }
      await call(wings, 'changePassword', { proof, password: PASSWORD })
      await call(wings, 'lock', null)
      await assert.rejects(call(wings, 'unlock', { password: OTHER }), /wrong-password/)
      await call(wings, 'unlock', { password: PASSWORD })
      assert.equal((await call(wings, 'chain', { id: scene.chain })).name, before)
    })

    it('waits after wrong passwords, however the browser is stopped, and then opens with all in it', async () => {
      const before = (await call(wings, 'chain', { id: scene.chain })).name
      // No sweep, of the password that was changed, may take the guesses out for a moment.
      await storedIn(wings)
      await call(wings, 'lock', null)
      for (let guess = 1; guess <= 3; guess++)
        await assert.rejects(call(wings, 'unlock', { password: `wrong one ${guess}` }), /wrong-password/)
      const guesses = () =>
        wings.evaluate(
          async () => (await chrome.storage.local.get('guesses')).guesses as { count: number; latest: number },
        )
      // The fourth is tried, and the background stopped amid Argon2id: it counts.
      await begin('unlock', { password: 'wrong one 4' })
      await becomes('how many guesses count', async () => (await guesses()).count, 4)
      await driven.killBackground()
      await assert.rejects(call(wings, 'unlock', { password: PASSWORD }), /too-many-guesses/)

      await quitAndStart()
      assert.equal((await guesses()).count, 4)
      const state = await call(wings, 'vault', null)
      assert.ok(state.state === 'locked')
      // As if the clock had been set back by a year: the wait begins again, and is no longer than it was.
      const { count, latest } = await guesses()
      await wings.evaluate((guesses) => chrome.storage.local.set({ guesses }), {
        count,
        latest: latest + 365 * 86_400_000,
      })
      const waiting = await call(wings, 'vault', null)
      assert.ok(waiting.state === 'locked' && waiting.waitUntil && waiting.waitUntil < Date.now() + 60_000)
      await assert.rejects(call(wings, 'unlock', { password: PASSWORD }), /too-many-guesses/)

      // As the wait ends.
      await wings.evaluate((guesses) => chrome.storage.local.set({ guesses }), {
        count,
        latest: Date.now() - 3_600_000,
      })
      await call(wings, 'unlock', { password: PASSWORD })
      assert.equal((await call(wings, 'chain', { id: scene.chain })).name, before)
      await becomes('what is kept of guesses', guesses as () => Promise<unknown>, undefined)
    })
  })
}
