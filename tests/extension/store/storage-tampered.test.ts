// Somebody who can write to the disk changes what is kept, with checksums that fit. Whatever they change, nothing opens that
// was not written, no key is derived at a cost of theirs, what is said names the cause, and nothing on the disk is changed.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Failure } from 'rolerelay-core'
import type { Proof } from '../../../extension/protocol.ts'
import { Browser } from '../scene/browser.ts'
import { addSource, chain } from '../scene/sample.ts'
import { browserOn, closed, type Disk, diskOf, EMPTY } from '../scene/storage-disk.ts'
import { changed, flipped, forged, PLACES, type Snapshot } from '../scene/storage-forge.ts'

Browser.passwords = 'as they ship'
const PASSWORD = 'correct horse battery staple'
const prf = Buffer.alloc(32, 7).toString('base64url')
const PASSKEY = { kind: 'passkey', credential: 'Y3JlZA', salt: Buffer.alloc(32, 9).toString('base64url') } as const

/** A vault, the newest first of three generations of it, each with the one before on the same disk and without a mirror. */
let ours: [Disk, Disk, Disk]
/** The passkey that opens it. */
let way: string
/** Somebody else's, with the same password and passkey. */
let theirs: Disk

before(async () => {
  const mine = await someVault('Ours')
  ours = mine.disks
  way = mine.way
  theirs = (await someVault('Theirs')).disks[0]
})

async function someVault(name: string): Promise<{ disks: [Disk, Disk, Disk]; way: string }> {
  const browser = await browserOn(EMPTY)
  const sourceId = await addSource(browser)
  await browser.call('createVault', { password: PASSWORD })
  const state = await browser.call('addPasskey', { name: 'Laptop', lock: PASSKEY, prf, proof: { password: PASSWORD } })
  const way = state.state === 'unlocked' ? state.ways.find(({ lock }) => lock.kind === 'passkey')?.id : undefined
  const disks: Disk[] = []
  for (const which of ['First', 'Second', 'Third']) {
    await browser.call('restoreChain', chain('c1', `${name}, ${which}`, { sourceId }))
    disks.unshift({ ...closed(await diskOf(browser)), databases: new Map() })
  }
  return { disks: disks as [Disk, Disk, Disk], way: way ?? '' }
}

/** Whether Argon2id was made ready. */
let derived = false
const { compileStreaming } = WebAssembly
before(() => {
  WebAssembly.compileStreaming = async (source) => {
    const response = await source
    if (response.url.endsWith('stretch_bg.wasm')) derived = true
    return compileStreaming(response)
  }
})
after(() => {
  WebAssembly.compileStreaming = compileStreaming
})

const slot = (kind: string, { header }: Snapshot) =>
  header.slots.find((one: { lock: { kind: string } }) => one.lock.kind === kind)
const password = (snapshot: Snapshot) => slot('password', snapshot)
const passkey = (snapshot: Snapshot) => slot('passkey', snapshot)
const foreign = () => JSON.parse(String(theirs.local['vault/a'])) as Snapshot

type Change = (disk: Disk) => Disk
const cost = (cost: object): Change => forged((snapshot) => Object.assign(password(snapshot).lock.argon2id, cost))
const part = (name: string): Change =>
  changed(({ header }) => {
    header[name] = flipped(header[name])
  })
const ofSlot = (name: string): Change =>
  changed((snapshot) => {
    passkey(snapshot)[name] = flipped(passkey(snapshot)[name])
  })
const text =
  (change: (text: string) => unknown): Change =>
  (disk) => ({
    ...disk,
    local: { ...disk.local, ...Object.fromEntries(PLACES.map((place) => [place, change(String(disk.local[place]))])) },
  })

/** What both snapshots were made into, found out before anybody is asked for a password. */
const ACCIDENTS: Record<string, Change> = {
  'the vault’s id': part('vault'),
  'the list of records': part('contents'),
  'the MAC': part('mac'),
  'the checksum': part('checksum'),
  'the generation': changed(({ header }) => {
    header.generation += 1
  }),
  'a slot’s id': ofSlot('id'),
  'what tells its key': ofSlot('check'),
  'its nonce': ofSlot('nonce'),
  'its wrapped key': ofSlot('wrapped'),
  'a salt': changed((snapshot) => {
    passkey(snapshot).lock.salt = flipped(PASSKEY.salt)
  }),
  'a record’s checksum': changed(({ records }) => {
    for (const name in records) records[name] = flipped(records[name] ?? '')
  }),
  'half of it': text((text) => text.slice(0, text.length / 2)),
  nothing: text(() => ''),
  'no text': text(() => ({ header: 1 })),
  zeros: text((text) => '\0'.repeat(text.length)),
  'a number of no list': changed(({ header }) => {
    header.slots = 7
  }),
  'no slots': forged(({ header }) => {
    header.slots = []
  }),
  'a slot twice': forged(({ header }) => {
    header.slots.push(header.slots[0])
  }),
  'a field more': forged(({ header }) => {
    header.more = 1
  }),
  'a gigabyte and a bit': cost({ memory: 1024 * 1024 + 1 }),
  'all memory': cost({ memory: 2 ** 32 - 1 }),
  'little memory': cost({ memory: 8 }),
  'no pass': cost({ passes: 0 }),
  'one pass': cost({ passes: 1 }),
  'a thousand million passes': cost({ passes: 1e9 }),
  'ninety-nine lanes': cost({ lanes: 99 }),
  'no lane': cost({ lanes: 0 }),
}

/** What only the right key shows. */
const FORGERIES: Record<string, Change> = {
  'another salt of the password': forged((snapshot) => {
    password(snapshot).lock.salt = flipped(password(snapshot).lock.salt)
  }),
  'a lower cost': cost({ memory: 19 * 1024, passes: 2 }),
  'the other vault’s salt': forged((snapshot) => {
    password(snapshot).lock.salt = password(foreign()).lock.salt
  }),
  'swapped slots': forged(({ header }) => {
    header.slots.reverse()
  }),
  'no password': forged(({ header }) => {
    header.slots = header.slots.filter((one: Snapshot['header']) => one.lock.kind !== 'password')
  }),
  'the other vault’s passkey as well': forged((snapshot) => {
    snapshot.header.slots.push(passkey(foreign()))
  }),
  'a later generation': forged(({ header }) => {
    header.generation += 1
  }),
  'the other vault’s id': forged(({ header }) => {
    header.vault = foreign().header.vault
  }),
  'another wrapped key': forged((snapshot) => {
    passkey(snapshot).wrapped = passkey(foreign()).wrapped
  }),
  'another nonce': forged((snapshot) => {
    passkey(snapshot).nonce = flipped(passkey(snapshot).nonce)
  }),
  'a record less': forged(({ records }) => {
    delete records[nameOf('sources', records)]
  }),
  'one record as another': exchanged('sources', 'secrets'),
  'the other vault’s record': (disk) =>
    recordsBecome({ [nameOf('sources', disk.local)]: theirs.local[nameOf('sources', theirs.local)] })(disk),
  'an emptied record': (disk) => recordsBecome({ [nameOf('sources', disk.local)]: '' })(disk),
}

const nameOf = (kind: string, among: object): string =>
  Object.keys(among)
    .filter((name) => name.startsWith(`r/${kind}`))
    .sort()
    .at(-1) ?? 'none'

/** Writes records, and snapshots with the checksums of these. */
function recordsBecome(values: Record<string, unknown>): Change {
  return (disk) => {
    const other = { ...disk, local: { ...disk.local, ...values } }
    return forged(({ records }) => {
      for (const name of Object.keys(values))
        if (name in records) records[name] = createHash('sha256').update(String(values[name])).digest('base64url')
    })(other)
  }
}

function exchanged(one: string, other: string): Change {
  return (disk) => {
    const [a, b] = [nameOf(one, disk.local), nameOf(other, disk.local)]
    return recordsBecome({ [a]: disk.local[b], [b]: disk.local[a] })(disk)
  }
}

/** What a person sees of that disk, and what unlocking says; and that neither changed it. */
async function looked(disk: Disk, proof: Proof = { way, prf }) {
  derived = false
  const browser = await browserOn(disk)
  const state = await browser.call('vault', null)
  const refused: Failure | undefined = await browser.call('unlock', proof).then(
    () => undefined,
    (failure) => failure,
  )
  const left = await diskOf(browser)
  if (refused) {
    assert.deepEqual(left.local, disk.local, 'something on the disk was changed')
    assert.deepEqual([...left.databases.values()].flat(), [...disk.databases.values()].flat())
    assert.deepEqual(left.session, {})
  }
  return { browser, state, refused }
}

const nameIn = async (browser: Browser) => (await browser.call('chain', { id: 'c1' })).name

describe('a vault whose snapshots were changed', () => {
  test('opens as it is', async () => {
    const { browser, state, refused } = await looked(ours[0])
    assert.deepEqual([state.state, refused, await nameIn(browser)], ['locked', undefined, 'Ours, Third'])
    // The forger knows the format: a snapshot that is forged into itself opens.
    assert.equal((await looked(forged(() => {})(ours[0]))).refused, undefined)
    assert.equal(derived, false)
    assert.equal((await looked(ours[0], { password: PASSWORD })).refused, undefined)
    assert.equal(derived, true)
  })

  for (const [what, change] of Object.entries(ACCIDENTS)) {
    test(`to ${what} is said to be damaged before a password is asked for`, async () => {
      const { state, refused } = await looked(change(ours[0]), { password: PASSWORD })
      assert.equal(state.state, 'damaged')
      assert.equal(refused?.kind, 'damaged')
      assert.ok(state.state === 'damaged' && state.message === refused.message && refused.message.length > 20)
      assert.equal(derived, false)
    })
  }

  for (const [what, change] of Object.entries(FORGERIES)) {
    test(`to ${what} does not open, by the right key either`, async () => {
      const { state, refused } = await looked(change(ours[0]))
      assert.equal(refused?.kind, 'damaged', JSON.stringify(refused ?? state))
      assert.equal(derived, false)
    })
  }

  test('to one of a newer version is said to be newer', async () => {
    const newer = changed(({ header }) => {
      header.format = 3
    })(ours[0])
    for (const disk of [newer, { ...ours[0], local: { ...ours[0].local, format: 5 } }]) {
      const { state, refused } = await looked(disk)
      assert.ok(state.state === 'damaged' && /newer Rolerelay/.test(state.message), JSON.stringify(state))
      assert.match(refused?.message ?? '', /newer Rolerelay/)
    }
  })

  test('in the newest alone opens as the one before, says so, and keeps the newest aside', async () => {
    const [now, then] = [nameOf('chains', ours[0].local), nameOf('chains', ours[1].local)]
    const cases: Record<string, Change> = {
      'an old record for a new one': (disk) => recordsBecome({ [now]: disk.local[then] })(disk),
      'another record': (disk) => recordsBecome({ [now]: disk.local[nameOf('sources', disk.local)] })(disk),
      'half a record': (disk) => ({ ...disk, local: { ...disk.local, [now]: String(disk.local[now]).slice(0, 90) } }),
      'no record': (disk) => ({ ...disk, local: omit(disk.local, now) }),
      'no snapshot': (disk) => ({ ...disk, local: omit(disk.local, newest(disk)) }),
      'the other vault’s snapshot': (disk) => ({
        ...disk,
        local: {
          ...disk.local,
          ...theirs.local,
          [newest(disk)]: theirs.local[newest(disk)],
          [older(disk)]: disk.local[older(disk)],
        },
      }),
    }
    for (const [what, change] of Object.entries(cases)) {
      const disk = change(ours[0])
      const { browser, refused } = await looked(disk)
      if (refused) {
        // Of two vaults that are whole nobody can say which is the owner's: neither is written over.
        assert.equal(what, 'the other vault’s snapshot')
        continue
      }
      assert.equal(await nameIn(browser), 'Ours, Second', what)
    }
  })

  test('of an earlier save altogether opens as the mirror, which is later', async () => {
    const mirrored = await browserOn(ours[0])
    await mirrored.call('unlock', { way, prf })
    const { databases } = await diskOf(mirrored)
    const { browser, state } = await looked({ ...ours[2], databases })
    assert.equal(await nameIn(browser), 'Ours, Third')
    assert.equal(state.state, 'locked')
  })
})

describe('the count of wrong passwords', () => {
  const now = Date.now()
  const edits: unknown[] = [
    { count: -1, latest: now },
    { count: 2 ** 40, latest: now - 86_400_000 },
    { count: 1.5, latest: now },
    { count: '4', latest: now },
    { count: 3, latest: null },
    { count: 3, latest: -1 },
    { latest: now },
    'many',
    [],
    null,
    7,
  ]
  for (const guesses of edits) {
    test(`edited to ${JSON.stringify(guesses)} locks nobody out`, async () => {
      const disk = { ...ours[0], local: { ...ours[0].local, guesses } }
      assert.equal((await (await browserOn(disk)).call('vault', null)).state, 'locked')
      const browser = await browserOn(disk)
      await browser.call('unlock', { password: PASSWORD })
      assert.equal(await nameIn(browser), 'Ours, Third')
    })
  }

  test('of next year makes its owner wait for minutes, not for a year', async () => {
    const disk = { ...ours[0], local: { ...ours[0].local, guesses: { count: 1e9, latest: now + 365 * 86_400_000 } } }
    const browser = await browserOn(disk)
    const state = await browser.call('vault', null)
    assert.ok(state.state === 'locked' && state.waitUntil !== undefined && state.waitUntil < Date.now() + 16 * 60_000)
    await assert.rejects(browser.call('unlock', { password: PASSWORD }), { kind: 'too-many-guesses' })
    await browser.call('unlock', { way, prf })
    assert.equal(await nameIn(browser), 'Ours, Third')
  })
})

const generation = (disk: Disk, place: string): number => JSON.parse(String(disk.local[place])).header.generation
const newest = (disk: Disk): string => [...PLACES].sort((a, b) => generation(disk, b) - generation(disk, a))[0] ?? ''
const older = (disk: Disk): string => PLACES.find((place) => place !== newest(disk)) ?? ''
const omit = (values: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key !== name))
