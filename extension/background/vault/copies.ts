// Which copy of the vault is to be opened, found out before anybody is asked for a password: all there is of it is read, and
// its checksums are compared.

import type { ChosenCopy, Place, StoredCopy, VaultCopy } from 'rolerelay-vault'
import { local, type Stored } from '../../browser.ts'
import { withVault } from '../core.ts'
import type { Epoch } from './epoch.ts'
import { keepAside, readMirror } from './mirror.ts'
import { type LocalPlace, PLACES, setAndReadBack, setCurrent } from './sealed.ts'

/** A copy that is whole. */
export interface Copy extends VaultCopy {
  place: Place
  snapshot: string
  /** The stored text of each of its records. */
  texts: Map<string, string>
}

/** What was found. */
export interface Found {
  /** The copy to open; absent where none is whole. */
  copy?: Copy
  /** What a person has to be told of the others, in a sentence; absent where all is well. */
  wrong?: string
  /** Whether that is because a newer version wrote it, so that nothing may be changed. */
  newer: boolean
  /** What stands in storage.local, and the place there that may be written over. */
  stored: Stored
  next: LocalPlace
  /** Whether there is anything that cannot be used. */
  damaged: boolean
}

/** Looks at all copies but those snapshots. */
export async function findCopy(without: string[] = []): Promise<Found> {
  let silent = false
  const stored = await local.get(null).catch((): Stored => {
    silent = true
    return {}
  })
  const records = texts(stored)
  const mirror = await readMirror()
  const here = (Object.keys(PLACES) as LocalPlace[]).flatMap((place): StoredCopy[] => {
    const snapshot = stored[PLACES[place]]
    return typeof snapshot === 'string' ? [{ place, snapshot, records }] : []
  })
  const copies = [...here, ...(mirror ? [mirror] : [])].filter(({ snapshot }) => !without.includes(snapshot))
  const choice = await withVault((vault) => vault.chooseCopy(copies))
  const chosen = copies.find(({ place }) => place === choice.place)
  const wrong = whatIsWrong(choice, silent, without.length > 0)
  return {
    ...(chosen && { copy: await asCopy(chosen) }),
    ...(wrong !== undefined && { wrong }),
    newer: choice.outcome === 'newer',
    stored,
    next: choice.next as LocalPlace,
    damaged: without.length > 0 || choice.faults.length > 0,
  }
}

/** A copy that was found whole, as it can be opened. */
export async function asCopy({ place, snapshot, records }: StoredCopy): Promise<Copy> {
  const copy = await withVault((vault) => vault.readCopy(snapshot))
  return { ...copy, place, snapshot, texts: new Map(records.map(({ name, text }) => [name, text])) }
}

/**
 * Goes on with the copy that was opened: what is damaged is kept aside, what storage.local lacks is written there from the
 * mirror, and what belongs to no copy is removed.
 */
export async function goOnWith(copy: Copy, { stored, damaged, next }: Found, mine: Epoch): Promise<void> {
  if (damaged) await keepAside(stored)
  const { snapshot, generation, slots, records } = copy
  const place = copy.place === 'mirror' ? next : copy.place
  // A storage that takes nothing leaves the mirror to read from. It is not emptied: it may answer again.
  if (copy.place === 'mirror') await setAndReadBack(asStored(copy, place)).catch(() => {})
  const other = stored[PLACES[place === 'a' ? 'b' : 'a']]
  const otherRecords = await withVault((vault) => {
    try {
      return typeof other === 'string' ? vault.readCopy(other).records : []
    } catch {
      return []
    }
  })
  const named = new Set([...records, ...otherRecords, ...Object.values(PLACES), 'format', 'guesses'])
  const strays = Object.keys(stored).filter((key) => !named.has(key))
  // Among strays may be parts of what is damaged; they go with the next unlocking.
  if (!damaged && strays.length > 0) await local.remove(strays).catch(() => {})
  const older = otherRecords.filter((name) => !records.includes(name))
  setCurrent({ snapshot, generation, slots, records, place, older }, mine)
}

const asStored = ({ snapshot, records, texts }: Copy, place: LocalPlace): Stored => ({
  format: VAULT_FORMAT,
  [PLACES[place]]: snapshot,
  ...Object.fromEntries(records.map((name) => [name, texts.get(name)])),
})

/** The value of `format` beside a vault: versions that know none do not write there. */
export const VAULT_FORMAT = 3

function whatIsWrong({ outcome, faults, place }: ChosenCopy, silent: boolean, forged: boolean): string | undefined {
  const [fault] = faults
  if (outcome === 'newer')
    return 'A newer Rolerelay wrote what is kept here. Update the extension; nothing was changed.'
  if (outcome === 'damaged' || outcome === 'nothing') {
    return fault?.message ?? 'What is kept here is gone in part, and no copy of it is whole. Restore a backup.'
  }
  if (silent) {
    return 'The browser’s storage does not answer. This is the copy that was kept beside it. Save a backup now; if restarting the browser does not help, start over and restore it.'
  }
  if (forged) return 'The latest save was changed by something else than Rolerelay. This is the one before it.'
  if (outcome === 'recovered')
    return 'The latest save is damaged. This is the one before it; look whether your last change is there.'
  // The mirror is written last: when it is ahead, what was there before it is lost.
  if (place === 'mirror') return 'The browser lost the latest save. This is the copy that was kept beside it.'
  return undefined
}

const texts = (stored: Stored) =>
  Object.entries(stored).flatMap(([name, text]) =>
    name.startsWith('r/') && typeof text === 'string' ? [{ name, text }] : [],
  )
