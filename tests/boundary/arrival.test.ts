// Where a tab came out that was sent to sign in: what the core says of its address.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chainOf, core, failureOf, rest } from './core.ts'

const chain = chainOf(1)
const ACCOUNT = '000000000001'

test('an address is of the chain’s console, of another account’s, or of neither', async () => {
  assert.equal(core.arrived(chain, `https://${ACCOUNT}-ab12cd34.us-east-1.console.aws.amazon.com/s3#x`), true)
  assert.equal(core.arrived(chain, 'https://sso.example.com/'), false)
  const other = () => core.arrived(chain, 'https://999988887777-ab12cd34.us-east-1.console.aws.amazon.com/')
  assert.equal((await failureOf(other)).kind, 'sign-in')
  assert.equal(rest.stays(chain, 'https://signin.aws.amazon.com/sessions/limit', {}).kind, 'sign-in')
})

test('of several sessions each is signed out on its own host, and where AWS leads who has five is known', async () => {
  const page = `https://${ACCOUNT}-ab12cd34.eu-west-1.console.aws.amazon.com/s3#x`
  const logout = `https://eu-west-1.signin.aws.amazon.com/sessions/${ACCOUNT}-ab12cd34/v1/logout`
  assert.deepEqual([core.signOutOf(page), core.signOutOf('https://console.aws.amazon.com/')], [logout, undefined])
  assert.equal(core.isSessionLimit('https://us-east-1.signin.aws.amazon.com/sessions/limit'), true)
  assert.equal(core.isSessionLimit(page), false)
  assert.equal(core.sessionLabel(page), `${ACCOUNT}-ab12cd34`)
  const back = `https://signin.aws.amazon.com/signin?redirect_uri=${encodeURIComponent(page)}`
  assert.deepEqual([core.pageBehind(back), core.pageBehind(page)], [page, undefined])
  const list = `{"sessions":[{"principal_arn":"arn:aws:iam::${ACCOUNT}:root"}]}`
  assert.deepEqual(rest.readSessions('aws', list, 0)?.sessions, [
    { account: ACCOUNT, who: 'the root user', isRole: false },
  ])
  assert.deepEqual([rest.readSessions('aws', '<html>', 0), rest.readSessions('moon', list, 0)], [undefined, undefined])
  assert.match(rest.otherRole(chain, 'Admin').message, /as Admin in the place of/)
  const ofAws = (text: unknown) => rest.readSessions('aws', text as string, 0)
  for (const call of [core.signOutOf, core.isSessionLimit, core.sessionLabel, core.pageBehind, ofAws] as ((
    address: unknown,
  ) => unknown)[])
    for (const address of [undefined, null, { Hush: 1 }, ['Hush']]) {
      const failure = await failureOf(() => call(address) as never)
      assert.ok(!JSON.stringify(failure).includes('Hush'), failure.message)
    }
})

test('no misuse is a trap, and what is thrown quotes nothing', async () => {
  for (const call of [core.arrived, rest.stays] as ((chain: unknown, address: unknown) => unknown)[])
    for (const [of, address] of [
      [chain, undefined],
      [chain, { Hush: 1 }],
      [{ ...chain, hops: 'Hush' }, 'https://console.aws.amazon.com/'],
      ['Hush', 'https://console.aws.amazon.com/'],
    ]) {
      const failure = await failureOf(() => call(of, address) as never)
      assert.match(failure.kind, /^(internal|invalid)$/)
      assert.ok(!JSON.stringify(failure).includes('Hush'), failure.message)
    }
})
