// What IAM adds to what STS tells, through the real wasm and against the local AWS: of several causes the one that it is, where
// the caller may ask, and not a word more where it may not.

import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import type { CauseKind, Chain, Credentials, Failure, Hop } from 'rolerelay-core'
import { allows, keyOf, policy, type RoleOptions, trusts, type UserOptions, world } from '../aws/world.ts'
import { type Aws, answerAsAws } from '../extension/scene/aws.ts'
import { core, failureOf } from './core.ts'

const HOME = '111122223333'
const AWAY = '444455556666'
const READ = allows('*', ['iam:GetRole', 'iam:SimulatePrincipalPolicy'])
const MAY = allows('*')
const role = (name: string, account = HOME) => `arn:aws:iam::${account}:role/${name}`
const ALICE = `arn:aws:iam::${HOME}:user/alice`

/** One defect, and what a survey finds of it where IAM may be asked. */
interface Defect {
  what: string
  /** The role that is asked for last, which trusts the one before, or alice, where this does not say otherwise. */
  target?: Partial<RoleOptions>
  /** Whether the target is in another account than its caller. */
  away?: boolean
  /** Whether a role's session asks for it, not alice's own key. */
  chained?: boolean
  /** alice, or the role whose session asks. */
  caller?: Partial<UserOptions & RoleOptions>
  /** Service control policies of the caller's account. */
  scps?: ReturnType<typeof allows>[]
  hop?: Partial<Hop>
  /** The causes that remain with IAM; the first is the true one. */
  proven: CauseKind[]
}

const EXTERNAL = { StringEquals: { 'sts:ExternalId': 'Abc' } }
const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }

const DEFECTS: Defect[] = [
  { what: 'the trust policy names others', target: { trust: trusts(AWAY) }, proven: ['trust-missing'] },
  { what: 'no external ID', target: { trust: trusts(ALICE, EXTERNAL) }, proven: ['external-id'] },
  {
    what: 'a wrong one',
    target: { trust: trusts(ALICE, EXTERNAL) },
    hop: { externalId: 'abc' },
    proven: ['external-id'],
  },
  { what: 'no MFA', target: { trust: trusts(ALICE, MFA) }, proven: ['mfa-missing'] },
  {
    what: 'another session name',
    target: { trust: trusts(ALICE, { StringLike: { 'sts:RoleSessionName': 'ops-*' } }) },
    proven: ['trust-condition'],
  },
  {
    what: 'other session names',
    target: { trust: trusts(ALICE, { StringEquals: { 'sts:RoleSessionName': ['ops', 'dev'] } }) },
    proven: ['trust-condition'],
  },
  { what: 'a role that is not there', hop: { roleArn: role('Gone') }, proven: ['no-such-role'] },
  {
    what: 'a path that is missing',
    target: { path: '/team/' },
    hop: { roleArn: role('Target') },
    proven: ['no-such-role'],
  },
  { what: 'no permission', away: true, caller: { policies: [READ] }, proven: ['permission-missing', 'no-such-role'] },
  {
    what: 'no permission of a role with a path',
    away: true,
    chained: true,
    caller: { path: '/team/', policies: [READ] },
    proven: ['permission-missing', 'no-such-role'],
  },
  {
    what: 'a deny',
    away: true,
    caller: {
      policies: [READ, MAY, policy({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: role('Target', AWAY) })],
    },
    proven: ['explicit-deny'],
  },
  {
    what: 'a permission that asks for MFA',
    away: true,
    caller: { policies: [READ, allows('*', 'sts:AssumeRole', MFA)] },
    proven: ['permission-missing', 'no-such-role'],
  },
  {
    what: 'a permission for roles of the user’s own name',
    away: true,
    caller: { policies: [READ, allows(`arn:aws:iam::${AWAY}:role/\${aws:username}-*`)] },
    proven: ['permission-missing', 'no-such-role'],
  },
  {
    what: 'a boundary',
    away: true,
    caller: { policies: [READ, MAY], boundary: allows('*', 'iam:*') },
    proven: ['guardrail', 'no-such-role'],
  },
  { what: 'the organization', away: true, scps: [allows('*', 'iam:*')], proven: ['guardrail', 'no-such-role'] },
]

const fetchOfNode = globalThis.fetch
afterEach(() => {
  globalThis.fetch = fetchOfNode
})

/** The defect's world, its chain and alice's key. */
function play({ target, away, chained, caller, scps, hop }: Defect, mayRead = true) {
  const policies = (caller?.policies ?? [READ, MAY]).filter((it) => mayRead || it !== READ)
  const who = chained ? role(`${caller?.path?.slice(1) ?? ''}Before`) : ALICE
  const built = world().account(HOME, scps ? { scps } : {})
  if (chained) {
    built.user('alice', { policies: [MAY] }).role('Before', { trust: trusts(ALICE), ...caller, policies })
  } else {
    built.user('alice', { ...caller, policies })
  }
  built.account(away ? AWAY : HOME).role('Target', { trust: trusts(who), ...target })
  const { id, secret } = keyOf(built, HOME, 'alice')
  const last = { roleArn: role('Target', away ? AWAY : HOME), ...hop }
  const hops = chained ? [{ roleArn: who }, last] : [last]
  const chain: Chain = { id: 'c', name: 'A chain', sourceId: 's', hops, tags: [] }
  const base: Credentials = { accessKeyId: id, secretAccessKey: secret }
  return { aws: answerAsAws(built), chain, base }
}

async function failureAt(
  defect: Defect,
  options: { mayAskIam: boolean; mayRead?: boolean },
): Promise<{ failure: Failure; aws: Aws }> {
  const { aws, chain, base } = play(defect, options.mayRead)
  const { mayAskIam } = options
  const walk = () => core.walk(chain, base, { mayAskIam }, new AbortController().signal, () => {})
  return { failure: await failureOf(walk), aws }
}

const kinds = ({ causes = [] }: Failure) => causes.map(({ kind }) => kind)
/** The failure without what is another one's at each request. */
const told = ({ evidence, ...rest }: Failure) => ({ ...rest, code: evidence?.code, said: evidence?.awsMessage })

describe('with IAM the cause is certain, unless there is no such role', () => {
  for (const defect of DEFECTS)
    test(defect.what, async () => {
      const { failure: without } = await failureAt(defect, { mayAskIam: false })
      assert.ok(kinds(without).length > 1, 'STS alone does not tell')
      assert.ok(kinds(without).includes(defect.proven[0] as CauseKind), 'the true cause is among those that remain')
      const { failure } = await failureAt(defect, { mayAskIam: true })
      assert.deepEqual(kinds(failure), defect.proven)
      assert.deepEqual([failure.kind, failure.hop], ['denied', defect.chained ? 1 : 0])
      const [cause] = failure.causes ?? []
      assert.match(cause?.evidence?.join(' ') ?? '', /iam:(GetRole|SimulatePrincipalPolicy)/)
      const alone = defect.proven.length === 1
      assert.equal(cause?.test === undefined, alone)
      assert.equal(failure.message.endsWith(cause?.sentence ?? '?'), alone, failure.message)
    })
})

test('who may not ask IAM is told the same as without, and nothing of its refusals', async () => {
  for (const defect of DEFECTS) {
    const { failure: without } = await failureAt(defect, { mayAskIam: false })
    const { failure, aws } = await failureAt(defect, { mayAskIam: true, mayRead: false })
    assert.deepEqual(told(failure), told(without), defect.what)
    const toIam = aws.asked.filter((form) => form.get('Version') === '2010-05-08')
    assert.ok(toIam.length > 0 && toIam.length <= 2, defect.what)
  }
})

test('of two ways in, neither of which is gone, both remain', async () => {
  const [vendors] = [trusts(ALICE, EXTERNAL).Statement].flat()
  const [people] = [trusts(ALICE, MFA).Statement].flat()
  assert.ok(vendors && people)
  const { failure } = await failureAt(
    { what: '', target: { trust: policy(vendors, people) }, proven: [] },
    { mayAskIam: true },
  )
  assert.deepEqual(kinds(failure).sort(), ['external-id', 'mfa-missing', 'trust-condition'])
})

test('a trust that is missing in another account stays among several, but no longer the permission', async () => {
  const { failure } = await failureAt(
    { what: '', away: true, target: { trust: trusts(AWAY) }, proven: [] },
    { mayAskIam: true },
  )
  assert.ok(kinds(failure).includes('trust-missing') && !kinds(failure).includes('permission-missing'))
  assert.match(failure.causes?.[0]?.evidence?.join(' ') ?? '', /says allowed of the policies of user alice/)
})

test('a role’s session as the source: IAM is asked for the path that its ARN leaves out', async () => {
  const defect: Defect = {
    what: '',
    away: true,
    chained: true,
    caller: { path: '/team/', policies: [READ] },
    proven: [],
  }
  const { aws, chain, base } = play(defect)
  const signal = new AbortController().signal
  const [first, last] = chain.hops
  const { credentials } = await core.walk({ ...chain, hops: [first as Hop] }, base, {}, signal, () => {})
  const failure = await failureOf(() =>
    core.walk({ ...chain, hops: [last as Hop] }, credentials, { mayAskIam: true }, signal, () => {}),
  )
  assert.deepEqual(kinds(failure), ['permission-missing', 'no-such-role'])
  const simulated = aws.asked.find((form) => form.get('Action') === 'SimulatePrincipalPolicy')
  assert.equal(simulated?.get('PolicySourceArn'), role('team/Before'))
})

test('an earlier session tells of a role in its own account, where the caller cannot', async () => {
  const built = world()
    .account(HOME)
    .user('alice', { policies: [MAY] })
    .role('First', { trust: trusts(ALICE), policies: [MAY, READ] })
    .role('Back', { trust: trusts(role('Other', AWAY)) })
    .account(AWAY)
    .role('Second', { trust: trusts(role('First')), policies: [MAY] })
  answerAsAws(built)
  const { id, secret } = keyOf(built, HOME, 'alice')
  const hops = [role('First'), role('Second', AWAY), role('Back')].map((roleArn) => ({ roleArn }))
  const chain: Chain = { id: 'c', name: 'A chain', sourceId: 's', hops, tags: [] }
  const base = { accessKeyId: id, secretAccessKey: secret }
  const failure = await failureOf(() =>
    core.walk(chain, base, { mayAskIam: true }, new AbortController().signal, () => {}),
  )
  assert.deepEqual([failure.hop, ...kinds(failure)], [2, 'trust-missing'])
})
