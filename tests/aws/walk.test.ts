// The main job, end to end: a chain of hops, a sign-in token, a console page.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assume, Browser, call, type Keys, loginUrl, textOf } from './client.ts'
import {
  accounts,
  aliceKey,
  attested,
  otherPartitions,
  type SampleHop,
  sampleWorld,
  steps,
  tagless,
  threeHops,
} from './sample.ts'
import { type LocalAws, startAws } from './server.ts'
import { keyOf } from './world.ts'

let aws: LocalAws
before(async () => {
  aws = await startAws(sampleWorld())
})
after(() => aws.close())

async function walk(keys: Keys, hops: SampleHop[], host?: string): Promise<Keys> {
  let held = keys
  for (const hop of hops)
    held = await assume(
      aws,
      held,
      hop.roleArn,
      hop.externalId ? { ExternalId: hop.externalId } : {},
      host ? { host } : {},
    )
  return held
}

test('three hops over three accounts open the console as the end role', async () => {
  aws.clearJournal()
  const end = await walk(aliceKey(sampleWorld()), threeHops)
  const identity = await call(aws, end, 'GetCallerIdentity')
  assert.equal(identity.result.Arn, `arn:aws:sts::${accounts.prod}:assumed-role/ProductionAdmin/tester`)
  assert.equal(identity.result.Account, accounts.prod)

  const page = await new Browser(aws).open(await loginUrl(aws, end))
  assert.equal(page.status, 200)
  assert.equal(textOf('role', page.body), 'ProductionAdmin')
  assert.equal(textOf('account', page.body), accounts.prod)
  assert.equal(textOf('destination', page.body), '/console/home?region=us-east-1')
  assert.equal(aws.requests({ action: 'AssumeRole', status: 200 }).length, 3)
  assert.equal(aws.requests({ host: 'signin.aws.amazon.com', action: 'getSigninToken' }).length, 1)
  assert.equal(aws.connections()['sts.us-east-1.amazonaws.com'], 4)
})

test('sixteen hops', async () => {
  const end = await walk(aliceKey(sampleWorld()), steps)
  const identity = await call(aws, end, 'GetCallerIdentity')
  assert.match(identity.result.Arn, /:assumed-role\/Step16\/tester$/)
})

test('tags and a source identity go all the way down, where every role asks for them', async () => {
  const more = {
    SourceIdentity: 'alice',
    'Tags.member.1.Key': 'team',
    'Tags.member.1.Value': 'payments',
    'TransitiveTagKeys.member.1': 'team',
  }
  const [first, second, third] = attested.map((hop) => hop.roleArn) as [string, string, string]
  const hub = await assume(aws, aliceKey(aws.world), first, more)
  await assume(aws, await assume(aws, hub, second), third)
  await assert.rejects(assume(aws, hub, tagless.roleArn), /sts:TagSession/)
  const { 'TransitiveTagKeys.member.1': _, ...kept } = more
  // A tag that is not transitive is the first session's own, and the second has none.
  const ends = await assume(aws, await assume(aws, aliceKey(aws.world), first, kept), second)
  await assert.rejects(assume(aws, ends, third), /not authorized to perform: sts:AssumeRole/)
  await assert.rejects(assume(aws, aliceKey(aws.world), first), /AccessDenied/)
})

for (const { partition, account, region, hops } of otherPartitions) {
  test(`two hops and the console in ${partition}`, async () => {
    const suffix = { 'aws-us-gov': 'amazonaws.com', 'aws-cn': 'amazonaws.com.cn', 'aws-eusc': 'amazonaws.eu' }[
      partition
    ]
    const domain = { 'aws-us-gov': 'amazonaws-us-gov.com', 'aws-cn': 'amazonaws.cn', 'aws-eusc': 'amazonaws-eusc.eu' }[
      partition
    ]
    const end = await walk(keyOf(aws.world, account, 'operator'), hops, `sts.${region}.${suffix}`)
    const destination = `https://${region}.console.${domain}/s3/home`
    const page = await new Browser(aws).open(await loginUrl(aws, end, destination, `${region}.signin.${domain}`))
    assert.equal(textOf('arn', page.body), `arn:${partition}:sts::${account}:assumed-role/Operations/tester`)
  })
}
