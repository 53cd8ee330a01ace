// The shipped extension in a real Chromium or Firefox, where AWS's host names lead to the local AWS and no other exists.

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, isDeepStrictEqual } from 'node:util'
import type { Browser, Page } from 'puppeteer-core'
import { ROOT } from '../../scripts/run.ts'
import { chromium } from './chromium.ts'
import { firefox, profileOpenedOnce } from './firefox.ts'

/** Another build than the shipped one, to see a test fail on a defect that was planted in it. */
export const DIST = process.env.ROLERELAY_DIST ?? join(ROOT, 'dist')

export type Kind = 'chromium' | 'firefox'
export const kinds: Kind[] = ['chromium', 'firefox']

/** How long something may take to appear, in milliseconds: far longer than it does on a busy machine. */
const PATIENCE = 60_000

/** What a browser has to know of the local AWS. */
export interface Hosts {
  hostRules: string
  spki: string
  proxyPort: number
}

export interface Options {
  /** The folder of the extension; the shipped build unless told. */
  extension?: string
  /** Whether a person can see it; there has to be a display then. */
  visible?: boolean
  /** The profile that an earlier browser left; a new one unless told. */
  profile?: string
  /** What this browser does otherwise: more of Chromium's command line, more of Firefox's preferences. */
  flags?: string[]
  preferences?: Record<string, unknown>
}

/** What the two browsers do each in their own way. */
export interface Engine {
  browser: Browser
  /** `chrome-extension://…/` or `moz-extension://…/` */
  base: string
  /** All tabs. */
  pages(): Promise<Page[]>
  /** Leads the tab to a page of the extension and waits until it is loaded. */
  visit(page: Page, url: string): Promise<void>
  /** Has the browser say yes as soon as the extension asks to reach these: `https://signin.amazonaws.cn/*`. */
  sayYes(origins: string[]): Promise<void>
  /** Lets the extension reach these, which it may ask for. */
  grant(origins: string[]): Promise<void>
  /** Gives the extension a permission that it may ask for. In Chromium it starts anew for that. */
  allow(permission: string): Promise<void>
  /** Installs the extension over itself, as an update does: its pages close, and its memory is empty. */
  update(): Promise<void>
  /** Stops the extension's background, as the browser does when it is idle. */
  killBackground(): Promise<void>
  /** From now on notes what the extension's pages and its background print to a console, and errors that nobody caught; gives
   * what it noted so far. */
  listen(): Promise<() => Promise<string[]>>
  /** Makes the browser prefer a dark or light look, and no motion: a colour on its way to another is none to judge. */
  prefer(look: 'dark' | 'light', page: Page): Promise<void>
}

export type Driven = Awaited<ReturnType<typeof launch>>

/** Starts a browser and installs the extension in it. */
export async function launch(kind: Kind, hosts: Hosts, options: Options = {}) {
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), `rolerelay-${kind}-`))
  // Firefox needs seconds to make one, which Chromium does at once.
  if (kind === 'firefox' && !options.profile) cpSync(await profileOpenedOnce(), profile, { recursive: true })
  const extension = options.extension ?? join(DIST, kind === 'chromium' ? 'chrome' : 'firefox')
  const start = kind === 'chromium' ? chromium : firefox
  const { visible = false, flags = [], preferences = {} } = options
  const engine = await start(hosts, { extension, profile, visible, flags, preferences })
  const { browser, base } = engine
  const pid = browser.process()?.pid
  if (!pid) throw new Error('the browser was not started here')
  const crash = async () => {
    await until('all processes of the browser to end', async () => !signalled(-pid, 'SIGKILL'))
  }

  return {
    kind,
    profile,
    ...engine,

    /** Opens a page of the extension in a new tab: `popup.html`, `options.html#chains`, `go.html#…`. */
    async open(path: string): Promise<Page> {
      const page = await browser.newPage()
      page.setDefaultTimeout(PATIENCE)
      await engine.visit(page, base + path)
      return page
    },

    /** The addresses of all tabs. Asked of the tabs themselves, since BiDi hides those of extension pages. */
    async tabs(): Promise<string[]> {
      return Promise.all((await engine.pages()).map((page) => page.evaluate(() => location.href).catch(() => 'closed')))
    },

    /** Waits for a tab that the extension opened on one of its own pages, other than `but`. */
    find: (path: string, but?: Page): Promise<Page> =>
      until(`a tab with ${path}`, async () => {
        for (const page of await engine.pages()) {
          if (page === but) continue
          const address = await page.evaluate(() => location.href).catch(() => '')
          if (!address.startsWith(base + path)) continue
          page.setDefaultTimeout(PATIENCE)
          return page
        }
        return undefined
      }),

    /** Waits for the tab that shows the console, and says who is signed in there. */
    consoleTab: () =>
      until('a tab with the console', async () => {
        for (const page of await engine.pages()) {
          const shown = await page.evaluate(readConsole).catch(() => undefined)
          if (shown?.reason) throw new Error(`the console shows: ${shown.reason}`)
          if (shown?.arn) return { ...shown, page }
        }
        return undefined
      }),

    /** Closes every tab but `kept` and one empty one, and forgets who is signed in to the console. */
    async clear(kept?: Page): Promise<void> {
      const [first, ...rest] = (await engine.pages()).filter((page) => page !== kept)
      // A popup may close itself at the same moment.
      const gone = (page: Page) => until('a page that closes by itself to be gone', async () => page.isClosed())
      for (const page of rest) await page.close().catch(() => gone(page))
      await first?.goto('about:blank')
      await browser.deleteCookie(...(await browser.cookies()))
    },

    /** Closes the browser and leaves its profile on disk. */
    async quit(): Promise<void> {
      await browser.close()
    },

    /** Ends the browser as a power cut would, with all its processes: none writes anything more, or cleans anything up. */
    crash,

    /** For good. It need not end in peace, which takes seconds: nobody will look at its profile any more. */
    async close(): Promise<void> {
      await crash()
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

/**
 * What the local console's page says. It runs in that page, so it must not name a function of its own: tsx would wrap
 * it in a helper that is not there.
 */
function readConsole() {
  const [role, account, arn, destination, ends, reason] = [
    'role',
    'account',
    'arn',
    'destination',
    'ends',
    'reason',
  ].map((id) => document.getElementById(id)?.textContent ?? '')
  return { url: location.href, role, account, arn, destination, ends, reason }
}

/** Whether there was a process of that id, or of that group where it is negative, that could be sent the signal. */
function signalled(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(id, signal)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw thrown
  }
}

/** Where pictures go. */
export async function screenshot(page: Page, name: string): Promise<string> {
  const out = join(ROOT, 'out')
  mkdirSync(out, { recursive: true })
  const path = join(out, `${name}.png`)
  await page.screenshot({ path: path as `${string}.png` })
  return path
}

/** Waits until what is looked at is what is expected; fails with what it was last. For all that comes after what a test did. */
export async function becomes<T>(what: string, look: () => Promise<T>, expected: T): Promise<void> {
  let seen: T | undefined
  const isSo = async () => {
    seen = await look()
    return isDeepStrictEqual(seen, expected)
  }
  await until(`${what} to be ${inspect(expected)}`, isSo).catch((cause: Error) => {
    throw new Error(`${cause.message}; it was ${inspect(seen)}`, { cause })
  })
}

/** Looks again and again until there is something, for what no event tells of. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false | null>,
  within = PATIENCE,
): Promise<T> {
  for (const giveUpAt = Date.now() + within; Date.now() < giveUpAt; ) {
    const seen = await look()
    if (seen) return seen
    await new Promise((again) => setTimeout(again, 25))
  }
  throw new Error(`waited ${within / 1000} s for ${what}`)
}
