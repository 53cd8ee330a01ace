// Consoles in containers of their own in Firefox: which one, when it is made, and that nothing opens outside of it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Settings } from '../../../extension/protocol.ts'
import { accounts } from '../../aws/sample.ts'
import { alice } from '../scene/alice.ts'
import { OUR_PAGE } from '../scene/browser.ts'

const { prod } = accounts

async function apart(container: Settings['container'], ...of: Parameters<typeof alice>) {
  const scene = await alice(...of)
  const { browser } = scene
  browser.lands = () => undefined
  browser.containers = []
  await browser.wake()
  await browser.call('saveSettings', { container })
  const open = async (...of: Parameters<typeof scene.run>) => assert.equal((await scene.run(...of)).failure, undefined)
  const made = () => browser.containers?.map(({ name, color }) => [name, color])
  const stores = () => browser.openTabs.map(({ cookieStoreId }) => cookieStoreId)
  return { ...scene, open, made, stores }
}

test('each chain has its own, of its name and colour, which is made once and found again', async () => {
  const { browser, open, made, stores } = await apart('chain', { colour: 'teal' })
  for (const id of ['prod', 'security', 'prod']) await open(id)
  await browser.wake()
  await open('security')
  assert.deepEqual(made(), [
    ['prod', 'turquoise'],
    ['security', 'turquoise'],
  ])
  const [first, second] = ['firefox-container-1', 'firefox-container-2']
  assert.deepEqual(stores(), [first, second, first, second])
})

test('each account has its own', async () => {
  const { open, made, stores } = await apart('account', { colour: 'teal' })
  for (const id of ['prod', 'security', 'prod']) await open(id)
  assert.deepEqual(
    made()?.map(([name]) => name),
    [`AWS ${prod}`, `AWS ${accounts.security}`],
  )
  assert.deepEqual(stores(), ['firefox-container-1', 'firefox-container-2', 'firefox-container-1'])
})

test('one that the person made under that name is used', async () => {
  const { browser, open, made, stores } = await apart('chain')
  browser.containers?.push({ cookieStoreId: 'firefox-container-9', name: 'prod', color: 'pink' })
  await open('prod')
  assert.deepEqual([made(), stores()], [[['prod', 'pink']], ['firefox-container-9']])
})

test('nobody is signed out of another container, since each has sessions of its own', async () => {
  const { browser, run, open } = await apart('account')
  // AWS takes one account at a time.
  browser.lands = (url) => url
  assert.equal((await run('prod')).failure?.kind, 'sign-in')
  browser.lands = () => undefined
  for (const id of ['prod', 'security', 'prod', 'security']) await open(id)
})

test('a console is gone to from wherever it would open in its container', async () => {
  const { browser, open } = await apart('chain')
  await open('prod')
  browser.openTabs.unshift({ id: 7, windowId: 1, index: 0, incognito: false, cookieStoreId: 'firefox-container-5' })
  const isHere = async () => (await browser.call('live', null)).consoles.map(({ isHere }) => isHere)
  assert.deepEqual(await isHere(), [true])
  await browser.call('saveSettings', { container: 'current' })
  assert.deepEqual(await isHere(), [false])
})

test('from a private window it opens there, and makes no container', async () => {
  const { browser, open, made } = await apart('chain')
  browser.windows.push({ id: 2, incognito: true, focused: true })
  browser.openTabs.push({ id: 7, windowId: 2, index: 0, incognito: true })
  await open('prod')
  const { windowId, cookieStoreId } = browser.tabs[0] as { windowId?: number; cookieStoreId?: string }
  assert.deepEqual([windowId, cookieStoreId, made()], [2, undefined, []])
})

test('a link’s page, which cannot go on in another container, gives way to a tab that can', async () => {
  const { browser, open, stores } = await apart('chain')
  const tab = { id: 7, windowId: 1, index: 0, incognito: false }
  browser.openTabs.push(tab)
  await open('prod', { where: 'this-tab' }, { ...OUR_PAGE, tab })
  assert.deepEqual(stores(), ['firefox-container-1'])
  // There it goes on in its own tab.
  const there = browser.openTabs[0]
  await open('prod', { where: 'this-tab' }, { ...OUR_PAGE, tab: there })
  assert.deepEqual(stores(), ['firefox-container-1'])
})

test('where it is removed amid the walk nothing opens elsewhere, and the next time it is made anew', async () => {
  const { aws, browser, run, open, stores } = await apart('chain')
  aws.beforeAnswer = () => void browser.containers?.splice(0)
  const { failure } = await run('prod')
  assert.deepEqual([failure?.kind, browser.tabs], ['interrupted', []])
  assert.match(failure?.message ?? '', /container of this console was removed.*nothing was opened/)
  aws.beforeAnswer = () => {}
  await open('prod')
  assert.deepEqual(stores(), ['firefox-container-1'])
})

test('where the browser opens none, nothing is sent', async () => {
  const { aws, browser, run } = await apart('chain')
  browser.refuses = (call) => (call === 'containers.query' ? 'fails' : undefined)
  const { failure } = await run('prod')
  assert.deepEqual([failure?.kind, aws.asked.length, browser.tabs], ['interrupted', 0, []])
  assert.match(failure?.message ?? '', /“prod” opens in a container of its own.*Nothing was sent/)
})
