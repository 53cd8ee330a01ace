// What AWS refuses of a session's length is known before the next click, until AWS gives it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aliceKey, sampleWorld, threeHops } from '../../aws/sample.ts'
import { roleByArn } from '../../aws/world.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { keep, kept } from '../scene/kept.ts'
import { addSource } from '../scene/sample.ts'

const [hub] = threeHops
const roleArn = hub?.roleArn ?? ''

async function asking(durationSeconds: number) {
  const world = sampleWorld()
  const role = roleByArn(world, roleArn)?.role
  assert.ok(role)
  role.maxSessionDuration = 7_200
  const { id, secret } = aliceKey(world)
  answerAsAws(world)
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser, { accessKeyId: id, secretAccessKey: secret })
  const chain = { id: 'long', name: 'Long', sourceId, hops: [{ roleArn, durationSeconds }], tags: [] }
  await browser.call('saveChain', chain)
  const run = async () => {
    const port = browser.connect()
    port.post({ action: 'open', chainId: 'long', where: 'new-tab' })
    await port.until(({ closed }) => closed)
    return port.events.at(-1)?.state.failure?.kind
  }
  const finding = async (seconds: number) =>
    (await browser.call('checkChain', { ...chain, hops: [{ roleArn, durationSeconds: seconds }] })).find(
      ({ place }) => place === 'hops.0.durationSeconds',
    )
  return { browser, role, run, finding }
}

test('a duration that AWS refused is warned of, also by the next background, and a shorter one is not', async () => {
  const { browser, run, finding } = await asking(14_400)
  assert.equal(await finding(14_400), undefined)
  assert.equal(await run(), 'duration')
  for (const again of [false, true]) {
    if (again) await browser.wake()
    assert.match((await finding(14_400))?.message ?? '', /14400/)
    assert.equal(await finding(7_200), undefined)
  }
  assert.deepEqual(kept(browser).refused, [{ roleArn, seconds: 14_400 }])
})

test('it is forgotten once AWS gives as much', async () => {
  const { browser, role, run, finding } = await asking(14_400)
  await run()
  role.maxSessionDuration = 43_200
  const written = new Promise<void>((resolve) => {
    browser.beforeWrite = () => browser.tabs.length > 0 && resolve()
  })
  assert.equal(await run(), undefined)
  await written
  // After what was under way.
  await browser.call('saveSettings', { signOutFirst: false, user: '' })
  assert.equal(await finding(14_400), undefined)
  assert.deepEqual(kept(browser).refused, [])
})

test('of many roles the latest are remembered', async () => {
  const { browser, run } = await asking(14_400)
  const refused = Array.from({ length: 200 }, (_, at) => ({ roleArn: `role ${at}`, seconds: 7_200 }))
  await keep(browser, (values) => ({ ...values, refused }))
  await run()
  const now = kept(browser).refused as { roleArn: string }[]
  assert.deepEqual([now.length, now[0]?.roleArn, now.at(-1)?.roleArn], [200, 'role 1', roleArn])
})
