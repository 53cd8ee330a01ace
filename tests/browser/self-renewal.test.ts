// A console that renews by itself while nobody looked at its page, and is left alone once somebody did.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { chainOf, runOver, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const BY_ITSELF = '.open-by-itself input'

for (const kind of kinds) {
  describe(`consoles that renew by themselves in ${kind}`, () => {
    const here = stage(kind)

    it('do so in their own tab, as long as nobody looked at it', async () => {
      const { aws, driven, wings, alice } = here
      await driven.grant(['https://*.console.aws.amazon.com/*'])
      const chainId = await addChain(wings, chainOf('By itself', alice, steps.slice(0, 2)))
      await wings.evaluate((chainId) => {
        chrome.runtime.connect({ name: 'run' }).postMessage({ action: 'open', chainId, where: 'background-tab' })
      }, chainId)
      await becomes('the consoles', async () => (await call(wings, 'live', null)).consoles.length, 1)
      await runOver(here)
      const tab = (await call(wings, 'live', null)).consoles[0]?.tab ?? 0

      await change(here, { endsAt: Date.now() + 210_000 })
      aws.clearJournal()
      const popup = await driven.open('popup.html')
      await popup.locator('.open-consoles summary').click()
      await popup.waitForSelector(BY_ITSELF)
      assert.deepEqual(await findings(popup), [])
      await popup.locator(BY_ITSELF).click()
      await becomes('the minutes left', () => minutesLeft(here), 60)
      await runOver(here)
      // The session of the last hop lasts longer than what is kept of the console now says.
      assert.deepEqual(
        sentByExtension(aws).map(({ action }) => action),
        ['getSigninToken'],
      )
      assert.deepEqual(await shown(here, tab), { active: false, count: 1 })

      await wings.evaluate(async (tab) => {
        const [before] = await chrome.tabs.query({ active: true })
        await chrome.tabs.update(tab, { active: true })
        await chrome.tabs.update(before?.id as number, { active: true })
      }, tab)
      await change(here, { endsAt: Date.now() + 210_000 })
      aws.clearJournal()
      await call(wings, 'renewByItself', { chainId, on: true })
      // It was looked at, and what comes of that is done, once nothing is planned any more.
      await until('it to be looked at', async () => (await entry(here)).isTried && !(await isPlanned(here)))
      assert.deepEqual([sentByExtension(aws), await call(wings, 'lastRun', null)], [[], null])
    })
  })
}

interface Kept {
  endsAt: number
  isTried?: boolean
}

const entry = async ({ wings }: Stage): Promise<Kept> => {
  const [kept] = await wings.evaluate(async () => ((await chrome.storage.session.get('live')) as { live: Kept[] }).live)
  return kept ?? assert.fail('none is kept')
}

/** Changes what is kept of the console that is open. */
const change = ({ wings }: Stage, by: Partial<Kept>): Promise<void> =>
  wings.evaluate(async (by) => {
    const { live } = (await chrome.storage.session.get('live')) as { live: Kept[] }
    await chrome.storage.session.set({ live: live.map((entry) => ({ ...entry, ...by })) })
  }, by)

const isPlanned = ({ wings }: Stage): Promise<boolean> =>
  wings.evaluate(async () => (await chrome.alarms.get('renew')) !== undefined)

const minutesLeft = async ({ wings }: Stage): Promise<number> =>
  Math.round((((await call(wings, 'live', null)).consoles[0]?.endsAt ?? 0) - Date.now()) / 60_000)

/** Whether that tab is in front, and how many show a console. */
const shown = ({ wings }: Stage, tab: number) =>
  wings.evaluate(async (tab) => {
    const consoles = await chrome.tabs.query({ url: 'https://*.console.aws.amazon.com/*' })
    return { active: (await chrome.tabs.get(tab)).active, count: consoles.length }
  }, tab)
