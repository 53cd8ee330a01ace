import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import puppeteer, { type Browser } from 'puppeteer-core'
import { browserPath } from '../../scripts/find.mjs'
import { ROOT } from '../../scripts/run.ts'
import { type Engine, type Hosts, type Options, until } from './browsers.ts'

// Firefox draws a random one for each profile; with a known one the address of our pages is known.
const UUID = '5f0c1d7e-2b7a-4c53-9d55-6a1f0e4b8c21'
const GECKO_ID = 'rolerelay@rolerelay'
/** The extension, to the browser itself. */
export const EXTENSION = `WebExtensionPolicy.getByID('${GECKO_ID}').extension`
const PERMISSIONS =
  "ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs').ExtensionPermissions"
const LOOKS = { dark: 0, light: 1 }

const EXECUTABLE = browserPath('firefox') ?? 'firefox-esr'

export async function firefox(
  hosts: Hosts,
  { extension, profile, visible, preferences }: Required<Options>,
): Promise<Engine> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: EXECUTABLE,
    headless: !visible,
    // Who shows it ends it as well: puppeteer would end at once, and leave the profile.
    handleSIGINT: !visible,
    acceptInsecureCerts: true,
    userDataDir: profile,
    defaultViewport: null,
    // Else a driver may not go to an extension's pages.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': hosts.proxyPort,
      // What a driver installs goes when the browser ends; its storage stays, as that of an installed extension does.
      'extensions.webextensions.keepStorageOnUninstall': true,
      'extensions.webextensions.keepUuidOnUninstall': true,
      // What a person is asked for, a driver cannot answer: it is granted at once.
      'extensions.webextOptionalPermissionPrompts': false,
      // Firefox's own values, which puppeteer changes: they decide what a profile holds.
      'browser.sessionstore.resume_from_crash': true,
      // But this: every 15 seconds is too long for a test to wait.
      'browser.sessionstore.interval': 1000,
      'signon.rememberSignons': true,
      ...preferences,
    },
  })
  await browser.installExtension(extension)

  const grant = async (wanted: { permissions: string[]; origins: string[] }) => {
    await privileged(
      browser,
      `${PERMISSIONS}.add('${GECKO_ID}', ${JSON.stringify(wanted)}, ${EXTENSION}).then(() => '')`,
    )
  }

  const differs = new Map<string, number>()
  const pages = async () => {
    await tellOfTabs(browser, differs)
    return browser.pages()
  }
  const newPage = browser.newPage.bind(browser)
  browser.newPage = async (options) => {
    const before = await browser.pages()
    try {
      return await newPage(options)
    } catch (thrown) {
      // The tab is there, but under another id than Firefox waited for.
      if (!String(thrown).includes('DiscardedBrowsingContextError')) throw thrown
      return until('the new tab', async () => (await pages()).find((page) => !before.includes(page)))
    }
  }

  return {
    browser,
    base: `moz-extension://${UUID}/`,
    pages,
    async visit(page, url) {
      // BiDi never tells that an extension's page has loaded, so this promise ends with the tab, as a rejection.
      page.goto(url).catch(() => {})
      await until(`${url} to load`, () => page.evaluate(isLoaded).catch(() => false))
    },
    prefer: async (look) => {
      const set = (name: string, value: number) => `Services.prefs.setIntPref('${name}', ${value})`
      await privileged(browser, set('ui.prefersReducedMotion', 1))
      await privileged(browser, set('layout.css.prefers-color-scheme.content-override', LOOKS[look]))
    },
    // The preference above says it.
    sayYes: async () => {},
    grant: (origins) => grant({ permissions: [], origins }),
    allow: (permission) => grant({ permissions: [permission], origins: [] }),
    listen: async () => async () => JSON.parse(await privileged(browser, PRINTED)),
    update: async () => void (await browser.installExtension(extension)),
    killBackground: async () => {
      await privileged(browser, `${EXTENSION}.terminateBackground({ ignoreDevToolsAttached: true }).then(() => null)`)
    },
  }
}

/**
 * The profile that this Firefox leaves which was opened once and closed, without any extension. Whoever needs it first makes it, for
 * every test to copy.
 */
export async function profileOpenedOnce(): Promise<string> {
  const folder = join(ROOT, 'target/test')
  // A Firefox does not open what a newer one has written.
  const profile = join(folder, `firefox-profile-${statSync(realpathSync(EXECUTABLE)).mtimeMs}`)
  if (existsSync(profile)) return profile
  mkdirSync(folder, { recursive: true })
  const made = mkdtempSync(`${profile}-`)
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: EXECUTABLE,
    headless: true,
    userDataDir: made,
    // Firefox adds those of its own extensions, which it would not find again under others.
    extraPrefsFirefox: { 'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: UUID }) },
  })
  await browser.close()
  // Whose it was, which tabs were open, and what a driver wants.
  for (const name of readdirSync(made))
    if (/lock$|^session|^user\.js$/.test(name)) rmSync(join(made, name), { recursive: true })
  try {
    renameSync(made, profile)
  } catch (thrown) {
    if (!existsSync(profile)) throw thrown
    // Another test was quicker.
    rmSync(made, { recursive: true })
  }
  return profile
}

/**
 * Whether the new tab shows another page than the empty one. Not which: the go page may have led it on to the console by then. While the
 * tab is between two documents there is nothing to ask.
 */
const isLoaded = () => location.protocol !== 'about:' && document.readyState === 'complete'

/**
 * A tab that an extension or the driver makes, and that goes to another process at once, gets another id there at times (1 of some 1,300
 * did, on a busy machine). Firefox tells of the first id alone, so that puppeteer never reaches that tab. Its list of tabs tells of the other: where
 * they have differed for a second, puppeteer is told as if Firefox had. `differs` holds since when each has.
 */
async function tellOfTabs(browser: Browser, differs: Map<string, number>): Promise<void> {
  const bidi = (browser as unknown as { connection: Bidi }).connection
  const there = (await bidi.send('browsingContext.getTree', { maxDepth: 0 })).result.contexts
  const known = (await browser.pages()).map((page) => (page.mainFrame() as unknown as { _id: string })._id)
  const missed = there.filter(({ context }) => !known.includes(context))
  const gone = known.filter((id) => there.every(({ context }) => context !== id)).map((context) => ({ context }))
  for (const context of differs.keys())
    if (![...missed, ...gone].some((one) => one.context === context)) differs.delete(context)
  const tell = (event: 'contextCreated' | 'contextDestroyed', contexts: { context: string }[]) => {
    for (const one of contexts) {
      if (!differs.has(one.context)) differs.set(one.context, Date.now())
      if (Date.now() - (differs.get(one.context) ?? 0) >= 1000) bidi.emit(`browsingContext.${event}`, one)
    }
  }
  tell('contextCreated', missed)
  tell('contextDestroyed', gone)
}

interface Bidi {
  emit(event: `browsingContext.${'contextCreated' | 'contextDestroyed'}`, of: object): void
  send(method: 'browsingContext.getTree', params: object): Promise<{ result: { contexts: { context: string }[] } }>
  send(
    method: 'script.evaluate',
    params: object,
  ): Promise<{ result: { type: string; result?: { value?: string }; exceptionDetails?: { text: string } } }>
}

/** Runs an expression with the rights of the browser itself, by a BiDi extension of Firefox's that puppeteer lacks. */
export async function privileged(browser: Browser, expression: string): Promise<string> {
  const bidi = (browser as unknown as { connection: Bidi }).connection
  const tree = await bidi.send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 })
  const target = { context: tree.result.contexts[0]?.context }
  const { result } = await bidi.send('script.evaluate', { target, expression, awaitPromise: true })
  if (result.type !== 'success') throw new Error(`Firefox refused: ${result.exceptionDetails?.text}`)
  return result.result?.value ?? ''
}

/** As a person does on the page of add-ons. It starts the extension anew. */
export async function letIntoPrivateWindows(browser: Browser): Promise<void> {
  const wanted = "{ permissions: ['internal:privateBrowsingAllowed'], origins: [] }"
  const addons = "ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs').AddonManager"
  const again = `${addons}.getAddonByID('${GECKO_ID}').then((addon) => addon.reload())`
  await privileged(browser, `${PERMISSIONS}.add('${GECKO_ID}', ${wanted}).then(() => ${again}).then(() => '')`)
}

/** What the process that runs extensions remembers of its consoles. Each process of Firefox has its own. */
const PRINTED = `new Promise((resolve) => {
  const name = 'rolerelay:printed:' + Math.random()
  Services.ppmm.addMessageListener(name, ({ data }) => resolve(JSON.stringify(data)))
  const tell = (name) => {
    if (Services.appinfo.remoteType !== 'extension') return
    const api = Cc['@mozilla.org/consoleAPI-storage;1'].getService(Ci.nsIConsoleAPIStorage).getEvents()
    const said = api.map(({ filename, arguments: all }) => filename + ': ' + Array.from(all, String).join(' '))
    const errors = Services.console.getMessageArray().map((each) => String(each.message ?? each))
    sendAsyncMessage(name, [...said, ...errors])
  }
  const script = '(' + tell + ')(' + JSON.stringify(name) + ')'
  Services.ppmm.loadProcessScript('data:application/javascript;charset=utf-8,' + encodeURIComponent(script), false)
})`
