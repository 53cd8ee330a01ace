// Chains over the life and death of backgrounds.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser } from '../scene/browser.ts'
import { keep, kept } from '../scene/kept.ts'
import { account, addSource, chain, shelve } from '../scene/sample.ts'

const list = (browser: Browser, query = '', limit = 50) => browser.call('list', { query, offset: 0, limit })
const names = async (browser: Browser, query = '') => (await list(browser, query)).rows.map(({ name }) => name)

async function withSource() {
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser)
  return { browser, save: (id: string, name = id) => browser.call('saveChain', chain(id, name, { sourceId })) }
}

test('a chain that is saved is listed with the account and role of its last hop, also by the next background', async () => {
  const { browser, save } = await withSource()
  const { id, saved } = await save('', 'Billing')
  assert.equal(saved, true)
  assert.match(id, /^[A-Za-z0-9_-]{1,64}$/)
  for (const again of [false, true]) {
    if (again) await browser.wake()
    const { rows, total, known } = await list(browser)
    assert.deepEqual([total, known], [1, 1])
    assert.equal(rows[0]?.id, id)
    assert.deepEqual([rows[0]?.account, rows[0]?.role, rows[0]?.hops], [account(2), 'Reader', 2])
  }
  assert.equal((await browser.call('chain', { id })).name, 'Billing')
})

test('a chain with an error is not saved, and the error says where', async () => {
  const { browser } = await withSource()
  const { saved, findings } = await browser.call('saveChain', chain('', 'x', { sourceId: 'gone' }))
  assert.equal(saved, false)
  assert.ok(findings.some(({ place, severity }) => place === 'sourceId' && severity === 'error'))
  assert.deepEqual((await list(browser)).known, 0)
})

test('an unfiltered list reads one record, however many chains there are, and the first key finds them all', async () => {
  const browser = new Browser()
  await shelve(browser, ...Array.from({ length: 10_000 }, (_, index) => chain(`c${index}`, `Chain ${index}`)))
  await browser.wake()
  assert.equal((await list(browser)).known, 10_000)

  await browser.wake()
  browser.reads.local = []
  const { rows, total } = await list(browser)
  assert.equal(total, 10_000)
  assert.equal(rows.length, 50)
  assert.deepEqual(browser.reads.local, [
    ['format', 'vault/a', 'vault/b'],
    ['vault/a', 'vault/b'],
    ['r/derived@2', 'r/front@2'],
  ])
  assert.deepEqual(
    (await list(browser, 'chain 9999')).rows.map(({ id }) => id),
    ['c9999'],
  )
})

test('the front shows what the whole list shows', async () => {
  const { browser, save } = await withSource()
  for (const name of ['c', 'a', 'b']) await save(name)
  await browser.call('favourite', { id: 'c', on: true })
  await save('a', 'z')
  await browser.wake()
  const front = await list(browser)
  const whole = await list(browser, '', 500)
  assert.deepEqual(front, whole)
  assert.deepEqual(
    front.rows.map(({ name }) => name),
    ['c', 'b', 'z'],
  )
})

test('changes at the same time all arrive', async () => {
  const { browser, save } = await withSource()
  const ids = Array.from({ length: 20 }, (_, index) => `c${index}`)
  await Promise.all([
    ...ids.map((id) => save(id)),
    ...ids.map((id) => browser.call('favourite', { id, on: true })),
    browser.call('saveSettings', { signOutFirst: true, user: '' }),
  ])
  await browser.wake()
  const { rows } = await list(browser)
  assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set(ids))
  assert.ok(rows.every(({ favourite }) => favourite))
  assert.equal((await browser.call('settings', null)).signOutFirst, true)
})

test('a chain that is deleted comes back whole, star included, when it is saved again', async () => {
  const { browser, save } = await withSource()
  await save('one')
  await browser.call('favourite', { id: 'one', on: true })
  const deleted = await browser.call('deleteChain', { id: 'one' })
  assert.deepEqual(await names(browser), [])
  assert.ok(!('chain/one' in kept(browser)))
  await assert.rejects(browser.call('chain', { id: 'one' }), { kind: 'invalid' })
  await browser.call('saveChain', deleted)
  assert.equal((await list(browser)).rows[0]?.favourite, true)
})

test('an undo brings back even a chain that would not be saved', async () => {
  const { browser, save } = await withSource()
  await save('one')
  const [source] = await browser.call('sources', null)
  await browser.call('deleteSource', { id: source?.id ?? '' })
  const deleted = await browser.call('deleteChain', { id: 'one' })
  assert.equal((await browser.call('saveChain', deleted)).saved, false)
  await browser.call('restoreChain', deleted)
  assert.deepEqual(await browser.call('chain', { id: 'one' }), deleted)
  assert.equal((await list(browser)).total, 1)
})

for (const change of ['saveChain', 'deleteChain'] as const) {
  test(`killed at any write of ${change}, the lists and the records agree`, async () => {
    for (let at = 1; ; at += 1) {
      const { browser, save } = await withSource()
      await save('kept')
      await save('one')
      let writes = 0
      const killed = new Promise<false>((resolve) => {
        browser.beforeWrite = () => {
          writes += 1
          if (writes !== at) return
          browser.kill()
          resolve(false)
        }
      })
      const dying = change === 'saveChain' ? save('one', 'renamed') : browser.call('deleteChain', { id: 'one' })
      const finished = await Promise.race([dying.then(() => true), killed])
      browser.beforeWrite = () => {}
      await browser.wake()
      const listed = await list(browser, '', 500)
      assert.deepEqual(await list(browser), listed)
      const found = await browser.call('chain', { id: 'one' }).catch(() => undefined)
      assert.equal(listed.rows.find(({ id }) => id === 'one')?.name, found?.name)
      assert.ok(listed.rows.some(({ id }) => id === 'kept'))

      // Also when the lists are made anew from the records.
      await keep(browser, ({ index: _, front: __, derived: ___, ...rest }) => rest)
      assert.deepEqual(await list(browser, '', 500), listed)
      if (finished) break
    }
  })
}

test('what somebody else changed since is not written over by who does not know it, and is given as it is', async () => {
  const { browser, save } = await withSource()
  await save('one')
  const before = await browser.call('chain', { id: 'one' })
  const [mine, theirs] = [
    { ...before, region: 'eu-west-1' },
    { ...before, guard: 'PRODUCTION' },
  ]
  const first = await browser.call('saveChain', { chain: theirs, before })
  assert.deepEqual([first.saved, first.now], [true, theirs])
  const second = await browser.call('saveChain', { chain: mine, before })
  assert.deepEqual([second.saved, second.now], [false, theirs])
  assert.deepEqual(await browser.call('chain', { id: 'one' }), theirs)
  // Whoever knows it may; what is there already is no other; and a chain that was deleted is back.
  for (const [chain, known] of [
    [mine, theirs],
    [mine, before],
  ] as const)
    assert.deepEqual((await browser.call('saveChain', { chain, before: known })).now, mine)
  await browser.call('deleteChain', { id: 'one' })
  assert.deepEqual((await browser.call('saveChain', { chain: theirs, before: mine })).now, theirs)
  // Two at a time are in turn.
  const both = await Promise.all(
    ['eu-west-2', 'eu-west-3'].map((region) =>
      browser.call('saveChain', { chain: { ...theirs, region }, before: theirs }),
    ),
  )
  assert.deepEqual(
    both.map(({ saved }) => saved),
    [true, false],
  )
})

test('what a newer version wrote is explained and left alone', async () => {
  const browser = new Browser()
  browser.local = { format: 5, index: 'of another shape', front: 7 }
  const before = structuredClone(browser.local)
  await browser.wake()
  for (const attempt of [
    list(browser),
    list(browser, 'x'),
    browser.call('saveSettings', { signOutFirst: true, user: '' }),
    browser.call('favourite', { id: 'x', on: true }),
  ]) {
    await assert.rejects(attempt, { kind: 'storage', message: /newer Rolerelay/ })
  }
  assert.deepEqual(browser.local, before)
})

test('a write that the browser refuses is told, changes no list, and the next one works', async () => {
  const { browser, save } = await withSource()
  await save('one')
  browser.beforeWrite = () => {
    throw new Error('QUOTA_BYTES quota exceeded')
  }
  await assert.rejects(save('two'), { kind: 'storage', message: /QUOTA_BYTES/ })
  assert.deepEqual(await names(browser), ['one'])
  browser.beforeWrite = () => {}
  await save('three')
  assert.deepEqual(await names(browser), ['one', 'three'])
})

test('what a list read of a source that was just being renamed does not outlast that', async () => {
  const { browser, save } = await withSource()
  await save('', 'Billing')
  const [{ id = '' } = {}] = await browser.call('sources', null)
  let answer = () => {}
  const written = new Promise<void>((reached) => {
    browser.hold = (call) => {
      if (call !== 'local.set') return undefined
      reached()
      return new Promise<void>((resolve) => {
        answer = resolve
      })
    }
  })
  const saving = browser.call('saveSource', { id, name: 'Renamed' })
  await written
  assert.deepEqual(await names(browser, 'renamed'), [])
  browser.hold = () => undefined
  answer()
  await saving
  assert.deepEqual(await names(browser, 'renamed'), ['Billing'])
})
