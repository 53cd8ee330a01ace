// Chains that build on chains, and shapes: what is kept of them, what lists make of them, and what is walked.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Chain } from 'rolerelay-core'
import { accounts, aliceKey, sampleWorld, threeHops } from '../../aws/sample.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { keep, kept, valuesIn } from '../scene/kept.ts'
import { account, addSource, shelve } from '../scene/sample.ts'

const [first, second, third] = threeHops
const rows = async (browser: Browser, query = '') => (await browser.call('list', { query, offset: 0, limit: 500 })).rows
const row = async (browser: Browser, id: string) => (await rows(browser)).find((row) => row.id === id)
const role = (number: number, name: string) => ({ roleArn: `arn:aws:iam::${account(number)}:role/${name}` })

/** hub <- gate <- prod, as three records of one hop each. */
async function family() {
  const world = sampleWorld()
  const { id, secret } = aliceKey(world)
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser, { accessKeyId: id, secretAccessKey: secret })
  const save = (chain: Partial<Chain> & { id: string }) =>
    browser.call('saveChain', { name: chain.id, sourceId: '', hops: [], tags: [], ...chain })
  const hub: Chain = { id: 'hub', name: 'hub', sourceId, hops: first ? [first] : [], tags: [] }
  await save(hub)
  await save({ id: 'gate', parentId: 'hub', hops: second ? [second] : [] })
  await save({ id: 'prod', parentId: 'gate', hops: third ? [third] : [] })
  return { browser, world, sourceId, hub, save }
}

async function opened(browser: Browser, chainId: string) {
  const port = browser.connect()
  port.post({ action: 'open', chainId, where: 'new-tab' })
  await port.until(({ closed }) => closed)
  return port.events.at(-1)
}

test('a chain that builds on another is listed whole and walked whole', async () => {
  const { browser, world, sourceId } = await family()
  const prod = await row(browser, 'prod')
  assert.deepEqual([prod?.hops, prod?.parentId, prod?.sourceId], [3, 'gate', sourceId])
  assert.equal((await browser.call('sources', null))[0]?.usedByCount, 3)
  const aws = answerAsAws(world)
  const end = await opened(browser, 'prod')
  assert.equal(end?.type, 'done')
  assert.deepEqual(
    end?.state.hops.map(({ roleArn }) => roleArn),
    threeHops.map(({ roleArn }) => roleArn),
  )
  assert.deepEqual([end?.state.of, browser.tabs.length, aws.asked.length], [3, 1, 4])
  assert.equal((await rows(browser))[0]?.id, 'prod', 'the recent one')
})

test('the whole chain is told, also of a draft and of a chain that a shape makes', async () => {
  const { browser, save } = await family()
  const draft = { id: '', name: 'x', sourceId: '', parentId: 'gate', hops: [role(9, 'Draft')], tags: [] }
  const whole = await browser.call('resolveChain', draft)
  assert.deepEqual(
    whole.hops.map(({ roleArn }) => roleArn),
    [first?.roleArn, second?.roleArn, draft.hops[0]?.roleArn],
  )
  await save({
    id: 'audit',
    parentId: 'hub',
    hops: [{ roleArn: 'arn:aws:iam::{account}:role/Audit' }],
    accounts: [{ id: accounts.prod, name: 'production', tags: ['live'] }],
  })
  const made = await browser.call('chain', { id: `audit_${accounts.prod}` })
  assert.equal(made.name, 'production · audit')
  assert.equal((await browser.call('resolveChain', made)).hops.length, 2)
})

test('a change of a parent is seen in all that builds on it, in the same write', async () => {
  const { browser, save, hub } = await family()
  let writes = 0
  browser.beforeWrite = (how) => {
    if (how === 'set') writes += 1
  }
  await save({ ...hub, hops: [role(1, 'Entry'), role(2, 'Hub')] })
  assert.equal(writes, 1)
  for (const again of [false, true]) {
    if (again) await browser.wake()
    assert.deepEqual(
      (await rows(browser)).map(({ id, hops }) => [id, hops]),
      [
        ['gate', 3],
        ['hub', 2],
        ['prod', 4],
      ],
    )
  }
})

test('a deleted parent leaves its children with an error, and an undo mends them', async () => {
  const { browser } = await family()
  assert.deepEqual(await browser.call('dependents', { id: 'hub' }), [
    { id: 'gate', name: 'gate' },
    { id: 'prod', name: 'prod' },
  ])
  assert.deepEqual(await browser.call('dependents', { id: 'prod' }), [])
  const hub = await browser.call('deleteChain', { id: 'hub' })
  assert.deepEqual(
    (await rows(browser)).map(({ id, severity }) => [id, severity]),
    [
      ['gate', 'error'],
      ['prod', 'error'],
    ],
  )
  const end = await opened(browser, 'prod')
  assert.equal(end?.state.failure?.kind, 'invalid')
  assert.match(end?.state.failure?.message ?? '', /prod → gate/)
  await browser.call('restoreChain', hub)
  assert.ok((await rows(browser)).every(({ severity }) => severity !== 'error'))
})

test('a circle is refused where it would close, and a store that has one still answers', async () => {
  const { browser, save, hub } = await family()
  const { saved, findings } = await save({ ...hub, sourceId: '', parentId: 'prod' })
  assert.equal(saved, false)
  assert.ok(findings.some(({ place, message }) => place === 'parentId' && /hub → prod → gate → hub/.test(message)))

  await keep(browser, ({ derived: _, ...values }) => ({
    ...values,
    'chain/hub': { ...hub, sourceId: '', parentId: 'prod' },
  }))
  assert.deepEqual(
    (await rows(browser)).map(({ severity }) => severity),
    ['error', 'error', 'error'],
  )
  assert.equal((await opened(browser, 'prod'))?.state.failure?.kind, 'invalid')
  assert.equal((await save(hub)).saved, true)
})

test('a chain whose parent starts from a deleted source says so', async () => {
  const { browser, sourceId } = await family()
  await browser.call('deleteSource', { id: sourceId })
  const findings = await browser.call('checkChain', await browser.call('chain', { id: 'prod' }))
  assert.ok(findings.some(({ place, severity }) => place === 'parentId' && severity === 'error'))
  assert.equal((await opened(browser, 'prod'))?.state.failure?.kind, 'no-credentials')
})

async function withShape(...ids: string[]) {
  const all = await family()
  const audit: Chain = {
    id: 'audit',
    name: 'Audit',
    sourceId: '',
    parentId: 'hub',
    hops: [{ roleArn: 'arn:aws:iam::{account}:role/Audit' }],
    tags: [],
    accounts: ids.map((id) => ({ id, name: `team ${id.slice(0, 4)}` })),
  }
  await all.save(audit)
  return { ...all, audit }
}

test('a shape is a row for each account: found, starred, opened, linked and undone as any chain', async () => {
  const { browser, world } = await withShape(accounts.security, accounts.prod)
  const [made, ...others] = await rows(browser, 'team 7777')
  assert.equal(others.length, 0)
  assert.deepEqual(
    [made?.id, made?.shapeId, made?.account, made?.hops],
    [`audit_${accounts.prod}`, 'audit', accounts.prod, 2],
  )
  const id = made?.id ?? ''
  await browser.call('favourite', { id, on: true })
  const aws = answerAsAws(world)
  assert.equal((await opened(browser, id))?.type, 'done')
  assert.equal(aws.asked[1]?.get('RoleArn'), `arn:aws:iam::${accounts.prod}:role/Audit`)
  await browser.wake()
  const [top] = await rows(browser)
  assert.deepEqual([top?.id, top?.favourite, typeof top?.openedAt], [id, true, 'number'])

  const shape = await browser.call('deleteChain', { id: 'audit' })
  assert.deepEqual(await rows(browser, 'audit'), [])
  await browser.call('restoreChain', shape)
  assert.equal((await rows(browser))[0]?.id, id)
})

test('an account that is taken out of a shape is gone from the lists, and so is its chain', async () => {
  const { browser, save, audit } = await withShape(accounts.security, accounts.prod)
  await save({ ...audit, accounts: audit.accounts?.slice(0, 1) ?? [] })
  assert.deepEqual(
    (await rows(browser, 'audit')).map(({ account }) => account),
    [accounts.security],
  )
  await assert.rejects(browser.call('chain', { id: `audit_${accounts.prod}` }), { kind: 'invalid' })
})

test('what a shape makes is not saved or deleted by itself', async () => {
  const { browser } = await withShape(accounts.prod)
  const id = `audit_${accounts.prod}`
  const made = await browser.call('chain', { id })
  const before = structuredClone(browser.local)
  for (const call of [() => browser.call('saveChain', made), () => browser.call('deleteChain', { id })]) {
    await assert.rejects(call(), { kind: 'invalid', message: /“Audit”.*Change it there/ })
  }
  assert.deepEqual(browser.local, before)
})

test('a chain builds on one that a shape makes, and follows the shape', async () => {
  const { browser, save, audit } = await withShape(accounts.prod)
  await save({ id: 'deep', parentId: `audit_${accounts.prod}`, hops: [role(5, 'Deep')] })
  assert.equal((await row(browser, 'deep'))?.hops, 3)
  assert.deepEqual(await browser.call('dependents', { id: 'audit' }), [{ id: 'deep', name: 'deep' }])
  await save({ ...audit, hops: [role(4, 'Middle'), ...audit.hops] })
  assert.equal((await row(browser, 'deep'))?.hops, 4)
  await save({ ...audit, accounts: [{ id: accounts.security, name: 'security' }] })
  assert.equal((await row(browser, 'deep'))?.severity, 'error')
})

test('a draft of a shape is tested as the chain of its first account', async () => {
  const { browser, world, audit } = await withShape(accounts.prod)
  const aws = answerAsAws(world)
  const port = browser.connect()
  port.post({ action: 'test', chain: { ...audit, id: '' } })
  await port.until(({ closed }) => closed)
  assert.equal(port.events.at(-1)?.type, 'done')
  assert.equal(aws.asked.at(-1)?.get('RoleArn'), `arn:aws:iam::${accounts.prod}:role/Audit`)
})

test('a draft of a shape is tested as the chain of the account that is asked for', async () => {
  const { browser, world, audit } = await withShape(accounts.prod)
  const aws = answerAsAws(world)
  const port = browser.connect()
  const both = [...(audit.accounts ?? []), { id: accounts.security, name: 'Guardhouse' }]
  port.post({ action: 'test', chain: { ...audit, id: '', accounts: both }, account: accounts.security })
  await port.until(({ closed }) => closed)
  assert.equal(port.events.at(-1)?.type, 'done')
  assert.equal(aws.asked.at(-1)?.get('RoleArn'), `arn:aws:iam::${accounts.security}:role/Audit`)
})

test('a run reads the line of its chain and no other', async () => {
  const { browser, world } = await family()
  await shelve(
    browser,
    ...Array.from({ length: 100 }, (_, at): Chain => ({ id: `c${at}`, name: 'c', sourceId: '', hops: [] })),
  )
  await rows(browser)
  await browser.wake()
  answerAsAws(world)
  browser.reads.local = []
  await opened(browser, 'prod')
  const keys = browser.reads.local.flatMap((keys) => keys ?? ['all']).filter((key) => /^r\/chains\/|^all$/.test(key))
  // Of 64 records, those three that hold them. What comes later is the list's.
  const held = keys.slice(0, 3).map((key) => valuesIn(key, browser.local[key]))
  assert.deepEqual(
    ['prod', 'gate', 'hub'].map((id, at) => `chain/${id}` in (held[at] ?? {})),
    [true, true, true],
    JSON.stringify(keys),
  )
})

test('what version 0.1.0 kept is read, listed as it was, and goes on being written', async () => {
  const old = JSON.parse(readFileSync(new URL('../stores/format-1.json', import.meta.url), 'utf8'))
  const browser = new Browser()
  browser.local = structuredClone(old)
  await browser.wake()
  const listed = await rows(browser)
  assert.deepEqual(
    listed.map(({ name, favourite, openedAt }) => [name, favourite, openedAt]),
    [
      ['Admin', true, undefined],
      ['Billing', false, 1_795_000_000_000],
      ['Öffentlich 2', false, undefined],
      ['Öffentlich 10', false, undefined],
    ],
  )
  await browser.wake()
  assert.deepEqual(await rows(browser), listed, 'the same from what was derived')
  const { signOutFirst, user, lockAfter } = await browser.call('settings', null)
  assert.deepEqual([signOutFirst, user, lockAfter], [true, '', 60], 'what it did not know is as for a newcomer')
  const [source] = await browser.call('sources', null)
  assert.deepEqual([source?.name, source?.keys, source?.hasSeed, source?.usedByCount], ['Base', 'missing', false, 4])
  for (const { id } of listed) {
    const chain = await browser.call('chain', { id })
    assert.deepEqual(chain, old[`chain/${id}`])
    assert.equal((await browser.call('saveChain', chain)).saved, true, chain.name)
  }
  for (const { id } of listed)
    assert.deepEqual(kept(browser)[`chain/${id}`], old[`chain/${id}`], 'a record now, and the same')
  assert.ok(Number(browser.local.format) > old.format, 'version 0.1.0 would leave out what it does not know of a hop')
})
