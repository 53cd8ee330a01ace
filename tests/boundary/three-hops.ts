// One chain with all that a chain can have: alice with MFA → Hub, in her account, with a transitive tag → Prod, in another
// account, with an external ID and a source identity → End, beside Prod.

import type { Chain } from 'rolerelay-core'
import type { Statement } from '../aws/iam/policy.ts'
import { type Account, allows, keyOf, policy, type Role, type User, world } from '../aws/world.ts'
import { answerAsAws } from '../extension/scene/aws.ts'
import { Chance, credentialsOf, guest, type Leg, READ, type Scene, SEED } from './scene.ts'

const HOME = '111122223333'
const AWAY = '444455556666'
const BESIDE = ['sts:TagSession', 'sts:SetSourceIdentity']
/** Made anew for each, since a defect changes what it finds. */
const all = () => [READ, allows('*', ['sts:AssumeRole', ...BESIDE])]

const trust = (AWS: string, Condition?: Statement['Condition']) =>
  policy(
    { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...(Condition && { Condition }) },
    { Effect: 'Allow', Principal: { AWS }, Action: BESIDE },
  )

/** Begun by alice's own key, or by a session of the role Guest. Everyone may ask IAM, where `options` say so. STS gives reasons within
 * an account, or is `silent`. */
export function threeHops({ bySession = false, mayAskIam = true, silent = false } = {}): Scene {
  const built = world()
    .account(HOME, { organization: 'o-1' })
    .user('alice', { path: '/team/', mfa: [SEED], policies: all() })
    .role('Guest', { trust: policy(), policies: all() })
    .role('Hub', { path: '/team/', trust: policy(), policies: all() })
    .account(AWAY, { organization: 'o-2' })
    .role('Prod', { path: '/a/b/', trust: policy(), policies: all() })
    .role('End', { path: '/team/', trust: policy(), policies: all() })
  built.silent = silent
  const account = (id: string) => built.accounts.get(id) as Account
  const role = (id: string, name: string) => account(id).roles.get(name) as Role
  const [home, away] = [account(HOME), account(AWAY)]
  const [hub, prod, end] = [role(HOME, 'hub'), role(AWAY, 'prod'), role(AWAY, 'end')]
  const user = home.users.get('alice') as User
  const first = bySession ? role(HOME, 'guest') : user

  // The root of an account lets its policies decide; a role by its ARN is let in by itself, within the account.
  hub.trust = trust(
    `arn:aws:iam::${HOME}:root`,
    bySession ? undefined : { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  )
  prod.trust = trust(hub.arn, { StringEquals: { 'sts:ExternalId': 'a-b/c' } })
  end.trust = trust(`arn:aws:iam::${AWAY}:root`)

  const device = user.mfa[0]?.serial ?? ''
  const hops: Chain['hops'] = [
    {
      roleArn: hub.arn,
      sessionTags: [{ key: 'Team', value: 'Core', transitive: true }],
      ...(!bySession && { mfaSerial: device }),
    },
    { roleArn: prod.arn, externalId: 'a-b/c', sourceIdentity: 'alice' },
    { roleArn: end.arn, sessionTags: [{ key: 'Stage', value: 'Prod' }] },
  ]
  const who = [
    { role: hub, account: home, caller: first, callerAccount: home, byUser: !bySession, identified: false },
    { role: prod, account: away, caller: hub, callerAccount: home, byUser: false, identified: true },
    { role: end, account: away, caller: prod, callerAccount: away, byUser: false, identified: true },
  ]
  const legs = hops.map((hop, at) => ({ hop, tagged: true, ...who[at] }) as Leg)
  const aws = answerAsAws(built)
  const base = bySession ? guest(aws, home) : credentialsOf(keyOf(built, HOME, 'alice'))
  const chain = { id: 'c', name: 'A chain', sourceId: 's', hops, tags: [] }
  return { aws, legs, chain, base, options: { user: 'alice', mayAskIam }, user, chance: new Chance(1) }
}
