// The order in which chains are shown, and which of them a query finds. Pure, and fast enough for a key at 10,000 chains.

import type { ChainSummary } from 'rolerelay-core'
import type { ChainPage, ChainRow } from '../protocol.ts'
import type { Checks, Use } from './storage.ts'

/** The chains in the order of an unfiltered list: favourites by name, then recents, the last first, then by name. */
export interface Shelf {
  /** By name. */
  index: ChainSummary[]
  use: Use
  checks: Checks
  items: Item[]
}

interface Item {
  row: ChainRow
  group: 0 | 1 | 2
  /** Folded, the name first. */
  text: string
}

/** `index` is sorted by name. */
export function arrange(index: ChainSummary[], use: Use, checks: Checks): Shelf {
  const favourites = new Set(use.favourites)
  const openedAt = new Map(use.opened.map(({ id, at }) => [id, at]))
  const items = index.map((summary): Item => {
    const favourite = favourites.has(summary.id)
    const at = openedAt.get(summary.id)
    const row: ChainRow = { ...summary, favourite }
    if (at !== undefined) row.openedAt = at
    const brokenSince = checks[summary.id]?.broken?.since
    if (brokenSince !== undefined) row.brokenSince = brokenSince
    const { name, account, role, tags, guard = '' } = summary
    const text = fold([name, account, role, ...tags, guard].join('\n'))
    return { row, group: favourite ? 0 : at !== undefined ? 1 : 2, text }
  })
  const group = (number: number) => items.filter((item) => item.group === number)
  const recents = group(1).sort((a, b) => (b.row.openedAt ?? 0) - (a.row.openedAt ?? 0))
  return { index, use, checks, items: [...group(0), ...recents, ...group(2)] }
}

/** The chains that hold every word of the query. Within a group, names that start with the first word come first. */
export function search(shelf: Shelf, query: string, offset: number, limit: number): ChainPage {
  const words = fold(query).split(/\s+/).filter(Boolean)
  const found = words.length === 0 ? shelf.items : matching(shelf.items, words)
  return {
    total: found.length,
    known: shelf.items.length,
    rows: found.slice(offset, offset + limit).map(({ row }) => row),
  }
}

/** Sorts by name as a person expects: `team 2` before `team 10`, case and accents aside. */
export function byName(a: ChainSummary, b: ChainSummary): number {
  return names.compare(a.name, b.name)
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function matching(items: Item[], words: string[]): Item[] {
  const [first = ''] = words
  const shelves: [Item[], Item[], Item[], Item[], Item[], Item[]] = [[], [], [], [], [], []]
  for (const item of items) {
    if (!words.every((word) => item.text.includes(word))) continue
    const place = (item.group * 2 + (item.text.startsWith(first) ? 0 : 1)) as 0 | 1 | 2 | 3 | 4 | 5
    shelves[place].push(item)
  }
  return ([] as Item[]).concat(...shelves)
}

/** Without case and accents. Most text has no accents to look for, and looking for them in 10,000 chains takes long. */
export function fold(text: string): string {
  const plain = ASCII.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '')
  return plain.toLowerCase()
}

const ASCII = /^[\0-\x7f]*$/
