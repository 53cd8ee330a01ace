// Who may open the vault: each guess counts before it is tried, and no way in is added without the proof of another.

import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { Browser } from '../scene/browser.ts'

const PASSWORD = 'correct horse battery staple'
const WRONG = { password: 'not this password' }
const LOCK = { kind: 'passkey', credential: 'Y3JlZA', salt: Buffer.alloc(32, 9).toString('base64url') } as const
const prf = Buffer.alloc(32, 7).toString('base64url')

let browser: Browser

beforeEach(async () => {
  browser = new Browser()
  await browser.wake()
  await browser.call('createVault', { password: PASSWORD })
})

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((next) => setImmediate(next))
}
const guessed = () => (browser.local.guesses as { count: number } | undefined)?.count ?? 0

test('guesses at the same time count one by one, and wait like those that come one by one', async () => {
  await browser.call('lock', null)
  // So that each has read the count before any of them writes it.
  browser.hold = (call) => (call === 'local.get' ? turns(50) : undefined)
  const told = await Promise.all(
    Array.from({ length: 6 }, () => browser.call('unlock', WRONG).catch(({ kind }: { kind: string }) => kind)),
  )
  assert.equal(told.filter((kind) => kind === 'wrong-password').length, 4)
  assert.equal(told.filter((kind) => kind === 'too-many-guesses').length, 2)
  assert.equal(guessed(), 4)
})

test('the right password after wrong ones has the next wrong one count as the first', async () => {
  for (const round of [1, 2]) {
    await browser.call('lock', null)
    for (let wrong = 1; wrong <= 3; wrong++)
      await assert.rejects(browser.call('unlock', WRONG), { kind: 'wrong-password' }, `${wrong} of round ${round}`)
    assert.equal(guessed(), 3)
    await browser.call('unlock', { password: PASSWORD })
    assert.equal(guessed(), 0)
  }
})

test('a guess that cannot be counted is not tried, not even with the right password', async () => {
  await browser.call('lock', null)
  browser.beforeWrite = () => {
    throw new Error('the disk is full')
  }
  await assert.rejects(browser.call('unlock', { password: PASSWORD }), { kind: 'storage' })
  assert.ok(!('unlocked' in browser.session))
  browser.beforeWrite = () => {}
  assert.equal((await browser.call('unlock', { password: PASSWORD })).state, 'unlocked')
})

test('a passkey is added, keys are shown and the password is changed for nobody who proves nothing', async () => {
  await assert.rejects(browser.call('addPasskey', { name: 'Theirs', lock: LOCK, prf, proof: WRONG }), {
    kind: 'wrong-password',
  })
  const state = await browser.call('vault', null)
  assert.deepEqual(state.state === 'unlocked' && state.ways.map(({ lock }) => lock.kind), ['password'])
  await assert.rejects(browser.call('revealKeys', { id: 'any', proof: WRONG }), { kind: 'wrong-password' })
  const password = 'violet anchors hum beside engines'
  await assert.rejects(browser.call('changePassword', { proof: WRONG, password }), { kind: 'wrong-password' })
  assert.equal(guessed(), 3)
})

test('both storages are closed to content scripts as the background starts', async () => {
  browser = new Browser()
  await browser.wake()
  while (Object.keys(browser.levels).length < 2) await turns(1)
  assert.deepEqual(browser.levels, { local: 'TRUSTED_CONTEXTS', session: 'TRUSTED_CONTEXTS' })
})
