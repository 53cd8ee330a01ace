// Which chains open read-only because of a tag or of the word that they are marked with, as the settings say, beside those that say so
// themselves.

import type { Chain, ReadOnly } from 'rolerelay-core'
import type { Settings } from '../../protocol.ts'
import { fold } from '../../search/search.ts'

type Marked = Pick<Chain, 'readOnly' | 'tags' | 'guard'>

/** The chain, or what is shown of it, as it opens. */
export function asItOpens<C extends Marked>(chain: C, settings: Settings): C {
  const readOnly = opensWith(chain, settings)
  return readOnly === undefined ? chain : { ...chain, readOnly }
}

/** The same of a record that may be a shape: where a tag of one of its accounts is such a word, all of them are held. */
export function recordAsItOpens(record: Chain, settings: Settings): Chain {
  const ofAccounts = (record.accounts ?? []).flatMap(({ tags = [] }) => tags)
  const readOnly = opensWith({ ...record, tags: [...(record.tags ?? []), ...ofAccounts] }, settings)
  return readOnly === undefined ? record : { ...record, readOnly }
}

function opensWith({ readOnly, tags, guard }: Marked, { readOnlyWords, readOnlyWith }: Settings): ReadOnly | undefined {
  if (readOnly !== undefined || readOnlyWords.length === 0) return readOnly
  const words = new Set(readOnlyWords.map(fold))
  return [...(tags ?? []), guard ?? ''].some((mark) => words.has(fold(mark))) ? readOnlyWith : undefined
}
