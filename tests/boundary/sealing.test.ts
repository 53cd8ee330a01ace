// What is sealed once more is sealed otherwise, through the real border: a nonce that came twice would give away what two records
// have in common, and in the end the key that proves them.

import assert from 'node:assert/strict'
import test from 'node:test'
import { vault } from './core.ts'

const text = (bytes: string) => new TextEncoder().encode(bytes)
const wrapping = new Uint8Array(32).fill(7)

/** The nonce of a sealed record, which stands behind eight bytes of generation. */
const nonceOf = (sealed: string): string => Buffer.from(sealed, 'base64').subarray(8, 32).toString('hex')

interface Slot {
  id: string
  nonce: string
  wrapped: string
}

const slotsOf = (snapshot: string): Slot[] => JSON.parse(snapshot).header.slots

test('one record that is sealed twice differs, and no nonce comes twice', () => {
  const key = new Uint8Array(32).fill(9)
  const seal = () => vault.seal(key, 'secrets', '', 1, text('the same'))
  const sealed = Array.from({ length: 256 }, seal)
  assert.equal(new Set(sealed).size, 256)
  assert.equal(new Set(sealed.map(nonceOf)).size, 256)
  // Nor do two of them share a part of what was encrypted, as they would under one nonce.
  assert.equal(new Set(sealed.map((one) => Buffer.from(one, 'base64').subarray(32, 40).toString('hex'))).size, 256)
  for (const one of sealed) assert.deepEqual(vault.open(key, 'secrets', '', 1, one), text('the same'))
})

test('a data key that is wrapped twice under one password differs, and so do two vaults', () => {
  const lock = vault.drawPasswordLock()
  const wrappedAnew = () => {
    const made = vault.createVault(lock, wrapping)
    const [slot] = slotsOf(made.withRecords([]))
    assert.ok(slot)
    return { key: Buffer.from(made.key).toString('hex'), ...slot }
  }
  const made = Array.from({ length: 64 }, wrappedAnew)
  for (const part of ['key', 'id', 'nonce', 'wrapped'] as const)
    assert.equal(new Set(made.map((one) => one[part])).size, 64, part)
})

test('the slot of a password that is made anew, for the same key, has another nonce', () => {
  const lock = vault.drawPasswordLock()
  const made = vault.createVault(lock, wrapping)
  const { key } = made
  const snapshot = made.withRecords([])
  const [before] = slotsOf(snapshot)
  const anew = vault.withSlot(snapshot, key, lock, wrapping, before?.id)
  const [after] = slotsOf(anew)
  assert.ok(before && after)
  assert.notEqual(after.nonce, before.nonce)
  assert.notEqual(after.wrapped, before.wrapped)
  assert.deepEqual(vault.openVault(anew, after.id, wrapping), key)
})
