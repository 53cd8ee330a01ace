// Refusals that people published, played through the real wasm: what they found has to be told, and mostly first; and whatever policy is
// advised, IAM takes it. The order rests on them all, as a test here makes sure: how well it does on others, these scores do not say.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Failure } from 'rolerelay-core'
import { call } from '../../aws/client.ts'
import { type LocalAws, startAws } from '../../aws/server.ts'
import { allows, keyOf, policy, world } from '../../aws/world.ts'
import { transfer } from '../core.ts'
import { ANSWERS } from './answers.ts'
import { DENIALS, givesNoReason } from './denials.ts'
import { LATER_ANSWERS } from './later-answers.ts'
import { LATER_DENIALS } from './later-denials.ts'
import { chainOf, played } from './play.ts'
import { denied, HOME, type Published, role, session } from './published.ts'

const OF_DENIALS = [...DENIALS, ...LATER_DENIALS]
const ALL = [...OF_DENIALS, ...ANSWERS, ...LATER_ANSWERS]
const failures = new Map<Published, Failure>()
before(async () => {
  for (const refusal of ALL) failures.set(refusal, await played(refusal))
})
const told = (refusal: Published) => failures.get(refusal)?.causes?.map(({ kind }) => kind) ?? []

test('each is another report', () => {
  const sources = ALL.map(({ source }) => source)
  assert.equal(new Set(sources).size, sources.length)
  assert.ok(sources.length >= 100, `${sources.length} reports`)
})

for (const refusal of ALL)
  test(`${refusal.source}: ${refusal.cause}`, () => {
    assert.ok(told(refusal).includes(refusal.cause), `${told(refusal)}: ${failures.get(refusal)?.message}`)
  })

describe('told first is what was found', () => {
  const first = (some: Published[]) => some.filter((refusal) => told(refusal)[0] === refusal.cause).length
  const share = (some: Published[]) => first(some) / some.length
  const says = (some: Published[]) => `first in ${first(some)} of ${some.length}, ${(100 * share(some)).toFixed(1)} %`
  const silent = (some: Published[]) => some.filter(givesNoReason)
  const ofAssuming = (some: Published[]) => silent(some).filter(isOfAssuming)

  test('the scores', (t) => {
    for (const [what, some] of Object.entries({
      'of every kind': ALL,
      'without a reason': silent(ALL),
      'of them sts:AssumeRole': ofAssuming(ALL),
    }))
      t.diagnostic(`${what}: ${says(some)}`)
    for (const refusal of ALL)
      if (told(refusal)[0] !== refusal.cause)
        t.diagnostic(`${refusal.source}: ${refusal.cause} after ${told(refusal)[0]}`)
    // What the order gives today. It follows counts of causes, never these cases one by one.
    assert.ok(share(ALL) >= 0.75, says(ALL))
    assert.ok(share(silent(ALL)) >= 0.56, says(silent(ALL)))
  })

  test('the order counts each by its cause and its caller, and no other', () => {
    const core = readFileSync(new URL('../../../crate/diagnosis/likelihood.rs', import.meta.url), 'utf8')
    const counted = new Map<string, string[]>()
    for (const [, alike, cause, reports = ''] of core.matchAll(/\(\s*Alike::(\w+),\s*(\w+),\s*among\(&\[([^\]]*)\]/g))
      counted.set(`${alike} ${cause}`, [...reports.matchAll(/"([^"]+)"/g)].map(([, report]) => report as string).sort())
    const played = new Map<string, string[]>([
      // Their words are not published, so they cannot be played.
      ['UserAcross MfaMissing', ['unbounce/iidy#112']],
      ['UserWithin MfaMissing', ['aws/aws-cli#2279', 'trek10inc/awsume#308']],
      ['SessionWithin TrustMissing', ['ministryofjustice/analytics-platform-ops#109']],
    ])
    const count = (key: string, source: string) => played.set(key, [...(played.get(key) ?? []), source].sort())
    for (const refusal of ALL.filter(isOfAssuming).filter(({ cause }) => cause !== 'reserved-role')) {
      const alike = alikeOf(refusal)
      const cause = refusal.cause.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
      count(`${alike} ${cause}`, refusal.source)
      if (alike === 'Itself' && cause !== 'TrustMissing') count('Itself TrustMissing', refusal.source)
    }
    assert.deepEqual(new Map([...counted].sort()), new Map([...played].sort()))
  })
})

const isOfAssuming = (refusal: Published) =>
  givesNoReason(refusal) && /perform:? sts:AssumeRole|^Access denied$/.test(refusal.says)

/** What the core takes a denial to be like. */
function alikeOf({ caller = '', role: asked = '' }: Published): string {
  const [, kind, account, name] = /^arn:[\w-]+:(iam|sts)::(\d+):[\w-]+\/([^/]+)/.exec(caller) ?? []
  if (kind === 'sts' && account === asked.split(':')[4] && name === asked.split('/').at(-1)) return 'Itself'
  return `${kind === 'iam' ? 'User' : 'Session'}${account === asked.split(':')[4] ? 'Within' : 'Across'}`
}

describe('IAM takes the policies that are advised', () => {
  let aws: LocalAws
  let folder: string
  const people = world()
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rolerelay-aws-'))
    writeFileSync(join(folder, 'aws'), '#!/bin/sh\nprintf "%s\\0" "$@"\n')
    chmodSync(join(folder, 'aws'), 0o755)
    const admin = { policies: [allows('*', 'iam:*')] }
    for (const { caller, role: asked } of [...OF_DENIALS, RESERVED])
      for (const arn of [caller, asked]) {
        const [, partition = '', account = '', kind, path = ''] =
          /^arn:([\w-]+):\w+::(\d+):(user|role|assumed-role)\/(.+)$/.exec(arn ?? '') ?? []
        if (!kind) continue
        const home = people.account(account, { partition })
        if (!home.accounts.get(account)?.users.has('admin')) home.user('admin', admin)
        const parts = path.split('/')
        const name = kind === 'assumed-role' ? (parts[0] as string) : (parts.at(-1) as string)
        const before = kind === 'role' && parts.length > 1 ? `/${parts.slice(0, -1).join('/')}/` : '/'
        const reserved = name.startsWith('AWSReservedSSO_') ? '/aws-reserved/sso.amazonaws.com/' : before
        if (kind === 'user') home.user(name)
        else home.role(name, { path: reserved, trust: policy() })
      }
    aws = await startAws(people)
  })
  after(async () => {
    await aws?.close()
    rmSync(folder, { recursive: true })
  })

  const mendOf = (refusal: Published, failure: Failure) => {
    const account = refusal.caller?.split(':')[4] ?? HOME
    const at = failure.hop ?? 0
    return transfer.mend(chainOf(refusal), { source: { id: 's', name: 'Base' }, account }, {}, failure, at)
  }
  /** `aws iam put-role-policy --role-name Hub …`, as its API takes it. */
  const asked = (command: string) => {
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` }
    const [, name = '', ...options] = execFileSync('sh', ['-c', command], { env, encoding: 'utf8' })
      .split('\0')
      .slice(0, -1)
    const pascal = (text: string) => text.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
    const pairs = options.flatMap((option, at) =>
      option.startsWith('--') && option !== '--region'
        ? [[pascal(option.slice(2)), options[at + 1] ?? ''] as const]
        : [],
    )
    return { action: pascal(name), parameters: Object.fromEntries(pairs) }
  }

  let taken = 0
  for (const refusal of OF_DENIALS)
    test(refusal.source, async () => {
      const failure = failures.get(refusal) as Failure
      for (const { kind, command, holder } of mendOf(refusal, failure).policies) {
        if (command === undefined) {
          assert.match(refusal.caller ?? 'nobody knows', /AWSReservedSSO_|nobody knows|assumed-role/, holder)
          continue
        }
        const { action, parameters } = asked(command)
        const [, partition, , , account = ''] =
          (kind === 'trust' ? refusal.role : (refusal.caller ?? refusal.role))?.split(':') ?? []
        const host = partition === 'aws-cn' ? 'iam.cn-north-1.amazonaws.com.cn' : 'iam.amazonaws.com'
        const region = partition === 'aws-cn' ? 'cn-north-1' : 'us-east-1'
        const answer = await call(aws, keyOf(people, account, 'admin'), action, parameters, { host, region })
        assert.equal(answer.status, 200, `${holder}: ${answer.code} ${answer.message}`)
        taken++
      }
    })

  test('and there were many', () => assert.ok(taken > OF_DENIALS.length, `${taken} policies`))

  test('none is advised for a role that nobody can change', async () => {
    const failure = await played(RESERVED)
    assert.deepEqual(
      failure.causes?.map(({ kind }) => kind),
      ['reserved-role'],
    )
    assert.deepEqual(mendOf(RESERVED, failure).policies, [])
  })
})

/** What perkbox/cloud-access-bot#11 tried by another way: to get into a role of Identity Center. */
const RESERVED = denied({
  ...{
    source: 'perkbox/cloud-access-bot#11',
    by: 'session',
    cause: 'reserved-role',
    found: 'Only Identity Center’s administrator can.',
  },
  caller: session('bot'),
  role: role('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Buckets_0123456789abcdef'),
})
