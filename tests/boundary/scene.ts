// A world in which a chain goes well, made by chance from a seed: accounts, a user or a session that starts, roles with paths,
// trust and permission policies, external IDs, MFA, tags, source identities, partitions. `defects.ts` spoils one thing of it.

import type { Chain, Credentials, Failure, Hop, WalkOptions } from 'rolerelay-core'
import { partitionNamed } from '../aws/hosts.ts'
import type { Statement } from '../aws/iam/policy.ts'
import { issue } from '../aws/sts/issue.ts'
import { totp } from '../aws/totp.ts'
import { type Account, allows, type Identity, keyOf, policy, type Role, type User, world } from '../aws/world.ts'
import { type Aws, answerAsAws } from '../extension/scene/aws.ts'
import { core, failureOf } from './core.ts'

export const SEED = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const ACCOUNTS = ['111122223333', '444455556666', '777788889999']
/** What it takes to ask IAM for a proof. */
export const READ = allows('*', ['iam:GetRole', 'iam:SimulatePrincipalPolicy'])

/** One hop of the chain, and who is who in it. */
export interface Leg {
  hop: Hop
  role: Role
  account: Account
  caller: Identity
  callerAccount: Account
  /** Whether it is a user's own key that asks. */
  byUser: boolean
  tagged: boolean
  identified: boolean
}

export interface Scene {
  aws: Aws
  legs: Leg[]
  chain: Chain
  base: Credentials
  options: WalkOptions
  user: User
  chance: Chance
}

/** Dice from a seed, so that what they showed once they show again (mulberry32). */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  number(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  is(share: number): boolean {
    return this.number() < share
  }

  upTo(count: number): number {
    return Math.floor(this.number() * count)
  }

  of<T>(items: readonly T[]): T {
    return items[this.upTo(items.length)] as T
  }
}

/** `hops` roles in one world; none means by chance, one to four. */
export function sceneOf(seed: number): Scene {
  const chance = new Chance(seed)
  const partition = chance.of(['aws', 'aws', 'aws', 'aws', 'aws-us-gov', 'aws-cn', 'aws-eusc'])
  const accounts = ACCOUNTS.slice(0, 1 + chance.upTo(3))
  const path = () => chance.of(['/', '/', '/team/', '/a/b/'])
  const built = world()
  built.silent = chance.is(0.5)
  for (const account of accounts) {
    built.account(account, { partition, organization: 'o-1', ...(chance.is(0.2) && { scps: [allows('*', '*')] }) })
  }
  const [home = ''] = accounts
  const limits = () => (chance.is(0.15) ? { boundary: allows('*', '*') } : {})
  built.account(home).user('alice', { path: path(), mfa: [SEED], ...limits() })
  const bySession = chance.is(0.25)
  if (bySession) built.role('Guest', { trust: policy(), path: path(), ...limits() })
  const count = 1 + chance.upTo(4)
  for (let at = 0; at < count; at++) {
    const seconds = chance.of([3600, 7200, 43200])
    const role = { trust: policy(), path: path(), maxSessionDuration: seconds, ...limits() }
    built.account(chance.of(accounts)).role(`Role${at}`, role)
  }
  const all = [...built.accounts.values()]
  const homeAccount = built.accounts.get(home) as Account
  const user = homeAccount.users.get('alice') as User

  const legs: Leg[] = []
  let caller: Identity = bySession ? (homeAccount.roles.get('guest') as Role) : user
  let callerAccount = homeAccount
  let [tagged, identified] = [false, false]
  for (let at = 0; at < count; at++) {
    const account = all.find((one) => one.roles.has(`role${at}`)) as Account
    const role = account.roles.get(`role${at}`) as Role
    const byUser = at === 0 && !bySession
    const leg: Leg = {
      hop: { roleArn: role.arn },
      ...{ role, account, caller, callerAccount, byUser, tagged, identified },
    }
    allow(leg, chance)
    legs.push(leg)
    tagged = leg.hop.sessionTags?.some(({ transitive }) => transitive) || tagged
    identified = leg.identified
    ;[caller, callerAccount] = [role, account]
  }

  const aws = answerAsAws(built)
  const base = bySession ? guest(aws, homeAccount) : credentialsOf(keyOf(built, home, 'alice'))
  const readable = chance.is(0.5)
  if (readable)
    for (const { users, roles } of all) for (const it of [...users.values(), ...roles.values()]) it.policies.push(READ)
  const chain: Chain = { id: 'c', name: 'A chain', sourceId: 's', hops: legs.map(({ hop }) => hop), tags: [] }
  if (partitionNamed(partition)?.home === 'us-east-1' && chance.is(0.3)) chain.region = 'eu-west-1'
  const options: WalkOptions = { user: 'alice', ...(readable && { mayAskIam: true }) }
  return { aws, legs, chain, base, options, user, chance }
}

/** What this hop asks for, and just the policies that it takes. */
function allow(leg: Leg, chance: Chance): void {
  const { hop, role, account, caller, callerAccount, byUser } = leg
  const conditions: Statement['Condition'][] = []
  if (chance.is(0.3)) {
    hop.externalId = `id-${chance.upTo(1000)}`
    conditions.push({ StringEquals: { 'sts:ExternalId': hop.externalId } })
  }
  if (byUser && chance.is(0.4)) {
    hop.mfaSerial = (caller as User).mfa[0]?.serial ?? ''
    conditions.push({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })
  }
  if (chance.is(0.1)) conditions.push({ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } })
  if (chance.is(0.1)) conditions.push({ StringLike: { 'sts:RoleSessionName': 'alice*' } })
  if (chance.is(0.2)) hop.sessionTags = [{ key: `Team${role.name}`, value: 'Core', transitive: chance.is(0.6) }]
  if (!leg.identified && chance.is(0.15)) hop.sourceIdentity = 'alice'
  if (byUser && chance.is(0.2)) hop.durationSeconds = role.maxSessionDuration
  if (chance.is(0.1)) hop.policy = JSON.stringify(allows('*', '*'))
  leg.tagged ||= hop.sessionTags !== undefined
  leg.identified ||= hop.sourceIdentity !== undefined

  const beside = [...(leg.tagged ? ['sts:TagSession'] : []), ...(leg.identified ? ['sts:SetSourceIdentity'] : [])]
  const names = chance.is(0.6)
  const Principal = { AWS: names ? caller.arn : `arn:${callerAccount.partition}:iam::${callerAccount.id}:root` }
  const Condition = Object.assign({}, ...conditions)
  role.trust = policy(
    { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(conditions.length > 0 && { Condition }) },
    ...(beside.length > 0 ? [{ Effect: 'Allow' as const, Principal, Action: beside }] : []),
  )
  // Within one account it is enough to be named in the trust policy.
  const named = names && account === callerAccount && beside.length === 0
  if (!named || chance.is(0.5)) caller.policies.push(allows(chance.of([role.arn, '*']), ['sts:AssumeRole', ...beside]))
}

/** A session of the role Guest, which somebody else started. It hands on a tag in one of three. */
export function guest(aws: Aws, account: Account): Credentials {
  const role = account.roles.get('guest') as Role
  const arn = `arn:${account.partition}:sts::${account.id}:assumed-role/Guest/ana`
  const session = {
    ...{
      kind: 'role' as const,
      account: account.id,
      principalArn: role.arn,
      arn,
      userId: `${role.id}:ana`,
      name: 'ana',
    },
    ...{ fromLongTermKey: true, global: false, policies: [], tags: {}, transitiveKeys: [] },
  }
  const { keyId, secret, token } = issue(aws, 3600, session).session
  return { accessKeyId: keyId, secretAccessKey: secret, sessionToken: token }
}

export const credentialsOf = ({ id, secret }: { id: string; secret: string }): Credentials => ({
  accessKeyId: id,
  secretAccessKey: secret,
})

/** Walks it into the console; what fails is given, and undefined when nothing does. */
export async function walked({ aws, chain, base, options }: Scene): Promise<Failure | undefined> {
  aws.state.usedWindows.clear()
  core.setClockSkew(0)
  const tokenCode = options.tokenCode ?? totp(SEED, aws.clock.now())
  const signal = new AbortController().signal
  let done = false
  const open = async () => {
    await core.open(chain, base, { ...options, tokenCode }, undefined, false, signal, () => {})
    done = true
    throw new Error('it went well')
  }
  const failure = await failureOf(open)
  return done ? undefined : failure
}
