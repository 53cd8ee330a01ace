// What there is to do with what is kept, from which disk, and what a person finds on a disk: for the tests that stop the background
// amid each of these, and that lock it.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { Chain } from 'rolerelay-core'
import type { Proof, SourceRow } from '../../../extension/protocol.ts'
import type { Browser } from './browser.ts'
import { addSource, chain, KEYS } from './sample.ts'
import { browserOn, closed, type Disk, diskOf, EMPTY, named, swept } from './storage-disk.ts'

export const PASSWORD = 'correct horse battery staple'
export const OTHER = 'another fine password'
const SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const PASSKEY = { kind: 'passkey', credential: 'Y3JlZA', salt: Buffer.alloc(32, 9).toString('base64url') } as const
const SECOND = { kind: 'passkey', credential: 'c2Vjb25k', salt: Buffer.alloc(32, 8).toString('base64url') } as const
const DEVICE = { mfaSerial: 'arn:aws:iam::123456789012:mfa/x' }
const prf = Buffer.alloc(32, 7).toString('base64url')
const importFile = {
  name: 'credentials',
  text: `[imported]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = ${KEYS.secretAccessKey}\n[profile reader]\nrole_arn = arn:aws:iam::123456789012:role/Reader\nsource_profile = imported\n`,
}
const FRESH = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: KEYS.secretAccessKey.toLowerCase() }

/** Chains and a source in the clear, keys in memory, and a link that was made. */
export let plain: Disk
/** The same in a vault that a passkey opens as well: without the wait of Argon2id. */
export let vault: Disk
/** The same after many chains were deleted at once, and what takes that back. */
let thinned: Disk
let undo: string
/** The same after an import that replaced a key and brought another source, and what takes that back. */
let filled: Disk
let imported: string
export let passkey: Proof
export let sourceId: string
let backup: string

/** To be done before the first test. */
export async function setScene(): Promise<void> {
  const browser = await browserOn(EMPTY)
  sourceId = await addSource(browser)
  await browser.call('saveSource', { id: sourceId, name: 'Base', ...DEVICE, seed: SEED })
  for (const id of ['alpha', 'beta', 'gamma']) await browser.call('restoreChain', chain(id, id, { sourceId }))
  await browser.call('makeLink', { chainId: 'alpha' })
  plain = await mirrored(browser)

  await browser.call('createVault', { password: PASSWORD })
  const proof = { password: PASSWORD }
  const state = await browser.call('addPasskey', { name: 'Laptop', lock: PASSKEY, prf, proof })
  const way = state.state === 'unlocked' ? state.ways.find(({ lock }) => lock.kind === 'passkey')?.id : undefined
  passkey = { way: way ?? '', prf }
  backup = (await browser.call('backup', null)).text
  // So that both places hold a generation, and the backup is older.
  await browser.call('favourite', { id: 'beta', on: true })
  await browser.call('restoreChain', chain('delta', 'Delta', { sourceId }))
  vault = await mirrored(browser)
  undo = (await browser.call('changeChains', { ids: ['alpha', 'gamma'], change: 'delete' })).undo
  thinned = await mirrored(browser)
  imported = (await browser.call('applyImport', { files: [importFile], leaveOut: [] })).id ?? ''
  filled = await mirrored(browser)
}

/** What the browser keeps once the mirror, which nobody waits for, has the newest snapshot too. */
async function mirrored(browser: Browser): Promise<Disk> {
  for (;;) {
    const disk = await diskOf(browser)
    const [newest] = ['vault/a', 'vault/b'].map((place) => String(disk.local[place])).sort(byGeneration)
    if (new Map(disk.databases.get('vault')).get('snapshot') === newest) return disk
  }
}

const generationOf = (snapshot: string): number => Number(/"generation":(\d+)/.exec(snapshot)?.[1])
const byGeneration = (a: string, b: string): number => generationOf(b) - generationOf(a)

export interface Act {
  from: () => Disk
  does: (browser: Browser) => Promise<unknown>
  /** What opens the new state where the passkey does not. */
  password?: string
  /** Whether a person is told that not all is as it was. */
  tells?: boolean
  /** What may also be seen: a mix that does no harm. */
  mix?: (now: Seen, old: Seen, fresh: Seen) => boolean
}

export const ACTS: Record<string, Act> = {
  'a password is set': {
    from: () => plain,
    does: (browser) => browser.call('createVault', { password: PASSWORD }),
    password: PASSWORD,
    // Keys that were in memory end with the browser, as they did.
    mix: (now, _, fresh) => isEqual(now, { ...fresh, sources: fresh.sources.map(withoutSecrets) }),
  },
  'a chain is saved': {
    from: () => vault,
    does: (browser) => browser.call('restoreChain', chain('epsilon', 'Epsilon', { sourceId })),
  },
  'a chain is deleted': { from: () => vault, does: (browser) => browser.call('deleteChain', { id: 'beta' }) },
  'many chains are edited': {
    from: () => vault,
    does: (browser) =>
      browser.call('changeChains', { ids: ['alpha', 'beta', 'gamma'], change: { addTags: ['many'], guard: 'PROD' } }),
  },
  'many chains are deleted': {
    from: () => vault,
    does: (browser) => browser.call('changeChains', { ids: ['alpha', 'gamma'], change: 'delete' }),
  },
  'many chains are brought back': { from: () => thinned, does: (browser) => browser.call('undoChanges', { undo }) },
  'keys are replaced': {
    from: () => vault,
    does: (browser) => browser.call('saveSource', { id: sourceId, name: 'Renamed', ...DEVICE, credentials: FRESH }),
    // The name first, then the keys.
    mix: (now, old, fresh) =>
      isEqual(now.chains, old.chains) &&
      now.sources.every((source, at) =>
        isEqual({ ...source, name: 'Renamed' }, { ...old.sources[at], name: 'Renamed' }),
      ) &&
      now.sources.length === fresh.sources.length,
  },
  'a source is deleted': { from: () => vault, does: (browser) => browser.call('deleteSource', { id: sourceId }) },
  'an import brings chains and keys': {
    from: () => vault,
    does: (browser) => browser.call('applyImport', { files: [importFile], leaveOut: [] }),
  },
  'an import is undone': {
    from: () => filled,
    does: (browser) => browser.call('undoImport', { id: imported }),
  },
  'a passkey is added': {
    from: () => vault,
    does: (browser) => browser.call('addPasskey', { name: 'Phone', lock: SECOND, prf, proof: passkey }),
    // Its name is written after it.
    mix: (now, old) => isEqual(now, { ...old, protection: [...old.protection, 'passkey'] }),
  },
  'a passkey is removed': {
    from: () => vault,
    does: (browser) => browser.call('removePasskey', { id: 'way' in passkey ? passkey.way : '' }),
    password: PASSWORD,
  },
  'the password is changed': {
    from: () => vault,
    does: (browser) => browser.call('changePassword', { proof: passkey, password: OTHER }),
    password: OTHER,
  },
  'a backup is restored over a vault': {
    from: () => vault,
    does: (browser) => browser.call('restoreBackup', { text: backup, password: PASSWORD }),
  },
  'a backup is restored over what is damaged': {
    from: () => ({ ...closed(vault), local: { ...vault.local, 'vault/a': '', 'vault/b': '' }, databases: new Map() }),
    does: (browser) => browser.call('restoreBackup', { text: backup, password: PASSWORD }),
    password: PASSWORD,
    tells: true,
  },
  'it is locked': { from: () => vault, does: (browser) => browser.call('lock', null) },
  'it is unlocked': { from: () => closed(vault), does: (browser) => browser.call('unlock', passkey) },
  'all is deleted': {
    from: () => vault,
    does: (browser) => browser.call('startOver', { sure: 'delete everything' }),
    tells: true,
  },
}

/** A store of an older form, as a file. */
const older = (name: string) => (): Disk => ({
  ...EMPTY,
  local: JSON.parse(readFileSync(new URL(`../stores/${name}.json`, import.meta.url), 'utf8')),
})

/** The same without a password, and how such a store comes about. */
export const CLEAR_ACTS: Record<string, Act> = {
  'the first chain is saved': {
    from: () => EMPTY,
    does: async (browser) => {
      const sourceId = await addSource(browser)
      await browser.call('restoreChain', chain('first', 'First', { sourceId }))
    },
    // The source first; its id is drawn.
    mix: (now, _, fresh) => now.chains.length === 0 || isEqual(now.chains.map(unsourced), fresh.chains.map(unsourced)),
  },
  'a chain is saved in the clear': {
    from: () => plain,
    does: (browser) => browser.call('restoreChain', chain('epsilon', 'Epsilon', { sourceId })),
  },
  'a chain is deleted in the clear': {
    from: () => plain,
    does: (browser) => browser.call('deleteChain', { id: 'beta' }),
  },
  'a star is set in the clear': {
    from: () => plain,
    does: (browser) => browser.call('favourite', { id: 'beta', on: true }),
  },
  'a source is deleted in the clear': {
    from: () => plain,
    does: (browser) => browser.call('deleteSource', { id: sourceId }),
  },
  'an import brings chains in the clear': {
    from: () => plain,
    does: (browser) => browser.call('applyImport', { files: [importFile], leaveOut: [] }),
    // Keys end with the browser, and stand in memory before the chains that they are for.
    mix: (now, old, fresh) => isEqual(now.chains, old.chains) || isEqual(now.chains, fresh.chains),
  },
  'all is looked at in the clear': { from: () => closed(plain), does: (browser) => browser.call('sources', null) },
  'what is damaged is had from the mirror': {
    from: () => ({ ...closed(plain), local: withoutOne(plain.local) }),
    does: (browser) => browser.call('list', { query: '', offset: 0, limit: 9 }),
    tells: true,
  },
  'a backup is restored in the clear': {
    from: () => plain,
    does: (browser) => browser.call('restoreBackup', { text: backup, password: PASSWORD }),
    password: PASSWORD,
  },
  'all in the clear is deleted': {
    from: () => plain,
    does: (browser) => browser.call('startOver', { sure: 'delete everything' }),
    tells: true,
    // Keys go first.
    mix: (now, old) => isEqual(now, { ...old, sources: old.sources.map(withoutSecrets) }),
  },
  'a store of format 1 is moved': {
    from: older('format-1'),
    does: (browser) => browser.call('list', { query: '', offset: 0, limit: 9 }),
  },
  'a store of format 2 is moved': {
    from: older('format-2-whole'),
    does: (browser) => browser.call('sources', null),
  },
  'a store of format 2 becomes a vault': {
    from: older('format-2-whole'),
    does: (browser) => browser.call('createVault', { password: PASSWORD }),
    password: PASSWORD,
  },
}

const unsourced = ({ sourceId: _, ...rest }: Chain) => rest

/** Without a record that only the newest snapshot names. */
function withoutOne(local: Disk['local']): Disk['local'] {
  const [newest = '', other = ''] = ['vault/a', 'vault/b'].map((place) => String(local[place])).sort(byGeneration)
  const gone = Object.keys(JSON.parse(newest).records).find((name) => !other.includes(name))
  return Object.fromEntries(Object.entries(local).filter(([key]) => key !== gone))
}

/** All that is kept, but for what is drawn at random. */
export const formOf = ({ local, session, databases }: Disk): string =>
  JSON.stringify([
    [local, session].map((area) => Object.keys(area).sort()),
    [...databases].map(([name, entries]) => [name, entries.map(([key]) => key)]),
    ['vault/a', 'vault/b'].map((place) => /"generation":\d+/.exec(String(local[place]))?.[0]),
    new Map(databases.get('vault')).get('snapshot') === local['vault/a'],
  ])

export interface Seen {
  protection: string[]
  chains: Chain[]
  starred: string[]
  sources: Partial<SourceRow>[]
}

/** What a person finds on that disk, who unlocks it where it is locked; and that nothing is left over for good. */
export async function seenOn(disk: Disk, { password = PASSWORD, tells = false }: Act): Promise<Seen> {
  const browser = await browserOn(disk)
  const state = await browser.call('vault', null)
  if (state.state === 'damaged') return { protection: ['damaged', state.message], chains: [], starred: [], sources: [] }
  if (state.state === 'locked') {
    assert.ok(tells || state.recovered === undefined, state.recovered)
    const way = state.ways.some(({ lock }) => lock.kind === 'passkey' && lock.credential === PASSKEY.credential)
    const opening = () => browser.call('unlock', way ? passkey : { password })
    const opened = await opening().catch(() => browser.call('unlock', { password: PASSWORD }))
    // What is damaged is kept aside first; once it is written over, the next unlocking removes what it named.
    if (opened.state === 'unlocked' && opened.notice !== undefined) {
      await browser.call('saveSettings', {})
      await browser.call('lock', null)
      await opening()
    }
  } else assert.ok(tells || !('notice' in state), JSON.stringify(state))
  const found = await seenIn(browser)
  // In the clear, what is left over goes with the first look of the next browser session.
  if (state.state === 'locked' || (Object.keys(disk.session).length === 0 && Object.keys(disk.local).length > 0)) {
    await browser.call('saveSettings', {})
    await swept(browser)
    const after = await diskOf(browser)
    assert.deepEqual(Object.keys(after.local).sort(), named(after), 'something is left over')
    assert.deepEqual(
      [...after.databases.keys()].filter((name) => name !== 'links' || state.state === 'locked'),
      ['vault'],
    )
  }
  return found
}

/** But for times and random numbers. */
export async function seenIn(browser: Browser): Promise<Seen> {
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 10 })
  const state = await browser.call('vault', null)
  const sources = await browser.call('sources', null)
  return {
    protection: state.state === 'unlocked' ? state.ways.map(({ lock, name }) => name ?? lock.kind) : [state.state],
    chains: await Promise.all(rows.map(({ id }) => browser.call('chain', { id }))),
    starred: rows.flatMap(({ id, favourite }) => (favourite ? [id] : [])),
    sources: sources.map(({ name, keys, keptIn, accessKeyId = '', hasSeed, mfaSerial = '', usedByCount }) => ({
      name,
      keys,
      keptIn,
      accessKeyId,
      hasSeed,
      mfaSerial,
      usedByCount,
    })),
  }
}

const withoutSecrets = (source: Partial<SourceRow>): Partial<SourceRow> => ({
  ...source,
  keys: 'missing',
  accessKeyId: '',
  hasSeed: false,
})

export const isEqual = isDeepStrictEqual
