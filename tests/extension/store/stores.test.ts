// Every form of a store that was ever written, as a file: it stays readable, whatever this version writes.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { vault } from '../../boundary/core.ts'
import { Browser } from '../scene/browser.ts'
import { KEYS } from '../scene/sample.ts'
import { browserOn } from '../scene/storage-disk.ts'

Browser.passwords = 'as they ship'
const PASSWORD = 'correct horse battery staple'
const text = (name: string) => readFileSync(new URL(`../stores/${name}.json`, import.meta.url), 'utf8')

/** What each of them holds. The store of version 0.1.0 is in lineage.test.ts. */
async function holds(browser: Browser, favourite: string): Promise<void> {
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 10 })
  assert.deepEqual(rows.map(({ name }) => name).sort(), ['Alpha', 'Built on Alpha', 'Öffentlich'])
  assert.ok(rows.find(({ id }) => id === favourite)?.favourite)
  const whole = await browser.call('resolveChain', await browser.call('chain', { id: 'c3' }))
  assert.deepEqual([whole.hops.length, whole.hops.at(-1)?.externalId], [3, 'ext-7'])
  const { user, lockAfter } = await browser.call('settings', null)
  assert.deepEqual([user, lockAfter], ['me', 30])
}

async function holdsKeys(browser: Browser): Promise<void> {
  const [source] = await browser.call('sources', null)
  assert.deepEqual([source?.keys, source?.hasSeed, source?.keptIn], ['ready', true, 'vault'])
  const shown = await browser.call('revealKeys', { id: source?.id ?? '', proof: { password: PASSWORD } })
  assert.equal(shown.secretAccessKey, KEYS.secretAccessKey)
}

async function found(local: Record<string, unknown>): Promise<Browser> {
  const browser = new Browser()
  browser.local = structuredClone(local)
  await browser.wake()
  return browser
}

test('format 2: in the clear', async () => {
  const browser = await found(JSON.parse(text('format-2')))
  await holds(browser, 'c2')
  await browser.call('createVault', { password: PASSWORD })
  await holds(browser, 'c2')
})

test('format 3: a vault', async () => {
  const browser = await found(JSON.parse(text('format-3')))
  await browser.call('unlock', { password: PASSWORD })
  await holds(browser, 'c1')
  await holdsKeys(browser)
})

test('a backup', async () => {
  const browser = await found({})
  const settings = { user: 'me', lockAfter: 30 }
  await browser.call('saveSettings', settings)
  await browser.call('restoreBackup', { text: text('backup-1'), password: PASSWORD })
  await holds(browser, 'c1')
  await holdsKeys(browser)
})

/** All that the format has room for, which a store of 2026-11 held: guards, shapes, session tags and policies, a journal, checks. */
describe('with all that there is to keep', () => {
  interface Whole {
    local: Record<string, unknown>
    mirror: [string, string][]
    link: string
  }
  const clear = JSON.parse(text('format-2-whole')) as Record<string, unknown>
  const vault = JSON.parse(text('format-3-whole')) as Whole

  async function holdsAll(browser: Browser): Promise<void> {
    const { rows } = await browser.call('list', { query: '', offset: 0, limit: 10 })
    assert.deepEqual(rows, (clear.front as { rows: unknown[] }).rows)
    for (const id of ['prod', 'base', 'child', 'shape'])
      assert.deepEqual(await browser.call('chain', { id }), JSON.parse(String(clear[`chain/${id}`])))
    const settings = await browser.call('settings', null)
    // Later versions know more of them.
    assert.deepEqual({ ...settings, ...(clear.settings as object) }, settings)
    assert.deepEqual(
      (await browser.call('sources', null)).map(({ id, name }) => ({ id, name })),
      clear.sources,
    )
    const journal = await browser.call('journal', { query: '', offset: 0, limit: 9 })
    const entries = JSON.parse(String(clear['journal/0'])) as { hash: string }[]
    assert.deepEqual(
      journal.rows.map(({ hash }) => hash),
      entries.map(({ hash }) => hash).reverse(),
    )
    assert.deepEqual((await browser.call('verifyJournal', null)).breaks, [])
    const { counts } = await browser.call('checks', { show: 'all', offset: 0, limit: 9 })
    assert.deepEqual(counts, { works: 1, broken: 4, skipped: 0, unchecked: 0 })
  }

  test('in the clear, and in the vault that comes of it', async () => {
    const browser = await found(clear)
    await holdsAll(browser)
    await browser.call('createVault', { password: PASSWORD })
    await holdsAll(browser)
  })

  test('in a vault, with a link that still is ours', async () => {
    const browser = await found(vault.local)
    await browser.call('unlock', { password: PASSWORD })
    await holdsAll(browser)
    const { ours, roleArn } = await browser.call('readLink', { text: vault.link.slice(vault.link.indexOf('#') + 1) })
    assert.deepEqual([ours, roleArn?.endsWith('ProductionAdmin')], [true, true])
    const state = await browser.call('vault', null)
    assert.deepEqual(state.state === 'unlocked' && state.ways.map(({ name }) => name), [undefined, 'Laptop'])
  })

  test('in a mirror alone', async () => {
    const browser = await browserOn({ local: {}, session: {}, databases: new Map([['vault', vault.mirror]]) })
    await browser.call('unlock', { password: PASSWORD })
    await holdsAll(browser)
  })

  test('in a backup, beside the settings that are here', async () => {
    const browser = await found({})
    await browser.call('saveSettings', clear.settings as object)
    await browser.call('restoreBackup', { text: text('backup-1-whole'), password: PASSWORD })
    await holdsAll(browser)
  })
})

test('a vault at a lower cost than today’s is opened, and its cost raised with the first password', async () => {
  const cheap = { ...vault.drawPasswordLock(), argon2id: { memory: 19 * 1024, passes: 2, lanes: 1 } }
  if (cheap.kind !== 'password') throw new Error('it is a password’s')
  const { stretch, initSync } = await import('rolerelay-stretch')
  initSync({ module: readFileSync(new URL('../../../target/wasm-stretch/stretch_bg.wasm', import.meta.url)) })
  const salt = Buffer.from(cheap.salt, 'base64url')
  const wrapping = stretch(new TextEncoder().encode(PASSWORD), salt, 19 * 1024, 2, 1)
  const begun = vault.createVault(cheap, wrapping as Uint8Array)
  const browser = await found({ format: 3, 'vault/a': begun.withRecords([]) })

  const cost = async () => {
    const { ways } = (await browser.call('vault', null)) as { ways: { lock: { argon2id: object } }[] }
    return ways.map(({ lock }) => lock.argon2id)
  }
  assert.deepEqual(await cost(), [{ memory: 19 * 1024, passes: 2, lanes: 1 }])
  await browser.call('unlock', { password: PASSWORD })
  // It is derived behind the answer, and written when that is done.
  while (JSON.stringify(await cost()).includes('19456')) await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(await cost(), [{ memory: 64 * 1024, passes: 3, lanes: 1 }])
  await browser.call('lock', null)
  assert.equal((await browser.call('unlock', { password: PASSWORD })).state, 'unlocked')
})
