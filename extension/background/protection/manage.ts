// A vault begun, its password changed, its passkeys added and removed, and all of it deleted.

import type { Lock, Source } from 'rolerelay-core'
import type { NewVault, StoredRecord } from 'rolerelay-vault'
import { toBase64Url } from '../../base64.ts'
import { local } from '../../browser.ts'
import type { Passkey, PasskeyOffer, Proof, VaultState } from '../../protocol.ts'
import { takeAwayFirstRows } from '../chains/first-rows.ts'
import { withVault } from '../core/core.ts'
import { failure, said } from '../core/failure.ts'
import { within } from '../core/within.ts'
import { secretsForVault } from '../credentials/keys.ts'
import { type Epoch, epoch, lockedAfter, noteSaved, othersHaveEnded } from '../lock/epoch.ts'
import { ofPasskey, stretched } from '../lock/proof.ts'
import { keepUnlocked, letGoOf, lock, withKey } from '../lock/unlocked.ts'
import { wiping } from '../lock/wiping.ts'
import { underKey } from '../store/codec.ts'
import { findCopy } from '../store/copies.ts'
import { dropMirror, mirror } from '../store/mirror.ts'
import { grouped, opened, stored, type Values } from '../store/records.ts'
import { putInSession, sealedAnew } from '../store/session.ts'
import { DEFAULT_SETTINGS, getSettings } from '../store/settings.ts'
import { inTurn, isVault, lookAgain, read, write } from '../store/storage.ts'
import {
  current,
  mustProve,
  PLACES,
  putSnapshot,
  readAllValues,
  reslot,
  setAndReadBack,
  setCurrent,
  inTurn as whileNothingIsSaved,
} from '../store/store.ts'
import { isSealedPlace, settleIn, vaultState } from './state.ts'

/** Encrypts all that is kept under a new password. */
export async function createVault(password: string): Promise<VaultState> {
  const mine = epoch()
  await othersHaveEnded(mine)
  return inTurn(async () => {
    if (await isVault()) throw failure('invalid', 'There is a password already. Reload this page.')
    const values = await readAllValues()
    // With all the rest, or a write that is refused would leave them in memory.
    const secrets = await secretsForVault((values.sources ?? []) as Source[])
    await beginVault(password, { ...values, secrets }, mine)
    return vaultState()
  })
}

/** Begins a vault with these values, in the place of all that stands in storage.local. */
export async function beginVault(password: string, values: Values, mine: Epoch): Promise<void> {
  mustBeLong(password)
  const { stored: before, copy: clear, latest, next: place } = await findCopy()
  const { lockAfter } = await getSettings().catch(() => DEFAULT_SETTINGS)
  const { key, snapshot, written } = await sealedUnder(password, values, (vault, lock, wrapping) =>
    vault.createVault(lock, wrapping, clear?.sealed === false ? clear.snapshot : undefined, latest),
  )
  const names = written.map(({ name }) => name)
  const texts = new Map(written.map(({ name, text }) => [name, text]))
  await wiping(key, async () => {
    // What cannot be opened again must not be all that is left.
    await opened(names, (name) => texts.get(name), underKey(key))
    const copy = await underKey(key).verify(snapshot)
    // All that takes the key comes before the write: what follows it is done also where it is locked meanwhile.
    const kept = await sealedAnew(isSealedPlace, key)
    await takeAwayFirstRows()
    mine.throwIfAborted()
    await setAndReadBack({ format: underKey(key).format, [PLACES[place]]: snapshot, ...Object.fromEntries(texts) })
    noteSaved()

    const unlocking = mine.aborted ? undefined : keepUnlocked(key, lockAfter, mine)
    setCurrent({ ...copy, snapshot, place, older: [] }, mine)
    await Promise.all([unlocking, putInSession(kept), lookAgain()])
  })
  // Should the browser refuse, the next unlocking removes them.
  await local
    .remove(Object.keys(before).filter((name) => name !== 'format' && name !== PLACES[place] && !texts.has(name)))
    .catch(() => {})
  await mirror(snapshot, names, written)
  if (mine.aborted)
    throw lockedAfter('Rolerelay was locked while the password was set. It is set, and all is kept under it.')
  await settleIn(mine).catch(() => {})
}

/** A new data key under a new password, and all encrypted anew: old copies of the vault stay as they were. */
export function changePassword(proof: Proof, password: string): Promise<VaultState> {
  const mine = epoch()
  return inTurn(async () => {
    mustBeLong(password)
    await mustProve(proof, mine)
    const { lockAfter } = await getSettings()
    const rekeying = async (old: Uint8Array) => {
      const before = await current(mine)
      const values = { ...(await readAllValues()), passkeys: {} }
      const { key, snapshot, written } = await sealedUnder(password, values, (vault, lock, wrapping) =>
        vault.rekeyVault(before.snapshot, old, lock, wrapping),
      )
      return wiping(key, async () => {
        // All that takes a key comes before the write: what follows it is done also where it is locked meanwhile.
        const kept = await sealedAnew(isSealedPlace, key, old)
        const now = await putSnapshot(before, snapshot, written, underKey(key), mine, { key, after: lockAfter })
        // From here on the new password counts, and nothing may say otherwise.
        const resealed = putInSession(kept)
        // Else the old password would go on opening the copy before.
        const replaced = setAndReadBack({ [PLACES[before.place]]: snapshot }).then(() => {
          setCurrent({ ...now, older: [] }, mine)
          return local.remove([...before.records, ...before.older].filter((name) => !now.records.includes(name)))
        })
        const settled = await Promise.allSettled([resealed, replaced])
        if (mine.aborted)
          throw lockedAfter('Rolerelay was locked while the password was changed. From now on the new one opens it.')
        // A run may have noted something under the key of before.
        await sealedAnew(isSealedPlace, key, old).then(putInSession, () => {})
        return settled.every(({ status }) => status === 'fulfilled')
      })
    }
    const isAnew = await whileNothingIsSaved(() => withKey(rekeying, mine))
    const state = await vaultState()
    return isAnew || state.state !== 'unlocked' ? state : { ...state, notice: HALF_ANEW }
  })
}

const HALF_ANEW =
  'The new password counts. But the browser refused to replace the copy before it, which the old password opens until two more ' +
  'changes are saved.'

export async function offerPasskey(): Promise<PasskeyOffer> {
  const { slots } = await current()
  const drawn = (length: number) => toBase64Url(crypto.getRandomValues(new Uint8Array(length)))
  const exclude = slots.flatMap(({ lock }) => (lock.kind === 'passkey' ? [lock.credential] : []))
  return { salt: drawn(32), userId: drawn(16), challenge: drawn(32), exclude }
}

export function addPasskey({ name, lock, prf, proof }: Passkey & { proof: Proof }): Promise<VaultState> {
  const mine = epoch()
  return inTurn(async () => {
    if (lock.kind !== 'passkey') throw failure('invalid', 'This is not a passkey. Try again.')
    const before = await mustProve(proof, mine)
    const { slots } = await wiping(await ofPasskey(prf, lock), (wrapping) =>
      reslot((now, key) => withVault((vault) => vault.withSlot(now.snapshot, key, lock, wrapping)), mine),
    )
    const added = slots.find(({ id }) => !before.slots.some((slot) => slot.id === id))
    const { passkeys } = await read('passkeys')
    // It opens the vault from now on, with a name or without.
    if (added)
      await write({ passkeys: { ...passkeys, [added.id]: { name, addedAt: Date.now() } } }).catch((thrown) => {
        if (mine.aborted) throw thrown
      })
    return vaultState()
  })
}

export function removePasskey(id: string): Promise<VaultState> {
  const mine = epoch()
  return inTurn(async () => {
    const slot = (await current(mine)).slots.find((slot) => slot.id === id)
    if (slot?.lock.kind !== 'passkey') throw failure('invalid', 'This passkey is not here any more. Reload this page.')
    await reslot((now, key) => withVault((vault) => vault.withoutSlot(now.snapshot, key, id)), mine)
    const { [id]: _, ...passkeys } = (await read('passkeys')).passkeys ?? {}
    await write({ passkeys }).catch(() => {})
    return vaultState()
  })
}

/** Deletes everything, whether it can be opened or not. */
export async function startOver(): Promise<void> {
  // What the browser keeps in its memory now it is asked to let go of once more at the end.
  await lock().catch(() => {})
  // What was under way must not write into what is empty.
  await othersHaveEnded().catch(() => {})
  return inTurn(async () => {
    await letGoOf(() => true).catch(() => {})
    // The copy first: should this be cut off, storage.local is whole, and a copy alone would be taken for a loss.
    const [dropped] = await Promise.allSettled([dropMirror()])
    await local.clear().catch((thrown) => {
      throw failure(
        'storage',
        `The browser did not delete what Rolerelay keeps: all of it is still there. It says: ${said(thrown)}`,
      )
    })
    // Whoever unlocked meanwhile has nothing to have unlocked any more.
    const [emptied] = await Promise.allSettled([lock().then(() => letGoOf(() => true))])
    // Before that lock they may have begun another copy, of which nothing but its snapshot was left.
    const [droppedAgain] = await Promise.allSettled([dropMirror()])
    await within('The browser', lookAgain()).catch(() => {})
    if (dropped.status === 'rejected' || droppedAgain.status === 'rejected')
      throw failure(
        'storage',
        'All is deleted but the copy in the browser’s database (IndexedDB), which does not answer. Restart the browser, then start over once more.',
      )
    if (emptied.status === 'rejected')
      throw failure(
        'storage',
        'All is deleted but what the browser holds in its memory until it closes, keys among it. Close the browser.',
      )
  })
}

interface Anew {
  key: Uint8Array
  snapshot: string
  written: StoredRecord[]
}

type Vault = Parameters<Parameters<typeof withVault>[0]>[0]

/** These values under a new data key, which only that password opens. Nothing is written yet. */
async function sealedUnder(
  password: string,
  values: Values,
  make: (vault: Vault, lock: Lock, wrapping: Uint8Array) => NewVault,
): Promise<Anew> {
  const lock = await withVault((vault) => vault.drawPasswordLock())
  const wrapping = await stretched(password, lock)
  return withVault(async (vault) => {
    const made = await wiping(wrapping, () => make(vault, lock, wrapping))
    const { key, generation } = made
    const written = await stored(await grouped(values), generation, underKey(key))
    const snapshot = made.withRecords(written)
    made.free()
    return { key, snapshot, written }
  })
}

/** Of characters, not of bytes. The page measures strength as well; no page may go below this. */
const SHORTEST = 12

function mustBeLong(password: string): void {
  if ([...password.normalize('NFC')].length >= SHORTEST) return
  throw failure(
    'invalid',
    `A password that protects access keys has at least ${SHORTEST} characters. Write a longer one.`,
  )
}
