// Tabs of consoles in groups of their chain's name, word and colour, in their own window.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { alice } from '../scene/alice.ts'
import { OUR_PAGE } from '../scene/browser.ts'
import { confirms } from '../scene/sample.ts'
import { until } from '../scene/until.ts'

/** Groups may be named, and each tab is seen to sign in. */
async function grouped(...of: Parameters<typeof alice>) {
  const scene = await alice(...of)
  const { browser } = scene
  browser.lands = () => undefined
  browser.groups = []
  await browser.wake()
  /** Opens it in a new tab, or in that one. */
  const open = async (chainId: string, tab?: (typeof browser.openTabs)[number]) => {
    const where = tab && { where: 'this-tab' as const }
    assert.equal((await scene.run(chainId, where, tab && { ...OUR_PAGE, tab })).failure, undefined)
  }
  const becomes = async (groups: [string, string, number, number][]) => {
    const seen = () =>
      browser.groups?.map(({ id, title, color, windowId }) => {
        const tabs = browser.openTabs.filter(({ groupId }) => groupId === id)
        return [title, color, windowId, tabs.length]
      })
    await until(() => isDeepStrictEqual(seen(), groups))
  }
  return { ...scene, open, becomes }
}

test('each chain has a group of its name, word and colour, which its next tab joins', async () => {
  const { browser, open, becomes } = await grouped()
  const before = await browser.call('chain', { id: 'security' })
  await browser.call('saveChain', { ...before, colour: 'teal' })
  for (const id of ['prod', 'security', 'prod']) await open(id)
  await becomes([
    ['prod', 'grey', 1, 2],
    ['security', 'cyan', 1, 1],
  ])
})

test('a chain with a word shows it first', async () => {
  const { run, becomes } = await grouped({ guard: 'LIVE', colour: 'red' })
  assert.equal((await run('prod', { confirmed: confirms('prod', 'LIVE') })).failure, undefined)
  await becomes([['LIVE · prod', 'red', 1, 1]])
})

test('the group is in the window that the tab is in, not in the one in front', async () => {
  const { browser, open, becomes } = await grouped()
  browser.windows.push({ id: 2, incognito: false, focused: false })
  const tab = { id: 7, windowId: 2, index: 0, incognito: false }
  browser.openTabs.push(tab)
  await open('prod')
  await open('prod', tab)
  await becomes([
    ['prod', 'grey', 1, 1],
    ['prod', 'grey', 2, 1],
  ])
  assert.equal(tab.windowId, 2)
})

test('a pinned tab stays pinned, and a renewed one where the person put it', async () => {
  const { browser, open, run, becomes } = await grouped()
  const pinned = { id: 7, windowId: 1, index: 0, incognito: false, pinned: true }
  browser.openTabs.push(pinned)
  await open('security', pinned)
  await open('prod')
  await becomes([['prod', 'grey', 1, 1]])
  const tab = browser.openTabs.find(({ groupId }) => groupId === 1)
  assert.ok(tab, 'it is there')
  delete tab.groupId
  browser.hasAccess = async (origins) => !origins.some((origin) => origin.includes('console'))
  assert.equal((await run('prod', { where: 'its-tab', tab: tab.id })).failure, undefined)
  await open('security')
  await becomes([
    ['prod', 'grey', 1, 0],
    ['security', 'grey', 1, 1],
  ])
  assert.equal(pinned.pinned, true)
})

test('where groups may not be named, or the browser refuses, the console opens all the same', async () => {
  const { browser, open } = await grouped()
  browser.refuses = (call) => (call === 'tabGroups.query' ? 'fails' : undefined)
  await open('prod')
  browser.refuses = (call) => (call === 'tabGroups.query' ? 'silent' : undefined)
  await open('prod')
  browser.groups = undefined
  await browser.wake()
  await open('prod')
  assert.deepEqual(
    browser.openTabs.map(({ groupId }) => groupId),
    [undefined, undefined, undefined],
  )
})

test('a group says whether its chain is held to what reads or changes are allowed', async () => {
  const { browser, run, open, becomes } = await grouped()
  await browser.call('saveChain', { ...(await browser.call('chain', { id: 'prod' })), readOnly: 'ReadOnlyAccess' })
  await open('prod')
  await becomes([['prod · read-only', 'grey', 1, 1]])
  assert.equal((await run('prod', { lift: 15, reason: 'OPS-1' })).failure, undefined)
  await until(() => browser.groups?.some(({ title }) => title === 'prod · changes allowed') === true)
})
