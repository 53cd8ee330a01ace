// IAM is asked why STS refused, but only where the browser reaches it already, and nobody is asked to allow it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allows, keyOf, policy, trusts, world } from '../../aws/world.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { addSource } from '../scene/sample.ts'

const HOME = '111122223333'
const DENIED = policy({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' })
const TARGET = 'arn:aws:iam::444455556666:role/Target'

/** A run that is refused since a policy of alice's denies it: its failure, and what was asked. */
async function refused(hasAccess: (origins: string[]) => boolean) {
  const people = world()
    .account(HOME)
    .user('alice', { policies: [allows('*', 'iam:SimulatePrincipalPolicy'), DENIED] })
    .account('444455556666')
    .role('Target', { trust: trusts(HOME) })
  const aws = answerAsAws(people)
  const browser = new Browser()
  await browser.wake()
  browser.hasAccess = async (origins) => hasAccess(origins)
  const { id, secret } = keyOf(people, HOME, 'alice')
  const sourceId = await addSource(browser, { accessKeyId: id, secretAccessKey: secret })
  await browser.call('saveChain', { id: 'one', name: 'One', sourceId, hops: [{ roleArn: TARGET }], tags: [] })
  const port = browser.connect()
  port.post({ action: 'open', chainId: 'one', where: 'new-tab' })
  await port.until(({ closed }) => closed)
  const failure = port.events.at(-1)?.state.failure
  return { kinds: failure?.causes?.map(({ kind }) => kind) ?? [], asked: aws.asked.map((form) => form.get('Action')) }
}

test('where the browser reaches IAM, the failure says which cause it is', async () => {
  const { kinds, asked } = await refused(() => true)
  assert.deepEqual(kinds, ['explicit-deny'])
  assert.ok(asked.includes('SimulatePrincipalPolicy'))
})

test('where it does not, IAM is left alone and the causes remain', async () => {
  const { kinds, asked } = await refused((origins) => !origins.includes('https://iam.amazonaws.com/*'))
  assert.ok(kinds.length > 1 && kinds.includes('explicit-deny'))
  assert.deepEqual(asked, ['AssumeRole'])
})
