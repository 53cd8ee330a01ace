// A survey through the real wasm, against the local AWS: what it tells of a chain that goes well, and how far it comes with one
// that does not.

import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Chain, Credentials, Step, Survey, WalkOptions } from 'rolerelay-core'
import {
  accounts,
  attested,
  auditIn,
  mfaHub,
  mfaSeed,
  otherPartitions,
  type SampleHop,
  sampleWorld,
  threeHops,
} from '../aws/sample.ts'
import { totp } from '../aws/totp.ts'
import { allows, keyOf, type World } from '../aws/world.ts'
import { type Aws, answerAsAws } from '../extension/scene/aws.ts'
import { core, rest } from './core.ts'

let aws: Aws
let people: World
const fetchOfNode = globalThis.fetch
beforeEach(() => {
  people = sampleWorld()
  aws = answerAsAws(people)
})
afterEach(() => {
  globalThis.fetch = fetchOfNode
})

const RELAY = threeHops[0] as SampleHop

function keysOf(user: string, account: string = accounts.hub): Credentials {
  const { id, secret } = keyOf(people, account, user)
  return { accessKeyId: id, secretAccessKey: secret }
}

const chainOf = (hops: SampleHop[]): Chain => ({ id: 'c', name: 'A chain', sourceId: 's', hops, tags: [] })

function survey(
  hops: SampleHop[],
  options: WalkOptions = {},
  base = keysOf('alice'),
  steps: Step[] = [],
): Promise<Survey> {
  return rest.survey(chainOf(hops), base, options, new AbortController().signal, (step) => steps.push(step))
}

const roleOf = (hop: SampleHop) => {
  const [, account = '', name = ''] = /::(\d+):role\/(?:.*\/)?(.+)/.exec(hop.roleArn) ?? []
  const role = people.accounts.get(account)?.roles.get(name.toLowerCase())
  assert.ok(role)
  return role
}

const asked = () => aws.asked.map((form) => form.get('Action'))

describe('a chain that goes well', () => {
  test('three accounts, with tags and a source identity that go all the way', async () => {
    const steps: Step[] = []
    const seen = await survey(attested, {}, keysOf('alice'), steps)
    assert.equal(seen.failure, undefined)
    assert.equal(seen.caller, `arn:aws:iam::${accounts.hub}:user/alice`)
    assert.deepEqual(
      seen.hops.map(({ report, tags, sourceIdentity }) => [
        report.assumedRoleArn.split('/')[1],
        tags,
        sourceIdentity,
        report.sourceIdentity,
      ]),
      [
        ['AttestedHub', ['team', 'note'], 'alice', 'alice'],
        ['AttestedGate', ['team'], 'alice', 'alice'],
        ['AttestedProd', ['team'], 'alice', 'alice'],
      ],
    )
    // What a session is told to have, policies have to find.
    assert.deepEqual(
      [...aws.state.sessions.values()].map(({ tags }) => Object.keys(tags).sort()),
      [['note', 'team'], ['team'], ['team']],
    )
    assert.equal(seen.direct?.answer, 'no')
    assert.deepEqual(asked(), ['GetCallerIdentity', ...Array(4).fill('AssumeRole')])
    assert.deepEqual(
      steps.map(({ at, of, hops }) => [at, of, hops.length]),
      [
        [0, 3, 0],
        [1, 3, 1],
        [2, 3, 2],
        // What is asked besides takes time that is no hop's.
        [3, 3, 3],
      ],
    )
    assert.doesNotMatch(JSON.stringify(seen), new RegExp(keysOf('alice').secretAccessKey.slice(0, 12)))
    assert.deepEqual(JSON.parse(JSON.stringify(seen)), seen, 'it survives the way to a page')
  })

  test('a role that the source may assume by itself', async () => {
    const seen = await survey([RELAY, auditIn(accounts.prod)])
    assert.equal(seen.direct?.answer, 'yes')
  })

  test('where the walk brought a code, a no without one says nothing', async () => {
    const tokenCode = totp(mfaSeed, aws.clock.now())
    const seen = await survey([mfaHub, auditIn(accounts.prod)], { tokenCode }, keysOf('dana'))
    assert.deepEqual([seen.failure, seen.direct?.answer], [undefined, 'unknown'])
    assert.equal(aws.asked.filter((form) => form.has('TokenCode')).length, 1, 'a code is good for once')
  })
})

describe('the longest session', () => {
  test('is the role’s maximum, where its session may know that', async () => {
    roleOf(RELAY).policies.push(allows('arn:aws:iam::*:role/RelayHub', 'iam:GetRole'))
    const seen = await survey(threeHops, { mayAskIam: true })
    assert.deepEqual(
      seen.hops.map(({ longestSeconds }) => longestSeconds),
      [43_200, 3_600, 3_600],
    )
    assert.match(seen.hops[0]?.longestWhy ?? '', /MaxSessionDuration, as iam:GetRole tells/)
  })

  test('is asked for at the host of the partition’s own IAM', async () => {
    for (const { partition, account, region, hops } of otherPartitions) {
      const entry = roleOf(hops[0] as SampleHop)
      entry.maxSessionDuration = 14_400
      entry.policies.push(allows(entry.arn, 'iam:GetRole'))
      const chain = { ...chainOf(hops), region }
      const keys = keysOf('operator', account)
      const seen = await rest.survey(chain, keys, { mayAskIam: true }, new AbortController().signal, () => {})
      assert.deepEqual([seen.failure, seen.hops[0]?.longestSeconds], [undefined, 14_400], partition)
    }
  })

  test('is not known, and no failure, where it may not', async () => {
    const seen = await survey(threeHops, {
      mayAskIam: true,
      refusedDurations: [{ roleArn: RELAY.roleArn, seconds: 43_200 }],
    })
    assert.deepEqual([seen.failure, seen.hops[0]?.longestSeconds], [undefined, undefined])
    assert.ok(asked().includes('GetRole'))
    assert.match(seen.hops[0]?.longestWhy ?? '', /AWS refused 12 hours once/)
    aws.asked.length = 0
    await survey(threeHops)
    assert.ok(!asked().includes('GetRole'), 'IAM is asked only where it may be')
  })

  test('is an hour for what a session signs, whatever the role allows', async () => {
    const { credentials } = await core.walk(
      chainOf([RELAY]),
      keysOf('alice'),
      {},
      new AbortController().signal,
      () => {},
    )
    const seen = await survey([auditIn(accounts.prod)], { mayAskIam: true }, credentials)
    assert.match(seen.caller ?? '', /assumed-role\/RelayHub\//)
    assert.deepEqual([seen.hops[0]?.longestSeconds, seen.direct], [3_600, undefined])
  })
})

describe('a chain that does not', () => {
  test('the hops before are told, and nothing is asked after', async () => {
    roleOf(threeHops[1] as SampleHop).trust = { Statement: [] }
    const { failure, hops, direct } = await survey(threeHops)
    assert.deepEqual([failure?.kind, failure?.hop, hops.length, direct], ['denied', 1, 1, undefined])
    assert.match(failure?.caller ?? '', /assumed-role\/RelayHub\/rolerelay$/)
    assert.deepEqual(asked(), ['GetCallerIdentity', 'AssumeRole', 'AssumeRole'])
  })

  test('a code that is missing is told before anything is sent', async () => {
    const { failure, hops } = await survey([mfaHub], {}, keysOf('dana'))
    assert.deepEqual([failure?.kind, hops, asked()], ['mfa', [], []])
  })

  test('an inactive key', async () => {
    keyOf(people, accounts.hub, 'alice').active = false
    const { failure, caller } = await survey(threeHops)
    assert.deepEqual([failure?.kind, failure?.hop, caller], ['invalid-key', 0, undefined])
  })

  test('a chain that cannot be walked at all is thrown, as by a walk', async () => {
    await assert.rejects(survey([{ roleArn: 'arn:aws:iam::1:role/x' }]), { kind: 'invalid' })
  })
})
