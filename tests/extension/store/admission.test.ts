// The door for records, from each side that something comes in by: an import, its undo, the undo of a deletion, a backup, and a store
// that an older version left.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { build } from 'esbuild'
import type { Chain } from 'rolerelay-core'
import type { Step } from '../../../extension/background/chains/steps.ts'
import type { Settings } from '../../../extension/protocol.ts'
import { ROOT } from '../../../scripts/run.ts'
import { Browser } from '../scene/browser.ts'
import { says } from '../scene/kept.ts'
import { account, addSource, chain, KEYS, shelve } from '../scene/sample.ts'

const PASSWORD = 'correct horse battery staple'
const MADE = `hub_${account(7)}`
const shape = (more: Partial<Chain> = {}) =>
  chain('hub', 'Admin', {
    hops: [{ roleArn: 'arn:aws:iam::{account}:role/Admin' }],
    accounts: [{ id: account(7), name: 'Payments' }],
    guard: 'PRODUCTION',
    ...more,
  })

const ids = async (browser: Browser) =>
  (await browser.call('list', { query: '', offset: 0, limit: 100 })).rows.map(({ id }) => id).sort()

async function withShape() {
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser)
  await browser.call('restoreChain', shape({ sourceId }))
  const { url } = await browser.call('makeLink', { chainId: MADE })
  const link = url.slice(url.indexOf('#') + 1)
  assert.deepEqual((await browser.call('readLink', { text: link })).ours, true)
  return { browser, sourceId, link }
}

const file = (...chains: unknown[]) => [
  { name: 'rolerelay.json', text: JSON.stringify({ rolerelay: 1, chains, sources: [] }) },
]

async function unchanged(browser: Browser, act: () => Promise<unknown>, wrong: RegExp) {
  const before = JSON.stringify(browser.local)
  await assert.rejects(act(), (failure: { message?: string }) => wrong.test(failure.message ?? ''))
  assert.equal(JSON.stringify(browser.local), before)
}

/** Where the chain of that id ends, what it asks first, and whether the link is still ours. */
async function leads({ browser, link }: Awaited<ReturnType<typeof withShape>>) {
  const { ours, roleArn } = await browser.call('readLink', { text: link })
  return { ours, roleArn, guard: (await browser.call('chain', { id: MADE })).guard }
}

test('nothing takes the place of a chain that a shape makes: its guard and its links stay its own', async () => {
  const here = await withShape()
  const { browser, sourceId } = here
  const before = await leads(here)
  assert.deepEqual(before, { ours: true, roleArn: `arn:aws:iam::${account(7)}:role/Admin`, guard: 'PRODUCTION' })
  const thief = chain(MADE, 'Payments · Admin', { sourceId })

  const preview = await browser.call('previewImport', { files: file(thief) })
  assert.deepEqual(preview.chains, [])
  assert.match(preview.notes[0]?.message ?? '', /left out.*keeps its place/)
  assert.deepEqual((await browser.call('applyImport', { files: file(thief), leaveOut: [] })).added, [])
  await importedBefore(browser, [{ id: MADE, name: '', before: { ...thief }, after: null }])
  await unchanged(browser, () => browser.call('undoImport', { id: 'forged' }), /keeps its place/)
  await unchanged(browser, () => browser.call('restoreChain', thief), /one of “Admin”/)
  await unchanged(browser, () => browser.call('saveChain', thief), /one of “Admin”/)
  assert.deepEqual(await leads(here), before)
})

test('a link to a chain of a shape does not lead to a record that comes to stand where it was', async () => {
  const here = await withShape()
  const { browser, sourceId } = here
  await browser.call('deleteChain', { id: 'hub' })
  await browser.call('restoreChain', chain(MADE, 'Another', { sourceId }))
  const { ours, roleArn } = await leads(here)
  assert.deepEqual([ours, roleArn], [false, `arn:aws:iam::${account(2)}:role/Reader`])
  // The record has links of its own, which do not lead to the chain of a shape either.
  const { url } = await browser.call('makeLink', { chainId: MADE })
  const link = url.slice(url.indexOf('#') + 1)
  assert.equal((await browser.call('readLink', { text: link })).ours, true)
  await browser.call('deleteChain', { id: MADE })
  await browser.call('restoreChain', shape({ sourceId }))
  assert.equal((await leads({ ...here, link })).ours, false)
  assert.equal((await leads(here)).ours, true)
})

test('what comes back from a page or by an undo passes the door as what comes from a file does', async () => {
  const { browser, sourceId } = await withShape()
  const bad: [Chain, RegExp][] = [
    [chain('__proto__', 'A', { sourceId }), /JavaScript/],
    [chain('constructor', 'A', { sourceId }), /JavaScript/],
    [chain('a', 'Pr\u202eod', { sourceId }), /U\+202E/],
    [chain('a', 'A', { sourceId, destination: 'https://evil.example/' }), /AWS console/],
    [chain('a', 'A', { sourceId, tags: ['\u3164'] }), /U\+3164/],
    [{ ...chain('a', 'A', { sourceId }), hops: 5 } as unknown as Chain, /not what Rolerelay writes/],
  ]
  for (const [record, wrong] of bad) {
    await importedBefore(browser, [{ id: record.id, name: '', before: { ...record }, after: null }])
    await unchanged(browser, () => browser.call('undoImport', { id: 'forged' }), wrong)
    await unchanged(browser, () => browser.call('restoreChain', record), wrong)
  }
  const source = { id: sourceId, name: 'Base', before: { id: '__proto__' }, after: { id: sourceId } }
  await importedBefore(browser, [], [source])
  await unchanged(browser, () => browser.call('undoImport', { id: 'forged' }), /JavaScript/)
  const draft = { name: 'Other', credentials: KEYS }
  for (const id of ['__proto__', 'constructor', 'a/b']) {
    await unchanged(browser, () => browser.call('saveSource', { ...draft, id }), /JavaScript/)
  }
})

/** The store of the background that woke last, for writing into it what no call would. */
async function storage(): Promise<{
  write(values: object): Promise<void>
  read(key: string): Promise<Record<string, unknown>>
}> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['extension/background/store/storage.ts'],
    bundle: true,
    format: 'esm',
    write: false,
  })
  stores += 1
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')}#${stores}`
  )
}
let stores = 0

/** A record of an import as somebody writes it who gets at the disk: what its undo would bring back. */
async function importedBefore(browser: Browser, chains: Step[], sources: Step[] = []): Promise<void> {
  await (await storage()).write({ imports: [{ id: 'forged', at: 0, from: [], chains, sources, keys: [] }] })
  await browser.wake()
}

/** A backup of whatever somebody writes who knows its password. */
async function forged(values: Record<string, unknown>): Promise<string> {
  const browser = new Browser()
  await browser.wake()
  await browser.call('createVault', { password: PASSWORD })
  await (await storage()).write(values)
  await browser.wake()
  return (await browser.call('backup', null)).text
}

const SETTINGS: Partial<Settings> = { lockAfter: 5, clearClipboardAfter: 30, user: 'me' }

/** A vault with a chain that is a favourite, a link to it, and settings. */
async function withVault() {
  const browser = new Browser()
  shelve(browser, chain('mine', 'Mine'))
  await browser.wake()
  const sourceId = await addSource(browser)
  await browser.call('saveChain', chain('mine', 'Mine', { sourceId }))
  await browser.call('saveSettings', SETTINGS)
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('favourite', { id: 'mine', on: true })
  const { url } = await browser.call('makeLink', { chainId: 'mine' })
  return { browser, sourceId, link: url.slice(url.indexOf('#') + 1) }
}

const hostile = {
  'chain/mine': chain('mine', 'Mine', { sourceId: 's' }),
  'chain/good': chain('good', 'Good', { sourceId: 's' }),
  'chain/bad': chain('bad', 'B\u200bad', { sourceId: 's' }),
  'chain/away': chain('away', 'Away', { sourceId: 's', destination: 'https://evil.example/' }),
  'chain/other': chain('constructor', 'Constructor', { sourceId: 's' }),
  'chain/none': 7,
  sources: [{ id: 's', name: 'Base' }, { id: 'x', name: 'Ba\u202ese' }, 5],
  settings: { lockAfter: 0, clearClipboardAfter: 0, user: 'thief', linksAsk: false },
  use: { favourites: 5, opened: 'all' },
  checks: null,
  linkKey: Buffer.alloc(32, 1).toString('base64'),
  passkeys: { a: { name: 'Thief', addedAt: 1 } },
  unheardOf: { of: 1 },
}

test('a backup of somebody else brings its chains, and neither settings, use nor the key of links', async () => {
  const { browser, link } = await withVault()
  const text = await forged(hostile)
  const preview = await browser.call('previewBackup', { text, password: PASSWORD })
  assert.deepEqual(preview.chains, { added: ['Good'], changed: ['Mine'], removed: [] })
  assert.deepEqual(preview.aside.map(({ list, name }) => [list, name]).sort(), [
    ['chains', ''],
    ['chains', 'Away'],
    ['chains', 'B\ufffdad'],
    ['chains', 'Constructor'],
    ['sources', ''],
    ['sources', 'Ba\ufffdse'],
    ['use', ''],
  ])
  await browser.call('restoreBackup', { text, password: PASSWORD })

  assert.deepEqual(await ids(browser), ['good', 'mine'])
  const { lockAfter, clearClipboardAfter, user } = await browser.call('settings', null)
  assert.deepEqual({ lockAfter, clearClipboardAfter, user }, SETTINGS)
  const { rows } = await browser.call('list', { query: 'mine', offset: 0, limit: 1 })
  assert.equal(rows[0]?.favourite, true)
  // The link that was made here is ours still, so the key that made it is.
  assert.equal((await browser.call('readLink', { text: link })).ours, true)
  assert.deepEqual(
    (await browser.call('sources', null)).map(({ name }) => name),
    ['Base'],
  )
  // All that was left out is kept beside, and said.
  const aside = await browser.call('aside', null)
  assert.equal(aside.length, 7)
  const { text: saved } = await browser.call('asideFile', null)
  for (const word of ['evil.example', 'Constructor', 'Ba\u202ese']) assert.ok(saved.includes(word), word)
  // Each later save and each waking finds a whole store.
  await browser.call('saveChain', { ...(await browser.call('chain', { id: 'good' })), name: 'Better' })
  await browser.wake()
  assert.deepEqual(await ids(browser), ['good', 'mine'])
  await browser.call('forgetAside', { sure: 'delete what is set aside' })
  assert.deepEqual(await browser.call('aside', null), [])
})

test('a link whose key a backup brings is one that asks', async () => {
  const { browser } = await withVault()
  const text = await forged(hostile)
  await browser.call('startOver', { sure: 'delete everything' })
  await browser.call('restoreBackup', { text, password: PASSWORD })
  const { url } = await browser.call('makeLink', { chainId: 'good' })
  const [payload, mac] = url.slice(url.indexOf('#') + 1).split('&mac=')
  const key = await crypto.subtle.importKey('raw', Buffer.alloc(32, 1), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])
  const theirs = Buffer.from(await crypto.subtle.sign('HMAC', key, Buffer.from(payload ?? ''))).toString('base64url')
  assert.notEqual(mac, theirs)
  assert.equal((await browser.call('readLink', { text: `${payload}&mac=${theirs}` })).ours, false)
  // Where there was nothing, settings begin as in a new browser, and locks and clears are on.
  const { lockAfter, clearClipboardAfter } = await browser.call('settings', null)
  assert.deepEqual([lockAfter, clearClipboardAfter], [60, 60])
})

test('favourites come from a backup where this browser has none, and are looked at first', async () => {
  const use = { favourites: ['good'], opened: [{ id: 'good', at: 5 }] }
  const text = await forged({ ...hostile, use })
  const browser = new Browser()
  await browser.wake()
  await browser.call('restoreBackup', { text, password: PASSWORD })
  const { rows } = await browser.call('list', { query: 'good', offset: 0, limit: 1 })
  assert.deepEqual([rows[0]?.favourite, rows[0]?.openedAt], [true, 5])

  // Where it has some they stay as they are.
  await browser.call('favourite', { id: 'good', on: false })
  await browser.call('restoreBackup', { text, password: PASSWORD })
  const after = await browser.call('list', { query: 'good', offset: 0, limit: 1 })
  assert.deepEqual([after.rows[0]?.favourite, after.rows[0]?.openedAt], [false, 5])
})

test('what checks showed comes from a backup as far as it can have been shown', async () => {
  for (const [checks, shown] of [
    [{ good: { at: 5, broken: { since: 5, kind: 'denied', message: 'No.' } } }, [1, 0]],
    [{ good: { at: 5, broken: { since: 5, kind: 'denied', message: 'x'.repeat(3_000) } } }, [0, 1]],
    [{ good: { at: 5, broken: 'yes' } }, [0, 1]],
    [{ good: 'x', __proto__: null }, [0, 1]],
  ] as const) {
    const browser = new Browser()
    await browser.wake()
    await browser.call('restoreBackup', { text: await forged({ ...hostile, checks }), password: PASSWORD })
    const { counts } = await browser.call('checks', { show: 'all', offset: 0, limit: 9 })
    const { total } = await browser.call('list', { query: '', offset: 0, limit: 9 })
    assert.deepEqual(
      [counts.broken, counts.unchecked],
      [shown[0], total - shown[0]],
      JSON.stringify(checks).slice(0, 99),
    )
  }
})

test('what was never a store of ours is refused whole', async () => {
  const { browser } = await withVault()
  const whole = await forged(hostile)
  await browser.call('previewBackup', { text: whole, password: PASSWORD })
  for (const foreign of [{ sources: 5 }, { secrets: [] }, { journal: 7 }, { 'journal/0': 'x', journal: {} }]) {
    const text = await forged({ ...hostile, ...foreign })
    for (const call of ['previewBackup', 'restoreBackup'] as const) {
      await unchanged(browser, () => browser.call(call, { text, password: PASSWORD }), /never wrote/)
    }
  }
})

test('keys of a form that Rolerelay never writes are set aside, and go into no file', async () => {
  const { browser } = await withVault()
  const keys = { credentials: KEYS }
  const secrets = { s: { keys }, x: { keys: { credentials: { accessKeyId: 5, secretAccessKey: 'Hush' } } }, y: 7 }
  await browser.call('restoreBackup', { text: await forged({ ...hostile, secrets }), password: PASSWORD })
  assert.equal((await browser.call('sources', null))[0]?.keys, 'ready')
  const aside = await browser.call('aside', null)
  assert.equal(aside.filter(({ list }) => list === 'secrets').length, 2)
  const { text } = await browser.call('asideFile', null)
  assert.ok(!text.includes('Hush'))
  assert.ok(!says(browser.local, 'Hush'))
})

test('an older store whose records may not stand here loses none of them, and its lists go on', async () => {
  const browser = new Browser()
  shelve(
    browser,
    shape({ sourceId: 's' }),
    chain('good', 'Good', { sourceId: 's' }),
    chain('bad', 'B\u200bad'),
    chain(MADE, 'Thief'),
  )
  Object.assign(browser.local, {
    'chain/junk': { id: 5 },
    sources: [
      { id: 's', name: 'Base' },
      { id: 'constructor', name: 'C' },
    ],
  })
  browser.local.use = { favourites: 5 }
  await browser.wake()
  assert.deepEqual(await ids(browser), ['good', MADE])
  assert.equal((await browser.call('chain', { id: MADE })).guard, 'PRODUCTION')
  await assert.rejects(browser.call('chain', { id: 'bad' }), { kind: 'invalid' })
  await browser.call('favourite', { id: 'good', on: true })
  assert.deepEqual(
    (await browser.call('sources', null)).map(({ name }) => name),
    ['Base'],
  )
  const aside = await browser.call('aside', null)
  assert.deepEqual(aside.map(({ list, name }) => `${list} ${name}`).sort(), [
    'chains ',
    'chains B\ufffdad',
    'chains Thief',
    'sources C',
    'use ',
  ])
  const state = await browser.call('vault', null)
  assert.match((state.state === 'open' && state.notice) || '', /set aside.*“B\ufffdad”/)
  const { text } = await browser.call('asideFile', null)
  for (const word of ['Thief', 'B\u200bad', 'constructor']) assert.ok(text.includes(word), word)

  // A lock takes the names out of memory; that something was set aside is told after it too.
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('lock', null)
  assert.doesNotMatch(JSON.stringify(browser.session), /Thief|ad”/)
  const unlocked = await browser.call('unlock', { password: PASSWORD })
  assert.match((unlocked.state === 'unlocked' && unlocked.notice) || '', /set aside\. .*page Export says why/)
  await browser.call('dismissNotice', null)
  await browser.wake()
  const read = await browser.call('vault', null)
  assert.deepEqual([read.state, 'notice' in read], ['unlocked', false])
})

test('what is secret is never written where there is no password', async () => {
  const browser = new Browser()
  await browser.wake()
  const { write, read } = await storage()
  for (const secret of [{ secrets: { s: { keys: { credentials: KEYS } } } }, { linkKey: 'a' }, { passkeys: {} }]) {
    await assert.rejects(write({ ...secret, derived: 1 }), { kind: 'internal' })
    assert.deepEqual(browser.local, {})
  }
  await write({ derived: 1 })
  assert.equal((await read('derived')).derived, 1)
})
