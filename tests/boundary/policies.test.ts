// The policies that the core writes, given to the local AWS: with them the chains can be walked, and without any one
// statement of them they cannot.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Chain, ExportSource, Hop } from 'rolerelay-core'
import { assume, type Keys } from '../aws/client.ts'
import type { Policy, Statement } from '../aws/iam/policy.ts'
import { type LocalAws, startAws } from '../aws/server.ts'
import { totp } from '../aws/totp.ts'
import { keyOf, world } from '../aws/world.ts'
import { rest } from './core.ts'

const HOME = '333333333333'
const DEVICE = `arn:aws:iam::${HOME}:mfa/alice`
const SEED = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

const role = (account: number, name: string) => `arn:aws:iam::${String(account).repeat(12)}:role/${name}`
const record = (id: string, hops: Hop[]): Chain => ({ id, name: id, sourceId: 'base', hops, tags: [] })

const HUB: Hop = {
  roleArn: role(1, 'Hub'),
  externalId: 'a:b/c',
  mfaSerial: DEVICE,
  sessionTags: [{ key: 'Team', value: 'Core', transitive: true }],
}
const PROD: Hop = { roleArn: role(2, 'team/Prod'), externalId: 'd=e', sourceIdentity: 'alice' }
const END: Hop = { roleArn: role(4, 'End') }
const CHAINS: Chain[] = [
  record('hub', [HUB]),
  { ...record('prod', [PROD]), sourceId: '', parentId: 'hub' },
  { ...record('end', [END]), sourceId: '', parentId: 'prod' },
]

const NO_REASONS = { forAll: false, into: { kind: 'session-name' } } as const

interface Policies {
  roles: Record<string, { trustPolicy: Policy; permissionPolicy?: Policy }>
  sources: Record<string, { account: string; permissionPolicy: Policy }>
}

function written(): Policies {
  const base: ExportSource = { source: { id: 'base', name: 'base' } }
  const ids = CHAINS.map(({ id }) => id)
  const { text, notes } = rest.exportChains(ids, CHAINS, [base], 'policies-json', NO_REASONS)
  assert.deepEqual(notes, [])
  return JSON.parse(text)
}

/** An AWS in which these policies are all there is. */
function worldOf({ roles, sources }: Policies) {
  const base = sources.base
  assert.equal(base?.account, HOME, 'it is read off the MFA device')
  const built = world()
    .account(HOME)
    .user('alice', { policies: [base.permissionPolicy], mfa: [SEED] })
  for (const [arn, { trustPolicy, permissionPolicy }] of Object.entries(roles)) {
    const [, account = '', path, name = ''] = /::(\d{12}):role(\/(?:.*\/)?)(.+)$/.exec(arn) ?? []
    built
      .account(account)
      .role(name, { ...(path && { path }), trust: trustPolicy, policies: permissionPolicy ? [permissionPolicy] : [] })
  }
  return built
}

let aws: LocalAws
before(async () => {
  aws = await startAws(worldOf(written()))
})
after(() => aws.close())

function play(policies: Policies): void {
  aws.world.accounts.clear()
  for (const [id, account] of worldOf(policies).accounts) aws.world.accounts.set(id, account)
  aws.clock.advance(30_000) // a code is good for once
}

async function walk(policies: Policies): Promise<void> {
  play(policies)
  let keys: Keys = keyOf(aws.world, HOME, 'alice')
  for (const hop of [HUB, PROD, END]) keys = await assume(aws, keys, hop.roleArn, parameters(hop))
}

function parameters({ externalId, mfaSerial, sessionTags, sourceIdentity }: Hop): Record<string, string> {
  return {
    ...(externalId && { ExternalId: externalId }),
    ...(mfaSerial && { SerialNumber: mfaSerial, TokenCode: totp(SEED, aws.clock.now()) }),
    ...(sourceIdentity && { SourceIdentity: sourceIdentity }),
    ...(sessionTags && {
      'Tags.member.1.Key': 'Team',
      'Tags.member.1.Value': 'Core',
      'TransitiveTagKeys.member.1': 'Team',
    }),
  }
}

/** The policies, each in turn without one of its statements or one action of it. */
function* lacking(): Generator<[string, Policies]> {
  const whole = written()
  const documents = (policies: Policies): Policy[] =>
    [
      ...Object.values(policies.roles).flatMap((it) => [it.trustPolicy, it.permissionPolicy]),
      ...Object.values(policies.sources).map((it) => it.permissionPolicy),
    ].filter((it) => it !== undefined)
  for (const [at, document] of documents(whole).entries()) {
    for (const [number, statement] of (document.Statement as Statement[]).entries()) {
      for (const action of statement.Action as string[]) {
        const policies = written()
        const lesser = (documents(policies)[at]?.Statement as Statement[])[number]
        assert.ok(lesser)
        lesser.Action = (lesser.Action as string[]).filter((other) => other !== action)
        yield [`document ${at}, statement ${statement.Sid}, ${action}`, policies]
      }
    }
  }
}

test('with them the chain can be walked', async () => {
  await walk(written())
})

test('without an action of any statement it cannot', async () => {
  let count = 0
  for (const [what, policies] of lacking()) {
    await assert.rejects(walk(policies), /AccessDenied/, what)
    count++
  }
  assert.equal(count, 16)
})

test('the conditions are asked for', async () => {
  play(written())
  const alice = keyOf(aws.world, HOME, 'alice')
  const { SerialNumber: _, TokenCode: __, ...without } = parameters(HUB)
  await assert.rejects(assume(aws, alice, HUB.roleArn, without), /AccessDenied/)
  await assert.rejects(assume(aws, alice, HUB.roleArn, { ...parameters(HUB), ExternalId: 'other' }), /AccessDenied/)
})
