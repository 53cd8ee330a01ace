// Each cause of a failure, played at each hop of one chain that can have it: through the real wasm, against the local AWS.

import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { CauseKind, Failure, FailureKind } from 'rolerelay-core'
import { DEFECTS, type Defect } from './defects/defects.ts'
import { type Leg, type Scene, walked } from './scene.ts'
import { threeHops } from './three-hops.ts'

const fetchOfNode = globalThis.fetch
after(() => {
  globalThis.fetch = fetchOfNode
})

/** The kind of failure of a cause, where it is not `denied`. */
const FAILURES: Partial<Record<CauseKind, FailureKind[]>> = {
  'source-expired': ['expired'],
  'session-expired': ['expired'],
  'unknown-key': ['invalid-key'],
  'global-session': ['invalid-key'],
  'wrong-secret': ['signature'],
  clock: ['clock'],
  'region-disabled': ['region'],
  'wrong-region': ['region'],
  'chained-duration': ['duration'],
  'role-maximum': ['duration'],
  'mfa-code': ['mfa'],
  'mfa-out-of-step': ['mfa'],
  'session-name': ['validation'],
  'session-tag': ['validation'],
  'session-policy': ['refused'],
  'packed-size': ['validation'],
  parameter: ['validation'],
  throttled: ['throttled'],
  unavailable: ['unavailable'],
  unreachable: ['unreachable'],
  'proxy-page': ['malformed', 'wrong-role', 'proxy-login'],
  altered: ['refused'],
  'sign-in-refused': ['sign-in'],
}

/** What neither STS nor IAM tells from what is likelier: there the true cause is one of several. */
const NEVER_TOLD: CauseKind[] = ['already-role', 'tag-condition', 'mfa-out-of-step', 'just-made']
/** The same of what IAM does not tell from another account. */
const hidden = ({ kind, what }: Defect, { account, callerAccount }: Leg) =>
  NEVER_TOLD.includes(kind) ||
  (account !== callerAccount &&
    (['trust-missing', 'deleted-principal', 'trust-condition', 'no-such-role'].includes(kind) ||
      /none is sent|in the trust policy$/.test(what)))

const told = (failure: Failure | undefined) => failure?.causes?.map(({ kind }) => kind) ?? []

async function failureOf(scene: Scene, defect: Defect, at: number): Promise<Failure> {
  defect.spoil(scene.legs[at] as Leg, at, scene)
  const failure = await walked(scene)
  assert.ok(failure, 'it went well all the same')
  assert.equal(failure.hop, defect.kind === 'sign-in-refused' ? undefined : at, failure.message)
  assert.ok((FAILURES[defect.kind] ?? ['denied']).includes(failure.kind), `${failure.kind}: ${failure.message}`)
  return failure
}

test('without a defect the chain goes well', async () => {
  assert.equal(await walked(threeHops()), undefined)
  assert.equal(await walked(threeHops({ bySession: true })), undefined)
})

for (const silent of [false, true])
  describe(`the cause, told first${silent ? ', where STS keeps its reasons to itself' : ''}`, () => {
    for (const bySession of [false, true])
      for (const at of [0, 1, 2])
        for (const defect of DEFECTS) {
          const scene = () => threeHops({ bySession, silent })
          const one = scene()
          const leg = one.legs[at] as Leg
          if (!defect.can(leg, at, one)) continue
          // What the source is makes a difference to the first hop alone.
          if (bySession && at > 0) continue
          test(`${defect.kind}, ${defect.what}, hop ${at + 1}${bySession ? ' of a session' : ''}`, async () => {
            const failure = await failureOf(scene(), defect, at)
            const causes = told(failure)
            if (hidden(defect, leg)) assert.ok(causes.includes(defect.kind) && causes.length > 1, causes.join(', '))
            else assert.equal(causes[0], defect.kind, `${causes.join(', ')}: ${failure.message}`)
          })
        }
  })

describe('the closed set', () => {
  test('every cause of it is played', () => {
    const played = new Set(DEFECTS.map(({ kind }) => kind))
    const scenes = [threeHops(), threeHops({ bySession: true })]
    const fits = (kind: CauseKind) =>
      DEFECTS.some((one) => one.kind === kind && scenes.some((it) => it.legs.some((leg, at) => one.can(leg, at, it))))
    assert.deepEqual(
      [...played].filter((kind) => !fits(kind)),
      [],
    )
    assert.equal(played.size, 41)
  })
})

describe('who asked', () => {
  const alice = 'arn:aws:iam::111122223333:user/team/alice'
  const hub = 'arn:aws:sts::111122223333:assumed-role/Hub/alice'
  const defect = (kind: CauseKind) => DEFECTS.find((one) => one.kind === kind) as Defect
  for (const [kind, at, caller] of [
    ['trust-missing', 0, alice],
    ['trust-missing', 1, hub],
    ['role-maximum', 0, alice],
    ['mfa-device', 0, alice],
    ['root-user', 0, 'arn:aws:iam::111122223333:root'],
    ['session-policy', 1, hub],
    ['throttled', 1, hub],
    ['throttled', 0, undefined],
    ['wrong-secret', 0, undefined],
  ] as const)
    test(`${kind} at hop ${at + 1}: ${caller ?? 'nobody knows'}`, async () => {
      assert.equal((await failureOf(threeHops(), defect(kind), at)).caller, caller)
    })
})

for (const silent of [false, true])
  test(`without IAM several causes remain where STS hides the difference, the true one among them${silent ? ', and it hides all' : ''}`, async () => {
    const denied = DEFECTS.filter(({ kind }) => !FAILURES[kind])
    for (const defect of denied)
      for (const at of [0, 1, 2]) {
        const scene = threeHops({ mayAskIam: false, silent })
        const leg = scene.legs[at] as Leg
        if (!defect.can(leg, at, scene)) continue
        const causes = told(await failureOf(scene, defect, at))
        assert.ok(causes.includes(defect.kind), `${defect.kind}, hop ${at + 1}: ${causes.join(', ')}`)
        if (causes.length === 1) assert.deepEqual(causes, [defect.kind])
      }
  })

test('no request goes to IAM where the browser does not reach it', async () => {
  const scene = threeHops({ mayAskIam: false })
  await failureOf(scene, DEFECTS.find(({ kind }) => kind === 'trust-missing') as Defect, 1)
  assert.ok(scene.aws.asked.every((form) => form.get('Version') === '2011-06-15'))
})
