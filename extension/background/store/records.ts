// Logical values (storage.ts) as records, and back. A record stands under `r/<record>@<generation>`, written once.

import type { StoredRecord } from 'rolerelay-vault'
import { wiping } from '../lock/wiping.ts'
import type { Codec } from './codec.ts'
import { pack, unpack } from './packed.ts'

/** Values by their logical keys; what is null is deleted. */
export type Values = Record<string, unknown>

/** Chains lie in shards, so that one is written quickly, all are read quickly, and nobody can count them on the disk. */
const SHARDS = 64

/** The record that holds a logical value. */
export function recordOf(key: string): string {
  if (!key.startsWith('chain/')) return key
  let hash = 0
  for (let at = 0; at < key.length; at++) hash = (hash * 31 + key.charCodeAt(at)) >>> 0
  return `chains/${String(hash % SHARDS).padStart(2, '0')}`
}

export const isShard = (record: string): boolean => record.startsWith('chains/')

/** The record behind a key of storage.local: `r/chains/07@12`. */
export const nameOf = (name: string): string => name.slice('r/'.length, name.lastIndexOf('@'))
/** And its generation: 12. */
export const generationOf = (name: string): number => Number(name.slice(name.lastIndexOf('@') + 1))

/** Records as they are stored for that generation; of null, nothing is left. What a store begins with: {@link grouped} of all. */
export async function stored(records: Map<string, unknown>, generation: number, codec: Codec): Promise<StoredRecord[]> {
  const there = [...records].filter(([, value]) => value !== null)
  return Promise.all(
    there.map(async ([record, value]) => {
      const plain = await pack(value, isPacked(record))
      const text = await wiping(plain, () => codec.write(record, generation, plain))
      return { name: `r/${record}@${generation}`, text }
    }),
  )
}

/** Reads stored records, wherever they come from. Of a snapshot, because it says which generation each has to be of. */
export async function opened(
  names: string[],
  texts: (name: string) => string | undefined,
  codec: Codec,
): Promise<Map<string, unknown>> {
  const all = await Promise.all(
    names.map(async (name): Promise<[string, unknown]> => {
      const record = nameOf(name)
      const plain = (await codec.read(record, generationOf(name), texts(name))) as Uint8Array<ArrayBuffer>
      return [record, await wiping(plain, () => unpack(plain, isPacked(record)))]
    }),
  )
  return new Map(all)
}

/** Records with the chains in their shards, from logical values; `open` gives the shards that are there. */
export async function grouped(
  values: Values,
  open: (shards: string[]) => Promise<Map<string, unknown>> = async () => new Map(),
): Promise<Map<string, unknown>> {
  const records = await open([...new Set(Object.keys(values).map(recordOf).filter(isShard))])
  for (const [key, value] of Object.entries(values)) {
    const record = recordOf(key)
    if (!isShard(record)) {
      if (value !== undefined) records.set(record, value)
      continue
    }
    const shard = (records.get(record) ?? {}) as Values
    records.set(record, shard)
    if (value) shard[key] = value
    else delete shard[key]
  }
  return records
}

/** Logical values from records. */
export const flattened = (records: Map<string, unknown>): Values =>
  Object.fromEntries(
    [...records].flatMap(([record, value]) => (isShard(record) ? Object.entries(value as Values) : [[record, value]])),
  )

export function valueIn(records: Map<string, unknown>, key: string): [string, unknown][] {
  const record = recordOf(key)
  const value = isShard(record) ? (records.get(record) as Values | undefined)?.[key] : records.get(record)
  return value === undefined ? [] : [[key, value]]
}

const isPacked = (record: string): boolean =>
  ['index', 'checks', 'undo', 'imports'].includes(record) || record.startsWith('journal/') || isShard(record)
