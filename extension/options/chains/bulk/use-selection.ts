// Which chains of the list are chosen. Only ids are kept and asked for: the list may be 10,000 long.

import { useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../../client.ts'
import type { ChainRow } from '../../../protocol.ts'
import type { Choosing } from '../../../ui/chains/chain-finder.tsx'
import type { ChainWindow } from '../../../ui/chains/chain-window.ts'

export interface Selection extends Choosing {
  /** The ids; undefined while none are being chosen. */
  chosen: ReadonlySet<string> | undefined
  /** What is to be told of the last step: what could not be chosen, and why. */
  note: string
  /** Begins to choose, or chooses these. */
  set: (ids: Iterable<string>) => void
  end: () => void
}

export function useSelection(chains: ChainWindow): Selection {
  const [{ chosen, note }, setState] = useState<{ chosen?: ReadonlySet<string>; note: string }>({ note: '' })
  const latest = useRef(chosen)
  const turn = useRef(0)
  /** Where the present range began, and what was chosen before it. */
  const range = useRef<{ from: number; before: ReadonlySet<string> } | undefined>(undefined)

  const show = (next: ReadonlySet<string> | undefined, note = '') => {
    latest.current = next
    setState({ ...(next && { chosen: next }), note })
  }
  const begin = () => {
    turn.current += 1
    range.current = undefined
  }
  /** Chooses what is found beside what is chosen, unless another step came meanwhile. */
  const add = async (before: ReadonlySet<string>, offset: number, limit: number) => {
    turn.current += 1
    const mine = turn.current
    try {
      const { ids, made } = await call('find', { ...chains.listed, offset, limit })
      if (mine === turn.current) show(new Set([...before, ...ids]), made > 0 ? leftOut(made) : '')
    } catch (failure) {
      if (mine === turn.current) show(before, (failure as Failure).message)
    }
  }
  return {
    chosen,
    note,
    set: (ids) => {
      begin()
      show(new Set(ids))
    },
    end: () => {
      begin()
      show(undefined)
    },
    toggle: ({ id, shapeId }: ChainRow) => {
      begin()
      const next = new Set(latest.current)
      if (shapeId !== undefined) return show(next, leftOut(1))
      if (!next.delete(id)) next.add(id)
      show(next)
    },
    range: (from, to) => {
      if (range.current?.from !== from) range.current = { from, before: latest.current ?? new Set() }
      void add(range.current.before, Math.min(from, to), Math.abs(to - from) + 1)
    },
    all: () => {
      range.current = undefined
      void add(latest.current ?? new Set(), 0, chains.shown?.exact ?? 0)
    },
  }
}

const leftOut = (made: number): string =>
  made === 1
    ? 'A chain that a shape makes is left out: it is changed in its shape.'
    : `${made.toLocaleString()} chains that shapes make are left out: they are changed in their shapes.`
