// The core without a browser: built for this machine, sending by the file that sends in a browser too.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, before, beforeEach, test } from 'node:test'
import type { Failure, HopReport } from 'rolerelay-core'
import { must, ROOT } from '../../scripts/run.ts'
import { Browser, textOf } from './client.ts'
import { faults } from './faults.ts'
import { accounts, aliceKey, type SampleHop, sampleWorld, threeHops } from './sample.ts'
import { type LocalAws, startAws } from './server.ts'

let aws: LocalAws
before(() => must('cargo', ['build', '--quiet', '--package', 'native']))
beforeEach(async () => {
  await aws?.close()
  aws = await startAws(sampleWorld())
})
after(() => aws.close())

type Opened = { Ok: { hops: HopReport[]; url: string } } | { Err: Failure }

/** Opens the chain of those hops from alice's key. */
async function open(hops: SampleHop[]): Promise<Opened> {
  const { id, secret } = aliceKey(aws.world)
  const credentials = { accessKeyId: id, secretAccessKey: secret }
  const chain = { id: 'c1', name: 'A chain', sourceId: 's1', hops }
  const native = spawn(`${ROOT}/target/debug/native`, [`http://127.0.0.1:${aws.proxyPort}`, aws.caFile])
  native.stdin.end(JSON.stringify({ chain, credentials }))
  const printed = { out: '', error: '' }
  native.stdout.on('data', (piece) => {
    printed.out += piece
  })
  native.stderr.on('data', (piece) => {
    printed.error += piece
  })
  const code = await new Promise((resolve) => native.on('close', resolve))
  assert.equal(code, 0, printed.error)
  return JSON.parse(printed.out)
}

test('three hops over three accounts open the console as the end role', async () => {
  const opened = await open(threeHops)
  assert.ok('Ok' in opened, JSON.stringify(opened))
  assert.equal(opened.Ok.hops.length, 3)
  const page = await new Browser(aws).open(opened.Ok.url)
  assert.deepEqual([textOf('role', page.body), textOf('account', page.body)], ['ProductionAdmin', accounts.prod])
  assert.deepEqual(aws.refused, [])
})

test('a refusal is the failure that it is in a browser', async () => {
  const [hop] = threeHops as [SampleHop]
  const opened = await open([{ ...hop, roleArn: `${hop.roleArn}-of-nobody` }])
  assert.ok('Err' in opened, JSON.stringify(opened))
  assert.deepEqual([opened.Err.kind, opened.Err.hop], ['denied', 0])
})

for (const status of [302, 307, 308]) {
  test(`a redirect by ${status} is told, and not followed`, async () => {
    aws.fault({ action: 'AssumeRole' }, faults.redirect('https://sts.eu-west-1.amazonaws.com/', status))
    const opened = await open(threeHops)
    assert.ok('Err' in opened, JSON.stringify(opened))
    assert.equal(opened.Err.kind, 'redirected')
    assert.deepEqual([...new Set(aws.requests({}).map(({ host }) => host))], ['sts.us-east-1.amazonaws.com'])
  })
}
