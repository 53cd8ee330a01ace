// Refusals of other kinds: MFA, keys, regions, durations, parameters, the clock, the sign-in service.

import { ANA, AWAY, type Published, role, session } from './published.ts'

const R = role('target')
const INVALID = 'The security token included in the request is invalid'
const DEVICE = 'arn:aws:iam::210987654321:mfa/ana'
const device =
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.'
const hour = 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'
const name = (value: string) =>
  `1 validation error detected: Value '${value}' at 'roleSessionName' failed to satisfy constraint: Member must have length less than or equal to 64`
const packed = (percent: number) => `Packed size of session tags consumes ${percent}% of allotted space.`
const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

const ofToken = { operation: 'GetSessionToken', by: 'key', status: 403, code: 'AccessDenied' } as const
const unknown = { by: 'session', status: 403, code: 'InvalidClientTokenId', says: INVALID, role: R } as const
const tooLong = { by: 'session', status: 400, code: 'ValidationError', says: hour, role: R } as const
const expired = {
  by: 'session',
  status: 403,
  code: 'ExpiredToken',
  says: 'The security token included in the request is expired',
  role: R,
} as const
const console_ = { operation: 'getSigninToken', by: 'key', status: 400, role: R } as const

export const ANSWERS: Published[] = [
  {
    source: 'broamski/aws-mfa#46',
    ...ofToken,
    says: device,
    cause: 'mfa-device',
    found: 'The ARN said user in the place of mfa.',
  },
  {
    source: 'broamski/aws-mfa#25',
    ...ofToken,
    says: device,
    cause: 'mfa-device',
    found: 'The ARN was the user’s, not the device’s.',
  },
  {
    source: 'broamski/aws-mfa#46 (2020-02-03)',
    ...{ ...ofToken, says: device, cause: 'mfa-out-of-step' },
    found: 'Device and server were out of step.',
  },
  {
    source: 'aws/aws-cli#2279 (2020-04-22)',
    ...{ by: 'key', status: 403, code: 'AccessDenied', role: R, sends: { mfaSerial: DEVICE }, cause: 'mfa-code' },
    says: 'MultiFactorAuthentication failed with invalid MFA one time pass code.',
    found: 'Each code is taken once, and a loop sent it again.',
  },
  {
    source: '99designs/aws-vault#263',
    ...tooLong,
    cause: 'chained-duration',
    found: 'A session of GetSessionToken signed.',
  },
  {
    source: 'aws/eks-anywhere#9485',
    ...tooLong,
    cause: 'chained-duration',
    found: 'The duration was set to one hour.',
  },
  {
    source: 'mmmorris1975/aws-runas#11',
    ...tooLong,
    cause: 'chained-duration',
    found: 'Longer ones ask with the key itself now.',
  },
  {
    source: 'prowler-cloud/prowler#7721',
    ...tooLong,
    cause: 'chained-duration',
    found: '18,000 seconds, by a session.',
  },
  {
    source: 'kreuzwerker/awsu#27',
    ...{ by: 'key', status: 400, code: 'ValidationError', role: R, cause: 'role-maximum' },
    ...{ sends: { durationSeconds: 7200, mfaSerial: DEVICE }, found: 'More was asked for than the role gives.' },
    says: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  },
  {
    source: 'prowler-cloud/prowler#923',
    ...{ by: 'key', status: 400, code: 'ValidationError', role: R, cause: 'role-maximum' },
    ...{ sends: { durationSeconds: 43_200 }, found: 'The duration has to be below the role’s own.' },
    says: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  },
  {
    source: 'devsecops/bootcamp#101',
    ...{ by: 'key', status: 403, code: 'SignatureDoesNotMatch', role: R, cause: 'clock' },
    says: 'Signature expired: 20160704T101512Z is now earlier than 20160704T170208Z (20160704T171708Z - 15 min.)',
    found: 'The computer’s clock was hours behind.',
  },
  {
    source: 'aws/aws-cli#6676',
    ...{ operation: 'GetCallerIdentity', by: 'key', status: 403, code: 'SignatureDoesNotMatch', cause: 'clock' },
    says: 'Signature expired: 20220304T061427Z is now earlier than 20220304T074428Z (20220304T075928Z - 15 min.)',
    found: 'The system’s time was wrong.',
  },
  {
    source: 'devsecops/bootcamp#118',
    ...{ by: 'key', status: 403, code: 'SignatureDoesNotMatch', says: mismatch, role: R, cause: 'wrong-secret' },
    found: 'The secret was copied through an editor that broke it; new keys went well.',
  },
  {
    source: 'aws/aws-cli#602 (2016-11-20)',
    ...{ by: 'key', status: 403, code: 'SignatureDoesNotMatch', says: mismatch, role: R, cause: 'wrong-secret' },
    found: 'Secrets with marks in them had not come through whole.',
  },
  {
    source: 'duo-labs/cloudmapper#538',
    ...unknown,
    region: 'ap-east-1',
    cause: 'global-session',
    found: 'Sessions of the global endpoint are not taken there.',
  },
  {
    source: 'nccgroup/ScoutSuite#1389',
    ...unknown,
    region: 'me-south-1',
    cause: 'global-session',
    found: 'The session was of the first version.',
  },
  {
    source: 'Versent/saml2aws#928',
    ...unknown,
    region: 'ap-east-1',
    cause: 'global-session',
    found: 'With the login in that region it went well.',
  },
  {
    source: 'rebuy-de/aws-nuke#1062',
    ...unknown,
    code: 'UnrecognizedClientException',
    region: 'eu-south-1',
    cause: 'global-session',
    found: 'The session came from the global endpoint, as its reporter believed; other services refused it so.',
  },
  {
    source: 'aws/aws-sdk-ruby#2850',
    ...unknown,
    by: 'key',
    region: 'eu-south-1',
    cause: 'region-disabled',
    found: 'The region was not enabled in the source’s account.',
  },
  {
    source: 'kubeflow/testing#961',
    ...{ by: 'key', status: 403, code: 'AccessDenied', role: R, cause: 'root-user' },
    ...{
      says: 'Roles may not be assumed by root accounts.',
      found: 'The key was the root user’s: a user took its place.',
    },
  },
  {
    source: 'remind101/assume-role#4',
    ...expired,
    cause: 'source-expired',
    found: 'The session in the environment had ended.',
  },
  { source: 'boto/boto3#1431', ...expired, cause: 'source-expired', found: 'The credentials that signed had ended.' },
  {
    source: 'cloud-custodian/cloud-custodian#9216',
    ...expired,
    cause: 'source-expired',
    found: 'New credentials were got between the loops.',
  },
  {
    source: 'zalando-incubator/kube-aws-iam-controller#16',
    ...{ by: 'key', status: 400, code: 'ValidationError', role: R, cause: 'session-name' },
    ...{
      says: name(`arn_aws_iam__${AWAY}_role.some-long-name-of-an-operator-session`),
      found: 'The name was too long.',
    },
  },
  {
    source: 'bringmeister/aws-kinesis-spring-boot-starter#19',
    ...{ by: 'session', status: 400, code: 'ValidationError', role: R, cause: 'session-name' },
    ...{ says: name('integration-tests-of-the-system-08f2f0b5-8479-4d2e-9a2c-8cd106521234'), found: 'It is cut now.' },
  },
  {
    source: 'aws-actions/configure-aws-credentials#1803',
    ...{ by: 'key', status: 400, code: 'PackedPolicyTooLarge', says: packed(139), role: R, cause: 'packed-size' },
    found: 'Too many session tags: some are left out now.',
  },
  {
    source: 'aws/containers-roadmap#2413',
    ...{
      by: 'session',
      status: 400,
      code: 'PackedPolicyTooLargeException',
      says: packed(112),
      role: R,
      cause: 'packed-size',
    },
    found: 'The pod’s session takes most of the room for tags by itself.',
  },
  {
    source: 'aws-actions/configure-aws-credentials#1898',
    ...{ by: 'key', status: 400, code: 'PackedPolicyTooLarge', says: packed(142), role: R, cause: 'packed-size' },
    found: 'The tags were still too many.',
  },
  {
    source: '99designs/aws-vault#77',
    ...console_,
    says: 'Invalid credentials parameter',
    sessionDuration: 43_200,
    cause: 'sign-in-refused',
    found: 'Without a session duration it went well.',
  },
  {
    source: 'Bridgewater/holochrome#8',
    ...console_,
    says: 'Invalid credentials parameter',
    sessionDuration: 43_200,
    cause: 'sign-in-refused',
    found: 'The session duration was the cause.',
  },
  {
    source: 'joshdk/aws-console#42',
    ...console_,
    says: '',
    sessionDuration: 3600,
    cause: 'sign-in-refused',
    found: 'Without a duration it went well.',
  },
]

export { ANA, session }
