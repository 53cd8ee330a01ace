// Credentials of a hop amid the chain: walked no farther, asked about and narrowed as the end role's are.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Chain } from 'rolerelay-core'
import type { RunRequest } from '../../../extension/protocol.ts'
import { threeHops } from '../../aws/sample.ts'
import { alice } from '../scene/alice.ts'
import { chain, confirms } from '../scene/sample.ts'

async function scene(more: Partial<Chain> = {}) {
  const { aws, browser } = await alice()
  const { sourceId } = await browser.call('chain', { id: 'prod' })
  const { saved, findings } = await browser.call(
    'saveChain',
    chain('three', 'Three', { sourceId, hops: threeHops, ...more }),
  )
  assert.ok(saved, JSON.stringify(findings))
  const copy = async (hop: number | undefined, more: Partial<RunRequest> = {}) => {
    const port = browser.connect()
    const request = { action: 'copy', chainId: 'three', shape: 'json', ...(hop !== undefined && { hop }), ...more }
    port.post(request)
    await port.until(({ closed }) => closed)
    const end = port.events.at(-1)
    const key = end && 'text' in end ? (JSON.parse(String(end.text)) as { AccessKeyId: string }).AccessKeyId : ''
    return { failure: end?.state.failure, state: end?.state, role: aws.state.sessions.get(key)?.arn }
  }
  const asked = () => aws.asked.splice(0).map((form) => form.get('RoleArn') ?? form.get('Action'))
  return { aws, browser, copy, asked }
}
const arns = threeHops.map(({ roleArn }) => roleArn)

test('they are of that hop’s role, which is as far as it is walked, and the rest of the chain goes on from there', async () => {
  const { browser, copy, asked } = await scene()
  const second = await copy(2)
  assert.equal(second.failure, undefined)
  assert.match(second.role ?? '', new RegExp(`:assumed-role/${arns[1]?.split('/').at(-1)}/`))
  assert.deepEqual([second.state?.of, second.state?.role], [2, arns[1]?.split('/').at(-1)])
  assert.deepEqual(asked(), arns.slice(0, 2))
  assert.match((await copy(undefined)).role ?? '', new RegExp(`:assumed-role/${arns[2]?.split('/').at(-1)}/`))
  assert.deepEqual(asked(), arns.slice(2))
  const { rows } = await browser.call('journal', { query: '', offset: 0, limit: 9 })
  assert.deepEqual(
    rows.map(({ run }) => run.hops.length),
    [3, 2],
  )
})

test('a hop that is none is refused, and nothing is asked', async () => {
  const { copy, asked } = await scene()
  for (const hop of [0, 4]) assert.equal((await copy(hop)).failure?.kind, 'invalid', String(hop))
  assert.deepEqual(asked(), [])
})

test('a guard and a reason are asked for as ever, and read-only is laid on the hop where it ends', async () => {
  const guarded = await scene({ guard: 'PRODUCTION', asksReason: true })
  assert.equal((await guarded.copy(1)).failure?.kind, 'guarded')
  const [, account = '', role = ''] = /^arn:aws:iam::(\d+):role\/(.*)$/.exec(arns[0] ?? '') ?? []
  const confirmed = confirms('Three', 'PRODUCTION', { account, role })
  assert.equal((await guarded.copy(1, { confirmed })).failure?.kind, 'reason')
  assert.deepEqual(guarded.asked(), [])

  const { aws, copy } = await scene({ readOnly: 'ReadOnlyAccess' })
  assert.equal((await copy(1)).failure, undefined)
  const narrowed = aws.asked.map((form) => [form.get('RoleArn'), form.get('PolicyArns.member.1.arn')])
  assert.deepEqual(narrowed, [[arns[0], 'arn:aws:iam::aws:policy/ReadOnlyAccess']])
})

test('that it goes well says nothing of the hops behind it', async () => {
  const [first, second, last] = threeHops
  assert.ok(first && second && last)
  const { browser, copy } = await scene({ hops: [first, second, { ...last, roleArn: `${last.roleArn}Gone` }] })
  const broken = async () => (await browser.call('list', { query: 'three', offset: 0, limit: 1 })).rows[0]?.brokenSince
  assert.equal((await copy(undefined)).failure?.kind, 'denied')
  const since = await broken()
  assert.ok(since)
  assert.equal((await copy(2)).failure, undefined)
  assert.equal(await broken(), since)
})
