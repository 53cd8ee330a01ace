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

/** Chooses an entry of the browser's own menu: of marked text, of a link, or of our icon while that console page is in front. */
export async function chooseFromMenu(
  driven: Driven,
  menuItemId: 'page' | 'link' | 'text',
  on: { selectionText?: string; linkUrl?: string; front?: string } = {},
): Promise<void> {
  const { front, ...clicked } = on
  if (driven.kind === 'firefox') {
    // As Firefox does it: the tab's address is told from then on, and the entry was clicked.
    const windows = "[...Services.wm.getEnumerator('navigator:browser')]"
    const tabs = `${windows}.flatMap(({ gBrowser }) => [...gBrowser.tabs])`
    const tab = `${tabs}.find(({ linkedBrowser }) => linkedBrowser.currentURI.spec === ${JSON.stringify(front ?? '')})`
    // A step within a page reaches the browser's own list a moment later.
    const isThere = async () => (await privileged(driven.browser, `(${tab} ? 'yes' : '')`)) === 'yes' || undefined
    if (front !== undefined) await until(`the tab at ${front}`, isThere)
    const asked = `(tab && ${EXTENSION}.tabManager.addActiveTabPermission(tab), ${EXTENSION}.emit('webext-menu-menuitem-click', ${JSON.stringify({ menuItemId, ...clicked })}, tab), '')`
    return void (await privileged(driven.browser, `((tab) => ${asked})(${tab})`))
  }
  await (await background(driven)).evaluate(
    (clicked, tab) => (chrome.contextMenus.onClicked as unknown as Dispatches).dispatch(clicked, tab),
    { menuItemId, ...clicked },
    front === undefined ? undefined : { url: front },
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
