// The sample world: three accounts with a chain of three hops, a longer walk over the same accounts, and an account in
// each of the other partitions. `npm start`, `npm run aws` and the tests use it.

import type { Policy } from './iam/policy.ts'
import * as idp from './idp.ts'
import { allows, keyOf, permissionSetArn, policy, trusts, type World, world } from './world.ts'

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
  sourceIdentity?: string
  sessionTags?: { key: string; value: string; transitive?: boolean }[]
  policy?: string
  policyArns?: string[]
  mfaSerial?: string
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

/** A chain whose every role asks who it is and for which team: a source identity and a tag that go all the way down. */
export const attested: SampleHop[] = [
  {
    roleArn: role(accounts.hub, 'AttestedHub'),
    sourceIdentity: 'alice',
    sessionTags: [
      { key: 'team', value: 'payments', transitive: true },
      { key: 'note', value: '' },
    ],
  },
  { roleArn: role(accounts.security, 'AttestedGate') },
  { roleArn: role(accounts.prod, 'AttestedProd') },
]

/** Where people of the sample organisation sign in, and the region of its Identity Center. */
export const portal = { startUrl: 'https://rolerelay.awsapps.com/start', region: 'eu-west-1' }

/** A chain for whoever signs in there, from the permission set `Developer` in the hub's account. */
export const fromPortal: SampleHop[] = [
  { roleArn: role(accounts.hub, 'PortalHub') },
  { roleArn: role(accounts.security, 'PortalGate') },
  { roleArn: role(accounts.prod, 'PortalProd') },
]

const idpProvider = (account: string) => `arn:aws:iam::${account}:saml-provider/Corp`
/** The role that people of the organisation sign in to at its identity provider, by SAML, and the provider; then by web identity. */
export const bySaml = { roleArn: role(accounts.hub, 'SamlStart'), providerArn: idpProvider(accounts.hub) }
export const byToken = role(accounts.hub, 'TokenStart')
/** As an assertion lists the sample's roles: in both orders, with spaces. */
export const samlRoles = [
  `${bySaml.roleArn},${bySaml.providerArn}`,
  ` ${idpProvider(accounts.prod)} , ${role(accounts.prod, 'SamlReader')} `,
]

/** A chain from either of them. */
export const fromIdp: SampleHop[] = [
  { roleArn: role(accounts.hub, 'IdpHub') },
  { roleArn: role(accounts.security, 'IdpGate') },
  { roleArn: role(accounts.prod, 'IdpProd') },
]

/** Who signs in to the console with a password, has no access key that counts, and may go on from there as `aws login` does. */
export const consoleUser = { account: accounts.hub, user: 'lena', password: 'correct horse battery staple' }

/** A chain for her. */
export const fromConsole: SampleHop[] = [
  { roleArn: role(accounts.hub, 'LoginHub') },
  { roleArn: role(accounts.security, 'LoginGate') },
  { roleArn: role(accounts.prod, 'LoginProd') },
]

/** A role that the security and the production account have both, for the hub and for alice herself. */
export const auditIn = (account: string): SampleHop => ({ roleArn: role(account, 'Audit') })

/** A role that trusts the first of `attested`, but lets nobody pass tags on. */
export const tagless: SampleHop = { roleArn: role(accounts.prod, 'Tagless') }

/** Base 32: the virtual MFA device of `erin`. */
export const otherMfaSeed = 'KRUGKIDROVUWG2ZAKRUGKIDROVUWG2ZA'

/** Users of its account may take it with a code of their own device only; this one is dana's. */
export const mfaHub: SampleHop = {
  roleArn: role(accounts.hub, 'MfaHub'),
  mfaSerial: `arn:aws:iam::${accounts.hub}:mfa/dana`,
}

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
    .user('erin', { policies: mayAssumeAll, mfa: [otherMfaSeed] })
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

  const attest = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
  const mayAttest: Policy[] = [allows('arn:aws:iam::*:role/*', attest)]
  const attestedArns = attested.map((hop) => hop.roleArn) as [string, string, string]
  sample
    .account(hub)
    .role('AttestedHub', {
      trust: trusts(
        `arn:aws:iam::${hub}:user/alice`,
        { StringEquals: { 'aws:RequestTag/team': 'payments', 'sts:SourceIdentity': 'alice' } },
        attest,
      ),
      policies: mayAttest,
    })
    .account(security)
    .role('AttestedGate', {
      trust: trusts(
        attestedArns[0],
        { StringEquals: { 'aws:PrincipalTag/team': 'payments', 'aws:SourceIdentity': 'alice' } },
        attest,
      ),
      policies: mayAttest,
    })
    .account(prod)
    .role('AttestedProd', {
      // The second hop sent no tag of its own: what arrives here was inherited twice.
      trust: trusts(
        attestedArns[1],
        { StringEquals: { 'aws:PrincipalTag/team': 'payments', 'aws:SourceIdentity': 'alice' } },
        attest,
      ),
    })
    .role('Tagless', { trust: trusts(attestedArns[0], undefined, ['sts:AssumeRole', 'sts:SetSourceIdentity']) })

  for (const account of [security, prod])
    sample.account(account).role('Audit', { trust: trusts([first, mfaHub.roleArn, `arn:aws:iam::${hub}:user/alice`]) })

  steps.forEach(({ roleArn }, at) => {
    const [, account, name] = /::(\d+):role\/(.*)/.exec(roleArn) as unknown as [string, string, string]
    const previous = steps[at - 1]?.roleArn ?? `arn:aws:iam::${hub}:user/alice`
    sample.account(account).role(name, { trust: trusts(previous), policies: mayAssumeAll })
  })
  const beforeHop = [permissionSetArn(hub, 'Developer'), ...fromPortal.map(({ roleArn }) => roleArn)]
  const homes = [hub, security, prod]
  fromPortal.forEach(({ roleArn }, at) => {
    const name = roleArn.replace(/^.*\//, '')
    sample.account(homes[at] ?? '').role(name, { trust: trusts(beforeHop[at] ?? ''), policies: mayAssumeAll })
  })
  sample
    .portal(portal.startUrl, portal.region)
    .account(hub)
    .permissionSet('Developer', 'Hub', { policies: mayAssumeAll })
    .account(security)
    .permissionSet('Auditor', 'Security')
    .account(prod)
    .permissionSet('Auditor', 'Production')
    .permissionSet('Operator', 'Production')
  const byIdp = (principal: string, action: string, condition: Record<string, string>): Policy =>
    policy({
      Effect: 'Allow',
      Principal: { Federated: principal },
      Action: action,
      Condition: { StringEquals: condition },
    })
  const saml = (account: string) => byIdp(idpProvider(account), 'sts:AssumeRoleWithSAML', { 'SAML:aud': idp.RECIPIENT })
  const host = idp.issuer.replace('https://', '')
  for (const account of [hub, prod])
    sample.account(account).samlProvider('Corp', { issuer: idp.issuer, publicKey: idp.publicKey })
  sample
    .account(prod)
    .role('SamlReader', { trust: saml(prod) })
    .account(hub)
    .oidcProvider(idp.issuer, { publicKey: idp.publicKey, clientIds: ['rolerelay'] })
    .role('SamlStart', { trust: saml(hub), policies: mayAssumeAll, maxSessionDuration: 7_200 })
    .role('TokenStart', {
      trust: byIdp(`arn:aws:iam::${hub}:oidc-provider/${host}`, 'sts:AssumeRoleWithWebIdentity', {
        [`${host}:aud`]: 'rolerelay',
      }),
      policies: mayAssumeAll,
    })
  const beforeIdpHop: (string | string[])[] = [[bySaml.roleArn, byToken], ...fromIdp.map(({ roleArn }) => roleArn)]
  fromIdp.forEach(({ roleArn }, at) => {
    const name = roleArn.replace(/^.*\//, '')
    sample.account(homes[at] ?? '').role(name, { trust: trusts(beforeIdpHop[at] ?? ''), policies: mayAssumeAll })
  })
  const consoleArn = `arn:aws:iam::${hub}:user/${consoleUser.user}`
  const maySignIn = allows('arn:aws:signin:*:*:oauth2/public-client/*', [
    'signin:AuthorizeOAuth2Access',
    'signin:CreateOAuth2Token',
  ])
  sample.account(hub).user(consoleUser.user, {
    password: consoleUser.password,
    key: { active: false },
    policies: [...mayAssumeAll, maySignIn],
  })
  const beforeLoginHop = [consoleArn, ...fromConsole.map(({ roleArn }) => roleArn)]
  fromConsole.forEach(({ roleArn }, at) => {
    const name = roleArn.replace(/^.*\//, '')
    sample.account(homes[at] ?? '').role(name, { trust: trusts(beforeLoginHop[at] ?? ''), policies: mayAssumeAll })
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
