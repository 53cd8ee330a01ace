// A chain that is opened from the popup by Enter, and when what happened.

import type { Page } from 'puppeteer-core'
import { becomes, until } from '../browser/browsers.ts'
import { call } from '../browser/wire.ts'
import type { Opened } from './walk.worker.ts'

/** An expression of the page's prelude. */
export const ask = <T>(page: Page, expression: string) => page.evaluate(expression) as Promise<T>

/** Milliseconds since Enter was pressed. */
interface Entered {
  /** When AWS was asked. */
  asked: number[]
  /** When the sign-in address was handed to the browser. */
  ready: number
}

/** Has the first row open in a background tab, which is closed again. */
export async function enter(popup: Page): Promise<Entered> {
  const from = await ask<number>(popup, 'performance.timeOrigin + performance.now()')
  await popup.keyboard.down('Control')
  await popup.keyboard.press('Enter')
  await popup.keyboard.up('Control')
  const opened = await until('the console to open', async () => {
    const found = (await popup.evaluate(() => chrome.runtime.sendMessage({ bench: 'opened' }))) as Opened | null
    return found && found.at > from ? found : undefined
  })
  await becomes('the run that is going on', () => call(popup, 'lastRun', null), null)
  await popup.evaluate((tab) => chrome.tabs.remove(tab as number), opened.tab)
  const entered = await ask<number>(popup, 'bench.entered()')
  return { asked: opened.sent.map((at) => at - entered).filter((at) => at >= 0), ready: opened.at - entered }
}

/** Takes away the sessions of hops, but those that {@link keepOthers} put there. A background that is awake has them in memory still. */
export const forgetHops = (page: Page): Promise<void> =>
  page.evaluate(async (other) => {
    const kept = Object.keys(await chrome.storage.session.get(null))
    await chrome.storage.session.remove(kept.filter((key) => key.startsWith('hop/') && !key.endsWith(other)))
  }, OTHER)

/** Puts as many more sessions there as are wanted, each like one that a run left, under the paths of other chains. */
export const keepOthers = (page: Page, count: number): Promise<void> =>
  page.evaluate(
    async (count, other) => {
      const [like] = Object.entries(await chrome.storage.session.get(null)).filter(([key]) => key.startsWith('hop/'))
      if (!like) throw new Error('there is no session of a hop')
      const others = Array.from({ length: count }, (_, at) => [`${like[0]}/${at}${other}`, like[1]])
      await chrome.storage.session.set(Object.fromEntries(others))
    },
    count,
    OTHER,
  )

const OTHER = '/of-another'
