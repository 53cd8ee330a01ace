// Each export of the real wasm: once well, then with whatever JavaScript may hand it. Never a panic, never a leak.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JournalEntry, JournalSpan, NotedRun } from 'rolerelay-core'
import { chainOf, core, failureOf, KEYS, rest, restWasm, vault, vaultWasm, wasm, withAws } from './core.ts'
import { type Export, REFUSED, sourceCalls } from './source-calls.ts'

const AROUND = { parents: [], refusedDurations: [] }
const [signal, hear] = [new AbortController().signal, () => {}]

test('origins are https and exact, and partitions name their regions', () => {
  const origins = core.origins()
  assert.ok(origins.includes('https://sts.eu-west-1.amazonaws.com'))
  assert.ok(origins.every((origin) => /^https:\/\/[a-z0-9.-]+$/.test(origin)))
  const others = rest.originsOfOthers()
  assert.ok(others.includes('https://sts.us-gov-west-1.amazonaws.com'))
  assert.ok(!others.includes('https://sts.eu-west-1.amazonaws.com'))
  const { policies: _, stsOrigin: __, ...govcloud } = core.partitions().find(({ id }) => id === 'aws-us-gov') ?? {}
  assert.deepEqual(govcloud, {
    id: 'aws-us-gov',
    name: 'AWS GovCloud (US)',
    defaultRegion: 'us-gov-west-1',
    regions: ['us-gov-west-1', 'us-gov-east-1'],
    iamOrigin: 'https://iam.us-gov.amazonaws.com',
    consoleOrigin: 'https://*.console.amazonaws-us-gov.com',
    signOut: 'https://us-gov-west-1.signin.amazonaws-us-gov.com/oauth?Action=logout',
    supported: true,
  })
})

test('a chain is checked and summarized', () => {
  assert.deepEqual(
    rest.checkChain(chainOf(2), AROUND).map(({ place, severity }) => [place, severity]),
    [['hops', 'hint']],
  )
  const chain = { ...chainOf(1), hops: [{ roleArn: 'nonsense' }] }
  assert.deepEqual(
    rest.checkChain(chain, AROUND).map(({ place, severity }) => [place, severity]),
    [['hops.0.roleArn', 'error']],
  )
  const summary = {
    id: 'c1',
    name: 'A chain',
    sourceId: 's1',
    account: '000000000002',
    role: 'role-2',
    hops: 2,
    tags: [],
    words: chainOf(2).hops.map(({ roleArn }) => roleArn),
  }
  assert.deepEqual(core.summarize([chainOf(2)], []), [summary])
})

test('credentials are checked, read, written and placed', () => {
  assert.deepEqual(rest.checkSource('Mine', KEYS), [])
  assert.notDeepEqual(rest.checkSource('', KEYS), [])
  const text = rest.writeCredentials(KEYS, 'bash', 'eu-west-1')
  assert.ok(text.includes(KEYS.secretAccessKey))
  assert.deepEqual(rest.readCredentials(text), { credentials: KEYS, findings: [] })
  const none = rest.readCredentials('nothing')
  assert.ok(!('credentials' in none) && none.findings.length === 1)
  assert.equal(rest.likelyAccount('ASIARZPUZDIKGB2VALC4'), '123456789012')
  assert.equal(rest.likelyAccount('AKIAIOSFODNN7EXAMPLE'), undefined)
})

test('a seed is checked and gives the codes of RFC 6238', async () => {
  const seed = 'gezd gnbv gy3t qojq gezd gnbv gy3t qojq'
  assert.deepEqual(core.totp(seed, 59_000), { code: '287082', endsAt: 60_000 })
  assert.deepEqual(rest.checkSeed(seed), [])
  const failure = await failureOf(() => core.totp('287082', 59_000))
  assert.equal(failure.kind, 'invalid')
  assert.deepEqual(rest.checkSeed('287082'), [{ place: 'seed', severity: 'error', message: failure.message }])
})

test('the serial number of an MFA device is checked', () => {
  assert.deepEqual(rest.checkMfaSerial('arn:aws:iam::123456789012:mfa/alice'), [])
  const [finding, ...none] = rest.checkMfaSerial('arn:aws:iam::123456789012:u2f/user/alice/key')
  assert.deepEqual([finding?.place, finding?.severity, none], ['mfaSerial', 'error', []])
})

test('a template is filled in for one hop', async () => {
  const fill = (template: string, user?: string) =>
    rest.fillTemplate('sessionName', template, 'Team A', 1, ROLE, 86_400_000, user)
  assert.equal(fill('{user}.{chain}-{hop}-{role}-{date}', 'alice'), 'alice.Team-A-2-a-1970-01-02')
  assert.equal((await failureOf(() => fill('{user}'))).kind, 'invalid')
})

test('a route tells what a run asks and opens', async () => {
  const info = core.route(chainOf(2), '/s3/home')
  assert.equal(info.roleArn, 'arn:aws:iam::000000000002:role/team/role-2')
  assert.deepEqual([info.account, info.role], ['000000000002', 'role-2'])
  assert.match(info.destination, /^https:\/\/console\.aws\.amazon\.com\/s3\/home/)
  assert.deepEqual(info.origins, [
    'https://sts.us-east-1.amazonaws.com',
    'https://signin.aws.amazon.com',
    'https://us-east-1.signin.aws.amazon.com',
  ])
  assert.equal((await failureOf(() => core.route(chainOf(1), 'https://example.com/'))).kind, 'destination')
  assert.equal((await failureOf(() => core.route(chainOf(0)))).kind, 'invalid')
})

test('a link is written and read again', async () => {
  const payload = core.linkPayload('c1', 'https://console.aws.amazon.com/s3/home')
  const mac = 'A'.repeat(43)
  const link = core.readLink(core.linkFragment(payload, mac))
  assert.deepEqual(link, { chainId: 'c1', destination: 'https://console.aws.amazon.com/s3/home', payload, mac })
  assert.equal((await failureOf(() => core.readLink('#'))).kind, 'invalid')
})

const LOCK = vault.drawPasswordLock()
/** What stretching a password gives. */
const WRAPPING = new Uint8Array(32).fill(7)
const begun = vault.createVault(LOCK, WRAPPING)
const DATA_KEY = begun.key
const PLAIN = new TextEncoder().encode('what is kept')
const RECORD = { name: 'r/use@2', text: vault.seal(DATA_KEY, 'use', '', 2, PLAIN) }
const SNAPSHOT = begun.withRecords([RECORD])
const [SLOT = { id: '', lock: LOCK }] = vault.readCopy(SNAPSHOT).slots
const PASSKEY = { kind: 'passkey', credential: 'Y3JlZGVudGlhbA', salt: 'A'.repeat(43) } as const

test('a vault is begun, opened by its lock alone, written anew and chosen from its copies', async () => {
  assert.equal(begun.generation, 2)
  assert.deepEqual(vault.openVault(SNAPSHOT, SLOT.id, WRAPPING), DATA_KEY)
  const wrong = await failureOf(() => vault.openVault(SNAPSHOT, SLOT.id, new Uint8Array(32).fill(8)))
  assert.equal(wrong.kind, 'wrong-password')
  assert.deepEqual(vault.open(DATA_KEY, 'use', '', 2, RECORD.text), PLAIN)
  assert.equal((await failureOf(() => vault.open(DATA_KEY, 'use', '', 3, RECORD.text))).kind, 'damaged')
  assert.equal((await failureOf(() => vault.open(DATA_KEY, 'settings', '', 2, RECORD.text))).kind, 'damaged')

  const other = { name: 'r/settings@3', text: vault.seal(DATA_KEY, 'settings', '', 3, PLAIN) }
  const next = vault.nextCopy(SNAPSHOT, DATA_KEY, [RECORD.name], [other])
  const { generation, records } = vault.verifyCopy(next, DATA_KEY)
  assert.deepEqual([generation, records], [3, ['r/settings@3', 'r/use@2']])
  assert.equal((await failureOf(() => vault.verifyCopy(next, WRAPPING))).kind, 'damaged')

  const found = (...stored: (typeof RECORD)[]) => [
    { place: 'a' as const, snapshot: SNAPSHOT, records: stored },
    { place: 'b' as const, snapshot: next, records: stored },
  ]
  assert.deepEqual(
    [vault.chooseCopy(found(RECORD, other), 3), vault.chooseCopy(found(RECORD), 0), vault.chooseCopy([], 0)].map(
      ({ outcome, place }) => [outcome, place],
    ),
    [
      ['whole', 'b'],
      ['recovered', 'a'],
      ['nothing', undefined],
    ],
  )
})

test('a passkey opens a vault beside the password, a new data key does away with both', async () => {
  const prf = vault.prfKey(PASSKEY, new Uint8Array(32).fill(9))
  const two = vault.withSlot(SNAPSHOT, DATA_KEY, PASSKEY, prf)
  const way = vault.readCopy(two).slots.find(({ lock }) => lock.kind === 'passkey')
  assert.deepEqual(vault.openVault(two, way?.id ?? '', prf), DATA_KEY)
  assert.equal(vault.readCopy(vault.withoutSlot(two, DATA_KEY, way?.id ?? '')).slots.length, 1)
  const anew = vault.rekeyVault(two, DATA_KEY, vault.drawPasswordLock(), prf)
  assert.notDeepEqual(anew.key, DATA_KEY)
  const slots = vault.readCopy(anew.withRecords([])).slots
  assert.deepEqual(
    slots.map(({ lock }) => lock.kind),
    ['password'],
  )
  assert.equal((await failureOf(() => vault.prfKey(PASSKEY, new Uint8Array(32)))).kind, 'invalid')
})

test('guesses wait, and a higher cost is offered only where it is higher', async () => {
  const now = 1_800_000_000_000
  assert.deepEqual(vault.countGuess({ count: 3, latest: 0 }, now), { count: 4, latest: now })
  const wait = await failureOf(() => vault.countGuess({ count: 4, latest: now }, now))
  assert.equal(wait.kind, 'too-many-guesses')
  assert.equal(vault.guessWait({ count: 4, latest: now }, now + 1_000), 4_000)
  assert.deepEqual(vault.guessesSeen({ count: 4, latest: now + 1 }, now), { count: 4, latest: now })
  assert.equal(vault.raisedLock(LOCK), undefined)
  const cheap = { ...LOCK, argon2id: { memory: 19 * 1024, passes: 2, lanes: 1 } }
  assert.deepEqual(vault.raisedLock(cheap as typeof LOCK)?.kind, 'password')
})

/** The ARN of the user that {@link KEYS} are of. */
const USER = 'arn:aws:iam::000000000001:user/team/ana'
const NOBODY = 'arn:aws:iam::000000000001:root' // no user's, so that nothing is sent

test('each call about access keys goes out once, and its reply comes in', async () => {
  const key = `<UserName>ana</UserName><AccessKeyId>AKIANEW</AccessKeyId><Status>Active</Status>`
  const results: Record<string, string> = {
    GetCallerIdentity: `<Arn>${USER}</Arn>`,
    CreateAccessKey: `<AccessKey>${key}<SecretAccessKey>Hush</SecretAccessKey></AccessKey>`,
    ListAccessKeys: `<AccessKeyMetadata><member>${key}</member></AccessKeyMetadata>`,
    GetAccessKeyLastUsed: '<AccessKeyLastUsed><ServiceName>N/A</ServiceName></AccessKeyLastUsed>',
  }
  const answer = async (request: Request) => {
    const action = new URLSearchParams(await request.clone().text()).get('Action') ?? ''
    const result = results[action] ? `<${action}Result>${results[action]}</${action}Result>` : ''
    return new Response(`<${action}Response>${result}</${action}Response>`)
  }
  const { result, asked } = await withAws(answer, async () => [
    await rest.getCallerIdentity(KEYS, 'aws', signal),
    await rest.createAccessKey(KEYS, USER, signal),
    await rest.listAccessKeys(KEYS, USER, signal),
    await rest.getAccessKeyLastUsed(KEYS, USER, 'AKIANEW', signal),
    await rest.setAccessKeyActive(KEYS, USER, 'AKIANEW', false, signal),
    await rest.deleteAccessKey(KEYS, USER, 'AKIANEW', signal),
  ])
  assert.deepEqual(result, [
    USER,
    { credentials: { accessKeyId: 'AKIANEW', secretAccessKey: 'Hush' } },
    [{ id: 'AKIANEW', active: true }],
    {},
    undefined,
    undefined,
  ])
  assert.deepEqual(
    asked.map(({ request }) => new URL(request.url).origin),
    ['https://sts.us-east-1.amazonaws.com', ...Array(5).fill('https://iam.amazonaws.com')],
  )
  for (const { request } of asked) assert.deepEqual([request.credentials, request.redirect], ['omit', 'manual'])
  assert.match(rest.rotationPolicy(USER), /"arn:aws:iam::000000000001:user\/team\/\$\{aws:username\}"/)
  assert.deepEqual(rest.rotationOrigins().sort(), [
    'https://iam.amazonaws.com',
    'https://iam.cn-north-1.amazonaws.com.cn',
    'https://iam.eusc-de-east-1.amazonaws.eu',
    'https://iam.us-gov.amazonaws.com',
  ])
})

// What no type checker would let through.
const odd: unknown[] = [
  undefined,
  null,
  0,
  Number.NaN,
  1n,
  true,
  '',
  'Hush',
  [],
  {},
  () => {},
  Symbol('Hush'),
  new Proxy({}, {}),
]
const chains: unknown[] = [
  { ...chainOf(1), hops: ['Hush'] },
  { ...chainOf(1), hops: [{ roleArn: 7 }] },
  { ...chainOf(1), colour: 'Hush' },
]
/** Each inside of a list. */
const lists = chains.map((chain) => [chain])
const keys: unknown[] = [
  { accessKeyId: 'a', secretAccessKey: { Hush: 1 } },
  { ...KEYS, expiresAt: 'Hush' },
]

const locks: unknown[] = [
  { kind: 'password', Hush: 1 },
  { ...LOCK, salt: 'Hush' },
]
const snapshots: unknown[] = [SNAPSHOT.slice(1), SNAPSHOT.replace('"format":1', '"format":9')]
const short: unknown[] = [new Uint8Array(31), new Float64Array(32)]
const SPAN: JournalSpan = { anchor: { number: 0, hash: '0'.repeat(64) }, head: { number: 0, hash: '0'.repeat(64) } }
const RUN: NotedRun = {
  beganAt: 0,
  endedAt: 1,
  action: 'open',
  outcome: 'done',
  chainId: 'c1',
  chain: 'A chain',
  sourceId: 's1',
  source: 'Base',
  accessKeyId: 'AKIA',
  hops: [],
}
const ENTRY: JournalEntry = { number: 1, run: RUN, previous: SPAN.head.hash, hash: '' }
const ARRIVALS = { chains: [['c1', '{}']], sources: ['{}'], secrets: [['s1', '{}']], use: ['{}'] }
const ROLE = 'arn:aws:iam::000000000001:role/a'
/** Each export that takes anything, with good arguments. */
const calls: [name: string, call: Export, good: unknown[], worse: unknown[][]][] = [
  ['checkChain', rest.checkChain, [chainOf(1), AROUND], [chains]],
  ['checkSource', rest.checkSource, ['Mine', KEYS], [[], keys]],
  ['resolve', core.resolve, [chainOf(1), [chainOf(1)]], [chains, lists]],
  ['findChain', core.findChain, ['c1', [chainOf(1)]], [[], lists]],
  ['summarize', core.summarize, [[chainOf(1)], []], [lists, lists]],
  [
    'admit',
    rest.admit,
    [ARRIVALS, { records: [], made: [] }],
    [[{ ...ARRIVALS, chains: 'Hush' }], [{ records: 'Hush' }]],
  ],
  ['planImport', rest.planImport, [[{ name: 'c', text: 'x' }], { chains: [], sources: [] }, '', []], [[], lists]],
  ['readHops', rest.readHops, ['x'], []],
  ['exportChains', rest.exportChains, [['c1'], [chainOf(1)], [], 'aws-config'], [[], lists, [], ['Hush']]],
  [
    'nextEntry',
    core.nextEntry,
    [SPAN.head, RUN],
    [
      [{ number: -1, hash: 'Hush' }],
      [
        { ...RUN, chain: 7 },
        { ...RUN, Hush: 1 },
      ],
    ],
  ],
  ['verifyJournal', rest.verifyJournal, [['[]'], SPAN], [lists, [{ head: 'Hush' }]]],
  ['exportJournal', rest.exportJournal, [['[]'], SPAN, 'csv', 0], [lists, [{ head: 'Hush' }], ['Hush']]],
  ['journalLookups', rest.journalLookups, [ENTRY], [[{ ...ENTRY, run: 'Hush' }]]],
  ['readCredentials', rest.readCredentials, ['x'], []],
  ['writeCredentials', rest.writeCredentials, [KEYS, 'json', 'us-east-1'], [keys, ['Hush']]],
  ['likelyAccount', rest.likelyAccount, ['AKIA'], []],
  ['route', core.route, [chainOf(1), '/s3/home'], [chains]],
  ['linkPayload', core.linkPayload, ['c1', '/s3/home'], []],
  ['linkAuthenticated', core.linkAuthenticated, ['p', 'c1', true], []],
  ['linkFragment', core.linkFragment, ['p', 'm'], []],
  ['readLink', core.readLink, ['x'], []],
  ['totp', core.totp, ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 0], []],
  ['checkSeed', rest.checkSeed, ['x'], []],
  ['checkMfaSerial', rest.checkMfaSerial, ['x'], []],
  ['fillTemplate', rest.fillTemplate, ['sessionName', '{hop}', 'c', 0, ROLE, 0, 'me'], []],
  ['getSessionToken', rest.getSessionToken, [KEYS, 'nowhere', 'arn:aws:iam::000000000001:mfa/a', '', signal], [keys]],
  ['walk', core.walk, [chainOf(0), KEYS, {}, signal, hear], [chains, keys]],
  ['open', core.open, [chainOf(0), KEYS, {}, undefined, false, signal, hear], [chains, keys]],
  ['explain', rest.explain, [chainOf(1), KEYS, {}, REFUSED, signal], [chains, keys, [], [{ ...REFUSED, at: 'Hush' }]]],
  ['rotationPolicy', rest.rotationPolicy, [USER], [['Hush']]],
  ['getCallerIdentity', rest.getCallerIdentity, [KEYS, 'aws-moon', signal], [keys]],
  ['createAccessKey', rest.createAccessKey, [KEYS, NOBODY, signal], [keys]],
  ['listAccessKeys', rest.listAccessKeys, [KEYS, NOBODY, signal], [keys]],
  ['getAccessKeyLastUsed', rest.getAccessKeyLastUsed, [KEYS, NOBODY, 'AKIA', signal], [keys]],
  ['setAccessKeyActive', rest.setAccessKeyActive, [KEYS, NOBODY, 'AKIA', false, signal], [keys]],
  ['deleteAccessKey', rest.deleteAccessKey, [KEYS, NOBODY, 'AKIA', signal], [keys]],
  ...sourceCalls(core, rest, signal),
  ['raisedLock', vault.raisedLock, [LOCK], [locks]],
  ['prfKey', vault.prfKey, [PASSKEY, WRAPPING], [locks, short]],
  ['createVault', vault.createVault, [LOCK, WRAPPING], [locks, short]],
  ['rekeyVault', vault.rekeyVault, [SNAPSHOT, DATA_KEY, LOCK, WRAPPING], [snapshots, short, locks, short]],
  ['chooseCopy', vault.chooseCopy, [[{ place: 'a', snapshot: SNAPSHOT, records: [RECORD] }]], [lists]],
  ['readCopy', vault.readCopy, [SNAPSHOT], [snapshots]],
  ['verifyCopy', vault.verifyCopy, [SNAPSHOT, DATA_KEY], [snapshots, short]],
  ['openVault', vault.openVault, [SNAPSHOT, SLOT.id, WRAPPING], [snapshots, ['Hush'], short]],
  ['nextCopy', vault.nextCopy, [SNAPSHOT, DATA_KEY, [RECORD.name], [RECORD]], [snapshots, short, lists, lists]],
  ['withSlot', vault.withSlot, [SNAPSHOT, DATA_KEY, PASSKEY, WRAPPING], [snapshots, short, locks, short]],
  ['withoutSlot', vault.withoutSlot, [SNAPSHOT, DATA_KEY, SLOT.id], [snapshots, short, ['Hush']]],
  ['seal', vault.seal, [DATA_KEY, 'use', '', 2, PLAIN], [short]],
  ['vault.open', vault.open, [DATA_KEY, 'use', '', 2, RECORD.text], [short]],
  ['countGuess', vault.countGuess, [{ count: 0, latest: 0 }, 1], []],
  ['guessWait', vault.guessWait, [{ count: 0, latest: 0 }, 1], []],
  ['guessesSeen', vault.guessesSeen, [{ count: 0, latest: 0 }, 1], []],
]

/** Calls with each argument in turn replaced by each wrong one, and gives what came of it. */
async function* misuses() {
  for (const [name, call, good, worse] of calls)
    for (const at of good.keys())
      for (const wrong of [...odd, ...(worse[at] ?? [])]) {
        const values = good.with(at, wrong) as never[]
        const thrown = await Promise.resolve()
          .then(() => call(...values))
          .then(() => undefined)
          .catch((reason: unknown) => reason ?? 'nothing')
        yield { what: `${name}, argument ${at}`, thrown }
      }
}

test('no misuse is a trap, and what is thrown is a failure that quotes nothing', async () => {
  let failures = 0
  for await (const { what, thrown } of misuses()) {
    if (thrown === undefined) continue // a value that happens to fit
    failures += 1
    assert.ok(!(thrown instanceof Error), `${what}: ${thrown}`)
    assert.match((thrown as { kind: string }).kind, /^(internal|invalid|damaged|storage|wrong-password)$/, what)
    assert.ok(!JSON.stringify(thrown).includes('Hush'), what)
  }
  assert.ok(failures > 200, `${failures}`)
})

test('10,000 misuses do not grow the memory without bound', async () => {
  const rounds = async (count: number) => {
    for (let called = 0; called < count; ) for await (const _ of misuses()) called += 1
  }
  await rounds(1_000)
  const size = () => [wasm, restWasm, vaultWasm].reduce((sum, { memory }) => sum + memory.buffer.byteLength, 0)
  const before = size()
  await rounds(10_000)
  assert.ok(size() - before <= 256 * 1024, `${before} -> ${size()}`)
})

test('many walks of hostile size do not grow the memory without bound', async () => {
  const huge = { ...chainOf(1), name: 'x'.repeat(1_000_000) }
  const rounds = async (count: number) => {
    for (let called = 0; called < count; called++) await failureOf(() => core.walk(huge, KEYS, {}, signal, hear))
  }
  await rounds(3)
  const before = wasm.memory.buffer.byteLength
  await rounds(100)
  assert.equal(wasm.memory.buffer.byteLength, before)
})
