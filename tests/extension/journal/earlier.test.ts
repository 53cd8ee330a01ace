// What earlier runs show of a role that AWS refuses now is told with the causes.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allows, keyOf, policy, type Role, trusts, world } from '../../aws/world.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { addSource } from '../scene/sample.ts'

const HOME = '111122223333'
const AWAY = '444455556666'
const TARGET = `arn:aws:iam::${AWAY}:role/Target`
const NOBODY = policy({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' })

/** The causes of a chain of alice's that is refused, after runs of these users that went well. */
async function causesAfter(...earlier: string[]) {
  const people = world().account(HOME)
  for (const name of ['alice', 'bob']) people.user(name, { policies: [allows('*', 'sts:AssumeRole')] })
  people.account(AWAY).role('Target', { trust: trusts(HOME) })
  answerAsAws(people).world.silent = true
  const browser = new Browser()
  const sources: Record<string, string> = {}
  await browser.wake()
  browser.hasAccess = async (origins) => !origins.includes('https://iam.amazonaws.com/*')
  const run = async (name: string, sessionName?: string, action: 'open' | 'test' = 'open') => {
    const { id, secret } = keyOf(people, HOME, name)
    sources[name] ??= await addSource(browser, { accessKeyId: id, secretAccessKey: secret }, name)
    const hops = [{ roleArn: TARGET, ...(sessionName && { sessionName }) }]
    await browser.call('saveChain', { id: name, name, sourceId: sources[name], hops, tags: [] })
    const port = browser.connect()
    port.post(
      action === 'open'
        ? { action, chainId: name, where: 'new-tab' }
        : { action, chain: await browser.call('chain', { id: name }) },
    )
    await port.until(({ closed }) => closed)
    return port.events.at(-1)?.state.failure
  }
  for (const name of earlier) assert.equal(await run(name), undefined)
  const role = people.accounts.get(AWAY)?.roles.get('target') as Role
  role.trust = NOBODY
  // The session that was got before is kept, and is none of this name.
  const failure = await run('alice', 'anew')
  // What is learned of a chain without opening it is told alike.
  assert.deepEqual((await run('alice', 'anew', 'test'))?.causes, failure?.causes)
  return failure?.causes ?? []
}

const evidenceOf = (causes: Awaited<ReturnType<typeof causesAfter>>) =>
  causes.find(({ kind }) => kind === 'no-such-role')?.evidence?.[0] ?? ''

test('a role that this chain was in is there, and something has changed', async () => {
  const causes = await causesAfter('bob', 'alice')
  assert.match(evidenceOf(causes), /this hop went well from here: role Target in account 444455556666 was there/)
  assert.match(causes[0]?.evidence?.[0] ?? '', /So something has changed since/)
  assert.deepEqual(
    causes
      .slice(-2)
      .map(({ kind }) => kind)
      .sort(),
    ['just-made', 'no-such-role'],
  )
})

test('a role that another chain was in is there', async () => {
  const causes = await causesAfter('bob')
  assert.match(evidenceOf(causes), /another chain got a session of role Target/)
  assert.doesNotMatch(causes[0]?.evidence?.[0] ?? '', /So something has changed since/)
})

test('without an earlier run it may be missing', async () => {
  const causes = await causesAfter()
  assert.doesNotMatch(evidenceOf(causes), /another chain|went well/)
})
