// What is written on a place of the map.

import type { MapNode } from '../../protocol.ts'
import { roleParts } from '../../ui/controls/role.ts'
import type { Drawn } from './drawing.tsx'
import type { TreeRow } from './use-tree.ts'

export const drawn = (rows: TreeRow[]): Drawn[] =>
  rows.map(({ node, rest = 0, ...row }) => ({ ...row, ...(node ? written(node) : restOf(rest)) }))

type Written = Pick<Drawn, 'kind' | 'title' | 'detail' | 'note' | 'state'>

function written({ place, name, chains, states }: MapNode): Written {
  const works = states.works === chains
  const said = [
    counted(chains, 'chain'),
    states.broken > 0 && `${states.broken.toLocaleString()} broken`,
    works && (chains === 1 ? 'works' : 'all work'),
    states.unchecked === chains && 'not tried yet',
  ]
  const note = said.filter(Boolean).join(', ')
  const state = states.broken > 0 ? 'broken' : works ? 'works' : undefined
  return { ...named(place, name), note, ...(state && { state }) }
}

function named({ roles, end }: MapNode['place'], name: string | undefined): Written {
  const hub = roles.at(-1)
  if (end !== undefined)
    return { kind: 'account', title: name ?? (end || 'No account'), detail: name ? end : 'Account' }
  if (hub === undefined) return { kind: 'source', title: name ?? 'No source', detail: 'Source' }
  const { account, role } = roleParts(hub)
  return { kind: 'role', title: role, detail: account }
}

const restOf = (rest: number): Written => ({
  kind: 'more',
  title: 'Show more',
  note: `${rest.toLocaleString()} not drawn`,
})

const counted = (count: number, word: string): string => `${count.toLocaleString()} ${count === 1 ? word : `${word}s`}`
