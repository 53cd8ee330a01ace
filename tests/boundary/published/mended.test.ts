// What is advised for each published denial is done, in an AWS where the chain went well until what they found was put into it: IAM takes
// every policy, no policy is advised that it would not take, and then the chain can be walked. So it can after what is offered on the spot.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Chain, Failure, Hop, PolicyText } from 'rolerelay-core'
import { call } from '../../aws/client.ts'
import { type LocalAws, startAws } from '../../aws/server.ts'
import { keyOf, world } from '../../aws/world.ts'
import { failureOf, rest } from '../core.ts'
import { DENIALS } from './denials.ts'
import { FIFTH_DENIALS } from './fifth.ts'
import { LATER_DENIALS } from './later-denials.ts'
import { LATEST_DENIALS } from './latest.ts'
import { NEWEST_DENIALS } from './newest.ts'
import { chainOf, played } from './play.ts'
import { denied, HOME, type Published, role, session } from './published.ts'
import { Scene } from './scene.ts'

const OF_DENIALS = [...DENIALS, ...LATER_DENIALS, ...LATEST_DENIALS, ...NEWEST_DENIALS, ...FIFTH_DENIALS]
/** What none of the two policies mends. */
const BESIDE_POLICIES = ['no-such-role', 'just-made', 'reserved-role', 'guardrail']

let served: LocalAws
let folder: string
before(async () => {
  served = await startAws(world())
  folder = mkdtempSync(join(tmpdir(), 'rolerelay-aws-'))
  writeFileSync(join(folder, 'aws'), '#!/bin/sh\nprintf "%s\\0" "$@"\n')
  chmodSync(join(folder, 'aws'), 0o755)
})
after(async () => {
  await served?.close()
  rmSync(folder, { recursive: true })
})

const mendOf = (refusal: Published, failure: Failure) => {
  const account = refusal.caller?.split(':')[4] ?? HOME
  return rest.mend(chainOf(refusal), { source: { id: 's', name: 'Base' }, account }, {}, failure, failure.hop ?? 0)
}

/** `aws iam put-role-policy --role-name Hub …`, as its API takes it. */
function asked(command: string) {
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` }
  const [, name = '', ...options] = execFileSync('sh', ['-c', command], { env, encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)
  const pascal = (text: string) => text.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
  const pairs = options.flatMap((option, at) =>
    option.startsWith('--') && option !== '--region' ? [[pascal(option.slice(2)), options[at + 1] ?? ''] as const] : [],
  )
  return { action: pascal(name), parameters: Object.fromEntries(pairs) }
}

/** Gives the command to IAM, as an administrator of the account whose policy it is. */
async function done({ kind, command = '' }: PolicyText, refusal: Published, { aws }: Scene) {
  const { action, parameters } = asked(command)
  const whose = kind === 'trust' ? refusal.role : refusal.caller
  const [, partition, , , account = ''] = whose?.split(':') ?? []
  const china = partition === 'aws-cn'
  const host = china ? 'iam.cn-north-1.amazonaws.com.cn' : 'iam.amazonaws.com'
  served.world = aws.world
  const key = keyOf(aws.world, account, 'admin')
  return call(served, key, action, parameters, { host, region: china ? 'cn-north-1' : 'us-east-1' })
}

/** The chain with another last hop. */
const changed = (chain: Chain, change: (hop: Hop) => Hop): Chain => ({
  ...chain,
  hops: chain.hops.map((hop, at) => (at === chain.hops.length - 1 ? change(hop) : hop)),
})

let taken = 0
for (const refusal of OF_DENIALS)
  describe(`${refusal.source}: ${refusal.cause}`, () => {
    const { cause } = refusal
    let failure: Failure
    before(async () => {
      failure = await played(refusal)
    })

    test('the policies that are advised mend it', async () => {
      const scene = new Scene(refusal)
      if (cause !== 'reserved-role') await scene.walk()
      scene.spoil()
      const refused = await failureOf(() => scene.walk())
      assert.equal(refused.kind, 'denied', refused.message)
      assert.ok(
        refused.causes?.some(({ kind }) => kind === cause),
        JSON.stringify(refused.causes),
      )
      const { policies } = mendOf(refusal, failure)
      if (cause === 'reserved-role') {
        assert.deepEqual(policies, [])
        return
      }
      // Of the other causes that are told, each with its own policies, the role may be there.
      const place = cause === 'no-such-role' ? new Scene(refusal) : scene
      for (const policy of policies) {
        if (policy.command === undefined) {
          assert.match(refusal.caller ?? '', /AWSReservedSSO_/, policy.holder)
          continue
        }
        const answer = await done(policy, refusal, place)
        assert.equal(answer.status, 200, `${policy.holder}: ${answer.code} ${answer.message}`)
        taken++
      }
      if (!BESIDE_POLICIES.includes(cause)) await scene.walk()
    })

    const remedy = () => failure.causes?.find(({ kind }) => kind === cause)
    const onTheSpot: Partial<Record<Published['cause'], (scene: Scene) => Promise<unknown>>> = {
      'mfa-missing': (scene) => {
        // A session of a user's brings no code: it is started anew, with one.
        if (refusal.by !== 'key') return scene.withMfaSession()
        const { suggestion } = setting('mfaSerial')
        assert.equal(suggestion, scene.device)
        return scene.walk(changed(scene.chain, (hop) => ({ ...hop, mfaSerial: suggestion ?? '' })))
      },
      'external-id': (scene) => {
        setting('externalId')
        if (scene.refusesExternalIds) return scene.walk(changed(scene.chain, ({ externalId: _, ...hop }) => hop))
        return scene.walk(changed(scene.chain, (hop) => ({ ...hop, externalId: scene.externalId })))
      },
      'no-such-role': (scene) => {
        setting('roleArn')
        return scene.walk(changed(scene.chain, (hop) => ({ ...hop, roleArn: scene.otherArn })))
      },
      'just-made': (scene) => {
        assert.deepEqual(remedy()?.remedy, { kind: 'retry' })
        scene.wait()
        return scene.walk()
      },
      'already-role': async (scene) => {
        const hops = scene.chain.hops.filter((_, at) => at !== remedy()?.leaveOut)
        assert.equal(hops.length, scene.chain.hops.length - 1)
        if (hops.length > 0) await scene.walk({ ...scene.chain, hops })
        else assert.match(scene.caller(), new RegExp(`:assumed-role/${refusal.role?.split('/').at(-1)}/`))
      },
      'tag-session': async (scene) => {
        if (!refusal.sends?.sessionTags) return
        assert.match(remedy()?.sentence ?? '', /take the tags off this hop/)
        await scene.walk(changed(scene.chain, ({ sessionTags: _, ...hop }) => hop))
      },
    }
    const setting = (name: string) => {
      const offered = remedy()?.remedy
      assert.ok(offered?.kind === 'hop' && offered.setting === name, JSON.stringify(offered))
      return offered
    }
    const offered = onTheSpot[cause]
    if (offered)
      test('so does what is offered on the spot', async () => {
        const scene = new Scene(refusal)
        scene.spoil()
        await offered(scene)
      })
  })

test('and there were many policies', () => assert.ok(taken > OF_DENIALS.length, `${taken} policies`))

/** What perkbox/cloud-access-bot#11 tried by another way: to get into a role of Identity Center. */
const RESERVED = denied({
  ...{ source: 'perkbox/cloud-access-bot#11', by: 'session', cause: 'reserved-role' },
  found: 'Only Identity Center’s administrator can.',
  caller: session('bot'),
  role: role('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Buckets_0123456789abcdef'),
})

test('none is advised for a role that nobody can change, and IAM changes it for nobody', async () => {
  const failure = await played(RESERVED)
  assert.deepEqual(
    failure.causes?.map(({ kind }) => kind),
    ['reserved-role'],
  )
  assert.deepEqual(mendOf(RESERVED, failure).policies, [])
  const json = JSON.stringify({ Version: '2012-10-17', Statement: [] })
  const name = RESERVED.role?.split('/').at(-1)
  const command = `aws iam update-assume-role-policy --role-name ${name} --policy-document '${json}'`
  const text: PolicyText = { kind: 'trust', holder: '', json, terraform: '', command }
  const answer = await done(text, RESERVED, new Scene(RESERVED))
  assert.deepEqual([answer.status, answer.code], [400, 'UnmodifiableEntity'])
})
