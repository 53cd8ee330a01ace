// A search that says on which page chains are to open: which it finds, in which order, and what then runs.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Chain } from 'rolerelay-core'
import { openRequest } from '../../../extension/ui/chains/open-request.ts'
import { alice } from '../scene/alice.ts'
import { Browser } from '../scene/browser.ts'
import { addSource, chain, confirms } from '../scene/sample.ts'

const browser = new Browser()
const GOV = 'arn:aws-us-gov:iam::100000000009:role/Reader'

before(async () => {
  await browser.wake()
  const sourceId = await addSource(browser)
  const add = (id: string, name: string, more: Partial<Chain> = {}) =>
    browser.call('restoreChain', chain(id, name, { sourceId, ...more }))
  await add('prod', 'prod', { destination: '/ec2/home', region: 'eu-west-1' })
  await add('guarded', 'prod payments', { guard: 'PRODUCTION' })
  await add('bucket', 'prod s3 audit')
  await add('other', 'staging', { hops: [{ roleArn: 'arn:aws:iam::200000000002:role/Reader' }] })
  await add('gov', 'prod gov', { hops: [{ roleArn: GOV }] })
})

const list = async (query: string) => {
  const { rows, exact, total } = await browser.call('list', { query, offset: 0, limit: 50, opens: true })
  return { rows, exact, total, shown: rows.map(({ name, at }) => (at ? `${name} at ${at.label}` : name)) }
}

test('a service after a name is where its chains open, below those that hold it in their names', async () => {
  assert.deepEqual((await list('prod s3')).shown, [
    'prod s3 audit',
    'prod at S3',
    'prod gov at S3',
    'prod payments at S3',
  ])
  assert.deepEqual((await list('prod payments s3')).shown, ['prod payments at S3'])
})

test('of a page for which there is no chain it says which account or partition it takes', async () => {
  const nowhere = async (query: string) =>
    (await browser.call('list', { query, offset: 0, limit: 50, opens: true })).nowhere
  const label = 'lambda function:Pay, eu-west-1'
  assert.deepEqual(await nowhere('arn:aws:lambda:eu-west-1:999999999999:function:Pay'), {
    label,
    account: '999999999999',
  })
  assert.deepEqual(await nowhere('payments s3 us-gov-west-1'), { label: 'S3, us-gov-west-1' })
  // There it is the words that find nothing.
  for (const query of ['nobody s3', 'nobody', 'prod s3', '999999999999']) assert.equal(await nowhere(query), undefined)
})

test('a region belongs to a partition, and chains that end in another do not open there', async () => {
  assert.deepEqual((await list('prod s3 us-gov-east-1')).shown, ['prod gov at S3, us-gov-east-1'])
  assert.deepEqual((await list('PROD S3 EU-WEST-1')).shown, [
    'prod at S3, eu-west-1',
    'prod payments at S3, eu-west-1',
    'prod s3 audit at S3, eu-west-1',
  ])
  // A chain that names the region is found by it, as ever, and opens where it did.
  assert.deepEqual((await list('prod eu-west-1')).shown, [
    'prod',
    'prod payments at eu-west-1',
    'prod s3 audit at eu-west-1',
  ])
})

test('words of which one is no service, and a service alone, are words to find chains by', async () => {
  for (const query of ['prod s3x', 's3', 'payments', 'prod']) {
    assert.deepEqual(
      (await list(query)).rows.filter(({ at }) => at),
      [],
      query,
    )
  }
  assert.deepEqual((await list('s3 eu-west-1')).shown, ['prod s3 audit at eu-west-1'])
})

test('a slip in the name is forgiven beside a page, and still below what was typed', async () => {
  const { exact, shown } = await list('stagign s3')
  assert.deepEqual([exact, shown], [0, ['staging at S3']])
})

test('an ARN is offered on all chains that end in its account, and none other; a page of a session likewise', async () => {
  const arn = 'arn:aws:lambda:eu-west-1:200000000002:function:Pay'
  const { rows } = await list(arn)
  assert.deepEqual(
    rows.map(({ id, at }) => [id, at]),
    [['other', { page: arn, label: 'lambda function:Pay, eu-west-1' }]],
  )
  const page = 'https://100000000002-ab12cd34.eu-west-1.console.aws.amazon.com/s3/buckets?region=eu-west-1'
  const inAccount = ['prod', 'prod payments', 'prod s3 audit'].map((name) => `${name} at s3/buckets, eu-west-1`)
  assert.deepEqual((await list(page)).shown, inAccount)
  assert.deepEqual((await list(`payments ${page}`)).shown, ['prod payments at s3/buckets, eu-west-1'])
  assert.deepEqual((await list('arn:aws-us-gov:s3:::logs')).shown, ['prod gov at s3 logs'])
  // Those that end in an account which differs by one digit stand below.
  const { exact, shown } = await list('1000-0000-0009')
  assert.deepEqual([exact, shown], [1, ['prod gov', 'prod', 'prod payments', 'prod s3 audit']])
})

test('what a list is chosen from by words has no pages in it: a bulk change and a check find what they found', async () => {
  const { total } = await browser.call('list', { query: 'prod lambda', offset: 0, limit: 50 })
  assert.equal(total, 0)
  assert.deepEqual(await browser.call('find', { query: 'prod lambda', offset: 0, limit: 50 }), { ids: [], made: 0 })
})

test('hostile text is no page, and lists nothing that it should not', async () => {
  for (const query of [
    'prod https://evil.example/',
    'https://console.aws.amazon.com.evil.example/',
    'https://alice@console.aws.amazon.com/',
    'arn:aws:s3',
    'javascript:alert(1) s3',
    'prod <b>s3</b>',
  ]) {
    assert.deepEqual((await list(query)).rows, [], query)
  }
})

test('what a row shows opens: the run carries the page, the guard asks as ever, and a link carries it too', async () => {
  const { browser, run } = await alice({ guard: 'PRODUCTION' })
  const { rows } = await browser.call('list', { query: 'prod s3 eu-west-1', offset: 0, limit: 1, opens: true })
  const request = openRequest(rows[0] ?? assert.fail('nothing is listed'), 'new-tab')
  assert.deepEqual({ ...request }, { action: 'open', chainId: 'prod', where: 'new-tab', destination: 's3 eu-west-1' })
  const asked = await run('prod', request)
  assert.deepEqual([asked.failure?.kind, browser.tabs.length], ['guarded', 0])

  const opens = 'https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1'
  assert.equal((await run('prod', { ...request, confirmed: confirms('prod', 'PRODUCTION') })).failure, undefined)
  const { url } = browser.tabs[0] as { url: string }
  assert.equal(new URL(url).searchParams.get('Destination'), opens)
  const link = await browser.call('makeLink', { chainId: 'prod', destination: request.destination ?? '' })
  const read = await browser.call('readLink', { text: link.url.slice(link.url.indexOf('#') + 1) })
  assert.deepEqual([read.destination, read.ours], [opens, true])
})
