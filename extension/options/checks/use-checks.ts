// What checks saw, as the page shows it: only the rows that were looked at are fetched, and they are fetched anew as a check
// comes further.

import { useCallback, useEffect, useReducer, useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call, watchCheck } from '../../client.ts'
import type { Calls, CheckedRow, CheckProgress, ChecksPage } from '../../protocol.ts'

export type Show = Calls['checks']['argument']['show']

export interface Checks {
  /** The latest answer, without its rows. */
  page: ChecksPage | undefined
  progress: CheckProgress | null | undefined
  failure: Failure | undefined
  row: (index: number) => CheckedRow | undefined
  /** Fetches what is missing of the rows `from` up to, not including, `to`. */
  need: (from: number, to: number) => void
  /** Reads all of it anew. */
  again: () => Promise<void>
}

const PAGE = 50

export function useChecks(show: Show): Checks {
  const [page, setPage] = useState<ChecksPage & { show: Show }>()
  const [progress, setProgress] = useState<CheckProgress | null>()
  const [failure, setFailure] = useState<Failure>()
  const [watched, watchAgain] = useReducer((n: number) => n + 1, 0)
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const window = useRef({ turn: 0, rows: new Map<number, CheckedRow[]>(), asked: new Set<number>(), first: 0 }).current

  const ask = async (at: number, turn: number) => {
    window.asked.add(at)
    try {
      const reply = await call('checks', { show, offset: at * PAGE, limit: PAGE })
      if (turn !== window.turn) return
      window.rows.set(at, reply.rows)
      setPage({ ...reply, show })
      setProgress(reply.progress)
      setFailure(undefined)
    } catch (thrown) {
      if (turn === window.turn) setFailure(thrown as Failure)
    }
  }
  const again = useCallback(async () => {
    window.turn += 1
    window.asked.clear()
    // What is drawn stays until its next answer is here, so that nothing flashes.
    for (const at of window.rows.keys()) if (Math.abs(at - window.first) > 1) window.rows.delete(at)
    await Promise.all([window.first, window.first + 1].map((at) => ask(at, window.turn)))
  }, [show])

  useEffect(() => {
    window.rows.clear()
    window.first = 0
    void again()
  }, [show])

  const listed = progress?.listed
  const going = progress != null && progress.endedAt === undefined
  useEffect(() => {
    if (!going) return
    // Should the browser stop the background, the port dies, and the next background says so.
    return watchCheck(setProgress, () => void again().then(() => watchAgain(0)))
  }, [going, watched])
  useEffect(() => {
    if (listed !== undefined && page) void again()
  }, [listed])

  return {
    page: page?.show === show ? page : undefined,
    progress,
    failure,
    row: (index) => window.rows.get(Math.floor(index / PAGE))?.[index % PAGE],
    need: (from, to) => {
      window.first = Math.floor(from / PAGE)
      for (let at = window.first; at * PAGE < to; at++) {
        if (!window.asked.has(at)) void ask(at, window.turn).then(() => redraw(0))
      }
    },
    again,
  }
}
