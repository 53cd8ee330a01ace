// What a person does outside of our pages, as each browser tells the extension of it: no driver reaches the address bar.

import type { Target } from 'puppeteer-core'
import { type Driven, until } from './browsers.ts'
import { EXTENSION, privileged } from './firefox.ts'

export interface Line {
  content: string
  description: string
}

const HANDLER =
  "ChromeUtils.importESModule('resource://gre/modules/ExtensionSearchHandler.sys.mjs').ExtensionSearchHandler"

/** Types that behind our keyword, and gives the lines that come. */
export async function typeInAddressBar(driven: Driven, text: string): Promise<Line[]> {
  if (driven.kind === 'firefox') {
    const asked = `{ keyword: 'rr', text: ${JSON.stringify(`rr ${text}`)}, inPrivateWindow: false }`
    const said = `new Promise((say) => ${HANDLER}.handleSearch(${asked}, (lines) => say(JSON.stringify(lines))))`
    return JSON.parse(await privileged(driven.browser, said))
  }
  return (await background(driven)).evaluate(
    (text) =>
      new Promise<Line[]>((say) => (chrome.omnibox.onInputChanged as unknown as Dispatches).dispatch(text, say)),
    text,
  )
}

/** Presses Enter there with Alt, which opens a new tab: on what was typed, or on a line that was chosen. */
export async function enterInAddressBar(driven: Driven, text: string): Promise<void> {
  if (driven.kind === 'firefox') {
    const entered = `${HANDLER}.handleInputEntered('rr', ${JSON.stringify(`rr ${text}`)}, 'tab')`
    return void (await privileged(driven.browser, `(${entered}, '')`))
  }
  await (await background(driven)).evaluate(
    (text) => (chrome.omnibox.onInputEntered as unknown as Dispatches).dispatch(text, 'newForegroundTab'),
    text,
  )
}

/** Presses the keys of a command of the manifest. */
export async function pressKeysOf(driven: Driven, command: string): Promise<void> {
  if (driven.kind === 'firefox') {
    return void (await privileged(driven.browser, `(${EXTENSION}.shortcuts.onCommand('${command}'), '')`))
  }
  await (await background(driven)).evaluate(
    (command) => (chrome.commands.onCommand as unknown as Dispatches).dispatch(command),
    command,
  )
}

/** The event of an API, whose listeners Chrome lets be called. */
interface Dispatches {
  dispatch(...of: unknown[]): void
}

/** The service worker, which a page's message has woken. */
async function background({ browser, base }: Driven) {
  const isOurs = (target: Target) => target.type() === 'service_worker' && target.url().startsWith(base)
  return until('the background', async () => browser.targets().find(isOurs)?.worker())
}
