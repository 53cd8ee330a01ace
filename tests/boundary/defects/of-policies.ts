// What policies do not allow, and what STS does not tell from it.

import type { Statement } from '../../aws/iam/policy.ts'
import { many, type Policy } from '../../aws/iam/policy.ts'
import { allows, policy } from '../../aws/world.ts'
import type { Leg } from '../scene.ts'
import { always, type Defect, firstOfAccount } from './defect.ts'

const sameAccount = ({ account, callerAccount }: Leg) => account === callerAccount
const statement = (leg: Leg): Statement => many(leg.role.trust.Statement)[0] as Statement
const namesCaller = (leg: Leg) => JSON.stringify(statement(leg).Principal).includes(leg.caller.arn)
/** Whether the caller's own policies have a say. */
const needsPermission = (leg: Leg) => !(sameAccount(leg) && namesCaller(leg))
const conditioned = (leg: Leg, condition: Statement['Condition']) => {
  const trust = statement(leg)
  trust.Condition = { ...trust.Condition, ...condition }
}
const deny = (leg: Leg): Statement => ({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: leg.role.arn })
const everything: Statement = { Effect: 'Allow', Action: '*', Resource: '*' }
/** Nothing of STS; but a proof of it may be asked for. */
const notSts = allows('*', ['s3:*', 'iam:*'])

/** Takes an action out of whatever allows it to the caller, or to its role. */
function without(action: string, ...policies: Policy[]): void {
  for (const one of policies)
    for (const it of many(one.Statement)) it.Action = many(it.Action).filter((other) => other !== action)
}

export const OF_POLICIES: Defect[] = [
  {
    kind: 'mfa-missing',
    what: 'the trust policy asks for MFA',
    can: (leg) => leg.byUser,
    spoil(leg) {
      delete leg.hop.mfaSerial
      conditioned(leg, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })
    },
  },
  {
    kind: 'tag-session',
    what: 'the trust policy does not allow tags',
    can: (leg) => leg.tagged,
    spoil: (leg) => without('sts:TagSession', leg.role.trust),
  },
  {
    kind: 'tag-session',
    what: 'the caller’s policies do not allow tags',
    can: (leg) => leg.tagged && needsPermission(leg),
    spoil: (leg) => without('sts:TagSession', ...leg.caller.policies),
  },
  {
    kind: 'set-source-identity',
    what: 'the trust policy does not allow a source identity',
    can: (leg) => leg.identified,
    spoil: (leg) => without('sts:SetSourceIdentity', leg.role.trust),
  },
  {
    kind: 'set-source-identity',
    what: 'the caller’s policies do not allow a source identity',
    can: (leg) => leg.identified && needsPermission(leg),
    spoil: (leg) => without('sts:SetSourceIdentity', ...leg.caller.policies),
  },
  {
    kind: 'explicit-deny',
    what: 'in the caller’s policies',
    can: always,
    spoil: (leg) => void leg.caller.policies.push(policy(deny(leg))),
  },
  {
    kind: 'explicit-deny',
    what: 'in the trust policy',
    can: always,
    spoil(leg) {
      const Principal = { AWS: leg.caller.arn }
      const no: Statement = { Effect: 'Deny', Principal, Action: 'sts:AssumeRole' }
      leg.role.trust.Statement = [...many(leg.role.trust.Statement), no]
    },
  },
  {
    kind: 'explicit-deny',
    what: 'by the organization',
    can: always,
    spoil(leg) {
      leg.callerAccount.scps = [policy(everything, deny(leg))]
    },
  },
  {
    kind: 'permission-missing',
    what: 'no policy of the caller allows it',
    can: needsPermission,
    spoil: (leg) => without('sts:AssumeRole', ...leg.caller.policies),
  },
  {
    kind: 'permission-missing',
    what: 'the caller’s policy names another role',
    can: needsPermission,
    spoil(leg) {
      for (const one of leg.caller.policies)
        for (const it of many(one.Statement))
          if (many(it.Action).includes('sts:AssumeRole')) it.Resource = `${leg.role.arn}-other`
    },
  },
  {
    kind: 'trust-missing',
    what: 'the trust policy names others',
    can: always,
    spoil(leg) {
      statement(leg).Principal = { AWS: `arn:${leg.account.partition}:iam::999999999999:root` }
    },
  },
  {
    kind: 'deleted-principal',
    what: 'the trust policy names the caller by the id of one who was deleted',
    can: always,
    spoil(leg) {
      statement(leg).Principal = { AWS: leg.byUser ? 'AIDAQ3EGUIYTPAKX3W5XQ' : 'AROAQ3EGUIYTPAKX3W5XQ' }
    },
  },
  {
    kind: 'already-role',
    what: 'the role asks for itself',
    can: (leg, at) => at > 0 && leg.caller.boundary === undefined,
    spoil(leg, at, { legs }) {
      const before = legs[at - 1] as Leg
      leg.hop.roleArn = before.role.arn
      // It trusts whom it did, and not itself.
      statement(before).Principal = { AWS: before.caller.arn }
    },
  },
  {
    kind: 'reserved-role',
    what: 'it belongs to one of AWS’s services',
    can: always,
    spoil({ hop, role, account }) {
      role.path = '/aws-service-role/support.amazonaws.com/'
      role.arn = `arn:${account.partition}:iam::${account.id}:role${role.path}${role.name}`
      role.trust = policy({
        Effect: 'Allow',
        Principal: { Service: 'support.amazonaws.com' },
        Action: 'sts:AssumeRole',
      })
      hop.roleArn = role.arn
    },
  },
  {
    kind: 'tag-condition',
    what: 'tags are allowed with another value alone',
    can: (leg) => leg.tagged,
    spoil(leg) {
      for (const it of many(leg.role.trust.Statement))
        if (many(it.Action).includes('sts:TagSession'))
          it.Condition = { ...it.Condition, StringEquals: { 'aws:RequestTag/NotThis': 'x' } }
    },
  },
  {
    kind: 'external-id',
    what: 'the external ID has another case',
    can: (leg) => leg.hop.externalId !== undefined,
    spoil({ hop }) {
      hop.externalId = hop.externalId?.toUpperCase() ?? ''
    },
  },
  {
    kind: 'external-id',
    what: 'another external ID is asked for',
    can: always,
    spoil(leg) {
      leg.hop.externalId = 'mine'
      conditioned(leg, { StringEquals: { 'sts:ExternalId': 'theirs' } })
    },
  },
  {
    kind: 'external-id',
    what: 'an external ID is asked for and none is sent',
    can: always,
    spoil(leg) {
      delete leg.hop.externalId
      conditioned(leg, { StringEquals: { 'sts:ExternalId': 'theirs' } })
    },
  },
  {
    kind: 'trust-condition',
    what: 'another organization is asked for',
    can: always,
    spoil: (leg) => conditioned(leg, { StringEqualsIgnoreCase: { 'aws:PrincipalOrgID': 'o-9' } }),
  },
  {
    kind: 'trust-condition',
    what: 'another network is asked for',
    can: always,
    spoil: (leg) => conditioned(leg, { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }),
  },
  {
    kind: 'trust-condition',
    what: 'another session name is asked for',
    can: always,
    spoil: (leg) => conditioned(leg, { StringNotLike: { 'sts:RoleSessionName': 'alice' } }),
  },
  {
    kind: 'no-such-role',
    what: 'the path is left out',
    can: (leg) => leg.role.path !== '/',
    spoil({ hop, role }) {
      hop.roleArn = hop.roleArn.replace(`role${role.path}`, 'role/')
    },
  },
  {
    kind: 'no-such-role',
    what: 'its case is another',
    can: always,
    spoil({ hop, role }) {
      hop.roleArn = hop.roleArn.replace(role.name, role.name.toLowerCase())
    },
  },
  {
    kind: 'no-such-role',
    what: 'it was deleted',
    can: always,
    spoil: ({ account, role }) => void account.roles.delete(role.name.toLowerCase()),
  },
  {
    kind: 'guardrail',
    what: 'a permissions boundary of the caller',
    can: (leg) => needsPermission(leg) || !(leg.byUser && namesCaller(leg)),
    spoil(leg) {
      leg.caller.boundary = notSts
    },
  },
  {
    kind: 'guardrail',
    what: 'a service control policy',
    can: firstOfAccount,
    spoil(leg) {
      leg.callerAccount.scps = [allows('*', '*'), notSts]
    },
  },
  {
    kind: 'guardrail',
    what: 'the session policy of the hop before',
    can: (_, at) => at > 0,
    spoil(_, at, { legs }) {
      ;(legs[at - 1] as Leg).hop.policy = JSON.stringify(notSts)
    },
  },
  {
    kind: 'guardrail',
    what: 'a managed session policy of the hop before',
    can: (_, at) => at > 0,
    spoil(_, at, { legs }) {
      const { hop, account } = legs[at - 1] as Leg
      delete hop.policy
      hop.policyArns = [`arn:${account.partition}:iam::aws:policy/ReadOnlyAccess`]
    },
  },
]
