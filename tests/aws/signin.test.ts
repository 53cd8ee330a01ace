// Sign-in: which credentials become a console session, for how long, and what one browser may hold.

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { assume, Browser, call, fetchRaw, getSigninToken, type Keys, keysIn, loginUrl, textOf } from './client.ts'
import { accounts, aliceKey, otherPartitions, sampleWorld, threeHops } from './sample.ts'
import { type LocalAws, startAws } from './server.ts'
import { allows, keyOf } from './world.ts'

const MINUTE = 60_000
const LOGOUT = 'https://signin.aws.amazon.com/oauth?Action=logout'
const OPT_IN = 'https://us-east-1.signin.aws.amazon.com/sessions/v1/opt-in?redirect_uri='
const HOME = 'https://us-east-1.console.aws.amazon.com/console/home?region=us-east-1'
const [hubRole, securityRole] = threeHops.map(({ roleArn }) => roleArn) as [string, string, string]

let aws: LocalAws
let alice: Keys
/** A session straight from alice's key, and one hop further in another account. */
let direct: Keys
let chained: Keys
before(async () => {
  aws = await startAws(sampleWorld())
  alice = aliceKey(aws.world)
})
after(() => aws.close())
beforeEach(async () => {
  direct = await assume(aws, alice, hubRole)
  chained = await assume(aws, direct, securityRole)
})

describe('getSigninToken', () => {
  for (const method of ['POST', 'GET'])
    test(`by ${method}`, async () => {
      const answer = await getSigninToken(aws, chained, { method })
      assert.equal(answer.status, 200)
      assert.deepEqual(Object.keys(JSON.parse(answer.body)), ['SigninToken'])
    })

  const federated = async () => {
    const user = aws.world.accounts.get(accounts.hub)?.users.get('alice')
    user?.policies.push(allows('*', 'sts:GetFederationToken'))
    return keysIn((await call(aws, alice, 'GetFederationToken', { Name: 'fed' })).result)
  }
  const userSession = async () => keysIn((await call(aws, alice, 'GetSessionToken')).result)
  const rows: [string, () => Keys | Promise<Keys>, { SessionDuration?: number; method?: string }, number][] = [
    ['SessionDuration for one hop from a long-term key', () => direct, { SessionDuration: 43_200 }, 200],
    ['too short a SessionDuration', () => direct, { SessionDuration: 899 }, 400],
    ['too long a SessionDuration', () => direct, { SessionDuration: 43_201 }, 400],
    ['SessionDuration for a chained session', () => chained, { SessionDuration: 900 }, 400],
    ['a federated user', federated, {}, 200],
    ['SessionDuration for a federated user', federated, { SessionDuration: 900 }, 400],
    ['a long-term key', () => ({ ...alice, token: '' }), {}, 400],
    ["GetSessionToken's credentials", userSession, {}, 400],
    ['a wrong secret', () => ({ ...direct, secret: `${direct.secret}x` }), {}, 400],
    ['a wrong token', () => ({ ...direct, token: 'x' }), {}, 400],
    ['credentials that AWS never gave', () => ({ id: 'ASIAEXAMPLE', secret: 'x', token: 'y' }), {}, 400],
  ]
  for (const [what, keys, options, status] of rows)
    test(`${what}: ${status}`, async () => {
      const answer = await getSigninToken(aws, await keys(), options)
      assert.equal(answer.status, status)
      if (status === 400) assert.match(String(answer.headers['content-type']), /^text\/html/)
    })

  test('a session that has ended', async () => {
    aws.clock.advance(61 * MINUTE)
    assert.equal((await getSigninToken(aws, direct)).status, 400)
  })
  test('credentials of another partition', async () => {
    const answer = await getSigninToken(aws, direct, { host: 'signin.amazonaws.cn' })
    assert.equal(answer.status, 400)
  })
  test('GovCloud takes GET only', async () => {
    const [gov] = otherPartitions
    const host = 'signin.amazonaws-us-gov.com'
    const keys = await assume(
      aws,
      keyOf(aws.world, gov?.account ?? '', 'operator'),
      gov?.hops[0]?.roleArn ?? '',
      {},
      { host: 'sts.us-gov-west-1.amazonaws.com' },
    )
    assert.equal((await getSigninToken(aws, keys, { host })).status, 400)
    assert.equal((await getSigninToken(aws, keys, { host, method: 'GET' })).status, 200)
  })
})

describe('login', () => {
  const destinations: [string, number][] = [
    [HOME, 200],
    ['https://console.aws.amazon.com/', 200],
    ['https://health.console.aws.amazon.com/health/home', 200],
    ['https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups', 200],
    ['http://us-east-1.console.aws.amazon.com/', 400],
    ['https://us-east-1.console.aws.amazon.com:8443/', 400],
    ['https://console.amazonaws.cn/', 400],
    ['https://example.com/', 400],
    ['https://console.aws.amazon.com.example.com/', 400],
    [`https://${accounts.hub}-abcdefgh.us-east-1.console.aws.amazon.com/`, 400],
    ['javascript:alert(1)', 400],
    ['/console/home', 400],
    ['', 400],
  ]
  for (const [destination, status] of destinations)
    test(`Destination ${destination || 'absent'}: ${status}`, async () => {
      const page = await new Browser(aws).open(await loginUrl(aws, direct, destination))
      assert.equal(page.status, status)
      if (status === 200) assert.equal(textOf('account', page.body), accounts.hub)
    })

  test('a token works once', async () => {
    const url = await loginUrl(aws, direct)
    assert.equal((await new Browser(aws).open(url)).status, 200)
    assert.equal((await new Browser(aws).open(url)).status, 400)
  })
  test('a token works for 15 minutes', async () => {
    const url = await loginUrl(aws, direct)
    aws.clock.advance(16 * MINUTE)
    assert.equal((await new Browser(aws).open(url)).status, 400)
  })
  test('a made-up token', async () => {
    const url = (await loginUrl(aws, direct)).replace(/SigninToken=.*/, 'SigninToken=abc')
    assert.equal((await new Browser(aws).open(url)).status, 400)
  })
  test('the console session ends with the credentials', async () => {
    const browser = new Browser(aws)
    await browser.open(await loginUrl(aws, direct))
    aws.clock.advance(59 * MINUTE)
    assert.equal(textOf('account', (await browser.open(HOME)).body), accounts.hub)
    aws.clock.advance(2 * MINUTE)
    assert.ok(textOf('signed-out', (await browser.open(HOME)).body))
  })
  test('or with SessionDuration', async () => {
    const browser = new Browser(aws)
    const token = JSON.parse((await getSigninToken(aws, direct, { SessionDuration: 7200 })).body).SigninToken
    await browser.open((await loginUrl(aws, direct)).replace(/SigninToken=.*/, `SigninToken=${token}`))
    aws.clock.advance(119 * MINUTE)
    assert.equal(textOf('account', (await browser.open(HOME)).body), accounts.hub)
  })
  test('cookies are Secure and HttpOnly, for sign-in and console', async () => {
    const url = new URL(await loginUrl(aws, direct))
    const request = { method: 'GET', host: url.host, path: url.pathname + url.search, headers: {}, body: '' }
    const { status, headers } = await fetchRaw(aws, request)
    assert.deepEqual([status, headers.location], [302, HOME])
    const cookies = [headers['set-cookie'] ?? []].flat()
    assert.equal(cookies.length, 1)
    assert.match(cookies[0] ?? '', /^aws-creds=[\w-]{32}; Domain=aws\.amazon\.com; Path=\/; Secure; HttpOnly$/)
  })
})

describe('one session a browser', () => {
  test('another account must log out first; the bounce does that', async () => {
    const browser = new Browser(aws)
    await browser.open(await loginUrl(aws, direct))
    const refused = await browser.open(await loginUrl(aws, chained))
    assert.match(refused.body, /You must first log out before logging into a different AWS account/)
    assert.equal(textOf('account', (await browser.open(HOME)).body), accounts.hub)

    const login = await loginUrl(aws, chained, HOME, 'us-east-1.signin.aws.amazon.com')
    const page = await browser.open(`${LOGOUT}&redirect_uri=${encodeURIComponent(login)}`)
    assert.equal(textOf('account', page.body), accounts.security)
  })
  test('the bounce goes to a regional sign-in host only', async () => {
    for (const target of [
      await loginUrl(aws, direct),
      'https://example.com/',
      'http://us-east-1.signin.aws.amazon.com/',
    ]) {
      const page = await new Browser(aws).open(`${LOGOUT}&redirect_uri=${encodeURIComponent(target)}`)
      assert.ok(textOf('signed-out', page.body))
    }
  })
  test('another role of the same account takes its place', async () => {
    const browser = new Browser(aws)
    await browser.open(await loginUrl(aws, direct))
    const step = await assume(aws, alice, `arn:aws:iam::${accounts.hub}:role/Step01`)
    const page = await browser.open(await loginUrl(aws, step))
    assert.equal(textOf('role', page.body), 'Step01')
  })
  test('nobody signed in', async () => {
    const page = await new Browser(aws).open(HOME)
    assert.ok(textOf('signed-out', page.body))
    assert.match(page.url, /^https:\/\/signin\.aws\.amazon\.com\/signin\?redirect_uri=/)
  })
})

describe('several sessions a browser', () => {
  const opened = async () => {
    const browser = new Browser(aws)
    await browser.open(OPT_IN)
    return browser
  }
  test('each has a host of its own', async () => {
    const browser = await opened()
    const one = await browser.open(await loginUrl(aws, direct))
    const two = await browser.open(await loginUrl(aws, chained))
    assert.match(
      one.url,
      new RegExp(`^https://${accounts.hub}-[0-9a-z]{8}\\.us-east-1\\.console\\.aws\\.amazon\\.com/`),
    )
    assert.equal(textOf('account', two.body), accounts.security)
    assert.equal(textOf('account', (await browser.open(one.url)).body), accounts.hub)
    const other = one.url.replace(/-[0-9a-z]{8}\./, '-00000000.')
    assert.ok(textOf('signed-out', (await browser.open(other)).body))
  })
  test('the bare console host goes to a region', async () => {
    const page = await (await opened()).open(
      await loginUrl(aws, direct, 'https://console.aws.amazon.com/s3/home?region=eu-west-1'),
    )
    assert.match(page.url, /-[0-9a-z]{8}\.eu-west-1\.console\.aws\.amazon\.com\/s3\/home/)
  })
  test('a console of its own host goes to a region too', async () => {
    const page = await (await opened()).open(
      await loginUrl(aws, direct, 'https://health.console.aws.amazon.com/health'),
    )
    assert.match(page.url, /-[0-9a-z]{8}\.us-east-1\.console\.aws\.amazon\.com\/health/)
  })
  test('five, and the sixth lands on a page that says so; the same identity takes its own place', async () => {
    const browser = await opened()
    const session = (name: string) => assume(aws, alice, hubRole, { RoleSessionName: name })
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      assert.equal((await browser.open(await loginUrl(aws, await session(name)))).status, 200)
    const limit = await browser.open(await loginUrl(aws, await session('six')))
    assert.equal(limit.url, 'https://us-east-1.signin.aws.amazon.com/sessions/limit')
    assert.equal(limit.body.match(/\/v1\/logout/g)?.length, 5)
    assert.equal((await browser.open(await loginUrl(aws, await session('five')))).status, 200)
  })
  test('one of several is signed out by its label, and makes room', async () => {
    const browser = await opened()
    const session = (name: string) => assume(aws, alice, hubRole, { RoleSessionName: name })
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      await browser.open(await loginUrl(aws, await session(name)))
    const { body } = await browser.open('https://us-east-1.signin.aws.amazon.com/sessions/limit')
    const [path = ''] = body.match(/\/sessions\/[\w-]+\/v1\/logout/) ?? []
    const out = `https://us-east-1.signin.aws.amazon.com${path}`
    assert.ok(textOf('signed-out', (await browser.open(out)).body))
    assert.equal((await browser.open(out)).status, 400, 'it is gone')
    assert.ok(textOf('account', (await browser.open(await loginUrl(aws, await session('six')))).body))
  })
  test('all are listed, for who has the cookies, and for no page but the console’s', async () => {
    const browser = await opened()
    const { url } = await browser.open(await loginUrl(aws, direct))
    const listed = async (from: Browser) => from.open('https://us-east-1.signin.aws.amazon.com/sessions/v1/list')
    const { status, body, headers } = await listed(browser)
    const [session, ...more] = JSON.parse(body).sessions
    assert.deepEqual([status, more, session.differentiator], [200, [], new URL(url).host.split('.')[0]])
    assert.match(session.principal_arn, /^arn:aws:sts::\d{12}:assumed-role\//)
    assert.ok(session.expiry > aws.clock.now() / 1000)
    assert.equal(headers['access-control-allow-origin'], undefined)
    assert.equal((await listed(new Browser(aws))).status, 400)
    assert.equal((await browser.open('https://signin.aws.amazon.com/sessions/v1/list')).status, 404)
  })
  test('signing out in the old way is refused', async () => {
    assert.equal((await (await opened()).open(LOGOUT)).status, 400)
  })
})

test('what is no federation is refused', async () => {
  const browser = new Browser(aws)
  for (const path of ['/federation', '/federation?Action=other', '/oauth', '/oauth?Action=login'])
    assert.equal((await browser.open(`https://signin.aws.amazon.com${path}`)).status, 400)
  assert.equal((await browser.open('https://signin.aws.amazon.com/elsewhere')).status, 404)
})
