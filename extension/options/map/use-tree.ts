// The tree of the map as far as it was unfolded: places are read when they are to be seen, so many at a time.

import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { MapBranches, MapNode, MapPlace } from '../../protocol.ts'

/** How many of those that follow one place are read at a time. */
const PAGE = 50
/** What is unfolded by itself at first: places that few others follow, while there are few in all. */
const [FEW, IN_ALL] = [12, 40]

export interface TreeRow {
  key: string
  /** Absent for a rest that is not drawn. */
  node?: MapNode
  /** How many those are. */
  rest?: number
  /** The row of what it follows. */
  parent?: number
  at: number
  of: number
  open?: boolean
}

export function useTree() {
  const read = useRef(new Map<string, MapBranches>())
  const opened = useRef(new Set<string>())
  const [failure, setFailure] = useState<Failure>()
  const [turn, draw] = useReducer((n: number) => n + 1, 0)

  const more = async (under: MapPlace | undefined, limit = PAGE) => {
    const { nodes: before = [] } = read.current.get(keyOf(under)) ?? {}
    const { nodes, total } = await call('map', { ...(under && { under }), offset: before.length, limit })
    const known = new Set(before.map(({ place }) => keyOf(place)))
    const added = nodes.filter(({ place }) => !known.has(keyOf(place)))
    read.current.set(keyOf(under), { total, nodes: [...before, ...added] })
    return added
  }
  const unfold = async (place: MapPlace) => {
    if (!read.current.has(keyOf(place))) await more(place)
    opened.current.add(keyOf(place))
  }
  const begin = async () => {
    read.current.clear()
    opened.current.clear()
    const waiting = await more(undefined)
    for (let [count, next] = [waiting.length, waiting.shift()]; next; next = waiting.shift()) {
      const { place, branches } = next
      if (branches === 0 || branches > FEW || count + branches > IN_ALL) continue
      count += branches
      await unfold(place)
      waiting.push(...(read.current.get(keyOf(place))?.nodes ?? []))
    }
  }
  const attempt = async (work: () => Promise<unknown>) => {
    setFailure(undefined)
    await work().catch(setFailure)
    draw(0)
  }
  useEffect(() => {
    void attempt(begin)
  }, [])

  const rows = useMemo(() => (turn > 0 ? rowsOf(read.current, opened.current) : undefined), [turn])
  return {
    /** Each after the one that it follows; undefined until they are here. */
    rows,
    failure,
    again: () => attempt(begin),
    more: (under: MapPlace | undefined) => attempt(() => more(under)),
    fold: (place: MapPlace) =>
      attempt(async () => {
        if (!opened.current.delete(keyOf(place))) await unfold(place)
      }),
  }
}

export const keyOf = (place: MapPlace | undefined): string =>
  place ? JSON.stringify([place.sourceId, place.roles, place.end]) : ''

function rowsOf(read: Map<string, MapBranches>, opened: Set<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const add = (under: MapPlace | undefined, parent?: number) => {
    const { nodes, total } = read.get(keyOf(under)) ?? { nodes: [], total: 0 }
    const on = parent === undefined ? {} : { parent }
    for (const [index, node] of nodes.entries()) {
      const key = keyOf(node.place)
      const isOpen = opened.has(key)
      rows.push({ key, node, ...on, at: index + 1, of: total, ...(node.branches > 0 && { open: isOpen }) })
      if (isOpen) add(node.place, rows.length - 1)
    }
    const rest = total - nodes.length
    if (rest > 0) rows.push({ key: `more ${keyOf(under)}`, rest, ...on, at: nodes.length + 1, of: total })
  }
  add(undefined)
  return rows
}
