import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer, { type Browser, type CDPSession, type Target } from 'puppeteer-core'
import { browserPath } from '../../scripts/find.mjs'
import { type Engine, type Hosts, type Options, until } from './browsers.ts'

export async function chromium(
  hosts: Hosts,
  { extension, profile, visible, flags }: Required<Options>,
): Promise<Engine> {
  const browser = await puppeteer.launch({
    executablePath: browserPath('chromium') ?? 'chromium',
    headless: !visible,
    // Who shows it ends it as well: puppeteer would end at once, and leave the profile.
    handleSIGINT: !visible,
    // Without a pipe Chromium installs no extension.
    pipe: true,
    enableExtensions: true,
    // The list of trusted public keys counts only with a profile folder of its own.
    userDataDir: profile,
    defaultViewport: null,
    args: [
      `--host-resolver-rules=${hosts.hostRules}`,
      `--ignore-certificate-errors-spki-list=${hosts.spki}`,
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      ...flags,
      // Its sandbox refuses to run for root, which is who tests run as in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
  const id = await browser.installExtension(extension)
  /** None while the browser has it stopped already. */
  const background = () => browser.targets().find((each) => each.type() === 'service_worker' && each.url().includes(id))

  /** Those who listen to the background. */
  const listening = new Set<CDPSession>()

  return {
    browser,
    base: `chrome-extension://${id}/`,
    pages: () => browser.pages(),
    visit: async (page, url) => void (await page.goto(url)),
    prefer: (look, page) =>
      page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: look },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]),
    sayYes: (origins) => addHosts(browser, id, origins),
    async grant(origins) {
      await addHosts(browser, id, origins)
      const page = await browser.newPage()
      await page.goto(`chrome-extension://${id}/go.html`)
      await page.evaluate((origins) => chrome.permissions.request({ origins }), origins)
      await page.close()
    },
    async allow(permission) {
      // Chromium keeps what it granted to an extension of the same id: an empty one that requires it.
      const folder = mkdtempSync(join(tmpdir(), 'rolerelay-granted-'))
      const { manifest_version, name, version, key } = JSON.parse(
        readFileSync(join(extension, 'manifest.json'), 'utf8'),
      )
      const manifest = { manifest_version, name, version, key, permissions: [permission] }
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
      await browser.installExtension(folder)
      rmSync(folder, { recursive: true })
      await browser.installExtension(extension)
    },
    update: async () => void (await browser.installExtension(extension)),
    async killBackground() {
      // Chromium holds a worker that is listened to at its next start.
      for (const session of listening) await session.detach()
      listening.clear()
      const target = background()
      if (!target) return
      await (await target.worker())?.close()
      // Until then it would take messages, and never answer them.
      await until('the background to stop', async () => !browser.targets().includes(target))
    },
    listen: async () => {
      const printed: string[] = []
      const hear = async (target: Target) => {
        if (target.type() !== 'page' && !target.url().includes(id)) return
        const session = await target.createCDPSession()
        if (target.type() === 'service_worker') listening.add(session)
        const note = (text: unknown) => target.url().includes(id) && printed.push(JSON.stringify(text))
        session.on('Runtime.consoleAPICalled', ({ args }) =>
          note(args.map(({ value, description }) => value ?? description)),
        )
        session.on('Runtime.exceptionThrown', (thrown) => note(thrown.exceptionDetails))
        // What the browser prints by itself, such as that a request failed.
        session.on('Log.entryAdded', ({ entry }) => note(entry))
        await Promise.all([session.send('Runtime.enable'), session.send('Log.enable')])
      }
      // A target may be gone before it is heard.
      const listen = (target: Target) => hear(target).catch(() => {})
      browser.on('targetcreated', listen)
      await Promise.all(browser.targets().map(listen))
      return async () => printed
    },
  }
}

/**
 * As a person does who lets an extension onto a site, on Chromium's own page of extensions: what the extension may ask for is
 * then granted as it asks, without a question that no driver could answer.
 */
async function addHosts(browser: Browser, id: string, origins: string[]): Promise<void> {
  const page = await browser.newPage()
  await page.goto('chrome://extensions/')
  const add = `(origin) => chrome.developerPrivate.addHostPermission('${id}', origin)`
  await page.evaluate(`Promise.all(${JSON.stringify(origins)}.map(${add})).then(() => null)`)
  await page.close()
}
