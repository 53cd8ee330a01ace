// The pages that chains were opened on lately: what is noted, what is offered again, what forgets it, and where it lies.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accounts, auditIn } from '../../aws/sample.ts'
import { alice } from '../scene/alice.ts'
import type { Browser } from '../scene/browser.ts'
import { keep, kept } from '../scene/kept.ts'

const PASSWORD = 'correct horse battery staple'
const NAME = 'secret-project'
const CONSOLE = 'https://console.aws.amazon.com'
const of = (path: string) => `${CONSOLE}${path}`

const labels = async (browser: Browser, chainId = 'prod') =>
  (await browser.call('recentPages', { chainId })).map(({ label }) => label)
const pages = async (browser: Browser, chainId = 'prod') =>
  (await browser.call('recentPages', { chainId })).map(({ page }) => page)
const list = async (browser: Browser, query: string, offset = 0, limit = 50) => {
  const { rows, ...counts } = await browser.call('list', { query, offset, limit, opens: true })
  return { ...counts, rows: rows.map(({ id, at }) => (at ? `${id} at ${at.label}` : id)) }
}

async function scene() {
  const { browser, run, ...rest } = await alice()
  browser.lands = () => undefined
  const open = async (destination?: string, id = 'prod', more = {}) => {
    const { failure } = await run(id, { ...(destination !== undefined && { destination }), ...more })
    assert.equal(failure, undefined)
  }
  return { browser, run, open, ...rest }
}

test('what a chain was opened on is offered again, the last first, once each, and its own page is not', async () => {
  const { browser, open } = await scene()
  await open()
  await open(of('/console/home?region=us-east-1'))
  assert.deepEqual(await labels(browser), [])
  for (const page of ['s3', 'lambda eu-west-1', of('/s3/home?region=us-east-1'), 'arn:aws:s3:::logs']) await open(page)
  assert.deepEqual(await labels(browser), ['s3 logs', 'S3, us-east-1', 'Lambda, eu-west-1'])
  assert.deepEqual(await labels(browser, 'security'), [])
  await open('lambda eu-west-1')
  assert.equal((await labels(browser))[0], 'Lambda, eu-west-1')
})

test('the label of a session is taken off', async () => {
  const { browser, open } = await scene()
  await open(`https://${accounts.prod}-ab12cd34.console.aws.amazon.com/ec2/home?region=us-east-1#Instances:`)
  assert.deepEqual(await pages(browser), [of('/ec2/home?region=us-east-1#Instances:')])
})

test('where a tab was is noted as it is renewed, where the browser tells that, and never besides', async () => {
  const { browser, open } = await scene()
  const page = of('/ec2/home?region=us-east-1#Instances:')
  browser.lands = (url) => new URL(url).searchParams.get('Destination') ?? ''
  await open()
  const [{ tab = 0 } = {}] = (await browser.call('live', null)).consoles
  browser.moves(tab, page)
  assert.deepEqual(await pages(browser), [], 'what somebody looks at is theirs')
  await open(undefined, 'prod', { where: 'its-tab', tab })
  assert.deepEqual(await pages(browser), [page])
})

test('five are kept of each chain, and of all no more than 100,000 characters', async () => {
  const { browser, open } = await scene()
  for (let n = 1; n <= 7; n++) await open(of(`/x/${n}`))
  assert.deepEqual(await labels(browser), ['x/7', 'x/6', 'x/5', 'x/4', 'x/3'])
  const keptPages = () => kept(browser).pages as { chainId: string; page: string }[]
  assert.equal(keptPages().length, 5, 'the others are not kept either')
  const long = (n: number) => ({ chainId: `other${n}`, account: accounts.prod, page: of(`/${'a'.repeat(3_900)}`) })
  await keep(browser, (values) => ({ ...values, pages: Array.from({ length: 60 }, (_, n) => long(n)) }))
  await open('s3')
  const length = () => keptPages().reduce((length, { page }) => length + page.length, 0)
  assert.ok(length() > 90_000 && length() <= 100_000, `${length()} characters`)
  assert.deepEqual(await labels(browser), ['S3, us-east-1'])
  // Seven of each: five count, and those that go leave room for others.
  const seven = Array.from({ length: 60 }, (_, n) => ({ ...long(0), chainId: `many${Math.floor(n / 7)}` }))
  await keep(browser, (values) => ({ ...values, pages: seven }))
  await open('lambda')
  assert.ok(length() > 90_000 && length() <= 100_000, `${length()} characters`)
  assert.equal(Math.max(...[0, 1, 2].map((n) => keptPages().filter((one) => one.chainId === `many${n}`).length)), 5)
})

test('a space behind the name lists them below it, and only there', async () => {
  const { browser, open } = await scene()
  await browser.call('saveChain', { ...(await browser.call('chain', { id: 'security' })), name: 'prod too' })
  for (const page of ['s3', 'lambda']) await open(page)
  const rows = ['prod', 'prod at Lambda, us-east-1', 'prod at S3, us-east-1', 'security']
  assert.deepEqual(await list(browser, 'PROD '), { total: 4, exact: 4, known: 2, pages: 2, rows })
  // A window onto it, wherever that begins.
  for (let offset = 0; offset <= 4; offset++)
    for (const limit of [1, 2, 4])
      assert.deepEqual((await list(browser, 'prod ', offset, limit)).rows, rows.slice(offset, offset + limit))
  for (const query of ['prod', 'prod s3 ', '', ' ', 'pro '])
    assert.equal((await list(browser, query)).pages, undefined, `“${query}”`)
  assert.deepEqual((await list(browser, 'prod too ')).rows, ['security'])
  const all = { offset: 0, limit: 50, opens: true } as const
  const row = (await browser.call('list', { query: 'prod ', ...all })).rows[1]
  assert.equal(row?.at && 'recent' in row.at && row.at.recent, true, 'it can be told from what was typed')
  for (const narrowed of [{ sort: 'name' }, { filter: { account: accounts.prod } }, { group: 'tag' }] as object[])
    assert.equal((await browser.call('list', { query: 'prod ', ...all, ...narrowed })).pages, undefined)
  assert.deepEqual(await labels(browser, 'nobody'), [])
  const { rows: chosen } = await browser.call('list', { query: 'prod ', offset: 0, limit: 50 })
  assert.equal(chosen.length, 2, 'a list that chooses chains has no pages in it')
})

test('one is forgotten, those of a chain, and all; and none is kept once that is switched off', async () => {
  const { browser, open } = await scene()
  for (const page of ['s3', 'lambda']) await open(page)
  await open('s3', 'security')
  await browser.call('forgetPages', { chainId: 'prod', page: of('/s3/home?region=us-east-1') })
  assert.deepEqual([await labels(browser), (await labels(browser, 'security')).length], [['Lambda, us-east-1'], 1])
  await browser.call('forgetPages', { chainId: 'prod' })
  assert.deepEqual([await labels(browser), (await labels(browser, 'security')).length], [[], 1])
  await browser.call('forgetPages', {})
  assert.deepEqual(await labels(browser, 'security'), [])
  await open('s3')
  await browser.call('saveSettings', { offersPages: false })
  assert.deepEqual(await labels(browser), [])
  await open('lambda')
  await browser.call('saveSettings', { offersPages: true })
  assert.deepEqual(await labels(browser), [])
})

test('they go with their chain, and with its end in another account', async () => {
  const { browser, open } = await scene()
  await open('s3')
  const chain = await browser.call('deleteChain', { id: 'prod' })
  await browser.call('restoreChain', chain)
  assert.deepEqual(await labels(browser), [])
  await open('s3')
  await browser.call('saveChain', { ...chain, name: 'Renamed' })
  assert.deepEqual(await labels(browser), ['S3, us-east-1'])
  await browser.call('saveChain', { ...chain, hops: [auditIn(accounts.security)] })
  await browser.call('saveChain', chain)
  assert.deepEqual(await labels(browser), [])
})

test('nothing is noted in private windows, of a run that failed, and of copied credentials', async () => {
  const { browser, run, open } = await scene()
  Object.assign(browser, { isLetIn: true })
  await open('s3', 'prod', { where: 'private-window' })
  browser.openTabs = [{ id: 5, windowId: 1, index: 0, incognito: true }]
  await open('s3', 'prod', { where: 'new-tab' })
  browser.lands = (url) => url
  assert.equal((await run('prod', { destination: 's3' })).failure?.kind, 'sign-in')
  assert.deepEqual(await labels(browser), [])
})

test('what was tampered with is offered only as far as it is a page of the console of that chain', async () => {
  const { browser, open } = await scene()
  await open('s3')
  const own = { chainId: 'prod', account: accounts.prod }
  for (const wrong of [
    'https://evil.example/',
    'javascript:alert(1)',
    `${CONSOLE}.evil.example/`,
    'https://console.amazonaws.cn/s3/home',
    's3',
    `https://111122223333-ab12cd34.console.aws.amazon.com/s3/home`,
    of(`/${'a'.repeat(5_000)}`),
    '',
  ]) {
    await keep(browser, (values) => ({ ...values, pages: [{ ...own, page: wrong }] }))
    assert.deepEqual([wrong, await labels(browser)], [wrong, []])
  }
  for (const pages of [null, 'x', { 0: 1 }, [null, 3, {}, { ...own, page: 7 }]]) {
    await keep(browser, (values) => ({ ...values, pages }))
    assert.deepEqual(await labels(browser), [])
    await browser.call('forgetPages', { chainId: 'prod' })
  }
  await keep(browser, (values) => ({ ...values, pages: [{ ...own, account: accounts.security, page: of('/x') }] }))
  assert.deepEqual(await labels(browser), [])
})

test('without a password no page is kept whose query may say anything, such as a token', async () => {
  const { browser, open } = await scene()
  const page = of('/x?region=us-east-1&token=secret')
  await open(page)
  assert.deepEqual(await pages(browser), [])
  await browser.call('createVault', { password: PASSWORD })
  await open(page)
  assert.deepEqual(await pages(browser), [page])
})

test('a backup leaves those of this browser as they are', async () => {
  const { browser, open } = await scene()
  await browser.call('createVault', { password: PASSWORD })
  await open('s3')
  const { text } = await browser.call('backup', null)
  await open('lambda')
  await browser.call('restoreBackup', { text, password: PASSWORD })
  assert.deepEqual(await labels(browser), ['Lambda, us-east-1', 'S3, us-east-1'])
  await browser.call('forgetPages', {})
  await browser.call('restoreBackup', { text, password: PASSWORD })
  assert.deepEqual(await labels(browser), [])
})

test('in a vault they are sealed, locked away, and in no line of the address bar', async () => {
  const { browser, open } = await scene()
  await browser.call('saveSettings', { suggestsInVault: true })
  await open(of(`/dynamodbv2/home#table?name=${NAME}`))
  assert.equal((await browser.types('prod ')).length, 2, 'without a password the address bar offers it')
  const isRead = () => {
    const values = [...Object.values(browser.local), ...Object.values(browser.session)].map((value) => String(value))
    return values.some((value) => value.includes(NAME) || Buffer.from(value, 'base64').includes(NAME))
  }
  assert.ok(isRead(), 'without a password it is read')
  await browser.call('createVault', { password: PASSWORD })
  assert.deepEqual(await labels(browser), [`dynamodbv2/home table?name=${NAME}`])
  assert.deepEqual(
    (await browser.types('prod ')).map(({ content }) => content),
    ['prod'],
  )
  assert.ok(!isRead(), 'what is kept says nothing of it')
  await browser.call('lock', null)
  await assert.rejects(browser.call('recentPages', { chainId: 'prod' }), { kind: 'locked' })
  assert.deepEqual(await browser.types('prod '), [])
})
