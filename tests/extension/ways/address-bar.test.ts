// Chains by the address bar: what is offered there, in words that each browser takes; what Enter leads to; and that nothing which was
// not offered for what stands there opens anything.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { XMLValidator } from 'fast-xml-parser'
import type { Chain } from 'rolerelay-core'
import type { WayIn } from '../../../extension/protocol.ts'
import { Browser, OUR_PAGE } from '../scene/browser.ts'
import { addSource, chain } from '../scene/sample.ts'
import { until } from '../scene/until.ts'

const PASSWORD = 'correct horse battery staple'
const TAB = { id: 5, windowId: 1, index: 3, incognito: false }

async function withChains(more: Partial<Browser> = {}) {
  const browser = Object.assign(new Browser(), more)
  await browser.wake()
  browser.openTabs = [{ ...TAB }]
  const sourceId = await addSource(browser)
  const add = (id: string, name: string, more: Partial<Chain> = {}) =>
    browser.call('restoreChain', chain(id, name, { sourceId, ...more }))
  await add('prod', 'prod')
  await add('pay', 'prod payments', { guard: 'LIVE' })
  await add('other', 'staging', { hops: [{ roleArn: 'arn:aws:iam::200000000002:role/Reader' }] })
  const lines = async (text: string) => (await browser.types(text)).map(({ content }) => content)
  /** Where Enter leads, and what the page there finds. */
  const entered = async (text: string, ...where: [Parameters<Browser['enters']>[1]?]) => {
    const before = browser.tabs.length
    browser.enters(text, ...where)
    await until(() => browser.tabs.length > before)
    const { url, ...tab } = browser.tabs.at(-1) as { url: string }
    const [, ticket = ''] = /go\.html#way=([\w-]+)$/.exec(url) ?? assert.fail(`it leads to ${url}`)
    return { tab, ticket, came: await browser.call('takeWay', { ticket }) }
  }
  const leadsTo = async (text: string): Promise<WayIn | null> => (await entered(text)).came
  return { browser, add, lines, entered, leadsTo }
}

test('it offers what the popup finds, with pages in words, and a line that is chosen leads to its chain and page', async () => {
  const { lines, leadsTo } = await withChains()
  assert.deepEqual(await lines('prod s3 eu-west-1'), ['prod s3 eu-west-1', 'prod payments s3 eu-west-1'])
  assert.deepEqual(await leadsTo('prod payments s3 eu-west-1'), {
    is: 'chosen',
    chainId: 'pay',
    destination: 's3 eu-west-1',
  })
  assert.deepEqual(await lines('stag'), ['staging'])
  assert.deepEqual(await leadsTo('staging'), { is: 'chosen', chainId: 'other' })
  // A slip is offered too: to choose its line is to mean it.
  assert.deepEqual(await lines('stagign'), ['staging'])
  assert.deepEqual(await leadsTo('stagign'), { is: 'search', query: 'stagign' })
})

test('an event of CloudTrail that is pasted there finds what it names', async () => {
  const { lines, leadsTo } = await withChains()
  const event = { recipientAccountId: '200000000002', resources: [{ ARN: 'arn:aws:s3:::logs' }] }
  assert.deepEqual(await lines(JSON.stringify(event)), ['staging arn:aws:s3:::logs'])
  assert.deepEqual(await leadsTo(JSON.stringify([event, event])), {
    is: 'search',
    query: '200000000002 arn:aws:s3:::logs',
  })
  assert.deepEqual(await leadsTo('{prod}'), { is: 'search', query: '{prod}' })
})

test('Enter on text that is one chain leads to that, on other text to those that fit', async () => {
  const { browser, leadsTo } = await withChains()
  const typed = async (text: string) => {
    await browser.types(text)
    return leadsTo(text)
  }
  assert.deepEqual(await typed('stag'), { is: 'chosen', chainId: 'other' })
  assert.deepEqual(await typed('prod'), { is: 'chosen', chainId: 'prod' })
  assert.deepEqual(await typed('PROD  s3'), { is: 'chosen', chainId: 'prod', destination: 's3' })
  for (const query of ['pro', 'pro s3', 'nothing like it', ' ', 'x'.repeat(4_000)])
    assert.deepEqual(await typed(query), { is: 'search', query })
  assert.deepEqual(await typed('x'.repeat(9_000)), { is: 'search', query: 'x'.repeat(4_000) })
  assert.deepEqual(browser.firstLines.slice(0, 4), [
    'Open the chain that this names',
    'Open the chain that this names',
    'Open the chain that this names',
    'Show the chains that fit',
  ])
})

test('two chains of one name have each a line of their own, and the name alone is neither', async () => {
  const { browser, add, lines, leadsTo } = await withChains()
  await add('twin', 'staging', { hops: [{ roleArn: 'arn:aws:iam::200000000003:role/Reader' }] })
  await add('third', 'staging', { hops: [{ roleArn: 'arn:aws:iam::200000000003:role/Reader' }] })
  const offered = await lines('staging')
  assert.equal(new Set(offered).size, 3)
  const reached = []
  for (const line of offered) {
    await browser.types('staging')
    reached.push(await leadsTo(line))
  }
  assert.deepEqual(
    new Set(reached.map((way) => way?.is === 'chosen' && way.chainId)),
    new Set(['other', 'twin', 'third']),
  )
  await browser.types('staging')
  assert.deepEqual(await leadsTo('staging'), { is: 'search', query: 'staging' })
})

test('text that nothing was offered for runs nothing: pasted, remembered, or entered twice', async () => {
  const { browser, leadsTo } = await withChains()
  assert.deepEqual(await leadsTo('prod'), { is: 'search', query: 'prod' }, 'pasted and entered at once')
  await browser.types('prod')
  assert.equal((await leadsTo('prod'))?.is, 'chosen')
  assert.equal((await leadsTo('prod'))?.is, 'search', 'what was offered is used up')
  await browser.types('prod')
  await browser.types('staging')
  assert.equal((await leadsTo('prod'))?.is, 'search', 'what was offered before is not offered any more')
  await browser.types('prod')
  await browser.wake()
  assert.equal((await leadsTo('prod'))?.is, 'search', 'another background offered nothing')
  assert.equal(browser.tabs.length, 5, 'each opened our page and nothing more')
})

test('Enter may be quicker than the answer to what was typed', async () => {
  const { browser, leadsTo } = await withChains()
  const typed = browser.types('stag')
  assert.deepEqual(await leadsTo('stag'), { is: 'chosen', chainId: 'other' })
  await typed
})

test('an answer that typing overtook shows nothing, and what is longer than a search finds nothing', async () => {
  const { browser, leadsTo } = await withChains()
  const [first, second] = await Promise.all([browser.types('prod'), browser.types('stag')])
  assert.deepEqual([first, second.length], [[], 1])
  assert.deepEqual(await leadsTo('prod'), { is: 'search', query: 'prod' })
  const long = 'stag '.repeat(1_000)
  assert.deepEqual(await browser.types(long), [])
  assert.equal((await leadsTo(long))?.is, 'search')
})

test('what a line says is XML for Chrome and text for Firefox, whatever is in a name', async () => {
  const NAME = `<b>"R&D"</b> it's %s & <match>x</match>`
  for (const isFirefox of [false, true]) {
    const { browser, add } = await withChains({ isFirefox })
    await add('odd', NAME, { guard: '<LIVE>' })
    const [line] = await browser.types('R&D')
    const { content, description } = line ?? assert.fail('nothing is offered')
    assert.equal(content, NAME)
    const says = `${NAME}${isFirefox ? ' · ' : ' '}<LIVE>, asks first · Reader in 100000000002`
    if (isFirefox) assert.equal(description, says)
    else {
      assert.equal(XMLValidator.validate(`<line>${description}</line>`), true)
      const [, name = '', dim = ''] = /^([^<]*)<dim>([^<]*)<\/dim>$/.exec(description) ?? assert.fail(description)
      const read = (name + dim).replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
      assert.equal(read, says)
    }
    for (const said of browser.firstLines) assert.match(said, /^[\w :,]+$/)
  }
})

test('while it is locked nothing is offered, and Enter leads to the page that unlocks first', async () => {
  const { browser, lines, leadsTo } = await withChains()
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('saveSettings', { suggestsInVault: true })
  assert.deepEqual(await lines('stag'), ['staging'])
  await browser.call('lock', null)
  assert.deepEqual(await leadsTo('staging'), { is: 'search', query: 'staging' }, 'what was offered went with the lock')
  assert.deepEqual(await lines('stag'), [])
  assert.equal(browser.firstLines.at(-1), 'Rolerelay is locked: unlock it to go on')
  assert.deepEqual(await leadsTo('staging'), { is: 'search', query: 'staging' })
  await browser.call('unlock', { password: PASSWORD })
  assert.deepEqual(await lines('stag'), ['staging'])
})

test('what a lock overtakes is not offered', async () => {
  const { browser } = await withChains()
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('saveSettings', { suggestsInVault: true })
  const typed = browser.types('stag')
  await browser.call('lock', null)
  assert.deepEqual(await typed, [])
})

test('with a password no chain is shown unless the person wants that; one that is named in full opens all the same', async () => {
  const { browser, lines, leadsTo } = await withChains()
  await browser.call('createVault', { password: PASSWORD })
  for (const text of ['prod', 'stag', 'prod s3', '']) assert.deepEqual(await lines(text), [], text)
  await browser.types('stag')
  assert.deepEqual(await leadsTo('stag'), { is: 'search', query: 'stag' })
  await browser.types('staging')
  assert.deepEqual(await leadsTo('staging'), { is: 'chosen', chainId: 'other' })
  assert.equal(
    browser.firstLines.some((line) => /prod|stag/.test(line)),
    false,
    'the first line is on disk, and names nothing',
  )
})

test('it opens where the person said, beside the tab in front, and what it holds is taken once', async () => {
  const { browser, entered } = await withChains()
  const here = await entered('prod')
  assert.deepEqual(here.tab, TAB)
  assert.equal(await browser.call('takeWay', { ticket: here.ticket }), null)
  const beside = { windowId: 1, index: 4, openerTabId: 5 }
  assert.deepEqual((await entered('prod', 'newForegroundTab')).tab, { active: true, ...beside })
  assert.deepEqual((await entered('prod', 'newBackgroundTab')).tab, { active: false, ...beside })
  browser.openTabs = []
  assert.deepEqual((await entered('prod')).tab, {})
})

test('in a private window of Chrome, which loads no page of ours there, the popup is shown, and no page in a normal one', async () => {
  const { browser } = await withChains()
  browser.openTabs = [{ ...TAB, windowId: 9, incognito: true }]
  browser.enters('prod')
  await until(() => browser.popups.length > 0)
  assert.deepEqual([browser.popups, browser.tabs], [[9], []])
  const firefox = await withChains({ isFirefox: true })
  firefox.browser.openTabs = [{ ...TAB, windowId: 9, incognito: true }]
  assert.deepEqual((await firefox.entered('prod')).tab, { ...TAB, windowId: 9, incognito: true }, 'Firefox loads it')
})

test('a guarded chain that was chosen asks on our page as ever: nothing is sent', async () => {
  const { browser, leadsTo } = await withChains()
  await browser.types('payments')
  const came = await leadsTo('payments')
  assert.deepEqual(came, { is: 'chosen', chainId: 'pay' })
  const before = browser.tabs.length
  const port = browser.connect({ ...OUR_PAGE, tab: TAB })
  port.post({ action: 'open', chainId: 'pay', where: 'this-tab' })
  await port.until(({ closed }) => closed)
  assert.equal(port.events.at(-1)?.state.failure?.kind, 'guarded')
  assert.equal(browser.tabs.length, before)
})

test('a number that nobody gave is nothing, whatever it looks like', async () => {
  const { browser } = await withChains()
  for (const ticket of ['', 'constructor', '__proto__', 'x'.repeat(36)])
    assert.equal(await browser.call('takeWay', { ticket }), null)
  await assert.rejects(browser.call('takeWay', { ticket: 'x'.repeat(37) }), { kind: 'invalid' })
})
