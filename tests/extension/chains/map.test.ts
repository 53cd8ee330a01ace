// The map of all chains: which places there are, how many chains hang on each, and that the list shows those when one is chosen.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Chain } from 'rolerelay-core'
import type { MapBranches, MapNode, MapPlace } from '../../../extension/protocol.ts'
import { Browser } from '../scene/browser.ts'
import { keep } from '../scene/kept.ts'
import { account, addSource, chain } from '../scene/sample.ts'

const role = (number: number, name: string) => ({ roleArn: `arn:aws:iam::${account(number)}:role/${name}` })

async function scene(chains: Chain[]): Promise<{ browser: Browser; sourceId: string }> {
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser)
  for (const each of chains) {
    const start = each.parentId === undefined && !each.sourceId && { sourceId }
    await browser.call('restoreChain', { ...each, ...start })
  }
  return { browser, sourceId }
}

const branches = (browser: Browser, under?: MapPlace, offset = 0, limit = 100): Promise<MapBranches> =>
  browser.call('map', { ...(under && { under }), offset, limit })

/** How a test writes a place, and how many chains are there. */
const told = ({ place: { roles, end }, chains, branches }: MapNode) =>
  `${end ?? roles.at(-1)?.split('/').at(-1) ?? 'source'}: ${chains}, ${branches} next`

/** All places, each followed by what follows it; and whether the list shows as many chains of each. */
async function walk(browser: Browser, under?: MapPlace, depth = 0): Promise<string[]> {
  const lines: string[] = []
  for (const node of (await branches(browser, under)).nodes) {
    const listed = await browser.call('list', { query: '', filter: { place: node.place }, offset: 0, limit: 500 })
    assert.equal(listed.total, node.chains, told(node))
    lines.push(`${'  '.repeat(depth)}${told(node)}`, ...(await walk(browser, node.place, depth + 1)))
  }
  return lines
}

test('chains hang on the roles that they pass and on the account that they end in, and the list shows those of a place', async () => {
  const hub = role(1, 'Hub')
  const { browser } = await scene([
    chain('straight', 'straight', { hops: [role(1, 'Hub')] }),
    chain('one', 'one', { hops: [hub, role(2, 'Admin')] }),
    chain('same', 'same account', { hops: [hub, role(2, 'Reader')] }),
    chain('other', 'other account', { hops: [hub, role(3, 'Reader')] }),
    chain('deeper', 'deeper', { hops: [hub, role(2, 'Admin'), role(4, 'Vault')] }),
    { ...chain('child'), parentId: 'one', hops: [role(5, 'Leaf')] },
    // Ends in the account of the others, but by another way.
    chain('aside', 'aside', { hops: [role(6, 'Aside'), role(2, 'Admin')] }),
  ])
  assert.deepEqual(await walk(browser), [
    'source: 7, 3 next',
    '  Hub: 5, 3 next',
    '    Admin: 2, 2 next',
    `      ${account(5)}: 1, 0 next`,
    `      ${account(4)}: 1, 0 next`,
    `    ${account(2)}: 2, 0 next`,
    `    ${account(3)}: 1, 0 next`,
    '  Aside: 1, 1 next',
    `    ${account(2)}: 1, 0 next`,
    `  ${account(1)}: 1, 0 next`,
  ])
})

test('a source has its name, an account that of the chain where one alone ends there', async () => {
  const { browser, sourceId } = await scene([
    chain('a', 'Alone', { hops: [role(1, 'A')] }),
    chain('b', 'One of two', { hops: [role(2, 'A')] }),
    chain('c', 'Other of two', { hops: [role(2, 'B')] }),
    chain('lost', 'Lost', { sourceId: 'gone', hops: [role(3, 'A')] }),
  ])
  const sources = (await branches(browser)).nodes.map(({ place, name }) => [place.sourceId, name])
  assert.deepEqual(sources, [
    [sourceId, 'Base'],
    ['gone', undefined],
  ])
  const ends = (await branches(browser, { sourceId, roles: [] })).nodes.map(({ place, name }) => [place.end, name])
  assert.deepEqual(ends, [
    [account(2), undefined],
    [account(1), 'Alone'],
  ])
})

test('ten thousand accounts behind one role are read a window at a time, and what is narrowed to them is all of them', async () => {
  const accounts = (from: number) =>
    Array.from({ length: 2_000 }, (_, at) => ({ id: account(1_000 + from + at), name: `n ${from + at}` }))
  const hops = [role(1, 'Hub'), { roleArn: 'arn:aws:iam::{account}:role/End' }]
  const fleets = [0, 2_000, 4_000, 6_000, 8_000].map((from) =>
    chain(`fleet${from}`, `fleet ${from}`, { hops, accounts: accounts(from) }),
  )
  const { browser, sourceId } = await scene(fleets)
  const under = { sourceId, roles: [role(1, 'Hub').roleArn] }
  const first = await branches(browser, under, 0, 50)
  assert.deepEqual([first.total, first.nodes.length], [10_000, 50])
  const last = await branches(browser, under, 9_990, 50)
  assert.deepEqual([last.nodes.length, last.nodes.at(-1)?.place.end], [10, account(10_999)])
  const listed = await browser.call('find', { query: '', filter: { place: under }, offset: 0, limit: 20_000 })
  assert.equal(listed.made, 10_000)
})

test('a place says what the last checks said of what hangs on it, and what is broken comes first', async () => {
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser)
  const ends = [role(2, 'Fine'), role(3, 'Fine'), role(4, 'Broken')]
  for (const [at, end] of ends.entries())
    await browser.call('restoreChain', chain(`c${at}`, `c${at}`, { sourceId, hops: [role(1, 'Hub'), end] }))
  const seen = { works: { at: 1 }, broken: { at: 1, broken: { kind: 'denied', message: 'No.', since: 1 } } } as const
  await keep(browser, (values) => ({ ...values, checks: { c0: seen.works, c2: seen.broken } }))
  await browser.wake()
  const [hub] = (await branches(browser, { sourceId, roles: [] })).nodes
  assert.deepEqual(hub?.states, { works: 1, broken: 1, skipped: 0, unchecked: 1 })
  const under = (await branches(browser, hub?.place)).nodes.map(({ place }) => place.end)
  assert.deepEqual(under, [account(4), account(2), account(3)])
})

test('a role that is passed twice does not make a region a place', async () => {
  const hops = [role(1, 'Hub'), { ...role(2, 'Twice'), region: 'eu-west-1' }, role(2, 'Twice'), role(3, 'End')]
  const { browser, sourceId } = await scene([chain('again', 'again', { hops })])
  const under = { sourceId, roles: [role(1, 'Hub').roleArn, role(2, 'Twice').roleArn] }
  const places = (await branches(browser, under)).nodes.map(({ place }) => place.end ?? place.roles.at(-1))
  assert.deepEqual(places, [account(3)])
})
