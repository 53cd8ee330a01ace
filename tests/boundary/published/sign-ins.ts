// Refusals of what comes before a chain's first hop, that people published: an identity provider's assertion or token, the credentials of a
// permission set, a session by one MFA code. They have no causes to choose from, so each has what the one sentence has to say. A third
// search found them, on 2026-11-29, by the operation's name and AWS's words; the last
// seven a fifth one, on 2026-12-01. No score counts them.

import type { FailureKind } from 'rolerelay-core'

export interface SignIn {
  source: string
  operation: 'AssumeRoleWithSAML' | 'AssumeRoleWithWebIdentity' | 'GetRoleCredentials' | 'GetSessionToken'
  status: number
  code: string
  says: string
  kind: FailureKind
  /** What the sentence has to say: what is the matter, and what to do. */
  tells: readonly string[]
  found: string
}

const token = { operation: 'AssumeRoleWithWebIdentity', status: 400, code: 'InvalidIdentityToken' } as const
const unknown = {
  ...token,
  says: 'No OpenIDConnect provider found in your account for https://idp.corp.example',
  kind: 'refused',
} as const
const audience = { ...token, says: 'Incorrect token audience', kind: 'refused' } as const
const keys = {
  ...token,
  says: "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  kind: 'unavailable',
} as const
const trust = {
  operation: 'AssumeRoleWithWebIdentity',
  status: 403,
  code: 'AccessDenied',
  says: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  kind: 'denied',
} as const
const ended = {
  operation: 'AssumeRoleWithSAML',
  status: 400,
  code: 'ExpiredTokenException',
  says: 'Token must be redeemed within 5 minutes of issuance',
  kind: 'signed-out',
} as const
const tooLong = {
  operation: 'AssumeRoleWithSAML',
  status: 400,
  code: 'ValidationError',
  says: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  kind: 'duration',
} as const

/** What AWS would refuse is not sent. */
const session = {
  operation: 'GetSessionToken',
  status: 403,
  code: 'AccessDenied',
  says: 'Cannot call GetSessionToken with session credentials',
  kind: 'invalid',
  tells: ['needs a user’s long-term access key', 'Enter the user’s own key'],
} as const

export const SIGN_INS: SignIn[] = [
  {
    source: 'aws-samples/aws-secret-sidecar-injector#30',
    ...unknown,
    tells: ['IAM in account 565656565656 does not know https://idp.corp.example', 'have the provider added there'],
    found: 'The cluster’s provider was added in IAM.',
  },
  {
    source: 'aws-actions/configure-aws-credentials#280',
    ...unknown,
    tells: ['does not know https://idp.corp.example', 'have the provider added there'],
    found: 'The issuer had another address from one day to the next, and IAM had the old one.',
  },
  {
    source: 'treeverse/dvc.org#5273',
    ...unknown,
    tells: ['does not know https://idp.corp.example', 'have the provider added there'],
    found: 'The service had moved to another domain, by which IAM did not know it.',
  },
  {
    source: 'mozilla-iam/mozilla-aws-cli#127',
    ...unknown,
    tells: ['account 565656565656', 'write the right role on this source'],
    found: 'The role’s ARN was of an account that has no such provider.',
  },
  {
    source: 'awslabs/amazon-eks-irsa-cfn#18',
    ...audience,
    tells: ['made for another audience', 'Have that audience (aud) added'],
    found: 'The audience was misspelt in IAM’s provider.',
  },
  {
    source: 'BerriAI/litellm#31412',
    ...audience,
    tells: ['made for another audience', 'have it made for one that is listed there'],
    found: 'Nobody knew what audience the token had: it was another than IAM’s.',
  },
  {
    source: 'aws/aws-cli#7194',
    ...keys,
    tells: ['could not fetch the keys', 'Try again in a minute'],
    found: 'It fails now and then, and goes well the next time.',
  },
  {
    source: 'awslabs/aws-sdk-rust#827',
    ...keys,
    tells: ['could not fetch the keys', 'Try again in a minute'],
    found: 'AWS was in trouble that day.',
  },
  {
    source: 'aws-actions/configure-aws-credentials#1100',
    ...trust,
    tells: ['trust policy', 'subject', 'in upper and lower case too'],
    found: 'The organization’s name in the condition on the subject had another case.',
  },
  {
    source: 'aws-actions/configure-aws-credentials#686',
    ...trust,
    tells: ['trust policy', 'subject', 'in upper and lower case too'],
    found: 'The person’s name in the condition on the subject was in lower case.',
  },
  {
    source: 'ministryofjustice/modernisation-platform#3909',
    ...trust,
    tells: ['trust policy', 'conditions (audience, subject) that fit'],
    found: 'The subject has more at its end than the condition allowed.',
  },
  {
    source: 'source-cooperative/source.coop#382',
    ...trust,
    tells: ['trust policy', 'conditions (audience, subject) that fit'],
    found: 'The condition asked for another audience than STS.',
  },
  {
    source: 'Nike-Inc/gimme-aws-creds#251',
    ...ended,
    tells: ['within five minutes', 'Sign in there again, and use the new one at once'],
    found: 'One assertion was used for so many accounts that five minutes went by.',
  },
  {
    source: 'physera/onelogin-aws-cli#64',
    ...ended,
    tells: ['within five minutes', 'Sign in there again'],
    found: 'An assertion was kept for the next renewal.',
  },
  {
    source: 'Versent/saml2aws#759',
    ...{ ...ended, says: 'Response has expired' },
    tells: ['nothing after the end that it has itself', 'Sign in there again'],
    found: 'This provider’s assertions count for one minute.',
  },
  {
    source: 'prolane/samltoawsstskeys#61',
    ...tooLong,
    tells: ['longer session than role target in account 565656565656 allows', 'Set less'],
    found: 'The twelve hours of the assertion were asked for, and the role allows fewer.',
  },
  {
    source: 'Nike-Inc/gimme-aws-creds#54',
    ...tooLong,
    tells: ['longer session than role target in account 565656565656 allows', 'Set less'],
    found: 'What the provider allows is of the console, and the role has a maximum of its own.',
  },
  {
    source: 'aws/aws-sam-cli#2129 (2021-09-15)',
    ...{ operation: 'GetRoleCredentials', status: 403, code: 'ForbiddenException', says: 'No access', kind: 'denied' },
    tells: ['has no permission set Operator in account 565656565656', 'its name may be another'],
    found: 'The permission set’s name was misspelt.',
  },
  {
    source: 'aws/aws-sdk-net#1704',
    ...session,
    found: 'The profile held a session in the place of a user’s own key.',
  },
  { source: 'bustle/aws-sudo#6', ...session, found: 'The profile that was set was one of a session.' },
  { source: 'trek10inc/awsume#27', ...session, found: 'The program asked with one session for another.' },
  { source: 'aws/aws-sdk-js#3670', ...session, found: 'The instance’s role asked, whose keys are a session’s.' },
  {
    source: 'aws/aws-sdk-php#1876',
    ...session,
    found: 'On the server the instance’s own session was used, on the developer’s machine a user’s key.',
  },
  {
    source: 'aws-samples/aws-secret-sidecar-injector#26',
    ...trust,
    tells: ['trust policy', 'conditions (audience, subject) that fit'],
    found: 'The condition on the subject held a pattern, and compared it as it stands.',
  },
  {
    source: 'external-secrets/kubernetes-external-secrets#287',
    ...trust,
    tells: ['trust policy', 'conditions (audience, subject) that fit'],
    found: 'The condition named the audience where it had to name the subject.',
  },
  {
    source: 'aws-actions/configure-aws-credentials#318',
    ...trust,
    tells: ['trust policy', 'subject', 'in upper and lower case too'],
    found: 'The organization’s name in the condition on the subject had another case.',
  },
  {
    source: 'crossplane-contrib/provider-aws#1331',
    ...trust,
    tells: ['trust policy has to name that provider'],
    found: 'The trust policy named the provider of another account than the role’s.',
  },
  {
    source: 'openshift/cluster-capi-operator#644',
    ...trust,
    tells: ['trust policy', 'conditions (audience, subject) that fit'],
    found: 'The condition on the subject had another service account. AWS’s words are not quoted there.',
  },
  {
    source: 'kubernetes-sigs/cluster-api-provider-aws#3554',
    ...trust,
    tells: ['trust policy', 'conditions (audience, subject) that fit'],
    found: 'The condition on the subject had another namespace. AWS’s words are not quoted there.',
  },
  {
    source: 'jenkins-x/terraform-aws-eks-jx#301',
    ...trust,
    tells: ['trust policy', 'conditions (audience, subject) that fit'],
    found: 'The condition on the subject had another namespace. AWS’s words are not quoted there.',
  },
]
