// A list in groups: by the first tag of each chain, or by the path in its name, which is `team/prod` of `team/prod/admin`.

import type { ChainPage, ChainRow, ListedChains } from '../protocol.ts'

type Group = NonNullable<ListedChains['group']>
type Grouped = Pick<ChainRow, 'name' | 'tags'>

/**
 * The same rows group by group, by `compare`, and those of none last; and where each begins. What differs in upper and lower case alone is
 * one group. Within one the rows stay as they were.
 */
export function grouped<T extends { chain: Grouped }>(
  items: T[],
  by: Group,
  compare: (a: string, b: string) => number,
): { items: T[]; groups: NonNullable<ChainPage['groups']> } {
  const found = new Map<string, { label: string; items: T[] }>()
  for (const item of items) {
    const label = labels[by](item.chain)
    const key = label.toLowerCase()
    const group = found.get(key)
    if (group) group.items.push(item)
    else found.set(key, { label, items: [item] })
  }
  const inOrder = [...found.values()].sort((a, b) => Number(!a.label) - Number(!b.label) || compare(a.label, b.label))
  let start = 0
  const groups = inOrder.map(({ label, items }) => {
    const group = { start, label: `${label || none[by]} · ${items.length.toLocaleString()}` }
    start += items.length
    return group
  })
  return { items: inOrder.flatMap(({ items }) => items), groups }
}

const labels: Record<Group, (chain: Grouped) => string> = {
  tag: ({ tags: [first = ''] }) => first,
  path: ({ name }) => name.slice(0, Math.max(0, name.lastIndexOf('/'))).trim(),
}

const none: Record<Group, string> = { tag: 'Without a tag', path: 'Without a path' }
