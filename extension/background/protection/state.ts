// How what is kept is protected now, and the two ways to change that: unlock and lock.

import type { Proof, UnlockWay, VaultState } from '../../protocol.ts'
import { dropLinkKey } from '../chains/links.ts'
import { isConsolesPlace } from '../consoles/consoles.ts'
import { isLivePlace } from '../consoles/live.ts'
import { showTime } from '../consoles/mark.ts'
import { withVault } from '../core/core.ts'
import { asFailure, failure } from '../core/failure.ts'
import { isHopPlace } from '../credentials/hops.ts'
import { isSecretsPlace, rehome } from '../credentials/keys.ts'
import { type Epoch, epoch, othersHaveEnded, withinEpoch } from '../lock/epoch.ts'
import { type Opening, prove, stretched, waitUntil } from '../lock/proof.ts'
import { deadline, keepUnlocked, lockAfter, withKey } from '../lock/unlocked.ts'
import { wiping } from '../lock/wiping.ts'
import { isNotingPlace } from '../runs/noting.ts'
import { type Copy, type Found, findCopy, goOnWith } from '../store/copies.ts'
import { notice } from '../store/notices.ts'
import { putInSession, sealedAnew } from '../store/session.ts'
import { getSettings } from '../store/settings.ts'
import { isVault, read } from '../store/storage.ts'
import { type Current, current, reslot } from '../store/store.ts'

export async function vaultState(): Promise<VaultState> {
  const mine = epoch()
  const state = await protectionAndNotice().catch((thrown) => {
    if (mine.aborted) return undefined
    throw thrown
  })
  // What it was before a lock is told no more.
  return state && !mine.aborted ? state : vaultState()
}

async function protectionAndNotice(): Promise<VaultState> {
  const state = await protection()
  // While it is locked, only what is wrong with the vault itself matters.
  if (state.state !== 'open' && state.state !== 'unlocked') return state
  const told = await notice()
  return told === undefined ? state : { ...state, notice: told }
}

async function protection(): Promise<VaultState> {
  const looked = await isVault().catch(asFailure)
  if (typeof looked === 'object') return { state: 'damaged', message: looked.message }
  if (!looked) return { state: 'open' }
  const until = await deadline()
  if (until !== undefined) return { state: 'unlocked', ways: await ways(), ...(until !== null && { until }) }
  const [{ copy, wrong }, wait] = await Promise.all([findCopy(), waitUntil().catch(() => undefined)])
  if (!copy) return { state: 'damaged', message: wrong ?? '' }
  return {
    state: 'locked',
    ways: copy.slots,
    ...(wait !== undefined && { waitUntil: wait }),
    ...(wrong !== undefined && { recovered: wrong }),
  }
}

/** Unlocks the newest copy that is whole and genuine. */
export async function unlock(proof: Proof): Promise<VaultState> {
  const mine = epoch()
  if (!(await isVault())) throw failure('invalid', 'There is no password here. Reload this page.')
  await othersHaveEnded(mine)
  const { found, copy, opening } = await openNewest(proof)
  const { key, slot } = opening
  await wiping(key, () => keepUnlocked(key, DEFAULT_AFTER, mine))
  await goOnWith(copy, found, mine)
  await lockAfter((await getSettings()).lockAfter)
  // What cannot be moved now is where it was, and can be read there.
  await settleIn(mine).catch(() => {})
  showTime()
  if ('password' in proof) void withinEpoch(() => raise(proof.password, slot.id, mine), mine).catch(() => {})
  const state = await vaultState()
  if (state.state !== 'unlocked' || found.wrong === undefined) return state
  return { ...state, notice: [found.wrong, state.notice].filter(Boolean).join(' ') }
}

/** Puts secrets that were in memory before there was a vault, or before a crash, where they belong. */
export async function settleIn(mine: Epoch): Promise<void> {
  await withKey(async (key) => putInSession(await sealedAnew(isSealedPlace, key)), mine)
  // Links that it signed ask first from now on: it lies on the disk as it is.
  await dropLinkKey()
  const { sources = [] } = await read('sources')
  await rehome(sources.map(({ id }) => id))
}

/** Whether a key of storage.session is of what is sealed there. */
export const isSealedPlace = (key: string): boolean =>
  [isSecretsPlace, isNotingPlace, isHopPlace, isConsolesPlace, isLivePlace].some((isSuch) => isSuch(key))

/** Should the settings not say it, for the moment until they are read. */
const DEFAULT_AFTER = 5

async function ways(): Promise<UnlockWay[]> {
  const [{ slots }, { passkeys = {} }] = await Promise.all([current(), read('passkeys')])
  return slots.map((slot) => ({ ...slot, ...passkeys[slot.id] }))
}

/** Tries the copies from the newest on, as long as what stops it is the copy and not the person. */
async function openNewest(proof: Proof): Promise<{ found: Found; copy: Copy; opening: Opening }> {
  const forged: string[] = []
  for (;;) {
    const found = await findCopy(forged)
    const { copy } = found
    if (!copy) throw failure('damaged', found.wrong ?? '')
    try {
      return { found, copy, opening: await prove(proof, copy.snapshot) }
    } catch (thrown) {
      const next = (await findCopy([...forged, copy.snapshot])).copy
      const { kind } = asFailure(thrown)
      if (!next || !(kind === 'damaged' || (kind === 'wrong-password' && isChangedLock(copy, next)))) throw thrown
      forged.push(copy.snapshot)
    }
  }
}

/** Whether a slot's salt or cost differ from those of the same slot before: nothing of ours does that, and the right password fails there. */
const isChangedLock = (copy: Copy, before: Copy): boolean =>
  copy.slots.some(({ id, lock }) => {
    const same = before.slots.find((slot) => slot.id === id)
    return same !== undefined && JSON.stringify(same.lock) !== JSON.stringify(lock)
  })

/** Where today's cost of guessing is higher than that of the password's slot, the slot is made anew. */
async function raise(password: string, slot: string, mine: Epoch): Promise<void> {
  const lock = (await current(mine)).slots.find(({ id }) => id === slot)?.lock
  const raised = lock && (await withVault((vault) => vault.raisedLock(lock)))
  if (!raised) return
  const wrapping = await stretched(password, raised)
  const anew = (now: Current, key: Uint8Array) =>
    withVault((vault) => vault.withSlot(now.snapshot, key, raised, wrapping, slot))
  await wiping(wrapping, () => reslot(anew, mine))
}
