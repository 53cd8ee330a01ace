// What a lock takes out of memory, and what is not in memory in the clear before.

import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, mock, test } from 'node:test'
import type { RunRequest } from '../../../extension/protocol.ts'
import { accounts, aliceKey, auditIn, mfaSeed, sampleWorld } from '../../aws/sample.ts'
import { keyOf, type World } from '../../aws/world.ts'
import { type Aws, answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { SESSION_KEY, says } from '../scene/kept.ts'
import type { PagePort } from '../scene/page-port.ts'
import { addSource, chain, KEYS } from '../scene/sample.ts'

const PASSWORD = 'correct horse battery staple'
const OTHER = 'another fine password'
const OPEN: RunRequest = { action: 'open', chainId: 'one', where: 'new-tab' }
const MINUTE = 60_000

let sample: World
let aws: Aws
let browser: Browser
let sourceId: string

beforeEach(async () => {
  sample = sampleWorld()
  aws = answerAsAws(sample)
  browser = new Browser()
  await browser.wake()
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(sample)
  sourceId = await addSource(browser, { accessKeyId, secretAccessKey })
  await browser.call('saveChain', chain('one', 'One', { sourceId, hops: [auditIn(accounts.prod)] }))
  await browser.call('createVault', { password: PASSWORD })
})
afterEach(() => {
  mock.timers.reset()
  mock.restoreAll()
})

const list = (query: string) => browser.call('list', { query, offset: 0, limit: 10 })
const start = (request: RunRequest): PagePort => {
  const port = browser.connect()
  port.post(request)
  return port
}

/** The bytes that are wiped from now on, as they were before; and whether a buffer with these stays unwiped. */
function wiped(): Uint8Array[] {
  const before: Uint8Array[] = []
  const fill = Uint8Array.prototype.fill
  mock.method(Uint8Array.prototype, 'fill', function (this: Uint8Array, ...of: Parameters<typeof fill>) {
    before.push(Uint8Array.from(this))
    return fill.apply(this, of)
  })
  return before
}
const holds = (bytes: Uint8Array[], what: Buffer) => bytes.some((one) => Buffer.from(one).includes(what))

test('a lock wipes the data key, and what was read of the vault is not told from memory', async () => {
  assert.equal((await list('one')).total, 1)
  const key = Buffer.from((browser.session.unlocked as { key: string }).key, 'base64')
  const bytes = wiped()
  await browser.call('lock', null)
  assert.ok(holds(bytes, key), 'the key stays in memory')
  await assert.rejects(list('one'), { kind: 'locked' })
  await assert.rejects(browser.call('journal', { query: '', offset: 0, limit: 1 }), { kind: 'locked' })
})

test('a lock throws away the memory of the WebAssembly that had keys and chains', async () => {
  await list('one')
  const { Instance } = WebAssembly
  const made: WebAssembly.Module[] = []
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]) {
      made.push(module)
      return new target(module, imports)
    },
  })
  try {
    await browser.call('partitions', null)
    assert.equal(made.length, 0)
    await browser.call('lock', null)
    await browser.call('partitions', null)
    await browser.call('unlock', { password: PASSWORD })
    assert.ok(made.length >= 3, 'the instances of before go on')
  } finally {
    WebAssembly.Instance = Instance
  }
})

test('text that was sealed or opened is wiped', async () => {
  const bytes = wiped()
  await browser.call('saveSource', { id: sourceId, name: 'Base', credentials: KEYS })
  assert.ok(holds(bytes, Buffer.from(KEYS.secretAccessKey)), 'what was sealed stays')
  const opened = bytes.length
  await browser.call('lock', null)
  await browser.call('unlock', { password: PASSWORD })
  await browser.call('sources', null)
  assert.ok(holds(bytes.slice(opened), Buffer.from(KEYS.secretAccessKey)), 'what was opened stays')
})

/** Which keys are in memory from now on, all of which are copied out of a WebAssembly, and whether these passwords are. */
function inMemory(): { keys: () => Uint8Array[]; texts: () => string[] } {
  const copies: Uint8Array[] = []
  const { slice } = Uint8Array.prototype
  mock.method(Uint8Array.prototype, 'slice', function (this: Uint8Array, ...of: Parameters<typeof slice>) {
    const copy = slice.apply(this, of)
    copies.push(copy)
    return copy
  })
  const encoded: Uint8Array[] = []
  const { encode } = TextEncoder.prototype
  mock.method(TextEncoder.prototype, 'encode', function (this: TextEncoder, text?: string) {
    const bytes = encode.call(this, text)
    encoded.push(bytes)
    return bytes
  })
  return {
    keys: () => copies.filter((one) => one.length === 32 && one.some((byte) => byte !== 0)),
    texts: () => encoded.map((bytes) => Buffer.from(bytes).toString()),
  }
}

describe('one copy of the data key is left in memory, and no password and no other key, after', () => {
  const prf = Buffer.alloc(32, 7).toString('base64url')
  const lock = { kind: 'passkey', credential: 'Y3JlZA', salt: Buffer.alloc(32, 9).toString('base64url') } as const
  const acts: Record<string, () => Promise<unknown>> = {
    'a save': () => browser.call('saveChain', chain('one', 'Other', { sourceId, hops: [auditIn(accounts.prod)] })),
    'a new passkey': () => browser.call('addPasskey', { name: 'Laptop', lock, prf, proof: { password: PASSWORD } }),
    'a look into a backup': async () => {
      const { text } = await browser.call('backup', null)
      await browser.call('previewBackup', { text, password: PASSWORD })
    },
    'a backup that was restored': async () => {
      const { text } = await browser.call('backup', null)
      await browser.call('restoreBackup', { text, password: PASSWORD })
    },
    'another password': () => browser.call('changePassword', { proof: { password: PASSWORD }, password: OTHER }),
    'an unlocking': async () => {},
    'a wrong password': async () => {
      await assert.rejects(
        browser.call('changePassword', { proof: { password: OTHER }, password: `${PASSWORD} anew` }),
        { kind: 'wrong-password' },
      )
    },
    'another password that the disk did not take': async () => {
      let sets = 0
      browser.beforeWrite = (how) => {
        // The first counts the guess.
        if (how === 'set' && ++sets > 1) throw new Error('QUOTA_BYTES')
      }
      await assert.rejects(browser.call('changePassword', { proof: { password: PASSWORD }, password: OTHER }))
    },
    'a vault that was begun': async () => {
      await browser.call('startOver', { sure: 'delete everything' })
      await browser.call('createVault', { password: PASSWORD })
    },
  }
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  for (const [what, act] of Object.entries(acts)) {
    test(what, async () => {
      const { keys, texts } = inMemory()
      await browser.call('lock', null)
      await browser.call('unlock', { password: PASSWORD })
      await act()
      // What goes on unasked after it ends too.
      for (let turns = 0; keys().length > 1 && turns < 20_000; turns++) await new Promise(setImmediate)
      const key = hex(Buffer.from((browser.session.unlocked as { key: string }).key, 'base64'))
      assert.deepEqual(keys().map(hex), [key])
      for (const password of [PASSWORD, OTHER]) assert.ok(!texts().includes(password))
      await browser.call('lock', null)
      assert.deepEqual(keys(), [])
    })
  }
})

test('the deadline is looked at whenever the key is asked for, also amid a call that began before', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.now() })
  await browser.call('lock', null)
  await browser.call('unlock', { password: PASSWORD })
  browser.hold = (call) => {
    if (call === 'local.get') mock.timers.setTime(Date.now() + 61 * MINUTE)
    return undefined
  }
  await assert.rejects(browser.call('restoreChain', chain('two', 'Two', { sourceId })), { kind: 'locked' })
  assert.ok(!('unlocked' in browser.session))
})

test('a run under way and the session of an MFA code are sealed in the browser’s memory', async () => {
  const { id: accessKeyId, secret: secretAccessKey } = keyOf(sample, accounts.hub, 'dana')
  const mfa = { mfaSerial: `arn:aws:iam::${accounts.hub}:mfa/dana`, mfaSession: true, seed: mfaSeed }
  const { id } = await browser.call('saveSource', {
    name: 'Dana',
    credentials: { accessKeyId, secretAccessKey },
    ...mfa,
  })
  await browser.call('saveChain', chain('two', 'Two', { sourceId: id, hops: [auditIn(accounts.prod)] }))
  let amid = ''
  aws.beforeAnswer = () => {
    amid += JSON.stringify(browser.session)
  }
  const port = start({ ...OPEN, chainId: 'two' })
  await port.until(({ closed }) => closed)
  const after = Object.keys(browser.session)
  assert.ok(after.includes(`mfa/${id}`), 'there is no session of a code')
  assert.match(amid, /noting\//)
  const { unlocked: _, run: __, ...others } = browser.session
  assert.doesNotMatch(JSON.stringify(others), SESSION_KEY)
  for (const word of ['accessKeyId', 'Two']) assert.ok(!says(others, word), word)
  assert.doesNotMatch(amid.replaceAll(/"run":\{.*?"startedAt"/g, ''), /"chain":"Two"/)
})

test('the text of files to import does not outlive a lock', async () => {
  for (let at = 0; at < 5; at++) await browser.call('restoreChain', chain(`c${at}`, `C${at}`, { sourceId }))
  const files = [
    {
      name: 'roles',
      text: '[profile reader]\nrole_arn = arn:aws:iam::123456789012:role/Reader\nsource_profile = base\n',
    },
  ]
  const shardsRead = () => new Set(browser.reads.local.flat().filter((key) => key?.startsWith('r/chains/'))).size
  await browser.call('previewImport', { files })
  browser.reads.local = []
  await browser.call('previewImport', { files })
  assert.equal(shardsRead(), 0, 'a plan that is at hand is made anew')
  await browser.call('lock', null)
  await browser.call('unlock', { password: PASSWORD })
  browser.reads.local = []
  await browser.call('previewImport', { files })
  assert.ok(shardsRead() > 2, 'the plan of before the lock was kept, and with it the files')
})

test('a run that is cancelled after the sign-in opens no tab', async () => {
  let cancel = () => {}
  browser.hold = (call) => {
    if (call === 'windows.getAll') cancel()
    return undefined
  }
  const port = start(OPEN)
  cancel = () => port.post('cancel')
  await port.until(({ closed }) => closed)
  assert.equal(port.events.at(-1)?.state.failure?.kind, 'cancelled')
  assert.deepEqual(browser.tabs, [])
})
