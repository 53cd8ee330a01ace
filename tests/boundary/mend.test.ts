// The proof that the mend mends: an AWS in which nothing is allowed, a chain that fails in it, and the suggested policies put
// where they belong, hop by hop. Then the chain can be walked; with one policy of a pair alone it cannot.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type {
  Chain,
  Credentials,
  ExportSource,
  Failure,
  Hop,
  Mend,
  PolicyText,
  ReasonPlace,
  WalkOptions,
} from 'rolerelay-core'
import type { Policy } from '../aws/iam/policy.ts'
import { totp } from '../aws/totp.ts'
import { allows, type Identity, keyOf, roleByArn, trusts, type WorldBuilder, world } from '../aws/world.ts'
import { type Aws, answerAsAws } from '../extension/scene/aws.ts'
import { core, failureOf, rest } from './core.ts'

const HOME = '333333333333'
const DEVICE = `arn:aws:iam::${HOME}:mfa/alice`
const SEED = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const NOBODY: Policy = { Version: '2012-10-17', Statement: [] }

interface Case {
  hops: Hop[]
  /** `aws` unless told. */
  partition?: string
  /** Whether the source walks with a session that one MFA code gave. */
  mfaSession?: boolean
  /** A role whose session the source holds, in the place of alice's own key. */
  base?: { name: string; path: string }
  /** That the mend does not hear who called. */
  unknown?: boolean
  /** Where a reason goes that is given with the chain. */
  reasonInto?: ReasonPlace
  /** That the trust policy alone is enough, as within one account. */
  trustIsEnough?: boolean[]
}

const role = (account: number, name: string, partition = 'aws') =>
  `arn:${partition}:iam::${String(account).repeat(12)}:role/${name}`
const TEAM = { key: 'Team', value: 'Core', transitive: true }
const two = (partition: string): Hop[] => [1, 2].map((n) => ({ roleArn: role(n, `team/Role${n}`, partition) }))

const cases: Record<string, Case> = {
  'same account': { hops: [{ roleArn: role(3, 'A') }, { roleArn: role(3, 'B') }], trustIsEnough: [true, true] },
  'cross account': { hops: [{ roleArn: role(1, 'A') }, { roleArn: role(2, 'B') }, { roleArn: role(4, 'C') }] },
  ExternalId: {
    hops: [
      { roleArn: role(1, 'A'), externalId: 'a:b/c=d' },
      { roleArn: role(2, 'B'), externalId: 'e+f' },
    ],
  },
  MFA: { hops: [{ roleArn: role(1, 'A'), mfaSerial: DEVICE }, { roleArn: role(2, 'B') }] },
  'MFA by a session that one code gave': {
    hops: [{ roleArn: role(1, 'A') }, { roleArn: role(2, 'B') }],
    mfaSession: true,
  },
  'tags that are transitive from an earlier hop': {
    hops: [{ roleArn: role(1, 'A'), sessionTags: [TEAM] }, { roleArn: role(2, 'B') }, { roleArn: role(4, 'C') }],
  },
  'tags of the hop alone': {
    hops: [{ roleArn: role(1, 'A'), sessionTags: [{ ...TEAM, transitive: false }] }, { roleArn: role(2, 'B') }],
  },
  'a source identity from an earlier hop': {
    hops: [{ roleArn: role(1, 'A'), sourceIdentity: 'alice' }, { roleArn: role(2, 'B') }, { roleArn: role(4, 'C') }],
  },
  'a source identity within one account': {
    hops: [{ roleArn: role(3, 'A'), sourceIdentity: 'alice' }, { roleArn: role(3, 'B') }],
    trustIsEnough: [true, false],
  },
  'all of it at once': {
    hops: [
      {
        roleArn: role(1, 'A'),
        externalId: 'abc',
        mfaSerial: DEVICE,
        sessionTags: [TEAM],
        sourceIdentity: 'alice',
      },
      { roleArn: role(2, 'B'), externalId: 'def' },
    ],
  },
  'a reason as source identity': {
    hops: [{ roleArn: role(1, 'A') }, { roleArn: role(2, 'B') }],
    reasonInto: { kind: 'source-identity' },
  },
  'a reason as a tag': {
    hops: [{ roleArn: role(1, 'A') }, { roleArn: role(2, 'B') }],
    reasonInto: { kind: 'tag', key: 'ticket' },
  },
  GovCloud: { hops: two('aws-us-gov'), partition: 'aws-us-gov' },
  'the European Sovereign Cloud': { hops: two('aws-eusc'), partition: 'aws-eusc' },
  China: { hops: two('aws-cn'), partition: 'aws-cn' },
  'a caller that is not known': { hops: [{ roleArn: role(1, 'A') }], unknown: true },
  'a caller that is not known, within one account': { hops: [{ roleArn: role(3, 'A') }], unknown: true },
  'a session of a role with a path': { hops: two('aws'), base: { name: 'Base', path: '/deep/down/' } },
  'a session of a role without one': { hops: [{ roleArn: role(3, 'A') }], base: { name: 'Base', path: '/' } },
  'a session of Identity Center': {
    hops: two('aws'),
    base: { name: 'AWSReservedSSO_Dev_0123456789abcdef', path: '/aws-reserved/sso.amazonaws.com/eu-west-1/' },
  },
  'paths with wildcards, quotes and dollars': {
    hops: [{ roleArn: role(1, "a*b?/it's/A") }, { roleArn: role(2, `\${aws:username}/"q"/B`) }],
  },
}

/** The chain in an AWS where all that it needs is there, and nothing is allowed. */
class Scene {
  readonly aws: Aws
  readonly chain: Chain
  readonly source: ExportSource
  #keys = {} as Credentials
  readonly #case: Case

  constructor(given: Case) {
    const { hops, partition = 'aws', base } = given
    this.#case = given
    const built = world()
      .account(HOME, { partition })
      .user('alice', { mfa: [SEED] })
    for (const { roleArn } of hops) addRole(built, roleArn, partition)
    if (base) built.account(HOME).role(base.name, { path: base.path, trust: trusts(HOME) })
    this.aws = answerAsAws(built)
    this.chain = { id: 'c', name: 'c', sourceId: 's', hops, tags: [] }
    const mfa = given.mfaSession && { mfaSerial: DEVICE, mfaSession: true }
    this.source = { source: { id: 's', name: 'Base', ...mfa }, account: HOME }
    this.useKey()
  }

  /** Becomes the base role or the session, where the case has one. */
  async start(): Promise<void> {
    if (this.#case.mfaSession) {
      const code = totp(SEED, this.aws.clock.now())
      this.#keys = await rest.getSessionToken(this.#keys, 'us-east-1', DEVICE, code, new AbortController().signal)
    }
    const base = this.#base()
    if (!base) return
    const alice = this.#alice()
    alice.policies.push(allows(base.arn))
    this.#keys = (await this.#walk({ ...this.chain, hops: [{ roleArn: base.arn }] })).credentials
    alice.policies.length = 0
  }

  /** Signs with alice's own key from now on. */
  useKey(): void {
    const { id, secret } = keyOf(this.aws.world, HOME, 'alice')
    this.#keys = { accessKeyId: id, secretAccessKey: secret }
  }

  walk = (chain = this.chain) => this.#walk(chain)

  async failure(chain = this.chain): Promise<Failure> {
    const failure = await failureOf(() => this.#walk(chain))
    if (!this.#case.unknown) return failure
    const { caller: _, ...rest } = failure
    return rest
  }

  options = (): WalkOptions => {
    const { reasonInto } = this.#case
    return reasonInto ? { reason: 'TICKET-1', reasonInto } : {}
  }

  mend = (failure: Failure): Mend => rest.mend(this.chain, this.source, this.options(), failure, failure.hop ?? 0)

  /** Puts the policies of a hop where they belong; gives what takes them away again. */
  put(hop: number, texts: PolicyText[]): () => void {
    const target = roleByArn(this.aws.world, this.chain.hops[hop]?.roleArn ?? '')?.role
    const caller = this.#caller(hop)
    assert.ok(target && caller)
    const { trust } = target
    const { policies } = caller
    for (const { kind, json } of texts) {
      if (kind === 'trust') target.trust = JSON.parse(json)
      else caller.policies = [...caller.policies, JSON.parse(json)]
    }
    return () => {
      target.trust = trust
      caller.policies = policies
    }
  }

  #caller(hop: number): Identity | undefined {
    if (hop > 0) return roleByArn(this.aws.world, this.chain.hops[hop - 1]?.roleArn ?? '')?.role
    return this.#base() ?? this.#alice()
  }

  #alice(): Identity {
    const alice = this.aws.world.accounts.get(HOME)?.users.get('alice')
    assert.ok(alice)
    return alice
  }

  #base = () => this.aws.world.accounts.get(HOME)?.roles.get(this.#case.base?.name.toLowerCase() ?? '')

  #walk(chain: Chain) {
    this.aws.clock.advance(30_000) // a code is good for once
    const code = chain.hops[0]?.mfaSerial && { tokenCode: totp(SEED, this.aws.clock.now()) }
    return core.walk(chain, this.#keys, { ...this.options(), ...code }, new AbortController().signal, () => {})
  }
}

function addRole(built: WorldBuilder, arn: string, partition: string): void {
  const [, account = '', path = '', name = ''] = /::(\d{12}):role(\/(?:.*\/)?)(.+)$/.exec(arn) ?? []
  built.account(account, { partition }).role(name, { path, trust: NOBODY })
}

describe('the mend mends', () => {
  for (const [name, given] of Object.entries(cases)) {
    test(name, async () => {
      const scene = new Scene(given)
      await scene.start()
      for (const at of given.hops.keys()) {
        const failure = await scene.failure()
        assert.deepEqual([failure.kind, failure.hop], ['denied', at], failure.message)
        const { policies } = scene.mend(failure)
        const [trust, permission] = policies
        assert.ok(trust?.kind === 'trust' && permission?.kind === 'permission')

        const failsWith = async (texts: PolicyText[]) => {
          const takeAway = scene.put(at, texts)
          const failed = await scene.walk().then(
            () => undefined,
            (thrown: Failure) => thrown.hop,
          )
          takeAway()
          return failed
        }
        assert.equal(await failsWith([permission]), at, 'the permission policy alone is never enough')
        const trustAlone = await failsWith([trust])
        if (given.trustIsEnough?.[at]) assert.notEqual(trustAlone, at, 'the trust policy is enough')
        else assert.equal(trustAlone, at, 'the trust policy alone is not enough')
        scene.put(at, policies)
      }
      const { hops } = await scene.walk()
      assert.deepEqual(
        hops.map(({ roleArn }) => roleArn),
        given.hops.map(({ roleArn }) => roleArn),
      )
    })
  }
})

/** Mends each hop until the chain can be walked. */
async function mended(given: Case): Promise<Scene> {
  const scene = new Scene(given)
  await scene.start()
  for (const at of given.hops.keys()) scene.put(at, scene.mend(await scene.failure()).policies)
  await scene.walk()
  return scene
}

test('what the mended policies ask for is asked for', async () => {
  const without = (scene: Scene, change: (hop: Hop) => Hop) =>
    scene.failure({ ...scene.chain, hops: scene.chain.hops.map(change) })
  const external = await mended(cases.ExternalId as Case)
  assert.equal((await without(external, ({ externalId: _, ...hop }) => hop)).hop, 0)
  assert.equal((await without(external, (hop) => ({ ...hop, externalId: 'another' }))).hop, 0)
  for (const name of ['MFA', 'MFA by a session that one code gave']) {
    const mfa = await mended(cases[name] as Case)
    mfa.useKey()
    assert.equal((await without(mfa, ({ mfaSerial: _, ...hop }) => hop)).kind, 'denied', name)
  }
})

test('a wildcard in a path stands for itself', async () => {
  const scene = await mended(cases['paths with wildcards, quotes and dollars'] as Case)
  const alike = role(1, "axxb1/it's/A")
  addRole(scene.aws.world as WorldBuilder, alike, 'aws')
  const found = roleByArn(scene.aws.world, alike)
  assert.ok(found)
  found.role.trust = trusts(HOME)
  assert.equal((await scene.failure({ ...scene.chain, hops: [{ roleArn: alike }] })).kind, 'denied')
})

test('a second mend of a caller leaves the first one in place', async () => {
  const names = new Set<string>()
  for (const roleArn of [role(1, 'A'), role(2, 'A'), role(1, 'B')]) {
    const scene = new Scene({ hops: [{ roleArn }] })
    const { policies } = scene.mend(await scene.failure())
    names.add(/--policy-name (\S+)/.exec(policies[1]?.command ?? '')?.[1] ?? '')
  }
  assert.equal(names.size, 3)
})

describe('the command line', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'rolerelay-aws-'))
    writeFileSync(join(folder, 'aws'), '#!/bin/sh\nprintf "%s\\0" "$@"\n')
    chmodSync(join(folder, 'aws'), 0o755)
  })
  after(() => rmSync(folder, { recursive: true }))

  for (const [name, given] of Object.entries(cases)) {
    test(`${name}: a shell hands the program the same policy`, async () => {
      const scene = new Scene(given)
      await scene.start()
      for (const { command, json, kind } of scene.mend(await scene.failure()).policies) {
        if (command === undefined) {
          assert.match(given.base?.name ?? '', /^AWSReservedSSO_/)
          continue
        }
        const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` }
        const argv = execFileSync('sh', ['-c', command], { env, encoding: 'utf8' }).split('\0').slice(0, -1)
        assert.equal(argv[0], 'iam')
        assert.equal(argv.indexOf('--policy-document'), argv.length - 2)
        assert.deepEqual(JSON.parse(argv.at(-1) ?? ''), JSON.parse(json))
        assert.equal(argv[1] === 'update-assume-role-policy', kind === 'trust')
        const region = { 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1', 'aws-eusc': 'eusc-de-east-1' }[
          given.partition ?? ''
        ]
        assert.equal(argv[argv.indexOf('--region') + 1], region ?? 'iam')
      }
    })
  }
})
