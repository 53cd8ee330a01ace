// Which copy of what is kept is to be gone on with, found out before anybody is asked for a password: all there is of it is read,
// and its checksums are compared.

import type { ChosenCopy, Place, StoredCopy, VaultCopy } from 'rolerelay-vault'
import { local, type Stored } from '../../browser.ts'
import { withVault } from '../core/core.ts'
import type { Epoch } from '../lock/epoch.ts'
import { FORMATS } from './codec.ts'
import { keepAside, mirror as mirrored, mirroredSnapshot, readMirror } from './mirror.ts'
import { generationOf } from './records.ts'
import { type LocalPlace, PLACES, setAndReadBack, setCurrent } from './store.ts'

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
  /** What stands in storage.local, and the place there that may be written over; whether it did not answer. */
  stored: Stored
  next: LocalPlace
  silent: boolean
  /** Whether IndexedDB did not. */
  mirrorSilent: boolean
  /** The highest generation of any record there. */
  latest: number
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
  let mirrorSilent = false
  const mirror = await readMirror().catch(() => {
    mirrorSilent = true
    return undefined
  })
  const here = (Object.keys(PLACES) as LocalPlace[]).flatMap((place): StoredCopy[] => {
    const snapshot = stored[PLACES[place]]
    return typeof snapshot === 'string' ? [{ place, snapshot, records }] : []
  })
  const copies = [...here, ...(mirror ? [mirror] : [])].filter(({ snapshot }) => !without.includes(snapshot))
  const latest = Math.max(0, ...records.map(({ name }) => generationOf(name)).filter(Number.isSafeInteger))
  const choice = await withVault((vault) => vault.chooseCopy(copies, latest))
  const chosen = copies.find(({ place }) => place === choice.place)
  const wrong = whatIsWrong(choice, silent, without.length > 0)
  return {
    ...(chosen && { copy: await asCopy(chosen) }),
    ...(wrong !== undefined && { wrong }),
    newer: choice.outcome === 'newer',
    stored,
    next: choice.next as LocalPlace,
    silent,
    mirrorSilent,
    latest,
    damaged: without.length > 0 || choice.faults.length > 0 || choice.outcome === 'recovered',
  }
}

/** Whether one of these two snapshots is a vault's. */
export const isSealed = (kept: Stored): Promise<boolean> =>
  withVault((vault) =>
    Object.values(PLACES).some((place) => {
      try {
        return typeof kept[place] === 'string' && vault.readCopy(kept[place]).sealed
      } catch {
        return false
      }
    }),
  )

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
  const isAside = damaged && (await keepAside(stored))
  const { place: from, texts: _, ...kept } = copy
  const { snapshot, generation, records } = kept
  const place = from === 'mirror' ? next : from
  // A storage that takes nothing leaves the mirror to read from. It is not emptied: it may answer again.
  if (from === 'mirror') await setAndReadBack(asStored(copy, place)).catch(() => {})
  const otherRecords = await recordsOf(stored[PLACES[place === 'a' ? 'b' : 'a']], copy)
  const named = new Set([...records, ...otherRecords, ...Object.values(PLACES), 'format', 'guesses'])
  // What was in the clear before there was a password is nobody's older copy.
  if (copy.sealed && otherRecords.length === 0) named.delete(PLACES[place === 'a' ? 'b' : 'a'])
  const strays = Object.keys(stored).filter((key) => !named.has(key))
  // Among strays may be parts of what is damaged; they go with the next look. But what is of a later save would be told of anew then.
  const gone = damaged ? strays.filter((key) => isAside && isRecord(key) && generationOf(key) > generation) : strays
  if (gone.length > 0) await local.remove(gone).catch(() => {})
  setCurrent({ ...kept, place, older: otherRecords.filter((name) => !records.includes(name)) }, mine)
  const isBehind = (await mirroredSnapshot()) !== snapshot
  // After a lock all of it may have been deleted.
  if (isBehind && !mine.aborted) void mirrored(snapshot, records, [])
}

/** The records of the copy in the other place, where it is one of the same kind. */
async function recordsOf(other: unknown, { sealed }: Copy): Promise<string[]> {
  if (typeof other !== 'string') return []
  const read = await withVault((vault) => vault.readCopy(other)).catch(() => undefined)
  return read && read.sealed === sealed ? read.records : []
}

const asStored = ({ sealed, snapshot, records, texts }: Copy, place: LocalPlace): Stored => ({
  format: sealed ? FORMATS.vault : FORMATS.clear,
  [PLACES[place]]: snapshot,
  ...Object.fromEntries(records.map((name) => [name, texts.get(name)])),
})

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

const isRecord = (key: string): boolean => key.startsWith('r/')
const texts = (stored: Stored) =>
  Object.entries(stored).flatMap(([name, text]) => (isRecord(name) && typeof text === 'string' ? [{ name, text }] : []))
