// What a person does with the pages, by the names that a screen reader would say.

import type { Page } from 'puppeteer-core'
import type { Credentials } from 'rolerelay-core'
import { consoleUser, type SampleHop } from '../aws/sample.ts'
import { becomes, type Driven, until } from './browsers.ts'
import { named } from './named.ts'
import { call } from './wire.ts'

/** By XPath, since Firefox's way to look for a name finds the label too. */
export const field = (page: Page, label: string) =>
  page.locator(`::-p-xpath(//*[@id = //label[normalize-space() = "${label}"]/@for or @aria-label = "${label}"])`)
export const button = (page: Page, label: string) => page.locator(named('button', label))

/** Waits until the page says so, in the text that a person sees of it or of a part; fails with what it said last. Gives that text. */
export async function shows(page: Page, words: RegExp, part = 'body'): Promise<string> {
  let text = ''
  const says = async () => {
    text = await page.evaluate((part) => document.querySelector<HTMLElement>(part)?.innerText ?? '', part)
    return words.test(text)
  }
  await until(`the page to say ${words}`, says).catch((cause: Error) => {
    throw new Error(`${cause.message}; it said: ${text}`, { cause })
  })
  return text
}

/** Opens the popup, once no run goes on any more: until then it shows that one in the place of the list. */
async function openList(driven: Driven): Promise<Page> {
  const popup = await driven.open('popup.html')
  await until('the run before to be over', async () => {
    const run = await call(popup, 'lastRun', null)
    return run === null || run.endedAt !== undefined
  })
  return popup
}

/** Searches a list of chains, and waits until it shows what was found. */
export async function search(page: Page, query: string): Promise<void> {
  await field(page, 'Search chains').fill(query)
  const isFound = (query: string) =>
    document.querySelector<HTMLInputElement>('.finder [role=combobox]')?.value === query &&
    document.querySelector('.finder')?.ariaBusy === 'false'
  await until(`the answer to “${query}”`, () => page.evaluate(isFound, query))
}

/**
 * Opens the popup (in a tab, which it takes for its own window), searches, and presses Enter, or what opens another console. Gives the
 * popup.
 */
export async function pick(driven: Driven, query: string, which?: 'another'): Promise<Page> {
  const popup = await openList(driven)
  await search(popup, query)
  await popup.waitForSelector('[role=option]')
  if (which === 'another') await popup.keyboard.down('Control')
  await popup.keyboard.press('Enter')
  if (which === 'another') await popup.keyboard.up('Control')
  return popup
}

/** The page that a link leads to. Firefox puts a link of our scheme, encoded, behind `u=`. */
export const placeOf = (link: string): string =>
  link.startsWith('ext+') ? `go.html#u=${encodeURIComponent(link)}` : link.slice(link.indexOf('go.html'))

/** Chooses from the menu of the popup's first row for a search. Gives the popup. */
export async function choose(driven: Driven, query: string, item: string): Promise<Page> {
  const popup = await openList(driven)
  await search(popup, query)
  await button(popup, 'More').click()
  await popup.locator(named('menuitem', item)).click()
  return popup
}

/** Waits for the page to say that it failed, and gives its heading and its sentence. */
export async function failureOn(page: Page): Promise<{ title: string; message: string }> {
  const panel = await page.waitForSelector('[role=alert]')
  const title = await panel?.$eval('h2, h3', (heading) => heading.textContent?.trim() ?? '')
  const message = await panel?.$eval('p', (sentence) => sentence.textContent ?? '')
  return { title: title ?? '', message: message ?? '' }
}

/**
 * What of a failure is not on the first screen of a popup that nobody scrolled, or stands behind something folded: its title, its
 * sentence, the likeliest cause, the first button. Gives that button's label too. Which it is can wait for the chain's record.
 */
export async function firstScreen(popup: Page): Promise<{ cut: string[]; button: string }> {
  await popup.waitForSelector('.failure button')
  // Without a function of its own, which tsx would wrap in a helper that the page has not.
  return popup.evaluate(() => {
    const screen = (document.querySelector('main.popup') as HTMLElement).getBoundingClientRect()
    const first = document.querySelector('.failure button') as HTMLElement
    const cut: string[] = []
    for (const part of [...document.querySelectorAll('.failure h2, .failure-message, .failure-likely'), first]) {
      const { top, bottom, left, right, height } = part.getBoundingClientRect()
      const isWithin = top >= screen.top && bottom <= screen.bottom && left >= screen.left && right <= screen.right
      if (!isWithin || height === 0 || part.closest('details') !== null) cut.push(part.textContent ?? '')
    }
    return { cut, button: first.textContent?.trim() ?? '' }
  })
}

/** Unlocks on a page that asks for the password, and waits until that page has gone. */
export async function unlock(page: Page, password: string): Promise<void> {
  await tryPassword(page, password)
  await page.waitForSelector('.unlock', { hidden: true }).catch(async (cause) => {
    throw new Error(`it stays locked, and says: ${await page.evaluate(() => document.body.innerText)}`, { cause })
  })
}

/** Types a password where one is asked for, in the place of what stands there, and presses Enter. */
export async function tryPassword(page: Page, password: string): Promise<void> {
  await retype(page, 'Password', password)
  await page.keyboard.press('Enter')
}

/**
 * Writes over what a field holds. (A locator's `fill` empties it first without the page hearing so, and the next drawing of the page
 * puts it back.)
 */
export async function retype(page: Page, label: string, text: string): Promise<void> {
  const input = await field(page, label).waitHandle()
  await input.focus()
  await input.evaluate((input) => (input as HTMLInputElement).select())
  await page.keyboard.type(text)
  await becomes(label, () => input.evaluate((input) => (input as HTMLInputElement).value), text)
}

/** Waits until no field is wrong: a sentence that goes takes its room along, and moves the button that would be clicked. */
export const isRight = (page: Page) =>
  becomes('how many fields are wrong', () => page.$$eval('[aria-invalid=true]', (all) => all.length), 0)

/** Writes a source on the options page and saves it. Gives the page. */
export async function writeSource(driven: Driven, name: string, keys: Credentials): Promise<Page> {
  const page = await driven.open('options.html#/sources/new')
  await field(page, 'Name').fill(name)
  await field(page, 'Access key ID').fill(keys.accessKeyId)
  await field(page, 'Secret access key').fill(keys.secretAccessKey)
  if (keys.sessionToken) await field(page, 'Session token (optional)').fill(keys.sessionToken)
  await button(page, 'Save').click()
  await savedAt(page, 'sources')
  return page
}

/** Writes a chain on the options page and saves it. Gives the page and the chain's id. */
export async function writeChain(driven: Driven, name: string, source: string, hops: SampleHop[]) {
  const page = await driven.open('options.html#/chains/new')
  await field(page, 'Name').fill(name)
  await startFrom(page, source)
  await writeRoles(page, hops)
  await button(page, 'Save').click()
  return { page, id: await savedAt(page, 'chains') }
}

/** Writes the roles of a new chain, and the external IDs. */
export async function writeRoles(page: Page, hops: SampleHop[]): Promise<void> {
  for (const [at, { roleArn, externalId }] of hops.entries()) {
    if (at > 0) await press(page, named('button', 'Add a role'))
    await field(page, `Role ARN of hop ${at + 1}`).fill(roleArn)
    if (!externalId) continue
    await press(page, `.hop-list > ol:last-of-type > li:nth-child(${at + 1}) summary`)
    await page.locator(`input[name="hops.${at}.externalId"]`).fill(externalId)
  }
}

/** Chooses the source, or the chain, of that name as the start of the chain that is written. */
export async function startFrom(page: Page, name: string): Promise<void> {
  // As a hand does it: a click marks what is there, and writing replaces it.
  await field(page, 'Starts from').click()
  await page.keyboard.type(name)
  await page.waitForSelector(`::-p-xpath(//*[@role = "option"]/*[normalize-space() = "${name}"])`)
  await page.keyboard.press('Enter')
  const chosen = () => page.$eval('[role=combobox][name$=Id]', (input) => (input as HTMLInputElement).value)
  await becomes('what it starts from', chosen, name)
}

/** By the keyboard, which hits also what moves because a sentence above it came or went. Boxes and radio buttons want a space. */
export async function press(page: Page, selector: string, key: 'Enter' | ' ' = 'Enter'): Promise<void> {
  const hasFocus = async () => {
    const element = await page.$(selector)
    await element?.focus()
    return element?.evaluate((element) => element === document.activeElement)
  }
  await until(`${selector} to take the focus`, hasFocus)
  await page.keyboard.press(key)
}

/** Signs in on AWS's page, as somebody does with a user name and a password. The tab is gone before the click has its end. */
export async function signIn(tab: Page): Promise<void> {
  const { account, user, password } = consoleUser
  // Browsers draw nothing in a tab that is behind another.
  await tab.bringToFront()
  for (const [name, text] of Object.entries({ account, user, password })) await tab.locator(`#${name}`).fill(text)
  await tab.evaluate(() => setTimeout(() => document.querySelector<HTMLElement>('#sign-in')?.click()))
  await until('the tab to be closed', async () => tab.isClosed())
}

/** The address names what was saved by its id. */
function savedAt(page: Page, room: 'chains' | 'sources'): Promise<string> {
  const idIn = (room: string) => new RegExp(`^#/${room}/([\\w-]{8,})$`).exec(location.hash)?.[1]
  return until('the page to say that it saved', () => page.evaluate(idIn, room))
}
