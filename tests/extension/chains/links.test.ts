// Bookmark links: which are ours and open, which ask, and which are refused.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Browser } from '../scene/browser.ts'
import { addSource, chain } from '../scene/sample.ts'

const PASSWORD = 'correct horse battery staple'
const PAGE = '/s3/home?region=eu-west-1'
const browser = new Browser()

before(async () => {
  await browser.wake()
  const sourceId = await addSource(browser)
  for (const id of ['alpha', 'beta', 'gone']) await browser.call('restoreChain', chain(id, id, { sourceId }))
})

const linkTo = async (chainId: string, destination?: string): Promise<string> => {
  const { url } = await browser.call('makeLink', { chainId, ...(destination !== undefined && { destination }) })
  return url.slice(url.indexOf('#') + 1)
}
const read = (text: string) => browser.call('readLink', { text })
const macOf = (link: string) => /&mac=[\w-]{43}$/.exec(link)?.[0] ?? assert.fail(link)
const isOurs = async (link: string) => {
  const { ours, asks } = await read(link)
  assert.equal(asks, !ours)
  return ours
}

test('one that was made here opens that page of that chain, by its role, and asks nothing', async () => {
  const { chain, roleArn, destination, ours, asks } = await read(await linkTo('alpha', PAGE))
  assert.deepEqual([chain.id, roleArn], ['alpha', 'arn:aws:iam::100000000002:role/Reader'])
  assert.match(destination ?? '', /^https:\/\/.*amazon\.com\/s3\/home\?region=eu-west-1$/)
  assert.deepEqual([ours, asks], [true, false])
})

test('one to a page in words opens that page in that region, and is proved by the words', async () => {
  const link = await linkTo('alpha', 's3 us-west-2')
  const { destination, ours } = await read(link)
  assert.equal(destination, 'https://us-west-2.console.aws.amazon.com/s3/home?region=us-west-2')
  assert.equal(ours, true)
  assert.equal(await isOurs(link.replace('s3', 'iam')), false)
  await assert.rejects(linkTo('alpha', 's3 cn-north-1'), { kind: 'destination', message: /AWS China/ })
  await assert.rejects(linkTo('alpha', 's3 in eu-west-1'), { kind: 'destination' })
  const services = await browser.call('services', null)
  assert.equal(services.find(({ name }) => name === 'r53')?.title, 'Route 53')
})

test('one that was made here asks too where the settings say so', async () => {
  await browser.call('saveSettings', { linksAsk: true })
  const { ours, asks } = await read(await linkTo('alpha'))
  assert.deepEqual([ours, asks], [true, true])
  await browser.call('saveSettings', { linksAsk: false })
})

test('one that was written by hand, or changed, is not ours', async () => {
  const [alpha, page, beta] = [await linkTo('alpha'), await linkTo('alpha', PAGE), await linkTo('beta')]
  for (const link of [alpha, page, beta]) assert.equal(await isOurs(link), true)
  const changed = {
    'without a proof': alpha.replace(macOf(alpha), ''),
    'with the proof of another chain': alpha.replace(macOf(alpha), macOf(beta)),
    'with the proof of another page': page.replace(macOf(page), macOf(alpha)),
    'to another page': page.replace('s3', 'ec2'),
    'without its page': alpha.replace(macOf(alpha), macOf(page)),
    'with a proof of zeros': alpha.replace(macOf(alpha), `&mac=${'A'.repeat(43)}`),
  }
  for (const [what, link] of Object.entries(changed)) assert.equal(await isOurs(link), false, what)
})

test('none is made to a page outside of the console, nor to a chain that is not here, and none such is read', async () => {
  for (const page of [
    'https://example.com/',
    'https://console.aws.amazon.com.example.com/',
    'http://console.aws.amazon.com/',
  ])
    await assert.rejects(linkTo('alpha', page), { kind: 'destination' })
  await assert.rejects(read('v=1&chain=alpha&page=https%3A%2F%2Fexample.com%2F'), { kind: 'destination' })
  await assert.rejects(linkTo('nobody'))
})

test('one to a chain that was deleted says so', async () => {
  const link = await linkTo('gone')
  await browser.call('deleteChain', { id: 'gone' })
  await assert.rejects(read(link), { kind: 'invalid', message: /is not here\. It was deleted/ })
})

test('what proves them cannot be read out of the browser, not even by us', async () => {
  await linkTo('alpha')
  const key = await new Promise<CryptoKey>((resolve) => {
    const opening = browser.databases.open('links')
    opening.onsuccess = () => {
      const database = opening.result
      const [store = ''] = database.objectStoreNames
      const got = database.transaction(store).objectStore(store).get('mac')
      got.onsuccess = () => {
        database.close()
        resolve(got.result as CryptoKey)
      }
    }
  })
  assert.deepEqual([key.type, key.extractable], ['secret', false])
  await assert.rejects(crypto.subtle.exportKey('raw', key))
})

test('what proves them outlives the background; with a password it is kept anew, encrypted', async () => {
  const link = await linkTo('alpha')
  await browser.wake()
  assert.equal(await isOurs(link), true)
  await browser.call('createVault', { password: PASSWORD })
  assert.equal(await isOurs(link), false, 'the key of before cannot be read out, and is gone')
  assert.ok((await browser.databases.databases()).every(({ name }) => name !== 'links'))

  const sealed = await linkTo('alpha')
  await browser.call('lock', null)
  await assert.rejects(linkTo('alpha'), { kind: 'locked' })
  await browser.call('unlock', { password: PASSWORD })
  assert.equal(await isOurs(sealed), true)

  await browser.call('startOver', { sure: 'delete everything' })
  await browser.call('restoreChain', chain('alpha', 'alpha', { sourceId: await addSource(browser) }))
  await browser.call('createVault', { password: PASSWORD })
  assert.equal(await isOurs(sealed), false, 'another vault proves none of it')
})
