// What is on disk after a person used the extension in all its ways: the whole profile is searched, after the browser was
// closed and after it was ended as by a power cut. Each name and key is one that occurs nowhere else.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, it, type TestContext } from 'node:test'
import type { Page } from 'puppeteer-core'
import { type LocalAws, startAws } from '../../aws/server.ts'
import { type Driven, type Kind, kinds, launch, until } from '../browsers.ts'
import { named } from '../named.ts'
import { field, unlock } from '../person.ts'
import { call, run } from '../wire.ts'
import { canary, hearTokens, issued } from './canary.ts'
import { type Find, type Marks, search } from './profile.ts'

const PASSKEY = { kind: 'passkey', credential: 'Y2FuYXJ5', salt: Buffer.alloc(32, 3).toString('base64url') } as const

/**
 * Where a browser writes down which addresses it showed. The address that signs in holds a token that AWS takes for 15 minutes;
 * nothing of ours can keep a browser from noting it. SECURITY.md says so.
 */
const HISTORY = {
  chromium:
    /^Default\/(History|Sessions\/|Favicons|Top Sites|Shortcuts|Network Action Predictor)|^segmentation_platform\//,
  firefox: /^(places\.sqlite|favicons\.sqlite|sessionstore|sessionstore-backups\/)/,
}

for (const kind of kinds) {
  describe(`the profile of ${kind}`, () => {
    let aws: LocalAws
    let driven: Driven
    after(async () => {
      await driven?.close()
      await aws?.close()
    })

    async function start() {
      await driven?.close()
      await aws?.close()
      const marked = canary()
      aws = await startAws(marked.world)
      const signInTokens = hearTokens(aws)
      driven = await launch(kind, aws)
      return { marked, signInTokens, wings: await driven.open('go.html') }
    }
    const again = async () => {
      driven = await launch(kind, aws, { profile: driven.profile })
      return driven.open('go.html')
    }

    it('is read: what the extension keeps there is seen, and what the browser freed and did not write over', async () => {
      await start()
      const page = await driven.open('go.html')
      const drawn = () => randomBytes(12).toString('hex')
      const freed = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`freed${at}`, drawn()]))
      const marks = { kept: drawn(), ...freed }
      await page.evaluate(WRITE, marks)
      await settledOnDisk(driven)
      await page.evaluate(FREE, Object.keys(freed))
      await settledOnDisk(driven)
      await driven.crash()
      const finds = search(driven.profile, marks)
      for (const mark of ['kept', 'freed'] as const) {
        for (const files of [LOCAL, DATABASES])
          assert.ok(
            finds.some((find) => find.mark.startsWith(mark) && files.test(find.file)),
            `${mark}, in ${files}`,
          )
      }
    })

    it('holds chains where there is no password, and no secret', async (t) => {
      const { marked, signInTokens, wings } = await start()
      const { source, chain } = await marked.use(driven, wings)
      await marked.leave(driven)
      const planted = await plant(driven)
      await driven.quit()
      const secrets = () => ({ ...marked.secrets, ...issued(aws) })
      const names = search(driven.profile, { ...marked.metadata, planted })
      assert.ok(
        names.some(({ mark }) => mark === 'planted'),
        'the browser wrote what was typed into a page',
      )
      for (const mark of ['name of the chain', 'account of the hub', 'external id'])
        assert.ok(
          names.some((find) => find.mark === mark),
          `${mark} is found where it is kept on purpose`,
        )
      assert.deepEqual(search(driven.profile, secrets()), [])
      onlyInHistory(t, kind, driven.profile, signInTokens)

      const later = await again()
      const [row] = (await call(later, 'sources', null)).filter(({ id }) => id === source)
      assert.equal(row?.keys, 'missing')
      await call(later, 'saveSource', { id: source, name: row?.name ?? '', credentials: marked.keys })
      await run(later, { action: 'copy', chainId: chain, shape: 'json' })
      await marked.leave(driven)
      await plant(driven)
      await driven.crash()
      assert.deepEqual(search(driven.profile, secrets()), [])
    })

    it('holds neither where there is one', async (t) => {
      const { marked, signInTokens, wings } = await start()
      const { password } = marked
      await call(wings, 'createVault', { password })
      const prf = crypto.getRandomValues(new Uint8Array(32))
      const passkey = { name: marked.passkey, lock: PASSKEY, prf: Buffer.from(prf).toString('base64url') }
      await call(wings, 'addPasskey', { ...passkey, proof: { password } })
      const { source, chain } = await marked.use(driven, wings)
      const usedAt = halfMinute()
      await call(wings, 'revealKeys', { id: source, proof: { password } })
      const keys = [await dataKey(wings)]
      await marked.leave(driven)
      const half = await driven.open('options.html#/protection')
      await half.locator(named('button', 'Change the password…')).click()
      await field(half, 'New password').fill(password)
      await plant(driven)
      await call(wings, 'lock', null)
      const locked = await driven.open('options.html')
      await field(locked, 'Password').fill(password)
      await plant(driven)
      await driven.killBackground()
      await driven.quit()
      const all = (): Marks => ({
        ...marked.secrets,
        ...marked.metadata,
        ...issued(aws),
        password,
        prf,
        'name of the passkey': marked.passkey,
        ...Object.fromEntries(keys.map((key, at) => [`data key ${at}`, key])),
      })
      assert.deepEqual(but(search(driven.profile, all()), kind), [])
      onlyInHistory(t, kind, driven.profile, signInTokens)

      const later = await again()
      const page = await driven.open('options.html')
      await unlock(page, password)
      // AWS takes each code once, and which was used is forgotten with the browser's session.
      await until('the next half minute of the device', async () => halfMinute() > usedAt, 31_000)
      const copied = await run(later, { action: 'copy', chainId: chain, shape: 'json' })
      assert.equal(copied.at(-1)?.type, 'done', JSON.stringify(copied.at(-1)))
      await call(later, 'changePassword', { proof: { password }, password: marked.laterPassword })
      keys.push(await dataKey(later))
      await marked.leave(driven)
      await plant(driven)
      await driven.crash()
      assert.deepEqual(but(search(driven.profile, { ...all(), 'later password': marked.laterPassword }), kind), [])
    })
  })
}

/** The files of storage.local, and of the extension's own databases, in either browser. */
const LOCAL = /^Default\/Local Extension Settings\/|^storage\/default\/moz-extension[^/]*userContextId=4294967295\//
const DATABASES = /^Default\/IndexedDB\/chrome-extension|^storage\/default\/moz-extension[^/^]*\//

/**
 * Each mark in a small row of either store, between large ones that stay: so the page that it is on stays in use, each is on another, and
 * what the extension writes meanwhile takes the place of few of them. Its first half stands before it as well, so that it is nowhere as
 * it is where the browser packs.
 */
const WRITE = async (marks: Record<string, string>) => {
  const rows = Object.fromEntries(
    Object.entries(marks).flatMap(([name, mark]) => [
      [name, { half: mark.slice(0, 12), mark }],
      [`${name}-later`, String(crypto.getRandomValues(new Uint8Array(900)))],
    ]),
  )
  await chrome.storage.local.set(rows)
  const opening = indexedDB.open('marks')
  opening.onupgradeneeded = () => opening.result.createObjectStore('marks')
  await new Promise((done) => Object.assign(opening, { onsuccess: done }))
  const writing = opening.result.transaction('marks', 'readwrite')
  for (const [key, value] of Object.entries(rows)) writing.objectStore('marks').put(value, key)
  await new Promise((done) => Object.assign(writing, { oncomplete: done }))
  opening.result.close()
}

const FREE = async (names: string[]) => {
  await chrome.storage.local.remove(names)
  const opening = indexedDB.open('marks')
  await new Promise((done) => Object.assign(opening, { onsuccess: done }))
  const writing = opening.result.transaction('marks', 'readwrite')
  for (const name of names) writing.objectStore('marks').delete(name)
  await new Promise((done) => Object.assign(writing, { oncomplete: done }))
  opening.result.close()
}

/** Waits until Firefox brought its logs into its databases, which it does when nobody has used them for some seconds. */
async function settledOnDisk({ kind, profile }: Driven): Promise<void> {
  if (kind !== 'firefox') return
  const stores = join(profile, 'storage/default')
  const logs = () =>
    readdirSync(stores, { recursive: true, encoding: 'utf8' }).filter((path) => /moz-extension.*-wal$/.test(path))
  await until(
    'Firefox to empty its logs',
    async () => logs().every((path) => !statSync(join(stores, path), { throwIfNoEntry: false })?.size),
    60_000,
  )
}

/** Types a mark into a page as no page of ours takes text, and waits until the browser wrote it down with all else that it restores. */
async function plant(driven: Driven): Promise<string> {
  const planted = `planted${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`
  const page = await driven.open('go.html')
  // What it shows may take the focus as it comes, such as the field for the password.
  await page.waitForSelector('main h1')
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('input'), { id: 'planted' }))
  })
  await page.type('#planted', planted)
  assert.equal(await page.$eval('#planted', (field) => (field as HTMLInputElement).value), planted)
  const folder = join(driven.profile, driven.kind === 'chromium' ? 'Default/Sessions' : 'sessionstore-backups')
  const isThere = async () => existsSync(folder) && search(folder, { planted }).length > 0
  await until('the browser to write down what it would restore', isThere, 60_000)
  await page.close()
  return planted
}

/** For which a code of an MFA device is good. */
const halfMinute = (): number => Math.floor(Date.now() / 30_000)

async function dataKey(wings: Page): Promise<Uint8Array> {
  const key = await wings.evaluate(
    async () => (await chrome.storage.session.get('unlocked')) as { unlocked: { key: string } },
  )
  const bytes = Buffer.from(key.unlocked.key, 'base64')
  assert.equal(bytes.length, 32)
  return bytes
}

/** The id of a chain that a shape makes names its account, and the address of its page names the id. */
const but = (finds: Find[], kind: Kind): Find[] =>
  finds.filter(({ mark, file }) => mark !== 'account of the shape' || !HISTORY[kind].test(file))

/** A sign-in token is where a browser notes addresses, and nowhere else. */
function onlyInHistory(t: TestContext, kind: Kind, profile: string, tokens: string[]): void {
  assert.ok(tokens.length > 0)
  const finds = search(profile, Object.fromEntries(tokens.map((token, at) => [`sign-in token ${at}`, token])))
  assert.deepEqual(
    finds.filter(({ file }) => !HISTORY[kind].test(file)),
    [],
  )
  t.diagnostic(`the sign-in address is in ${[...new Set(finds.map(({ file }: Find) => file))].join(', ') || 'no file'}`)
}
