// Hostile answers under AWS's names: each ends in a failure that names the hop, opens no tab, follows nothing, and is told
// nowhere but on the page.

import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Failure, FailureKind } from 'rolerelay-core'
import type { RunEvent } from '../../../extension/protocol.ts'
import { type Effect, type FaultMatch, faults } from '../../aws/faults.ts'
import { accounts, steps } from '../../aws/sample.ts'
import { kinds } from '../browsers.ts'
import { failureOn, pick } from '../person.ts'
import { chainOf, type Stage, stage } from '../stage.ts'
import { addChain, call, run } from '../wire.ts'
import { ATTACKER, attackers } from './attacker.ts'
import { printedByUs, secretsOf } from './secrets.ts'

const CAUGHT = `https://${ATTACKER}/caught`
const RTL = '\u202e'
const session = (account: string, name: string, partition = 'aws') =>
  `arn:${partition}:sts::${account}:assumed-role/${name}/rolerelay`
const token = (value: unknown) => faults.says(200, 'application/json', JSON.stringify({ SigninToken: value }))

const refusalWithMarkup = faults.refuse(
  'AccessDenied',
  403,
  `<img src=x onerror=alert(1)>${RTL}\u200b<script>alert(1)</script>`,
)

/** What the second hop is answered, and what kind of failure that is. */
const fromSts: Record<string, [Effect, FailureKind]> = {
  'a redirect to an attacker': [faults.redirect(CAUGHT), 'redirected'],
  'a redirect that would send the request again': [faults.redirect(CAUGHT, 307), 'redirected'],
  'a lasting redirect': [faults.redirect(CAUGHT, 308), 'redirected'],
  'a redirect to a file': [faults.redirect('file:///etc/hostname'), 'redirected'],
  'a redirect to a script': [faults.redirect('javascript:alert(1)'), 'redirected'],
  'a redirect to a page of ours': [faults.redirect('popup.html'), 'redirected'],
  '10 MB': [faults.huge(), 'oversized'],
  'a body without an end': [faults.endless, 'oversized'],
  'a few kilobytes that unpack to 64 MB': [faults.bomb(64 * 1024 * 1024), 'oversized'],
  'a megabyte of headers': [faults.headerFlood, 'redirected'],
  'a bomb of entities': [faults.entities, 'malformed'],
  'an entity from a file': [faults.externalEntity, 'malformed'],
  'a document type from an attacker': [faults.externalDocumentType(`${CAUGHT}.dtd`), 'malformed'],
  'another role': [faults.otherRole(session(accounts.security, 'Step09')), 'wrong-role'],
  'the role in another account': [faults.otherRole(session(accounts.prod, 'Step02')), 'wrong-role'],
  'the role in another partition': [faults.otherRole(session(accounts.security, 'Step02', 'aws-cn')), 'wrong-role'],
  'the role under another session name': [
    faults.otherRole(session(accounts.security, 'Step02').replace('rolerelay', 'root')),
    'wrong-role',
  ],
  'a role with markup in its name': [
    faults.otherRole(`${session(accounts.security, 'Step02')}&lt;img/src=x&gt;`),
    'wrong-role',
  ],
  'a session that has ended': [faults.ended, 'malformed'],
  'a refusal with markup and turned text': [refusalWithMarkup, 'denied'],
  'a code of markup': [faults.refuse('<b onclick=alert(1)>', 400, 'x'), 'refused'],
  'a refusal that repeats what it was sent': [faults.echo, 'denied'],
  'JSON where XML is due': [
    faults.says(200, 'application/json', '{"AssumeRoleResponse":{"AssumeRoleResult":{"Credentials":{}}}}'),
    'malformed',
  ],
  'a page in place of XML': [faults.portalPage, 'malformed'],
  'a demand for a password': [
    faults.says(401, 'text/html', 'Who are you?', { 'www-authenticate': 'Basic realm="AWS"' }),
    'malformed',
  ],
}

/** What the sign-in service answers, each time. */
const fromSignIn: Record<string, [Effect, FailureKind]> = {
  'a redirect to an attacker': [faults.redirect(CAUGHT), 'redirected'],
  'a redirect that would send the session again': [faults.redirect(CAUGHT, 307), 'redirected'],
  '10 MB': [faults.huge(), 'oversized'],
  'a token with & in it': [token('x&Destination=https://attacker.example/'), 'malformed'],
  'a token with # in it': [token('x#y'), 'malformed'],
  'a token that ends a line': [token('x\r\nLocation: https://attacker.example/'), 'malformed'],
  'a token with markup': [token('"><script>alert(1)</script>'), 'malformed'],
  'a token that is an object': [token({ toString: 'x' }), 'malformed'],
  'a token of 100 kB': [token('x'.repeat(100_000)), 'malformed'],
  'a script': [faults.says(200, 'text/javascript', 'alert(1)'), 'malformed'],
  'a refusal that repeats what it was sent': [faults.echo, 'sign-in'],
}

for (const kind of kinds) {
  describe(`a hostile answer in ${kind}`, () => {
    const here = stage(kind, { others: attackers })
    let printed: () => Promise<string[]>
    let chainId: string
    before(async () => {
      printed = await here.driven.listen()
      chainId = await addChain(here.wings, chainOf('Lied to', here.alice, steps.slice(0, 3)))
    })

    for (const [name, [effect, kind]] of Object.entries(fromSts))
      it(`of STS: ${name}`, async () => {
        const failure = await failing(here, chainId, { action: 'AssumeRole' }, 2, effect)
        assert.deepEqual([failure.kind, failure.hop, failure.roleArn], [kind, 1, steps[1]?.roleArn])
        await nothingElse(here, printed, failure)
      })

    for (const [name, [effect, kind]] of Object.entries(fromSignIn))
      it(`of the sign-in service: ${name}`, async () => {
        const failure = await failing(here, chainId, { service: 'signin' }, 1, effect)
        assert.deepEqual([failure.kind, failure.roleArn], [kind, steps[2]?.roleArn])
        await nothingElse(here, printed, failure)
      })

    it('stays text where it is shown', async () => {
      here.aws.fault({ action: 'AssumeRole', nth: 2 }, refusalWithMarkup)
      const popup = await pick(here.driven, 'lied to')
      assert.match((await failureOn(popup)).title, /^Stopped at hop 2/)
      assert.equal(await popup.$('main img, main script, [onclick], [onerror]'), null)
      const shown = await popup.evaluate(() => document.body.textContent ?? '')
      assert.ok(shown.includes('<img src=x'), 'it is shown as it came')
      assert.doesNotMatch(shown, deceptive)
    })
  })
}

/** Opens the chain while everything from the nth such request on is answered so. */
async function failing(
  { aws, wings }: Stage,
  chainId: string,
  match: FaultMatch,
  nth: number,
  effect: Effect,
): Promise<Failure> {
  // A browser sends again what broke off, and so do we.
  for (let at = nth; at < nth + 10; at++) aws.fault({ ...match, nth: at }, effect)
  const events: RunEvent[] = await run(wings, { action: 'open', chainId, where: 'new-tab' })
  const end = events.at(-1)
  assert.equal(end?.type, 'failed', 'it ends in a failure')
  return end?.state.failure as Failure
}

/** Text that hides, or turns what is around it. */
const deceptive = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|(?!\n)\p{Cc}/u

async function nothingElse(
  { aws, driven, wings }: Stage,
  printed: () => Promise<string[]>,
  failure: Failure,
): Promise<void> {
  const addresses = await driven.tabs()
  assert.deepEqual(
    addresses.filter((address) => address.startsWith('http')),
    [],
  )
  assert.deepEqual(aws.requests({ action: 'login' }), [])
  assert.deepEqual(aws.requests({ host: ATTACKER }), [], 'nothing is followed')
  assert.equal(aws.connections()[ATTACKER], undefined)

  const told = JSON.stringify([failure, await call(wings, 'lastRun', null), await printed()])
  for (const secret of secretsOf(aws)) assert.ok(!told.includes(secret), `a secret is told: ${secret.slice(0, 4)}…`)
  assert.doesNotMatch(JSON.stringify(failure), deceptive)
  assert.ok(told.length < 100_000)
  assert.deepEqual(printedByUs(await printed()), [])
}
