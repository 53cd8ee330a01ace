// Whether a person may open the vault: a password made into a key by Argon2id, or what a passkey gave. Passwords are counted
// before they are tried, on disk, so that no restart makes one free.

import type { Guesses, Lock, VaultSlot } from 'rolerelay-vault'
import { fromBase64Url } from '../../base64.ts'
import { local } from '../../browser.ts'
import type { Proof } from '../../protocol.ts'
import { withStretch, withVault } from '../core/core.ts'
import { failure, said } from '../core/failure.ts'
import { queue } from '../core/queue.ts'
import { wiping } from './wiping.ts'

/** What opened a snapshot. */
export interface Opening {
  key: Uint8Array
  slot: VaultSlot
}

/** Opens a snapshot of this browser's. Throws `wrong-password`, `too-many-guesses` or `damaged`. */
export async function prove(proof: Proof, snapshot: string): Promise<Opening> {
  if (!('password' in proof)) return openWith(proof, snapshot)
  // Argon2id is made ready while the guess is written.
  void withStretch(() => {}).catch(() => {})
  await counting(countGuess)
  const opening = await openWith(proof, snapshot)
  await local.remove(['guesses']).catch(() => {})
  return opening
}

/** The same for a snapshot from elsewhere, where whoever guesses needs no help of ours. */
export async function openWith(proof: Proof, snapshot: string): Promise<Opening> {
  const { slots } = await withVault((vault) => vault.readCopy(snapshot))
  const slot = slots.find(({ id, lock }) => ('password' in proof ? lock.kind === 'password' : id === proof.way))
  if (!slot) throw failure('invalid', 'There is no such way to unlock. Reload this page.')
  const wrapping =
    'password' in proof ? await stretched(proof.password, slot.lock) : await ofPasskey(proof.prf, slot.lock)
  const key = await wiping(wrapping, () => withVault((vault) => vault.openVault(snapshot, slot.id, wrapping)))
  return { key, slot }
}

/** The wrapping key of a password. In form NFC, so that every keyboard types the same one. */
export async function stretched(password: string, lock: Lock): Promise<Uint8Array> {
  if (lock.kind !== 'password') throw failure('invalid', 'There is no such way to unlock. Reload this page.')
  const { memory, passes, lanes } = lock.argon2id
  const bytes = new TextEncoder().encode(password.normalize('NFC'))
  if (bytes.length === 0 || bytes.length > MOST_BYTES)
    throw failure('wrong-password', 'This is not the password. Nothing was changed.')
  const stretch = () =>
    withStretch((module) => {
      const key = module.stretch(bytes, fromBase64Url(lock.salt), memory, passes, lanes)
      // Its 64 MiB go with the instance; a wasm memory never shrinks.
      module.__wbg_reset_state()
      return key
    })
  const key = await wiping(bytes, stretch)
  if (key) return key
  throw failure('storage', 'The computer has too little free memory to unlock. Close something and try again.')
}

export const ofPasskey = async (prf: string, lock: Lock): Promise<Uint8Array> =>
  wiping(bytesOf(prf), (output) => withVault((vault) => vault.prfKey(lock, output)))

/** Until when no password is tried; nothing when one may be. */
export async function waitUntil(): Promise<number | undefined> {
  const [guesses, now] = [await guessesSoFar(), Date.now()]
  const seen = await withVault((vault) => vault.guessesSeen(guesses, now))
  // A clock that was a year ahead must not have its owner wait a year.
  if (seen.latest !== guesses.latest) await local.set({ guesses: seen })
  const wait = await withVault((vault) => vault.guessWait(seen, now))
  return wait > 0 ? now + wait : undefined
}

/** As the core bounds it. */
const MOST_BYTES = 1024

/** Guesses are counted one after the other, or many at once would count as one. */
const counting = queue()

async function countGuess(): Promise<void> {
  const guesses = await guessesSoFar()
  const counted = await withVault((vault) => vault.countGuess(guesses, Date.now()))
  await local.set({ guesses: counted }).catch((thrown) => {
    // A storage that does not answer at all must not keep its owner from the mirror.
    if (guesses === unknown) return
    throw failure('storage', `The browser could not write, so no password was tried. It says: ${said(thrown)}`)
  })
}

async function guessesSoFar(): Promise<Guesses> {
  const stored = await local.get(['guesses']).catch(() => undefined)
  if (!stored) return unknown
  const { count = 0, latest = 0 } = (stored.guesses ?? {}) as Partial<Guesses>
  // Who can write nonsense here can as well remove it; it must not keep the owner out.
  const isWhole = Number.isInteger(count) && count >= 0 && count < 2 ** 32 && Number.isFinite(latest)
  return isWhole ? { count, latest } : { count: 0, latest: 0 }
}

const unknown: Guesses = { count: 0, latest: 0 }

function bytesOf(prf: string): Uint8Array {
  try {
    return fromBase64Url(prf)
  } catch {
    throw failure('invalid', 'What the passkey gave cannot be read. Try again.')
  }
}
