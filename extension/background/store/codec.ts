// How records are written and read, in the two ways that there are: sealed under a vault's key, or in the clear with checksums. All
// else about a store is the same (store.ts, copies.ts, mirror.ts).

import type { StoredRecord, VaultCopy } from 'rolerelay-vault'
import { IN_THE_CLEAR } from '../../first-rows.ts'
import { withVault } from '../core/core.ts'
import { failure } from '../core/failure.ts'

export interface Codec {
  /** What `format` is beside such a store. */
  format: number
  /** The data key, of a vault. */
  key?: Uint8Array
  /** The stored text of a record of that generation. */
  write(record: string, generation: number, plain: Uint8Array): Promise<string>
  /** What was written. Throws where it is not what was written, or not there. */
  read(record: string, generation: number, text: string | undefined): Promise<Uint8Array>
  /** What a snapshot says. Throws where it was changed, as far as that can be seen. */
  verify(snapshot: string): Promise<VaultCopy>
  /** The next generation's snapshot: of the records before, those that stay, and those that are written with it. */
  next(snapshot: string, staying: string[], written: StoredRecord[]): Promise<string>
}

/** The values of `format`, which is raised when earlier versions would misread what this one writes: they refuse a higher one. */
export const FORMATS = {
  /** A store in the clear of one key for each chain; as objects in 1, as JSON texts in 2. */
  before: [undefined, 1, 2] as unknown[],
  vault: 3,
  clear: IN_THE_CLEAR,
}

export const underKey = (key: Uint8Array): Codec => ({
  format: FORMATS.vault,
  key,
  write: (record, generation, plain) => withVault((vault) => vault.seal(key, ...bound(record), generation, plain)),
  read: (record, generation, text) => withVault((vault) => vault.open(key, ...bound(record), generation, text ?? '')),
  verify: (snapshot) => withVault((vault) => vault.verifyCopy(snapshot, key)),
  next: (snapshot, staying, written) => withVault((vault) => vault.nextCopy(snapshot, key, staying, written)),
})

export const inTheClear: Codec = {
  format: FORMATS.clear,
  write: (record, generation, plain) => withVault((vault) => vault.writeClear(...bound(record), generation, plain)),
  read: (record, generation, text) => withVault((vault) => vault.readClear(...bound(record), generation, text ?? '')),
  verify: async (snapshot) => {
    const copy = await withVault((vault) => vault.readCopy(snapshot))
    if (copy.sealed) throw failure('locked', 'What is kept here has a password now. Unlock it, then try again.')
    return copy
  },
  next: (snapshot, staying, written) => withVault((vault) => vault.nextClear(snapshot, staying, written)),
}

/** What a record is bound to: its kind, and which of that kind. */
const bound = (record: string): [string, string] => [record.split('/')[0] ?? '', record.split('/')[1] ?? '']
