// What mends a failed run: the background makes the whole chain of what the page has, and knows the source.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Chain, Failure, Mend } from 'rolerelay-core'
import { Browser } from '../scene/browser.ts'
import { account, addSource, KEYS } from '../scene/sample.ts'

const role = (number: number, name: string) => `arn:aws:iam::${account(number)}:role/${name}`
const denied = (hop: number): Failure => ({ kind: 'denied', message: '', hop })
const jsons = ({ policies }: Mend) => policies.map(({ json }) => JSON.parse(json).Statement)

async function withSource(more = {}) {
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser)
  await browser.call('saveSource', { id: sourceId, name: 'Base', ...more })
  const [source] = await browser.call('sources', null)
  const hub: Chain = { id: 'hub', name: 'hub', sourceId, hops: [{ roleArn: role(1, 'Hub') }], tags: [] }
  await browser.call('saveChain', hub)
  return { browser, hub, account: source?.likelyAccount ?? '' }
}

test('the caller of the first hop of a chain that builds on another is the last role of that one', async () => {
  const { browser, hub } = await withSource()
  const child: Chain = { ...hub, id: '', sourceId: '', parentId: 'hub', hops: [{ roleArn: role(2, 'End') }] }
  const mend = await browser.call('mend', { chain: child, failure: denied(1), done: 1 })
  assert.deepEqual(jsons(mend)[0][0].Principal, { AWS: [role(1, 'Hub')] })
  assert.deepEqual(
    mend.checklist.map(({ requirements }) => requirements[0]?.state),
    ['met', 'suspect'],
  )
})

test('a shape is mended for the account that was tested', async () => {
  const { browser, hub } = await withSource()
  const accounts = [2, 3].map((number) => ({ id: account(number), name: `number ${number}` }))
  const shape: Chain = { ...hub, id: 'shape', hops: [{ roleArn: 'arn:aws:iam::{account}:role/Audit' }], accounts }
  const mend = await browser.call('mend', { chain: shape, account: account(3), failure: denied(0), done: 0 })
  assert.deepEqual(jsons(mend)[1][0].Resource, [role(3, 'Audit')])
})

test('where AWS does not say who called, the account is the one that the key seems to be of', async () => {
  const { browser, hub, account } = await withSource()
  const mend = await browser.call('mend', { chain: hub, failure: denied(0), done: 0 })
  assert.match(account, /^\d{12}$/)
  assert.deepEqual(jsons(mend)[0][0].Principal, { AWS: [`arn:aws:iam::${account}:root`] })
  assert.doesNotMatch(JSON.stringify(mend), new RegExp(KEYS.accessKeyId))
})

test('the MFA device of the source is asked for in the trust policy of the first role', async () => {
  const { browser, hub } = await withSource({ mfaSerial: `arn:aws:iam::${account(9)}:mfa/ana` })
  const mend = await browser.call('mend', { chain: hub, failure: denied(0), done: 0 })
  assert.deepEqual(jsons(mend)[0][0].Condition, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })
})

test('what a reason becomes has to be allowed as well', async () => {
  const { browser, hub } = await withSource()
  const actions = async () =>
    jsons(await browser.call('mend', { chain: hub, failure: denied(0), done: 0 }))[1][0].Action
  assert.deepEqual(await actions(), ['sts:AssumeRole'])
  await browser.call('saveSettings', { reasonFor: 'all', reasonInto: { kind: 'tag', key: 'ticket' } })
  assert.deepEqual(await actions(), ['sts:AssumeRole', 'sts:TagSession'])
})

test('a chain whose source is gone is mended all the same', async () => {
  const { browser, hub } = await withSource()
  const mend = await browser.call('mend', { chain: { ...hub, sourceId: 'gone' }, failure: denied(0), done: 0 })
  assert.match(mend.policies[0]?.json ?? '', /<account of the source>/)
})
