// A guarded chain asks before it opens, by whatever way it is started; a reason reaches AWS where the settings want it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import type { Chain, ReasonPlace } from 'rolerelay-core'
import { attesting } from '../aws/attesting.ts'
import { faults } from '../aws/faults.ts'
import { steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { named } from './named.ts'
import { button, choose, failureOn, field, pick, retype } from './person.ts'
import { chainOf, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const QUESTION = 'Open PRODUCTION chain?'
const YES = 'Open PRODUCTION chain'
const guarded: Partial<Chain> = { guard: 'PRODUCTION', colour: 'red' }

for (const kind of kinds) {
  describe(`guards and reasons in ${kind}`, () => {
    const here = stage(kind)
    const add = (name: string, more: Partial<Chain>) =>
      addChain(here.wings, chainOf(name, here.alice, steps.slice(0, 2), more))

    it('the popup asks, Enter does not open, and the button does', async () => {
      const { aws, driven } = here
      await add('Guarded', guarded)
      const popup = await pick(driven, 'guarded')
      await asked(popup, QUESTION)
      const shown = await popup.$eval('.question', (question) => question.textContent ?? '')
      for (const fact of ['Guarded', 'PRODUCTION', 'Step02', '444455556666']) assert.ok(shown.includes(fact), shown)
      await focusOn(popup, 'Cancel')
      assert.equal(sentByExtension(aws).length, 0)
      await popup.keyboard.press('Enter')
      await popup.waitForSelector('[role=option]')
      assert.equal(sentByExtension(aws).length, 0)

      const again = await pick(driven, 'guarded')
      await button(again, YES).click()
      assert.equal((await driven.consoleTab()).role, 'Step02')
    })

    it('it still asks in a popup that was closed meanwhile, and forgets it once cancelled', async () => {
      const { aws, driven, wings } = here
      await add('Closed', guarded)
      const closed = await pick(driven, 'closed')
      await asked(closed, QUESTION)
      await closed.close()
      const popup = await driven.open('popup.html')
      await asked(popup, QUESTION)
      await button(popup, 'Cancel').click()
      await popup.waitForSelector('[role=option]')
      await becomes('the last run', () => call(wings, 'lastRun', null), null)
      assert.equal(sentByExtension(aws).length, 0)
    })

    it('to try again is to be asked again', async () => {
      const { aws, driven } = here
      await add('Tried', guarded)
      const popup = await pick(driven, 'tried')
      aws.fault({ action: 'AssumeRole', nth: 2 }, faults.garbled)
      await button(popup, YES).click()
      await failureOn(popup)
      const before = sentByExtension(aws).length
      await button(popup, 'Try again').click()
      await asked(popup, QUESTION)
      await focusOn(popup, 'Cancel')
      assert.equal(sentByExtension(aws).length, before)
    })

    it('copying its credentials asks, and then copies', async () => {
      const { aws, driven } = here
      await add('To be copied', guarded)
      const popup = await choose(driven, 'to be copied', 'Copy credentials for bash')
      await asked(popup, 'Copy credentials of PRODUCTION chain?')
      assert.equal(sentByExtension(aws).length, 0)
      await button(popup, 'Copy credentials of PRODUCTION chain').click()
      await popup.waitForSelector('::-p-text(Copied for bash)')
    })

    it('a link of this installation asks', async () => {
      const { aws, driven, wings } = here
      const { url } = await call(wings, 'makeLink', { chainId: await add('Linked', guarded) })
      const page = await driven.open(placeOf(url))
      await asked(page, QUESTION)
      await focusOn(page, 'Cancel')
      assert.equal(aws.requests().length, 0)
      await button(page, YES).click()
      assert.equal((await driven.consoleTab()).role, 'Step02')
    })

    it('a link of somebody else’s asks once, and names the guard', async () => {
      const { driven, wings } = here
      const { url } = await call(wings, 'makeLink', { chainId: await add('Foreign', guarded) })
      const page = await driven.open(placeOf(url.replace(/&mac=.*$/, '')))
      await page.waitForSelector('dl .guard-badge')
      await button(page, YES).click()
      assert.equal((await driven.consoleTab()).role, 'Step02')
    })

    const places: [ReasonPlace, string][] = [
      [{ kind: 'source-identity' }, 'as the source identity'],
      [{ kind: 'session-name' }, 'in the session name'],
      [{ kind: 'tag', key: 'ticket' }, 'as the session tag ticket'],
    ]
    for (const [reasonInto, said] of places) {
      it(`a reason is asked for and recorded: ${said}`, async () => {
        const { aws, driven, wings } = here
        attesting(aws.world)
        await call(wings, 'saveSettings', { reasonInto })
        const name = `Because ${reasonInto.kind}`
        await add(name, { asksReason: true })
        const popup = await pick(driven, name)
        await field(popup, 'Ticket or reason').fill('INC 42 §')
        await popup.waitForSelector('.reason-field .note.error')
        await retype(popup, 'Ticket or reason', 'INC 42')
        await popup.waitForSelector(`::-p-text(${said})`)
        assert.equal(sentByExtension(aws).length, 0)
        await popup.keyboard.press('Enter')
        await driven.consoleTab()
        assert.deepEqual(recorded(here), {
          sourceIdentity: reasonInto.kind === 'source-identity' ? 'INC-42' : undefined,
          name: reasonInto.kind === 'session-name' ? 'INC-42' : 'rolerelay',
          tags: reasonInto.kind === 'tag' ? { ticket: 'INC 42' } : {},
        })
        // The next one offers it again; nothing is filled in by itself.
        const next = await pick(driven, name, 'another')
        await field(next, 'Ticket or reason').wait()
        assert.equal(await next.$eval('.reason-field input', (input) => (input as HTMLInputElement).value), '')
        await button(next, 'Use “INC 42” again').click()
        await next.waitForSelector(`::-p-text(${said})`)
        await button(next, 'Cancel').click()
        await next.waitForSelector('[role=option]')
      })
    }

    it('a guarded chain that wants a reason asks for both at once, and Enter in the field does not open it', async () => {
      const { aws, driven } = here
      attesting(aws.world)
      await call(here.wings, 'saveSettings', { reasonInto: { kind: 'session-name' } })
      await add('Both', { ...guarded, asksReason: true })
      const popup = await pick(driven, 'both')
      await field(popup, 'Ticket or reason').fill('INC-43')
      await popup.waitForSelector('::-p-text(CloudTrail will show)')
      await popup.keyboard.press('Enter')
      await button(popup, YES).wait()
      assert.equal(sentByExtension(aws).length, 0)
      await button(popup, YES).click()
      await driven.consoleTab()
      assert.equal(recorded(here).name, 'INC-43')
    })

    it('it is written in the editor and in the settings, and the word is checked', async () => {
      const { driven, wings } = here
      const id = await add('To be guarded', {})
      const page = await driven.open(`options.html#/chains/${id}`)
      await field(page, 'Ask before it opens (optional)').fill('A word that is far too long for a mark')
      await page.waitForSelector('.findings .error')
      await retype(page, 'Ask before it opens (optional)', 'LIVE')
      await page.waitForSelector('.guard-shown .guard-badge')
      await page.locator('input[name=asksReason]').click()
      await button(page, 'Save').click()
      await page.waitForSelector('::-p-text(Saved)')
      const { guard, asksReason } = await call(wings, 'chain', { id })
      assert.deepEqual([guard, asksReason], ['LIVE', true])

      const settings = await driven.open('options.html#/settings')
      await settings.locator('select[name=reasonInto]').fill('tag')
      await field(settings, 'Key of the tag').fill('aws:ticket')
      await settings.waitForSelector('.findings .error')
      await retype(settings, 'Key of the tag', 'change')
      await button(settings, 'Save the key').click()
      // It said so of the choice before too.
      const place = async () => (await call(wings, 'settings', null)).reasonInto
      await becomes('the place of reasons', place, { kind: 'tag', key: 'change' })
      await settings.waitForSelector('::-p-text(Saved.)')
    })

    it('axe-core finds nothing in what it asks, light and dark', async () => {
      const { driven } = here
      await add('Looked at', { ...guarded, asksReason: true })
      const popup = await pick(driven, 'looked at')
      await asked(popup, QUESTION)
      await button(popup, 'Cancel').wait()
      for (const look of ['light', 'dark'] as const) {
        await driven.prefer(look, popup)
        assert.deepEqual(await findings(popup), [], look)
      }
    })
  })
}

const asked = (page: Page, question: string) => page.waitForSelector(named('heading', question))

/** What is drawn takes the focus a moment later. */
const focusOn = (page: Page, label: string) =>
  becomes('the focus', () => page.evaluate(() => document.activeElement?.textContent?.trim()), label)

/** What the local AWS knows of the session that was issued last. */
function recorded({ aws }: Stage) {
  const session = [...aws.state.sessions.values()].at(-1)
  return { sourceIdentity: session?.sourceIdentity, name: session?.name, tags: session?.tags }
}

/** The page that a link leads to. Firefox puts a link of our scheme, encoded, behind `u=`. */
const placeOf = (link: string): string =>
  link.startsWith('ext+') ? `go.html#u=${encodeURIComponent(link)}` : link.slice(link.indexOf('go.html'))
