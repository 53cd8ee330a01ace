// The console of the user whose keys a source has: said once, opened without a role, and never asked for by itself.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accounts, aliceKey } from '../../aws/sample.ts'
import { allows, type User } from '../../aws/world.ts'
import { run, type Scene, scene } from '../scene/portal-scene.ts'
import { addSource, chain } from '../scene/sample.ts'

const READS = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const ALICE = `arn:aws:iam::${accounts.hub}:user/alice`
const END = { partition: 'aws', account: accounts.hub, role: 'alice' }
const HOUR = 3_600_000

const open = (chainId: string) => ({ action: 'open', chainId, where: 'new-tab' }) as const
const actions = ({ aws }: Scene) => aws.asked.map((form) => form.get('Action'))

/** Alice's source, whose user may be federated unless told otherwise. */
async function alice(more: { allowed?: boolean } = {}) {
  const here = await scene(({ accounts: all }) => {
    const user = all.get(accounts.hub)?.users.get('alice') as User
    if (more.allowed !== false) user.policies.push(allows('*', ['sts:GetFederationToken', 's3:*']))
  })
  here.browser.lands = (url) => new URL(url).searchParams.get('Destination') ?? undefined
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(here.aws.world)
  const id = await addSource(here.browser, { accessKeyId, secretAccessKey }, 'Alice')
  const say = (console: object, partition = 'aws') => here.browser.call('saveUserConsole', { id, partition, console })
  const row = async () => (await here.browser.call('sources', null)).find((one) => one.id === id)
  return { here, id, say, row }
}

test('it opens as the user, held to the policy, for as long as was said', async () => {
  const { here, id, say, row } = await alice()
  const { browser, aws } = here
  assert.equal((await row())?.ownEnd, undefined)
  assert.deepEqual(await say({ policyArns: [READS], durationSeconds: 7_200 }), [])
  assert.deepEqual([(await row())?.ownEnd, (await row())?.userConsole?.userArn], [END, ALICE])

  const { id: chainId } = await browser.call('ownChain', { id })
  aws.asked.length = 0
  const state = await run(browser, open(chainId))
  assert.deepEqual([state?.failure, state?.account, state?.role], [undefined, accounts.hub, 'alice'])
  assert.deepEqual(actions(here), ['GetFederationToken', 'getSigninToken'])
  const [asked, token] = aws.asked
  assert.deepEqual(
    ['Name', 'PolicyArns.member.1.arn', 'DurationSeconds'].map((name) => asked?.get(name)),
    ['alice', READS, '7200'],
  )
  assert.equal(token?.get('SessionDuration'), null)
  assert.doesNotMatch(token?.get('Session') ?? '', new RegExp(aliceKey(aws.world).id))
  const [live] = (await browser.call('live', null)).consoles
  const left = (live?.endsAt ?? 0) - Date.now()
  assert.ok(left > 1.9 * HOUR && left <= 2 * HOUR, `${left}`)
  const { rows } = await browser.call('journal', { query: 'alice', offset: 0, limit: 9 })
  assert.deepEqual([rows[0]?.run.ownEnd, rows[0]?.run.outcome], [END, 'done'])
})

test('chains with roles start from the key as before, and a copy of its own has the narrow session', async () => {
  const { here, id, say } = await alice()
  const { browser, aws } = here
  await say({ policyArns: [READS] })
  const { id: own } = await browser.call('ownChain', { id })
  const hops = [{ roleArn: `arn:aws:iam::${accounts.hub}:role/RelayHub` }]
  await browser.call('saveChain', chain('hub', 'Hub', { sourceId: id, hops }))
  aws.asked.length = 0
  await run(browser, open('hub'))
  assert.deepEqual(actions(here), ['AssumeRole', 'getSigninToken'])

  const port = browser.connect()
  port.post({ action: 'copy', chainId: own, shape: 'bash' })
  await port.until(({ closed }) => closed)
  const { text = '' } = port.events.at(-1) as { text?: string }
  assert.match(text, /AWS_SESSION_TOKEN/)
  assert.doesNotMatch(text, new RegExp(aliceKey(aws.world).id))
  const tested = await run(browser, { action: 'test', chain: await browser.call('chain', { id: own }) })
  assert.equal(tested?.survey?.caller, `arn:aws:sts::${accounts.hub}:federated-user/alice`)
})

test('whatever is wrong with it is said, and what was said before stays', async () => {
  const { here, id, say, row } = await alice()
  await say({ policyArns: [READS] })
  const places = async (console: object) => (await say(console)).map(({ place }) => place)
  assert.deepEqual(await places({}), ['policyArns'])
  assert.deepEqual(await places({ policyArns: ['arn:aws:iam::999988887777:policy/Other'] }), ['policyArns'])
  assert.deepEqual(await places({ policy: '{' }), ['policy'])
  assert.deepEqual(await places({ policyArns: [READS], durationSeconds: 5 }), ['durationSeconds'])
  assert.deepEqual((await row())?.userConsole?.policyArns, [READS])

  const { id: own } = await here.browser.call('ownChain', { id })
  await here.browser.call('forgetUserConsole', { id })
  assert.deepEqual([(await row())?.userConsole, (await row())?.ownEnd], [undefined, undefined])
  const failed = (await run(here.browser, open(own)))?.failure
  assert.equal(failed?.kind, 'invalid')
})

test('a user that may not, a session, and a partition that is not the key’s are told so', async () => {
  const { here, id, say, row } = await alice({ allowed: false })
  const { browser, aws } = here
  await say({ policyArns: [READS] })
  const { id: own } = await browser.call('ownChain', { id })
  const denied = (await run(browser, open(own)))?.failure
  assert.equal(denied?.kind, 'denied')
  assert.match(denied?.message ?? '', /alice .* sts:GetFederationToken .* can allow it/s)

  await assert.rejects(say({ policyArns: [READS] }, 'aws-nowhere'), { kind: 'partition' })
  await assert.rejects(say({ policyArns: ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess'] }, 'aws-cn'))
  assert.deepEqual((await row())?.userConsole?.policyArns, [READS])

  // Keys of a session take the place of the user's.
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(aws.world)
  const credentials = {
    accessKeyId: `ASIA${accessKeyId.slice(4)}`,
    secretAccessKey,
    sessionToken: 'session-token'.repeat(9),
  }
  await browser.call('saveSource', { id, name: 'Alice', credentials })
  aws.asked.length = 0
  const session = (await run(browser, open(own)))?.failure
  assert.deepEqual([session?.kind, aws.asked.length], ['source', 0])
  assert.match(session?.message ?? '', /long-term key/)
})

test('one code for all chains is not asked for, nor sent: no session of a code may ask for it', async () => {
  const { here, id, say } = await alice()
  const { browser, aws } = here
  await browser.call('saveSource', {
    id,
    name: 'Alice',
    mfaSerial: `arn:aws:iam::${accounts.hub}:mfa/alice`,
    mfaSession: true,
  })
  await say({ policyArns: [READS] })
  const { id: own } = await browser.call('ownChain', { id })
  aws.asked.length = 0
  const state = await run(browser, open(own))
  assert.deepEqual([state?.failure, actions(here)], [undefined, ['GetFederationToken', 'getSigninToken']])
})

test('focus alone asks AWS for nothing, and a file cannot say what it may do', async () => {
  const { here, id, say } = await alice()
  const { browser, aws } = here
  await say({ policyArns: [READS] })
  const { id: own } = await browser.call('ownChain', { id })
  await browser.call('favourite', { id: own, on: true })
  await browser.call('saveSettings', { prepares: true })
  aws.asked.length = 0
  await browser.call('prepare', { id: own })
  assert.equal(aws.asked.length, 0)

  const kept = await browser.call('chain', { id: own })
  const wider = { userArn: ALICE, policyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }
  await assert.rejects(browser.call('restoreChain', { ...kept, userConsole: wider }), {
    message: /its source alone says/,
  })
  await run(browser, { action: 'test', chain: { ...kept, userConsole: wider } })
  assert.equal(aws.asked[0]?.get('PolicyArns.member.1.arn'), READS)
})

test('its chain goes out as its profile, and comes in again as the same', async () => {
  const { here, id, say } = await alice()
  const { browser } = here
  await say({ policyArns: [READS], policy: '{ "Statement": [] }', durationSeconds: 3_600 })
  const { id: own } = await browser.call('ownChain', { id })
  const written = await browser.call('exportChains', { ids: [own], form: 'aws-config' })
  assert.match(written.text, /^user_console_policy = \{"Statement":\[\]\}$/m)
  const files = [{ name: 'config', text: written.text }]
  const code = await browser.call('exportChains', { ids: [own], form: 'shell' })
  assert.match(JSON.stringify(code.notes), /get-federation-token/)

  const { browser: other } = await scene()
  assert.deepEqual((await other.call('previewImport', { files })).notes, [])
  await other.call('applyImport', { files, leaveOut: [] })
  const [row] = (await other.call('list', { query: 'alice', offset: 0, limit: 9 })).rows
  assert.deepEqual([row?.account, row?.role, row?.hops], [accounts.hub, 'alice', 0])
  assert.equal((await other.call('previewImport', { files })).same.length, 1)
})
