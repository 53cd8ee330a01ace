// A window onto the journal: only the rows that were looked at are fetched, and those of another search are let go.

import { useCallback, useEffect, useReducer, useRef, useState } from 'preact/hooks'
import type { Failure, JournalEntry } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { JournalPage } from '../../protocol.ts'

export interface Journal {
  query: string
  search: (query: string) => void
  /** The latest answer; the one before it stays until the next has come, so that nothing flashes. */
  page: JournalPage | undefined
  failure: Failure | undefined
  row: (index: number) => JournalEntry | undefined
  /** Fetches what is missing of the rows `from` up to, not including, `to`. */
  need: (from: number, to: number) => void
  again: () => void
}

const PAGE = 50

export function useJournal(): Journal {
  const [query, setQuery] = useState('')
  const [turn, again] = useReducer((n: number) => n + 1, 0)
  const [page, setPage] = useState<JournalPage>()
  const [failure, setFailure] = useState<Failure>()
  const window = useRef({ search: '', rows: new Map<number, JournalEntry[]>(), asked: new Set<number>() }).current
  const search = `${turn} ${query}`

  const ask = useCallback(
    async (at: number) => {
      if (window.asked.has(at)) return
      window.asked.add(at)
      try {
        const reply = await call('journal', { query, offset: at * PAGE, limit: PAGE })
        if (window.search !== search) return
        if (at === 0) window.rows.clear()
        window.rows.set(at, reply.rows)
        setPage(reply)
        setFailure(undefined)
      } catch (thrown) {
        if (window.search === search) setFailure(thrown as Failure)
      }
    },
    [search],
  )
  useEffect(() => {
    window.search = search
    window.asked.clear()
    void ask(0)
  }, [search])

  useEffect(() => {
    // Whoever comes back to this tab may have opened a chain meanwhile.
    const look = () => document.visibilityState === 'visible' && again(0)
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])

  return {
    query,
    search: setQuery,
    page,
    failure,
    row: (index) => window.rows.get(Math.floor(index / PAGE))?.[index % PAGE],
    need: (from, to) => {
      // Until its first page has come, nobody knows how long the list is.
      if (window.search !== search || !window.rows.has(0)) return
      for (let at = Math.floor(from / PAGE); at * PAGE < to; at++) void ask(at)
    },
    again: () => again(0),
  }
}
