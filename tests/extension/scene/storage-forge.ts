// What somebody can do who can write to the disk and knows the format: change a snapshot, and give it the checksums that fit.
// Written from the format's description (crate/vault/header.rs), not with the crate's code.

import { createHash } from 'node:crypto'
import type { Disk } from './storage-disk.ts'

/** A snapshot as JSON. */
export interface Snapshot {
  // Whatever an attacker writes: of any type.
  // biome-ignore lint/suspicious/noExplicitAny: the point is to write what the types would refuse
  header: any
  records: Record<string, string>
}

export const PLACES = ['vault/a', 'vault/b'] as const

/** Changes both snapshots, with checksums that fit. */
export const forged = (change: (snapshot: Snapshot) => void) => (disk: Disk) =>
  changed(change, (snapshot) => {
    snapshot.header.contents = contents(snapshot.records)
    snapshot.header.checksum = checksum(snapshot.header)
  })(disk)

/** Changes both snapshots as a wrong bit on the disk does. */
export const changed =
  (change: (snapshot: Snapshot) => void, then: (snapshot: Snapshot) => void = () => {}) =>
  (disk: Disk): Disk => {
    const local = { ...disk.local }
    for (const place of PLACES) {
      const snapshot = JSON.parse(String(local[place])) as Snapshot
      change(snapshot)
      then(snapshot)
      local[place] = JSON.stringify(snapshot)
    }
    return { ...disk, local }
  }

/** base64url with the lowest bit of its first byte turned. */
export function flipped(text: string): string {
  const bytes = Buffer.from(text, 'base64url')
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0)
  return bytes.toString('base64url')
}

const sha256 = (...parts: Buffer[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('base64url')
}

type Field = string | number | Buffer

function fields(...all: Field[]): Buffer {
  const number = (value: number) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64BE(BigInt(value))
    return bytes
  }
  return Buffer.concat(
    all.flatMap((field) => {
      const bytes = typeof field === 'number' ? number(field) : Buffer.from(field as string)
      return [number(bytes.length), bytes]
    }),
  )
}

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url')

function contents(records: Snapshot['records']): string {
  // As Rust sorts them: by bytes.
  const sorted = Object.entries(records).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const all = sorted.flatMap(([name, sum]): Field[] => [name, bytes(sum)])
  return sha256(fields('rolerelay vault', 'contents', 1, sorted.length, ...all))
}

function checksum(header: Snapshot['header']): string {
  const slots = header.slots.flatMap((slot: Snapshot['header']): Field[] => {
    const { lock } = slot
    const { memory, passes, lanes } = lock.argon2id ?? {}
    const domain: string | undefined = lock.relyingParty
    const what: Field[] =
      lock.kind === 'password'
        ? ['password', memory, passes, lanes]
        : ['passkey', lock.credential, domain === undefined ? 0 : 1, domain ?? '']
    return [
      bytes(slot.id),
      slot.generation,
      ...what,
      bytes(lock.salt),
      ...[slot.check, slot.nonce, slot.wrapped].map(bytes),
    ]
  })
  const { format, vault, generation, mac } = header
  const head: Field[] = [format, bytes(vault), generation, bytes(header.contents), header.slots.length]
  return sha256(fields('rolerelay vault', 'header', 1, ...head, ...slots), bytes(mac))
}
