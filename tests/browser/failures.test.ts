// What can go wrong on the way: each is a message of its own that names the hop, no tab opens, and nothing is lost.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Chain } from 'rolerelay-core'
import { assume } from '../aws/client.ts'
import { type Effect, type FaultMatch, faults } from '../aws/faults.ts'
import { badRequest } from '../aws/page.ts'
import { accounts, aliceKey, type SampleHop, steps, threeHops } from '../aws/sample.ts'
import { becomes, kinds } from './browsers.ts'
import { named } from './named.ts'
import { button, failureOn, firstScreen, pick, shows } from './person.ts'
import { chainOf, credentialsOf, runOver, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, addSource, call, run } from './wire.ts'

const HOUR = 3_600_000
const [gate, production] = threeHops.slice(1) as [SampleHop, SampleHop]
const three = steps.slice(0, 3)

interface Case {
  /** Sets the scene and gives the chain to open; three steps from alice's keys unless told. */
  arrange?: (here: Stage) => Promise<Partial<Chain>>
  /** What goes wrong with which requests. */
  wrong?: [FaultMatch, Effect][]
  title: string
  message: RegExp
  /** The first button: to try again, unless told. */
  button?: string
  /** How many requests the extension sends. */
  sent: number | undefined
}

const secondHop = (effect: Effect): [FaultMatch, Effect][] => [[{ action: 'AssumeRole', nth: 2 }, effect]]
/** The second hop and every time that it is sent again. */
const fromSecondHop = (effect: Effect) =>
  [2, 3, 4, 5, 6, 7].map((nth): [FaultMatch, Effect] => [{ action: 'AssumeRole', nth }, effect])

const cases: Record<string, Case> = {
  'one wrong byte in the secret key': {
    async arrange({ aws, wings }) {
      const { id, secret } = aliceKey(aws.world)
      const wrong = secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A')
      return { sourceId: await addSource(wings, credentialsOf({ id, secret: wrong, active: true }), 'Mistyped') }
    },
    title: 'Stopped at hop 1 of 3',
    message: /secret access key is wrong/,
    button: 'Enter keys',
    sent: 1,
  },
  'a role that does not trust the one before': {
    arrange: async () => ({ hops: [three[0], three[2]] as SampleHop[] }),
    title: 'Stopped at hop 2 of 2',
    message:
      /does not let arn:aws:sts::111122223333:assumed-role\/Step01\/\S+ do sts:AssumeRole here\. STS does not tell/,
    button: 'Who has to allow what',
    sent: 2,
  },
  'a wrong external ID': {
    arrange: async () => ({ hops: threeHops.with(2, { ...production, externalId: 'not-the-one' }) }),
    title: 'Stopped at hop 3 of 3',
    message: /STS does not tell which it is; \d causes remain/,
    button: 'Edit hop 3',
    sent: 3,
  },
  'a session that has expired': {
    async arrange({ aws, wings }) {
      aws.clock.advance(-2 * HOUR)
      const ended = await assume(aws, aliceKey(aws.world), (three[0] as SampleHop).roleArn)
      aws.clock.advance(2 * HOUR)
      const { id, secret, token } = ended
      const source = { accessKeyId: id, secretAccessKey: secret, ...(token && { sessionToken: token }) }
      return { sourceId: await addSource(wings, source, 'Yesterday’s'), hops: three.slice(1) }
    },
    title: 'Stopped at hop 1 of 2',
    message: /credentials have expired\. Enter new ones/,
    button: 'Enter keys',
    sent: 1,
  },
  'two hours for a role that allows one': {
    arrange: async () => ({ hops: [{ ...(three[0] as SampleHop), durationSeconds: 7200 } as SampleHop] }),
    title: 'Stopped at hop 1 of 1',
    message: /a longer session than the role allows/,
    button: 'Edit hop 1',
    // STS is asked then whose key it was.
    sent: 2,
  },
  // What a wrong clock comes to otherwise is in clock.test.ts.
  'a clock that AWS refuses whatever it is': {
    wrong: [[{ action: 'AssumeRole' }, faults.refuse('RequestTimeTooSkewed', 403, 'The difference is too large.')]],
    title: 'Stopped at hop 1 of 3',
    message: /clock is too far from AWS’s/,
    sent: 1,
  },
  'a redirect': {
    wrong: fromSecondHop(faults.redirect('https://sts.eu-west-1.amazonaws.com/elsewhere')),
    title: 'Stopped at hop 2 of 3',
    message: /is there, but answered with a redirect, which is never followed/,
    sent: 2,
  },
  'a reply of 10 MB': {
    wrong: secondHop(faults.huge()),
    title: 'Stopped at hop 2 of 3',
    message: /larger than/,
    sent: 2,
  },
  'a reply for another role': {
    wrong: secondHop(faults.otherRole(`arn:aws:sts::${accounts.security}:assumed-role/Step09/rolerelay`)),
    title: 'Stopped at hop 2 of 3',
    message: /Step09/,
    sent: 2,
  },
  'a garbled reply': {
    wrong: secondHop(faults.garbled),
    title: 'Stopped at hop 2 of 3',
    message: /answer/,
    sent: 2,
  },
  'a reply with a bomb of entities': {
    wrong: secondHop(faults.entities),
    title: 'Stopped at hop 2 of 3',
    message: /answer/,
    sent: 2,
  },
  'a page of the hotel’s network': {
    wrong: secondHop(faults.portalPage),
    title: 'Stopped at hop 2 of 3',
    message: /answer/,
    sent: 2,
  },
  'a dead host': {
    wrong: Array.from({ length: 20 }, (_, at): [FaultMatch, Effect] => [
      { service: 'sts', nth: at + 2 },
      faults.dropBefore,
    ]),
    title: 'Stopped at hop 2 of 3',
    message: /sts\.us-east-1\.amazonaws\.com could not be reached/,
    // A browser sends again by itself what was cut on a connection that it had used before.
    sent: undefined,
  },
  'a service that is down': {
    wrong: fromSecondHop(faults.unavailable),
    title: 'Stopped at hop 2 of 3',
    message: /in trouble \(HTTP 503\)/,
    sent: 4,
  },
  'a sign-in service that refuses': {
    wrong: [[{ service: 'signin' }, { name: 'refuse', instead: () => badRequest('Invalid credentials parameter') }]],
    title: 'The console did not let the session in',
    message: /sign-in/,
    sent: 4,
  },
}

for (const kind of kinds) {
  describe(`what goes wrong in ${kind}`, () => {
    const here = stage(kind)

    for (const [name, { arrange, wrong = [], title, message, button = 'Try again', sent }] of Object.entries(cases)) {
      it(name, async () => {
        const { aws, driven, wings, alice } = here
        const changes = await arrange?.(here)
        await addChain(wings, { ...chainOf(name, alice, three), ...changes })
        const before = await call(wings, 'list', { query: '', offset: 0, limit: 0 })
        aws.clearJournal()
        for (const [match, effect] of wrong) aws.fault(match, effect)

        const popup = await pick(driven, name)
        const failure = await failureOn(popup)
        await becomes('the first screen', () => firstScreen(popup), { cut: [], button })
        aws.clock.set(Date.now())
        assert.equal(failure.title, title)
        assert.match(failure.message, message)

        if (sent !== undefined) assert.equal(sentByExtension(aws).length, sent)
        assert.deepEqual(aws.requests({ action: 'login' }), [])
        assert.deepEqual(
          (await driven.tabs()).filter((address) => address.startsWith('http')),
          [],
        )
        assert.deepEqual(await call(wings, 'list', { query: '', offset: 0, limit: 0 }), before)
        assert.equal((await call(wings, 'sources', null)).find(({ id }) => id === alice)?.keys, 'ready')
      })
    }

    it('opens after all, once what was wrong is right', async () => {
      const { aws, driven, wings, alice } = here
      await addChain(wings, chainOf('Second try', alice, three))
      const fault = aws.fault({ action: 'AssumeRole' }, faults.garbled)
      const popup = await pick(driven, 'second try')
      await failureOn(popup)
      fault.remove()
      await popup.locator(named('button', 'Try again')).click()
      assert.equal((await driven.consoleTab()).role, 'Step03')
    })

    it('marks the chains and the source that AWS refused, until AWS takes it', async () => {
      const { aws, driven, wings, alice } = here
      await addChain(wings, chainOf('Switched off', alice, three))
      const key = aliceKey(aws.world)
      key.active = false
      const popup = await pick(driven, 'switched off')
      await failureOn(popup).finally(() => {
        key.active = true
      })
      await button(popup, 'Back to the list').click()
      await popup.waitForSelector('.chain-row [title="AWS refused it when it was last used"]')
      const source = await driven.open(`options.html#/sources/${alice}`)
      const row = `.source-list [href="#/sources/${alice}"]`
      await shows(source, /Refused by AWS/, row)

      await pick(driven, 'switched off')
      assert.equal((await driven.consoleTab()).role, 'Step03')
      await runOver(here)
      await shows(await driven.open(`options.html#/sources/${alice}`), /Ready/, row)
    })

    it('asks for one hour where a session signs the first hop, since AWS gives it no more', async () => {
      const { aws, wings } = here
      const hub = await assume(aws, aliceKey(aws.world), (threeHops[0] as SampleHop).roleArn)
      const { id, secret, token } = await assume(aws, hub, gate.roleArn)
      const source = { accessKeyId: id, secretAccessKey: secret, ...(token && { sessionToken: token }) }
      const sourceId = await addSource(wings, source, 'The gate’s session')
      const chain = chainOf('Two hours', sourceId, [{ ...production, durationSeconds: 7200 } as SampleHop])
      const end = (await run(wings, { action: 'test', chain })).at(-1)
      assert.equal(end?.type, 'done')
      const lasts = (end?.state.hops[0]?.expiresAt ?? 0) - Date.now()
      assert.ok(lasts > HOUR / 2 && lasts <= HOUR + 60_000, `${lasts}`)
      const findings = await call(wings, 'checkChain', { ...chain, id: 'new' })
      assert.ok(findings.some(({ place, severity }) => place === 'hops.0.durationSeconds' && severity === 'warning'))
    })

    it('does not save a chain that asks for two hours on a later hop, and says which', async () => {
      const { wings, alice } = here
      const hops = three.with(1, { ...(three[1] as SampleHop), durationSeconds: 7200 } as SampleHop)
      const { saved, findings } = await call(wings, 'saveChain', chainOf('Two hours', alice, hops))
      assert.equal(saved, false)
      assert.deepEqual(
        findings.map(({ place, severity }) => [place, severity]),
        [['hops.1.durationSeconds', 'error']],
      )
    })
  })
}
