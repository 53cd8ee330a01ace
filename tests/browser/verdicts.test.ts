// Why a hop failed, as a person reads it: for each case the right hop, the right cause first, and what shows it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CauseKind, Chain } from 'rolerelay-core'
import { type Effect, type FaultMatch, faults } from '../aws/faults.ts'
import { badRequest } from '../aws/page.ts'
import { accounts, attested, externalId, mfaHub, steps, tagless, threeHops } from '../aws/sample.ts'
import { allows, keyOf, policy, type Role, roleByArn, trusts, type User, type WorldBuilder } from '../aws/world.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { firstScreen, pick } from './person.ts'
import { chainOf, credentialsOf, type Stage, stage } from './stage.ts'
import { addChain, addSource, call, run } from './wire.ts'

type Hops = Chain['hops']

interface Case {
  cause: CauseKind
  /** Another that has to be told with it. */
  beside?: CauseKind
  /** Counted from 0; none for the console's sign-in. */
  hop: number | undefined
  /** How many causes are told. */
  causes: number
  hops?: Hops
  /** Spoils the world, and may name another source. It is put right again by what it gives as `mend`. */
  arrange?: (here: Stage) => Promise<{ sourceId?: string; mend?: () => void }>
  wrong?: [FaultMatch, Effect]
  /** The first button. */
  button: string
}

const [relay, gate, production] = threeHops as [Hops[0], Hops[0], Hops[0]]
/** It trusts Step02 alone. */
const third = steps[2] as Hops[0]
const [attestedHub] = attested as [Hops[0]]
const inHub = (name: string) => `arn:aws:iam::${accounts.hub}:role/${name}`
const roleAt = ({ aws }: Stage, arn: string) => roleByArn(aws.world, arn)?.role as Role
const alice = ({ aws }: Stage) => aws.world.accounts.get(accounts.hub)?.users.get('alice') as User

/** Adds a role to the hub account, which lets the account's policies decide. */
function addRole({ aws }: Stage, name: string, trust = trusts(accounts.hub)): void {
  ;(aws.world as WorldBuilder).account(accounts.hub).role(name, { trust })
}

const sourceOf = async ({ aws, wings }: Stage, user: string) =>
  addSource(wings, credentialsOf(keyOf(aws.world, accounts.hub, user)), `Of ${user}`)

const cases: Record<string, Case> = {
  // Of a session, between accounts, people found a missing permission as often.
  'a role that trusts others': {
    cause: 'permission-missing',
    beside: 'trust-missing',
    button: 'Who has to allow what',
    hop: 1,
    causes: 9,
    hops: [relay, third],
  },
  'a wrong external ID': {
    cause: 'external-id',
    button: 'Edit hop 3',
    hop: 2,
    causes: 9,
    hops: [relay, gate, { ...production, externalId: `${externalId}-2` }],
  },
  'no permission': {
    cause: 'permission-missing',
    button: 'Who has to allow what',
    hop: 0,
    causes: 1,
    hops: [{ roleArn: inHub('Inner') }],
    async arrange(here) {
      addRole(here, 'Inner')
      return { sourceId: await sourceOf(here, 'nobody') }
    },
  },
  'no MFA': {
    cause: 'mfa-missing',
    button: 'Use MFA device alice',
    hop: 0,
    causes: 5,
    hops: [{ roleArn: mfaHub.roleArn }],
  },
  // Of a user's key in their own account people mostly found that no code was sent, and AWS does not tell that the role is not there.
  'a role that is not there': {
    cause: 'mfa-missing',
    // Another chain has the role whose name it is but for upper and lower case.
    button: 'Use role RelayHub',
    beside: 'no-such-role',
    hop: 0,
    causes: 10,
    hops: [{ roleArn: inHub('relayhub') }],
    async arrange({ wings, alice }) {
      await addChain(wings, chainOf('The hub', alice, [relay]))
      return {}
    },
  },
  'a tag that is inherited, and not allowed': {
    cause: 'tag-session',
    button: 'Who has to allow what',
    hop: 1,
    causes: 4,
    hops: [attestedHub, tagless as Hops[0]],
  },
  'a source identity that is not allowed': {
    cause: 'set-source-identity',
    button: 'Who has to allow what',
    hop: 0,
    causes: 1,
    hops: [{ ...relay, sourceIdentity: 'alice' }],
  },
  'an explicit deny': {
    cause: 'mfa-missing',
    button: 'Use MFA device alice',
    beside: 'explicit-deny',
    hop: 0,
    causes: 2,
    async arrange(here) {
      const role = roleAt(here, relay.roleArn)
      const { trust } = role
      const no = { Effect: 'Deny' as const, Principal: '*' as const, Action: 'sts:AssumeRole' }
      role.trust = policy(...[trust.Statement].flat(), no)
      return {
        mend: () => {
          role.trust = trust
        },
      }
    },
  },
  'a permissions boundary': {
    cause: 'guardrail',
    button: 'Who has to allow what',
    hop: 0,
    causes: 1,
    hops: [{ roleArn: inHub('Inner') }],
    async arrange(here) {
      addRole(here, 'Inner')
      const user = alice(here)
      user.boundary = allows('*', 's3:*')
      return { mend: () => delete user.boundary }
    },
  },
  'an inactive key': {
    cause: 'unknown-key',
    button: 'Enter keys',
    hop: 0,
    causes: 1,
    async arrange(here) {
      const [key] = alice(here).keys
      assert.ok(key)
      key.active = false
      return {
        mend: () => {
          key.active = true
        },
      }
    },
  },
  'a root user': {
    cause: 'root-user',
    button: 'Enter keys',
    hop: 0,
    causes: 1,
    async arrange(here) {
      ;(here.aws.world as WorldBuilder).account(accounts.hub).root()
      return { sourceId: await sourceOf(here, 'root') }
    },
  },
  'a region that is switched off': {
    cause: 'region-disabled',
    button: 'Edit hop 2',
    hop: 1,
    causes: 1,
    hops: [relay, { ...gate, region: 'eu-west-1' }, production],
    async arrange({ aws }) {
      const off = aws.world.accounts.get(accounts.hub)?.disabledRegions
      off?.add('eu-west-1')
      return { mend: () => off?.delete('eu-west-1') }
    },
  },
  'a managed policy that is not there': {
    cause: 'session-policy',
    button: 'Edit hop 2',
    hop: 1,
    causes: 1,
    hops: [relay, { ...gate, policyArns: ['arn:aws:iam::aws:policy/NoSuchPolicy'] }, production],
  },
  'a host that asks to slow down': {
    cause: 'throttled',
    button: 'Try again',
    hop: 0,
    causes: 1,
    wrong: [{ action: 'AssumeRole' }, faults.throttle],
  },
  'a page of the hotel’s network': {
    cause: 'proxy-page',
    button: 'Try again',
    hop: 1,
    causes: 1,
    wrong: [{ action: 'AssumeRole', nth: 2 }, faults.portalPage],
  },
  'a sign-in service that refuses': {
    cause: 'sign-in-refused',
    button: 'Try again',
    hop: undefined,
    causes: 1,
    wrong: [{ service: 'signin' }, { name: 'refuse', instead: () => badRequest('Invalid credentials parameter') }],
  },
}

for (const kind of kinds) {
  describe(`why it failed, in ${kind}`, () => {
    const here = stage(kind)

    for (const [name, { cause, beside, hop, causes, hops = threeHops, arrange, wrong, button }] of Object.entries(
      cases,
    )) {
      // What AWS says is read by the core, which is the same in both; what a browser makes of a host's trouble is its own.
      if (kind === 'firefox' && !wrong && beside !== 'trust-missing') continue
      it(name, async () => {
        const { aws, driven, wings } = here
        const { sourceId = here.alice, mend } = (await arrange?.(here)) ?? {}
        const chainId = await addChain(wings, { ...chainOf(name, sourceId, []), hops })
        const spoil = () => {
          aws.clearFaults()
          if (wrong) aws.fault(...wrong)
        }
        // Once for the data, and once as a person sees it.
        spoil()
        const ended = (await run(wings, { action: 'open', chainId, where: 'background-tab' })).at(-1)
        const failure = ended?.type === 'failed' ? ended.state.failure : undefined
        await call(wings, 'dismissRun', null)
        spoil()
        const popup = await pick(driven, name)
        const panel = await popup.waitForSelector('.failure')
        mend?.()
        await becomes('the first screen', () => firstScreen(popup), { cut: [], button })
        assert.equal(failure?.hop, hop, failure?.message)
        const told = failure?.causes ?? []
        assert.deepEqual([told[0]?.kind, told.length], [cause, causes], failure?.message)
        if (beside)
          assert.ok(
            told.some(({ kind }) => kind === beside),
            `${beside} is not told`,
          )

        const text = await panel?.evaluate((it) => it.textContent)
        const listed = await popup.$$eval('.causes ol > li > p:first-child', (items) =>
          items.map((it) => it.textContent),
        )
        assert.deepEqual(listed, causes === 1 ? [] : told.map(({ sentence }) => sentence))
        if (causes === 1) assert.ok(text?.includes(told[0]?.sentence ?? '?'), text ?? '')
        for (const { test, evidence = [] } of told) {
          if (test) assert.ok(text?.includes(test), test)
          for (const sentence of evidence) assert.ok(text?.includes(sentence), sentence)
        }
      })
    }

    it('the list is one for a screen reader and for the keyboard, in the light and in the dark', async () => {
      const { driven, wings } = here
      await addChain(wings, { ...chainOf('Read', here.alice, []), hops: [relay, third] })
      const popup = await pick(driven, 'Read')
      await popup.waitForSelector('.causes')
      await popup.focus('.causes > summary')
      await popup.keyboard.press('Enter')
      await popup.waitForSelector('.causes[open]')
      await popup.focus('.causes li summary')
      await popup.keyboard.press('Enter')
      await popup.waitForSelector('.causes li details[open]')
      for (const value of ['light', 'dark']) {
        const still = { name: 'prefers-reduced-motion', value: 'reduce' }
        const features = [{ name: 'prefers-color-scheme', value }, still]
        if (kind === 'chromium') await popup.emulateMediaFeatures(features)
        assert.deepEqual(await findings(popup), [])
      }
      const overflow = await popup.$eval('.failure', (panel) => panel.scrollWidth - panel.clientWidth)
      assert.ok(overflow <= 0, 'long ARNs wrap')
    })
  })
}
