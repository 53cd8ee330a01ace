// Reasons in a few words, for headings and rows. The whole sentence is the failure's own.

import type { CauseKind, FailureKind } from 'rolerelay-core'
import type { CheckedGroup, Verdict } from '../../protocol.ts'
import { roleParts } from '../../ui/controls/role.ts'

/** Where and why, such as `Gate in 444455556666: does not trust the caller`. */
export function groupWords({ broken, skipped, source }: CheckedGroup): string {
  const words = reasonWords({ at: 0, ...(broken && { broken }), ...(skipped && { skipped }) })
  if (source) return `${source}: ${words}`
  if (!broken?.roleArn) return capital(words)
  const { role, account } = roleParts(broken.roleArn)
  return `${role} in ${account}: ${words}`
}

export function reasonWords({ broken, skipped }: Verdict): string {
  if (skipped) return skipWords[skipped.kind] ?? kindWords[skipped.kind] ?? 'could not be checked'
  const { kind, cause, causes = 0 } = broken ?? {}
  const words = (cause && causeWords[cause]) ?? (kind && kindWords[kind]) ?? 'does not work'
  return causes > 1 && cause && causeWords[cause] ? `most likely, ${words}` : words
}

/** But for the names of AWS's actions. */
export const capital = (words: string): string =>
  words.startsWith('sts:') ? words : words.charAt(0).toUpperCase() + words.slice(1)

const skipWords: Partial<Record<FailureKind, string>> = {
  'no-credentials': 'the keys are not here',
  'signed-out': 'nobody is signed in',
  expired: 'the keys have expired',
  mfa: 'a code of the MFA device is needed',
  reason: 'a ticket or a reason is needed',
  permission: 'the browser does not let Rolerelay reach AWS',
  clock: 'this computer’s clock is off',
  throttled: 'AWS asked to slow down',
  withheld: 'the browser keeps AWS’s answers back',
  'proxy-login': 'a proxy asks for a login',
  internal: 'Rolerelay made a mistake of its own',
}

export const kindWords: Partial<Record<FailureKind, string>> = {
  invalid: 'the chain is not ready',
  source: 'the source cannot do that',
  partition: 'this partition is not supported yet',
  destination: 'the console page cannot be opened',
  denied: 'access is denied',
  expired: 'the session has expired',
  'invalid-key': 'AWS does not know the access key',
  signature: 'the secret access key is wrong',
  region: 'the region is not enabled',
  duration: 'the session is asked for too long',
  validation: 'AWS refuses a parameter',
  'wrong-role': 'AWS answered with another role',
  unavailable: 'AWS was in trouble',
  timeout: 'AWS did not answer in time',
  unreachable: 'AWS was not reached',
  redirected: 'something else answered in AWS’s place',
  oversized: 'something else answered in AWS’s place',
  malformed: 'something else answered in AWS’s place',
}

const causeWords: Partial<Record<CauseKind, string>> = {
  'source-expired': 'the source’s keys have expired',
  'session-expired': 'the session before has ended',
  'unknown-key': 'AWS does not know the access key',
  'wrong-secret': 'the secret access key is wrong',
  'region-disabled': 'the region is not enabled',
  'global-session': 'the session is one of STS’s global endpoint',
  'wrong-region': 'signed for another region',
  'chained-duration': 'more than one hour is asked for on a chained hop',
  'role-maximum': 'more is asked for than the role’s maximum',
  'mfa-missing': 'MFA is wanted',
  'mfa-device': 'the MFA device is not the caller’s',
  'mfa-out-of-step': 'the MFA device’s clock is off',
  'session-name': 'the session name is refused',
  'session-tag': 'a session tag is refused',
  'session-policy': 'the session policy is refused',
  'packed-size': 'policies and tags are too large',
  parameter: 'AWS refuses a parameter',
  'tag-session': 'sts:TagSession is not allowed',
  'tag-condition': 'sts:TagSession is not allowed for these tags',
  'set-source-identity': 'sts:SetSourceIdentity is not allowed',
  'explicit-deny': 'a policy denies it',
  'permission-missing': 'the caller has no permission',
  'trust-missing': 'the role does not trust the caller',
  'deleted-principal': 'the role trusts a caller who was deleted',
  'already-role': 'the session is this role already',
  'reserved-role': 'the role is AWS’s own',
  'just-made': 'the role or a policy is too new',
  'external-id': 'the external ID is not the right one',
  'trust-condition': 'a condition of the trust policy is not met',
  'no-such-role': 'there is no such role',
  guardrail: 'a boundary or an organization’s policy does not allow it',
  'root-user': 'a root user cannot assume roles',
  'wrong-caller': 'these credentials cannot make this call',
}
