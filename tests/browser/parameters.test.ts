// Every parameter of a hop, where the local AWS enforces what each is for.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { attested, type SampleHop, steps, tagless, threeHops } from '../aws/sample.ts'
import { allows } from '../aws/world.ts'
import { kinds } from './browsers.ts'
import { failureOn, pick } from './person.ts'
import { chainOf, sentByExtension, stage } from './stage.ts'
import { addChain, call, run } from './wire.ts'

const [hub, gate, production] = threeHops as [SampleHop, SampleHop, SampleHop]

for (const kind of kinds) {
  describe(`what a hop can say in ${kind}`, () => {
    const here = stage(kind)

    it('passes tags and a source identity, which later hops inherit without sending them', async () => {
      await addChain(here.wings, chainOf('Attested', here.alice, attested))
      await pick(here.driven, 'attested')
      const shown = await here.driven.consoleTab()
      assert.equal(shown.role, 'AttestedProd')
      const [first, second, third] = sentByExtension(here.aws).map(({ parameters }) => parameters)
      const said = ['Tags.member.1.Key', 'Tags.member.2.Value', 'TransitiveTagKeys.member.1', 'SourceIdentity']
      for (const name of said) {
        assert.ok(first?.includes(name), name)
        assert.ok(!second?.includes(name) && !third?.includes(name), name)
      }
      assert.ok(!first?.includes('TransitiveTagKeys.member.2'))
    })

    it('says which action is missing where a role lets nobody pass tags on', async () => {
      await addChain(here.wings, chainOf('Tagged', here.alice, [...attested.slice(0, 1), tagless]))
      const popup = await pick(here.driven, 'tagged')
      const { title, message } = await failureOn(popup)
      assert.equal(title, 'Stopped at hop 2 of 2')
      assert.match(message, /role Tagless in account 777788889999.*sts:TagSession/)
    })

    it('tells of each hop whose source identity it carries and how full its session is', async () => {
      const events = await run(here.wings, { action: 'test', chain: chainOf('New', here.alice, attested) })
      const end = events.at(-1)
      assert.equal(end?.type, 'done')
      assert.deepEqual(
        end?.state.hops.map(({ sourceIdentity }) => sourceIdentity),
        ['alice', 'alice', 'alice'],
      )
      assert.ok((end?.state.hops[0]?.packedPolicySize ?? 0) > 0)
    })

    it('refuses to set a transitive tag again before anything is sent', async () => {
      const again = attested.with(1, { ...(attested[1] as SampleHop), sessionTags: [{ key: 'TEAM', value: 'other' }] })
      const { saved, findings } = await call(here.wings, 'saveChain', chainOf('Again', here.alice, again))
      assert.equal(saved, false)
      assert.match(findings.find(({ severity }) => severity === 'error')?.place ?? '', /^hops\.1\.sessionTags/)
      const events = await run(here.wings, { action: 'test', chain: chainOf('Again', here.alice, again) })
      assert.equal(events.at(-1)?.type, 'failed')
      assert.equal(sentByExtension(here.aws).length, 0)
    })

    it('narrows a session by a policy of its own and by managed policies', async () => {
      const only = (role: SampleHop) => JSON.stringify(allows(role.roleArn))
      const walk = (hop: SampleHop) =>
        run(here.wings, { action: 'test', chain: chainOf('Narrow', here.alice, [hop, gate, production]) })
      const through = await walk({ ...hub, policy: only(gate) })
      assert.equal(through.at(-1)?.type, 'done')
      const barred = await walk({ ...hub, policy: only(production) })
      assert.match(
        barred.at(-1)?.state.failure?.evidence?.awsMessage ?? '',
        /RelayHub\/rolerelay is not authorized to perform: sts:AssumeRole/,
      )

      const account = here.aws.world.accounts.get('111122223333')
      account?.managedPolicies.set('arn:aws:iam::111122223333:policy/OnlyGate', allows(gate.roleArn))
      const managed = await walk({ ...hub, policyArns: ['arn:aws:iam::111122223333:policy/OnlyGate'] })
      assert.equal(managed.at(-1)?.type, 'done')
    })

    it('names its sessions by templates', async () => {
      const { user } = await call(here.wings, 'settings', null)
      assert.equal(user, '')
      await call(here.wings, 'saveSettings', { signOutFirst: false, user: 'alice@example.com' })
      const hops = steps.slice(0, 2).map((hop, at) => (at === 0 ? hop : { ...hop, sessionName: '{hop}-{role}-{date}' }))
      const chain = { ...chainOf('Überfall: 7', here.alice, hops), sessionName: '{user}={chain}' }
      const events = await run(here.wings, { action: 'test', chain })
      const [first, second] =
        events.at(-1)?.state.hops.map(({ assumedRoleArn }) => assumedRoleArn.split('/').at(-1)) ?? []
      assert.match(first ?? '', /^alice@example\.com=[\w+=,.@-]*7$/)
      assert.match(second ?? '', /^2-Step02-\d{4}-\d\d-\d\d$/)
      await call(here.wings, 'saveSettings', { signOutFirst: false, user: '' })
    })

    it('asks each hop at an STS of its own region', async () => {
      const hops = steps.slice(0, 2).map((hop, at) => ({ ...hop, region: ['eu-west-1', 'ap-south-1'][at] as string }))
      const events = await run(here.wings, { action: 'test', chain: chainOf('Regions', here.alice, hops) })
      assert.equal(events.at(-1)?.type, 'done')
      assert.deepEqual(
        events.at(-1)?.state.hops.map(({ region }) => region),
        ['eu-west-1', 'ap-south-1'],
      )
      assert.deepEqual(
        sentByExtension(here.aws)
          .filter(({ action, status }) => action === 'AssumeRole' && status === 200)
          .map(({ host }) => host),
        ['sts.eu-west-1.amazonaws.com', 'sts.ap-south-1.amazonaws.com'],
      )
    })
  })
}
