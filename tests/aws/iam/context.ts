// What conditions can ask about a request. Keys: IAM User Guide, "Global condition context keys" and
// "Available keys for AWS STS".

import { type Caller, isRoleSession } from '../caller.ts'
import { isoFormat } from '../clock.ts'
import type { Account, Role } from '../world.ts'
import type { Context } from './pattern.ts'

/** What the call asks for, as far as policies look at it. */
export interface Asked {
  /** Absent where it is about the caller's own user. */
  target?: { account: Account; role: Role }
  region: string
  now: number
  sessionName?: string
  durationSeconds?: number
  externalId?: string
  /** New tags and the inherited transitive ones. */
  tags?: Record<string, string>
  transitiveKeys?: string[]
  sourceIdentity?: string
  /** When the MFA code that counts for this call was given. */
  mfaAt?: number
}

export function contextOf(caller: Caller, asked: Asked): Context {
  const context = new Map<string, string[]>()
  const put = (key: string, ...values: (string | number | boolean | undefined)[]) => {
    const known = values.filter((value) => value !== undefined).map(String)
    if (known.length > 0) context.set(key.toLowerCase(), known)
  }
  const { account, session, identity } = caller
  const { role, account: owner } = asked.target ?? { role: identity, account }

  put('aws:CurrentTime', isoFormat(asked.now))
  put('aws:EpochTime', Math.floor(asked.now / 1000))
  put('aws:SecureTransport', true)
  put('aws:SourceIp', '127.0.0.1')
  put('aws:RequestedRegion', asked.region)

  put('aws:PrincipalArn', caller.principalArn)
  put('aws:PrincipalAccount', account.id)
  put('aws:PrincipalOrgID', account.organization)
  put('aws:PrincipalType', principalType(caller))
  put('aws:PrincipalIsAWSService', false)
  put('aws:userid', caller.userId)
  if (identity && !isRoleSession(caller)) put('aws:username', identity.name)
  for (const [key, value] of Object.entries(principalTags(caller))) put(`aws:PrincipalTag/${key}`, value)
  put('aws:SourceIdentity', session?.sourceIdentity)
  put('aws:TokenIssueTime', session && isoFormat(session.issuedAt))

  // Temporary credentials always say whether there was an MFA code; long-term keys say so only when there was one.
  if (asked.mfaAt !== undefined) put('aws:MultiFactorAuthAge', Math.floor((asked.now - asked.mfaAt) / 1000))
  if (asked.mfaAt !== undefined || session) put('aws:MultiFactorAuthPresent', asked.mfaAt !== undefined)

  put('aws:ResourceAccount', owner.id)
  put('aws:ResourceOrgID', owner.organization)
  for (const [key, value] of Object.entries(role?.tags ?? {})) {
    put(`aws:ResourceTag/${key}`, value)
    put(`iam:ResourceTag/${key}`, value)
  }

  put('sts:RoleSessionName', asked.sessionName)
  put('sts:DurationSeconds', asked.durationSeconds)
  put('sts:ExternalId', asked.externalId)
  put('sts:SourceIdentity', asked.sourceIdentity)
  put('sts:TransitiveTagKeys', ...(asked.transitiveKeys ?? []))
  put('aws:TagKeys', ...Object.keys(asked.tags ?? {}))
  for (const [key, value] of Object.entries(asked.tags ?? {})) put(`aws:RequestTag/${key}`, value)
  return context
}

function principalType({ identity, session }: Caller): string {
  if (session?.kind === 'role') return 'AssumedRole'
  if (session?.kind === 'federated-user') return 'FederatedUser'
  return identity ? 'User' : 'Account'
}

/** Session tags override the role's own of the same key, whatever its case. */
function principalTags({ identity, session }: Caller): Record<string, string> {
  const tags = { ...session?.tags }
  const taken = new Set(Object.keys(tags).map((key) => key.toLowerCase()))
  for (const [key, value] of Object.entries(identity?.tags ?? {})) if (!taken.has(key.toLowerCase())) tags[key] = value
  return tags
}
