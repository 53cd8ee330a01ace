// The vault as a file, and back: encrypted as it is, so that the file opens with the password of its time and with nothing else.

import type { Chain, Source } from 'rolerelay-core'
import type { StoredRecord } from 'rolerelay-vault'
import { local } from '../../browser.ts'
import type { BackupPreview, VaultState, Verdict } from '../../protocol.ts'
import { withVault } from '../core/core.ts'
import { asFailure, failure } from '../core/failure.ts'
import { hasJournal, withFurtherJournal } from '../journal/journal.ts'
import { epoch, othersHaveEnded } from '../lock/epoch.ts'
import { openWith } from '../lock/proof.ts'
import { forgetAll } from '../lock/unlocked.ts'
import { wiping } from '../lock/wiping.ts'
import { isTable, type KeptAside, passed, table } from '../store/admission.ts'
import { underKey } from '../store/codec.ts'
import { asCopy, findCopy } from '../store/copies.ts'
import { keepAside, readAside, readMirror, readRecordsOf } from '../store/mirror.ts'
import { flattened, opened, type Values } from '../store/records.ts'
import { type Checks, inTurn, isVault, lookAgain, read, readChains, type Use } from '../store/storage.ts'
import { current, replaceValues } from '../store/store.ts'
import { beginVault } from './manage.ts'
import { vaultState } from './state.ts'

interface Backup {
  rolerelay: 'backup'
  madeAt: number
  snapshot: string
  /** By the keys under which the snapshot names them. */
  records: Record<string, string>
}

export async function backup(): Promise<{ name: string; text: string }> {
  if (!(await isVault())) throw failure('invalid', 'Set a password first: a backup is encrypted with it.')
  const { snapshot, records } = await current()
  const stored = (await readRecordsOf(records)) as Record<string, string>
  const file: Backup = { rolerelay: 'backup', madeAt: Date.now(), snapshot, records: stored }
  return { name: `rolerelay-backup-${today()}.json`, text: `${JSON.stringify(file)}\n` }
}

export async function previewBackup(text: string, password: string): Promise<BackupPreview> {
  const { madeAt, values, aside } = await openBackup(text, password)
  const readable = ['open', 'unlocked'].includes((await vaultState()).state)
  const [chains, { sources = [] }] = readable ? await Promise.all([readChains(), read('sources')]) : [[], {}]
  return {
    madeAt,
    chains: compared(chains, chainsIn(values)),
    sources: compared(sources, sourcesIn(values)),
    aside: aside.map(({ list, name, message }) => ({ list, name, message })),
  }
}

export async function restoreBackup(text: string, password: string): Promise<VaultState> {
  const mine = epoch()
  await othersHaveEnded(mine)
  const { values: backedUp, aside } = await openBackup(text, password)
  return inTurn(async () => {
    const state = await vaultState()
    if (state.state === 'locked') throw failure('locked', 'Unlock Rolerelay first, or start over.')
    const readable = state.state !== 'damaged'
    const here = readable
      ? await read('settings', 'use', 'checks', 'refused', 'putOffAt', 'aside', 'leases', 'pages', 'bookmarks')
      : {}
    const values: Values = {
      ...(readable ? await withFurtherJournal(backedUp) : backedUp),
      ...here,
      ...(!isUsed(here.use) && backedUp.use !== undefined && { use: backedUp.use }),
      checks: here.checks ?? verdictsIn(backedUp),
      ...(aside.length > 0 && { aside: [...(here.aside ?? []), ...aside] }),
    }
    if (state.state === 'unlocked') {
      const { linkKey, passkeys } = await read('linkKey', 'passkeys')
      await replaceValues({ ...values, linkKey, passkeys }, mine)
      await lookAgain()
    } else {
      const { newer, stored, wrong } = await findCopy()
      if (newer) throw failure('storage', wrong ?? '')
      if (state.state === 'damaged') {
        // Throws where a newer version wrote what is here.
        await isVault().catch((thrown) => {
          if (asFailure(thrown).kind !== 'damaged') throw thrown
        })
        await keepAside(stored)
      }
      await beginVault(password, values, mine)
    }
    forgetAll()
    return vaultState()
  })
}

/** All copies as they are found, for whoever may mend them. */
export async function rescue(): Promise<{ name: string; text: string }> {
  const stored = await local.get(null).catch(() => null)
  const file = { rolerelay: 'rescue', stored, mirror: await readMirror().catch(() => null), aside: await readAside() }
  return { name: `rolerelay-rescue-${today()}.json`, text: `${JSON.stringify(file)}\n` }
}

interface Opened {
  madeAt: number
  values: Values
  aside: KeptAside[]
}

/** What a backup holds, all of it opened and looked at. Nothing is changed. */
async function openBackup(text: string, password: string): Promise<Opened> {
  const { madeAt, snapshot, records } = readBackup(text)
  const stored: StoredRecord[] = Object.entries(records).map(([name, text]) => ({ name, text }))
  const copy = { place: 'a' as const, snapshot, records: stored }
  const { outcome, faults } = await withVault((vault) => vault.chooseCopy([copy], 0))
  if (outcome === 'newer') throw failure('storage', 'A newer Rolerelay wrote this backup. Update the extension.')
  if (outcome !== 'whole')
    throw failure('damaged', `This backup is damaged, and nothing was changed. ${faults[0]?.message ?? ''}`)
  const { key } = await openWith({ password }, snapshot)
  const all = await wiping(key, async () => {
    const { records: names, texts } = await asCopy(copy)
    return flattened(await opened(names, (name) => texts.get(name), underKey(key)))
  })
  mustBeOurs(all)
  return { madeAt, ...(await passed(Object.fromEntries(Object.entries(all).filter(([key]) => isFromBackup(key))))) }
}

/**
 * What is taken from a file that somebody else may have made. Lists are made anew. What proves that a link is ours, how this
 * browser locks and clears, and what it has seen of roles are not for a file to say.
 */
const isFromBackup = (key: string): boolean =>
  /^(chain\/.*|journal(\/[0-9]+)?|sources|secrets|use|checks|aside)$/.test(key)

/** What checks showed where the backup was made, as far as they can have. */
const verdictsIn = ({ checks }: Values): Checks =>
  table(
    Object.entries(isTable(checks) ? checks : {}).filter((entry): entry is [string, Verdict] => isVerdict(entry[1])),
  )

function isVerdict(value: unknown): boolean {
  if (!isTable(value) || !Number.isFinite(value.at)) return false
  const isTold = (part: unknown) =>
    isTable(part) && [part.kind, part.message].every((text) => typeof text === 'string' && text.length <= 2_000)
  const { broken, skipped } = value as { broken?: unknown; skipped?: unknown }
  const isBroken = broken === undefined || (isTold(broken) && Number.isFinite((broken as Values).since))
  return isBroken && (skipped === undefined || isTold(skipped))
}

const isUsed = (use: Use | undefined): boolean => use !== undefined && use.favourites.length + use.opened.length > 0

function readBackup(text: string): Backup {
  const no = failure('invalid', 'This file is no backup of Rolerelay. Nothing was changed.')
  let file: Partial<Backup> | null
  try {
    file = JSON.parse(text)
  } catch {
    throw no
  }
  const { rolerelay, madeAt, snapshot, records } = file ?? {}
  const isBackup =
    rolerelay === 'backup' && Number.isFinite(madeAt) && typeof snapshot === 'string' && typeof records === 'object'
  if (!isBackup || !records || !Object.values(records).every((text) => typeof text === 'string')) throw no
  return file as Backup
}

/** Refuses what was never a store of ours. Whoever knows the password can write anything into a backup. */
function mustBeOurs({ sources = [], secrets = {}, ...values }: Values): void {
  if (Array.isArray(sources) && isTable(secrets) && hasJournal(values)) return
  throw failure('damaged', 'This backup holds what Rolerelay never wrote. Nothing was changed.')
}

const chainsIn = (values: Values): Chain[] =>
  Object.entries(values).flatMap(([key, value]) => (key.startsWith('chain/') ? [value as Chain] : []))
const sourcesIn = ({ sources = [] }: Values): Source[] => sources as Source[]

function compared<T extends { id: string; name: string }>(here: T[], there: T[]): BackupPreview['chains'] {
  const before = new Map(here.map((one) => [one.id, JSON.stringify(one)]))
  const after = new Set(there.map(({ id }) => id))
  const names = (list: T[]) => list.map(({ name }) => name).sort()
  return {
    added: names(there.filter(({ id }) => !before.has(id))),
    changed: names(there.filter((one) => before.has(one.id) && before.get(one.id) !== JSON.stringify(one))),
    removed: names(here.filter(({ id }) => !after.has(id))),
  }
}

const today = (): string => new Date().toISOString().slice(0, 10)
