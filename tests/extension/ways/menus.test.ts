// The browser's own menus: what stands in them, where each entry leads, and that nothing of what was clicked on runs a chain.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alice } from '../scene/alice.ts'
import type { Browser } from '../scene/browser.ts'
import { until } from '../scene/until.ts'

const PASSWORD = 'correct horse battery staple'
const PAGE = 'https://111122223333-ab12cd34.eu-west-1.console.aws.amazon.com/s3/buckets/logs?region=eu-west-1#x=1'
const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:Pay'

/** What an entry leads to. */
async function chosen(browser: Browser, ...of: Parameters<Browser['chooses']>) {
  const before = browser.tabs.length
  browser.chooses(...of)
  await until(() => browser.tabs.length > before)
  const { url } = browser.tabs.at(-1) as { url: string }
  const [, ticket = ''] = /go\.html#way=([\w-]+)$/.exec(url) ?? assert.fail(`it leads to ${url}`)
  return browser.call('takeWay', { ticket })
}

test('each stands there once however often the extension starts, and names no chain', async () => {
  const { browser } = await alice()
  await browser.update()
  await browser.update()
  await until(() => browser.menus.length === 3)
  assert.deepEqual(
    browser.menus.map(({ id, contexts, targetUrlPatterns }) => [id, contexts, targetUrlPatterns]),
    [
      ['page', ['action'], undefined],
      ['link', ['link'], ['https://*.console.aws.amazon.com/*']],
      ['text', ['selection'], undefined],
    ],
  )
  assert.ok(!JSON.stringify(browser.menus).includes('prod'), 'a title names a chain')
})

test('the icon’s leads to the question as which role, of a console page alone', async () => {
  const { browser, aws } = await alice()
  assert.deepEqual(await chosen(browser, 'page', {}, { id: 1, url: PAGE }), { is: 'page', page: PAGE })
  for (const url of [
    undefined,
    'https://evil.example/',
    'https://console.aws.amazon.com.evil.example/s3',
    'about:blank',
  ])
    assert.deepEqual(await chosen(browser, 'page', {}, { id: 1, url }), { is: 'search', query: '' })
  assert.deepEqual(await chosen(browser, 'page'), { is: 'search', query: '' })
  assert.deepEqual(aws.asked, [])
})

test('links and marked text lead to a search for what they name, and never to a chain', async () => {
  const { browser, aws } = await alice()
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('lock', null)
  const event = { recipientAccountId: '111122223333', resources: [{ ARN }], awsRegion: 'eu-west-1' }
  for (const [selectionText, query] of [
    [`see ${ARN}, thanks`, ARN],
    ['account 1111-2222-3333', '111122223333'],
    [JSON.stringify(event), `111122223333 ${ARN}`],
    // A chain's own name is words, as any other.
    ['prod', 'prod'],
    [' prod\n\tpayments ', 'prod payments'],
    ['x'.repeat(2_000_000), 'x'.repeat(200)],
    ['', ''],
  ] as const)
    assert.deepEqual(await chosen(browser, 'text', { selectionText }), { is: 'search', query })
  assert.deepEqual(await chosen(browser, 'link', { linkUrl: PAGE }), { is: 'search', query: PAGE })
  // Marked text may lie in a link: the browser tells of both.
  const both = { selectionText: ARN, linkUrl: PAGE }
  assert.deepEqual(await chosen(browser, 'text', both), { is: 'search', query: ARN })
  assert.deepEqual(await chosen(browser, 'link', both), { is: 'search', query: PAGE })
  const linkUrl = `https://evil.example/#${PAGE}`
  assert.deepEqual(await chosen(browser, 'link', { linkUrl }), { is: 'search', query: PAGE })
  assert.deepEqual(aws.asked, [])
})

test('the popup is told of the console page below it, where the browser tells that', async () => {
  const { browser } = await alice()
  const tab = { id: 1, windowId: 1, index: 0, incognito: false }
  browser.openTabs = [tab]
  assert.equal(await browser.call('pageHere', null), null)
  browser.openTabs = [{ ...tab, url: 'https://evil.example/' }]
  assert.equal(await browser.call('pageHere', null), null)
  browser.openTabs = [{ ...tab, url: PAGE }]
  assert.equal(await browser.call('pageHere', null), PAGE)
  await browser.call('comeWithPage', null)
  const { url } = browser.tabs.at(-1) as { url: string }
  assert.deepEqual(await browser.call('takeWay', { ticket: url.replace(/^.*=/, '') }), { is: 'page', page: PAGE })
})

test('a page is where the chain’s end role has it, and a failure where it has none', async () => {
  const { browser } = await alice()
  const at = (page: string, region?: string) =>
    browser.call('elsewhere', { chainId: 'prod', page, ...(region && { region }) })
  const bare = PAGE.replace('111122223333-ab12cd34.', '')
  assert.deepEqual(await at(PAGE), { destination: bare })
  const china = 'https://cn-north-1.console.amazonaws.cn/s3/home?region=cn-north-1#y'
  const asked = await at(china)
  assert.equal(asked.destination, undefined)
  assert.equal(asked.regions?.includes('eu-west-1'), true)
  const there = 'https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1#y'
  assert.deepEqual(await at(china, 'eu-west-1'), { destination: there })
  await assert.rejects(at('https://evil.example/'), { kind: 'destination' })
  await assert.rejects(at(china, 'cn-north-1'), { kind: 'destination' })
})
