// When the clipboard is cleared. That it is cleared, tests/browser/clipboard.test.ts shows.

import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { fingerprint } from '../../../extension/clipboard.ts'
import { Browser } from '../scene/browser.ts'
import { inSession, textOf } from '../scene/kept.ts'
import { until } from '../scene/until.ts'

const NOON = Date.UTC(2026, 5, 1, 12)
const SECRET = 'export AWS_SECRET_ACCESS_KEY=notARealSecret'

afterEach(() => mock.timers.reset())

async function copied(): Promise<{ browser: Browser; print: string }> {
  mock.timers.enable({ apis: ['Date'], now: NOON })
  const browser = new Browser()
  await browser.wake()
  const print = await fingerprint(SECRET)
  assert.deepEqual(await browser.call('clearClipboardLater', { fingerprint: print }), { at: NOON + 60_000 })
  return { browser, print }
}

const cleared = (print: string) => [`offscreen.html#${print}`]

/** All that the databases hold. */
async function databases(browser: Browser): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {}
  for (const { name = '' } of await browser.databases.databases()) {
    const opening = browser.databases.open(name)
    const database = await new Promise<IDBDatabase>((opened) => {
      opening.onsuccess = () => opened(opening.result)
    })
    const asked = database.transaction('keys').objectStore('keys').getAll()
    all[name] = await new Promise((got) => {
      asked.onsuccess = () => got(asked.result)
    })
    database.close()
  }
  return all
}

async function settled(): Promise<void> {
  for (let round = 0; round < 100; round++) await setImmediate()
}

test('a text has one fingerprint, whatever the system makes of its lines', async () => {
  // From `printf 'a\nb' | openssl dgst -sha256 -binary | base64`.
  assert.equal(await fingerprint('a\nb'), 'fhj3NzEbLcOy8mndeDlrA1HxT7Zu+oefdoyyMYGIPHg=')
  assert.equal(await fingerprint('a\r\nb'), await fingerprint('a\nb'))
  assert.notEqual(await fingerprint('a\nc'), await fingerprint('a\nb'))
})

test('an alarm clears it after a minute, also when this background was stopped, and once', async () => {
  const { browser, print } = await copied()
  assert.ok(!JSON.stringify([browser.session, textOf(browser)]).includes('notARealSecret'))
  assert.equal(browser.alarms.get('clipboard'), NOON + 60_000)
  await browser.wake()
  await settled()
  assert.deepEqual(browser.offscreen, [], 'it is cleared too early')

  mock.timers.setTime(NOON + 60_000)
  browser.ring('clipboard')
  await until(() => browser.offscreen.length > 0)
  assert.deepEqual(browser.offscreen, cleared(print))
  assert.deepEqual(inSession(browser), [])
  browser.ring('clipboard')
  await browser.wake()
  await settled()
  assert.deepEqual(browser.offscreen, cleared(print))
})

test('a background that wakes after the time clears it, should the alarm be lost', async () => {
  const { browser, print } = await copied()
  browser.alarms.clear()
  mock.timers.setTime(NOON + 60_001)
  await browser.wake()
  await until(() => browser.offscreen.length > 0)
  assert.deepEqual(browser.offscreen, cleared(print))
})

test('an update of the extension, which loses the alarm and the memory, does not leave the clipboard as it is', async () => {
  const { browser, print } = await copied()
  await settled()
  const disk = JSON.stringify([browser.local, await databases(browser)])
  assert.ok(!disk.includes(print), 'of what was copied nothing is on the disk')
  mock.timers.setTime(NOON + 20_000)
  await browser.update()
  await until(() => browser.alarms.has('clipboard'))
  assert.equal(browser.alarms.get('clipboard'), NOON + 60_000)
  assert.deepEqual(browser.offscreen, [], 'it is cleared too early')
  mock.timers.setTime(NOON + 60_000)
  browser.ring('clipboard')
  await until(() => browser.offscreen.length > 0)
  assert.deepEqual(browser.offscreen, cleared(''))

  await settled()
  await browser.update()
  await settled()
  assert.deepEqual(browser.offscreen, cleared(''), 'it is cleared once')
})

test('an update that takes longer than the time clears it at once; hours later something else is on the clipboard', async () => {
  const { browser } = await copied()
  await settled()
  mock.timers.setTime(NOON + 90_000)
  await browser.update()
  await until(() => browser.offscreen.length > 0)

  mock.timers.reset()
  const later = (await copied()).browser
  await settled()
  mock.timers.setTime(NOON + 3_600_000)
  await later.update()
  await settled()
  assert.deepEqual([later.offscreen, await databases(later)], [[], { clipboard: [] }])
})

test('what is copied next has its own minute', async () => {
  const { browser } = await copied()
  mock.timers.setTime(NOON + 30_000)
  const next = await fingerprint('another')
  await browser.call('clearClipboardLater', { fingerprint: next })
  assert.equal(browser.alarms.get('clipboard'), NOON + 90_000)
  browser.ring('clipboard')
  await until(() => browser.offscreen.length > 0)
  assert.deepEqual(browser.offscreen, cleared(next))
})

test('a person may have another time, or none', async () => {
  const { browser, print } = await copied()
  const settings = await browser.call('settings', null)
  await browser.call('saveSettings', { ...settings, clearClipboardAfter: 300 })
  assert.deepEqual(await browser.call('clearClipboardLater', { fingerprint: print }), { at: NOON + 300_000 })
  await browser.call('saveSettings', { ...settings, clearClipboardAfter: 0 })
  assert.deepEqual(await browser.call('clearClipboardLater', { fingerprint: print }), { at: null })
  browser.ring('clipboard')
  await settled()
  assert.deepEqual(browser.offscreen, [])
})

test('it is cleared while the vault is locked, also of what was copied as it locked', async () => {
  const { browser, print } = await copied()
  await browser.call('createVault', { password: 'correct horse battery staple' })
  await browser.call('lock', null)
  assert.deepEqual(browser.alarms.get('clipboard'), NOON + 60_000)
  mock.timers.setTime(NOON + 1_000)
  assert.deepEqual(await browser.call('clearClipboardLater', { fingerprint: print }), { at: NOON + 61_000 })
  browser.ring('clipboard')
  await until(() => browser.offscreen.length > 0)
  assert.deepEqual(browser.offscreen, cleared(print))
})
