// The sample world: three accounts with a chain of three hops, a longer walk over the same accounts, and an account in
// each of the other partitions. `npm start`, `npm run aws` and the tests use it.

import type { Policy } from './iam/policy.ts'
import { allows, keyOf, trusts, type World, world } from './world.ts'

export const accounts = {
  hub: '111122223333',
  security: '444455556666',
  prod: '777788889999',
  gov: '222233334444',
  china: '555566667777',
  eusc: '888899990000',
}

export const externalId = 'sample-external-id'

/** Base 32: the virtual MFA device of `dana`. */
export const mfaSeed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

export interface SampleHop {
  roleArn: string
  externalId?: string
}

const role = (account: string, name: string, partition = 'aws') => `arn:${partition}:iam::${account}:role/${name}`

/** The chain to show: from alice through the hub and the security account to production. */
export const threeHops: SampleHop[] = [
  { roleArn: role(accounts.hub, 'RelayHub') },
  { roleArn: role(accounts.security, 'break-glass/SecurityGate') },
  { roleArn: role(accounts.prod, 'ProductionAdmin'), externalId },
]

/** `Step01` to `Step16`, over the three accounts in turn: a chain of any length starts at the first. */
export const steps: SampleHop[] = Array.from({ length: 16 }, (_, at) => {
  const account = [accounts.hub, accounts.security, accounts.prod][at % 3] as string
  return { roleArn: role(account, `Step${String(at + 1).padStart(2, '0')}`) }
})

/** Two hops in each of the other partitions, for the user `operator` there. */
export const otherPartitions = [
  { partition: 'aws-us-gov', account: accounts.gov, region: 'us-gov-west-1' },
  { partition: 'aws-cn', account: accounts.china, region: 'cn-north-1' },
  { partition: 'aws-eusc', account: accounts.eusc, region: 'eusc-de-east-1' },
].map((place) => ({
  ...place,
  hops: [
    { roleArn: role(place.account, 'Entry', place.partition) },
    { roleArn: role(place.account, 'Operations', place.partition) },
  ] satisfies SampleHop[],
}))

export function sampleWorld(): World {
  const { hub, security, prod } = accounts
  const mayAssumeAll: Policy[] = [allows('arn:*:iam::*:role/*')]
  const [first, second] = threeHops.map((hop) => hop.roleArn) as [string, string, string]
  const sample = world()
    .account(hub)
    .user('alice', { policies: mayAssumeAll })
    .user('dana', { policies: mayAssumeAll, mfa: [mfaSeed] })
    .user('nobody')
    .role('RelayHub', {
      trust: trusts(`arn:aws:iam::${hub}:user/alice`),
      policies: mayAssumeAll,
      maxSessionDuration: 43_200,
    })
    .role('MfaHub', { trust: trusts(hub, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), policies: mayAssumeAll })
    .account(security)
    .role('SecurityGate', { path: '/break-glass/', trust: trusts(first), policies: mayAssumeAll })
    .account(prod)
    .role('ProductionAdmin', {
      trust: trusts(second, { StringEquals: { 'sts:ExternalId': externalId } }),
      maxSessionDuration: 14_400,
    })
    .role('NoWayIn', { trust: trusts(hub), policies: [] })

  steps.forEach(({ roleArn }, at) => {
    const [, account, name] = /::(\d+):role\/(.*)/.exec(roleArn) as unknown as [string, string, string]
    const previous = steps[at - 1]?.roleArn ?? `arn:aws:iam::${hub}:user/alice`
    sample.account(account).role(name, { trust: trusts(previous), policies: mayAssumeAll })
  })
  for (const { partition, account, hops } of otherPartitions)
    sample
      .account(account, { partition })
      .user('operator', { policies: mayAssumeAll })
      .role('Entry', { trust: trusts(account), policies: mayAssumeAll })
      .role('Operations', { trust: trusts(hops[0]?.roleArn ?? ''), policies: [] })
  return sample
}

/** alice's key, as a person would paste it. */
export const aliceKey = (sample: World) => keyOf(sample, accounts.hub, 'alice')
