// What else AWS, the network or the source’s own credentials refuse a hop for.

import type { CauseKind } from 'rolerelay-core'
import { type Effect, faults } from '../../aws/faults.ts'
import { badRequest } from '../../aws/page.ts'
import { issue } from '../../aws/sts/issue.ts'
import { totp } from '../../aws/totp.ts'
import { keyOf, type WorldBuilder } from '../../aws/world.ts'
import { credentialsOf, type Leg, type Scene, SEED } from '../scene.ts'
import { always, type Defect, firstOfAccount } from './defect.ts'

const first = (_: Leg, at: number) => at === 0
const byUser = (leg: Leg) => leg.byUser
const bySession = (_: Leg, at: number, { base }: Scene) => at === 0 && base.sessionToken !== undefined

/** At the hop `at`, each time that it is asked for. */
function wrong({ aws, chain }: Scene, at: number, effect: Effect): void {
  const { roleArn } = chain.hops[at] ?? {}
  aws.wrong = (form) => (form.get('RoleArn') === roleArn ? effect : undefined)
}

const says = (kind: CauseKind, what: string, code: string, status: number, message: string): Defect => ({
  kind,
  what,
  can: always,
  spoil: (_, at, scene) => wrong(scene, at, faults.refuse(code, status, message)),
})
const invalid = (place: string) =>
  `1 validation error detected: Value 'x' at '${place}' failed to satisfy constraint: Member must have length less than or equal to 1`

export const OF_ANSWERS: Defect[] = [
  {
    kind: 'source-expired',
    what: 'the source’s session has ended',
    can: bySession,
    spoil(_, __, { aws }) {
      for (const session of aws.state.sessions.values()) session.expiresAt = 1
    },
  },
  {
    kind: 'session-expired',
    what: 'the session of the hop before ends on the way',
    can: (_, at) => at > 0,
    spoil: (leg, _, { aws }) => {
      aws.wrong = (form) => {
        if (form.get('RoleArn') === leg.role.arn) for (const one of aws.state.sessions.values()) one.expiresAt = 1
        return undefined
      }
    },
  },
  {
    kind: 'unknown-key',
    what: 'the key is inactive',
    can: byUser,
    spoil(_, __, { user }) {
      for (const key of user.keys) key.active = false
    },
  },
  {
    kind: 'unknown-key',
    what: 'a session token that is none',
    can: bySession,
    spoil(_, __, { base }) {
      base.sessionToken = 'none'
    },
  },
  {
    kind: 'global-session',
    what: 'a session of the global endpoint, in a region that accounts opt in to',
    can: (leg, at, scene) => bySession(leg, at, scene) && leg.callerAccount.partition === 'aws',
    spoil({ callerAccount }, _, { aws, chain }) {
      chain.region = 'me-south-1'
      callerAccount.enabledRegions.add('me-south-1')
      for (const session of aws.state.sessions.values()) session.global = true
    },
  },
  {
    kind: 'wrong-secret',
    what: 'a letter of the secret key',
    can: first,
    spoil(_, __, { base }) {
      base.secretAccessKey += 'x'
    },
  },
  {
    kind: 'clock',
    what: 'a clock that no answer sets right, for a cache kept them',
    can: first,
    spoil(_, __, { aws }) {
      aws.clock.advance(40 * 60_000)
      aws.wrong = () => faults.headers({ age: '1' })
    },
  },
  {
    kind: 'region-disabled',
    what: 'STS is off in the region',
    can: firstOfAccount,
    spoil({ callerAccount }) {
      for (const region of ['us-east-1', 'eu-west-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'])
        callerAccount.disabledRegions.add(region)
    },
  },
  says(
    'wrong-region',
    'signed for another region',
    'SignatureDoesNotMatch',
    403,
    "Credential should be scoped to a valid region, not 'us-east-2'. ",
  ),
  says(
    'chained-duration',
    'more than an hour for a session',
    'ValidationError',
    400,
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
  ),
  {
    kind: 'role-maximum',
    what: 'two hours for a role of one',
    can: byUser,
    spoil({ hop, role }) {
      hop.durationSeconds = 7200
      role.maxSessionDuration = 3600
    },
  },
  {
    kind: 'mfa-code',
    what: 'a wrong code',
    can: ({ hop }) => hop.mfaSerial !== undefined,
    spoil(_, __, { options }) {
      options.tokenCode = '000000'
    },
  },
  {
    kind: 'mfa-out-of-step',
    what: 'a device an hour behind',
    can: ({ hop }) => hop.mfaSerial !== undefined,
    spoil(_, __, { options, aws }) {
      options.tokenCode = totp(SEED, aws.clock.now() - 3_600_000)
    },
  },
  {
    kind: 'mfa-device',
    what: 'somebody else’s device',
    can: ({ hop }) => hop.mfaSerial !== undefined,
    spoil({ hop }) {
      hop.mfaSerial += '2'
    },
  },
  {
    kind: 'just-made',
    what: 'the role is not known everywhere yet',
    can: always,
    spoil: (leg, at, scene) => {
      const who = leg.caller.arn.replace(':iam:', ':sts:').replace(/:role\/.*?([^/]+)$/, ':assumed-role/$1/alice')
      const caller = leg.byUser ? leg.caller.arn : who
      const words = `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${leg.role.arn}`
      wrong(scene, at, faults.refuse('AccessDenied', 403, words))
    },
  },
  says('session-name', 'a session name that is refused', 'ValidationError', 400, invalid('roleSessionName')),
  {
    kind: 'session-tag',
    what: 'a tag that the source’s session hands on already',
    can: (leg, at, scene) => bySession(leg, at, scene) && leg.hop.sessionTags !== undefined,
    spoil({ hop }, __, { aws }) {
      const key = hop.sessionTags?.[0]?.key ?? ''
      for (const session of aws.state.sessions.values())
        Object.assign(session, { tags: { [key]: 'x' }, transitiveKeys: [key] })
    },
  },
  {
    kind: 'session-policy',
    what: 'a managed policy that is not there',
    can: always,
    spoil({ hop, account }) {
      hop.policyArns = [`arn:${account.partition}:iam::aws:policy/NoSuchPolicy`]
    },
  },
  {
    kind: 'packed-size',
    what: 'more tags than there is room for',
    can: (leg) => leg.hop.sessionTags !== undefined,
    spoil({ hop }, _, { chance }) {
      const value = () => Array.from({ length: 200 }, () => chance.upTo(36).toString(36)).join('')
      hop.sessionTags = Array.from({ length: 40 }, (_, at) => ({ key: `Tag${at}`, value: value() }))
    },
  },
  says('parameter', 'a source identity that is refused', 'ValidationError', 400, invalid('sourceIdentity')),
  {
    kind: 'root-user',
    what: 'the source is the root user',
    can: first,
    spoil({ callerAccount }, _, scene) {
      ;(scene.aws.world as WorldBuilder).account(callerAccount.id).root(SEED)
      scene.base = credentialsOf(keyOf(scene.aws.world, callerAccount.id, 'root'))
    },
  },
  {
    kind: 'wrong-caller',
    what: 'the source is a federated user',
    can: first,
    spoil({ callerAccount }, _, scene) {
      const arn = `arn:${callerAccount.partition}:sts::${callerAccount.id}:federated-user/ana`
      const session = {
        ...{
          kind: 'federated-user' as const,
          account: callerAccount.id,
          principalArn: scene.user.arn,
          arn,
          name: 'ana',
        },
        ...{ userId: `${callerAccount.id}:ana`, fromLongTermKey: true, global: false, policies: [], tags: {} },
        transitiveKeys: [],
      }
      const { keyId, secret, token } = issue(scene.aws, 3600, session).session
      scene.base = { accessKeyId: keyId, secretAccessKey: secret, sessionToken: token }
    },
  },
  {
    kind: 'throttled',
    what: 'AWS asks to slow down',
    can: always,
    spoil: (_, at, scene) => wrong(scene, at, faults.throttle),
  },
  {
    kind: 'unavailable',
    what: 'AWS is in trouble',
    can: always,
    spoil: (_, at, scene) => wrong(scene, at, scene.chance.of([faults.unavailable, faults.internalFailure])),
  },
  {
    kind: 'unreachable',
    what: 'no connection',
    can: (_, at) => at === 0,
    spoil(_, __, { aws }) {
      aws.wrong = () => faults.dropBefore
    },
  },
  {
    kind: 'proxy-page',
    what: 'a page of the network’s',
    can: always,
    spoil: (_, at, scene) =>
      wrong(scene, at, scene.chance.of([faults.proxyPage, faults.portalPage, faults.empty, faults.garbled])),
  },
  {
    kind: 'proxy-page',
    what: 'a session of another role',
    can: always,
    spoil: (leg, at, scene) =>
      wrong(scene, at, faults.otherRole(`arn:${leg.account.partition}:sts::999999999999:assumed-role/Other/rolerelay`)),
  },
  {
    kind: 'altered',
    what: 'a proxy takes the signature away',
    can: always,
    spoil: (_, at, scene) =>
      wrong(scene, at, faults.refuse('MissingAuthenticationToken', 403, 'Request is missing Authentication Token')),
  },
  {
    kind: 'sign-in-refused',
    what: 'the sign-in service refuses the session',
    can: (_, at, { legs }) => at === legs.length - 1,
    spoil: (_, __, { aws }) => {
      const refuses: Effect = { name: 'refuse', instead: () => badRequest('Invalid credentials parameter') }
      aws.wrong = (form) => (form.has('Version') ? undefined : refuses)
    },
  },
]
