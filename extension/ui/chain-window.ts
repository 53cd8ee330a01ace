// A window onto the list of chains, which may be 10,000 long: only the pages that were looked at are fetched and kept.

import type { Failure } from 'rolerelay-core'
import { call } from '../client.ts'
import type { ChainRow, ListedChains } from '../protocol.ts'

const PAGE = 50
const PAGES_KEPT = 20

/** A heading above the row `start`. */
export interface Section {
  start: number
  label: string
}

/** What the list shows: the answer to one query. */
interface Shown {
  turn: number
  query: string
  total: number
  /** How many hold what was typed; the rows after them hold it but for one slip. */
  exact: number
  known: number
  pages: Map<number, ChainRow[]>
  /** Where favourites, recents and the others begin, as far as seen, or the groups that were asked for; none for a search. */
  sections: Section[]
}

export class ChainWindow {
  /** The latest answer; the one before it stays until the next has come, so that the list never flashes. */
  shown: Shown | null = null
  failure: Failure | null = null
  /** Settles when the latest search has been answered. */
  latest: Promise<void>
  onChange = () => {}
  #turn = 0
  #asked = new Set<number>()

  query = ''
  /** What the list is narrowed to besides, and its order. */
  narrowed: Omit<ListedChains, 'query'> = {}

  /** `opens` is whether a query may say on which page chains are to open: of a list that opens them, and chooses none. */
  constructor(public opens = false) {
    this.latest = this.#ask('', 0)
  }

  get pending(): boolean {
    return this.shown?.turn !== this.#turn
  }

  search(query: string): void {
    this.query = query
    this.#turn++
    this.#asked.clear()
    this.latest = this.#ask(query, 0)
  }

  narrow(narrowed: Omit<ListedChains, 'query'>): Promise<void> {
    this.narrowed = narrowed
    return this.refresh()
  }

  /** What is asked for. */
  get listed(): ListedChains {
    return { query: this.query, ...this.narrowed }
  }

  /** Whether a row holds what was typed only but for one slip. */
  isSlip(index: number): boolean {
    return index >= (this.shown?.exact ?? 0)
  }

  /** Reads the list anew, after something has changed. */
  refresh(): Promise<void> {
    this.search(this.query)
    return this.latest
  }

  row(index: number): ChainRow | undefined {
    return this.shown?.pages.get(Math.floor(index / PAGE))?.[index % PAGE]
  }

  /** Where the chain stands, as far as the pages at hand tell; -1 else. */
  indexOf(id: string): number {
    for (const [page, rows] of this.shown?.pages ?? []) {
      const at = rows.findIndex((row) => row.id === id)
      if (at >= 0) return page * PAGE + at
    }
    return -1
  }

  /** Where the chain stands in the list; -1 where that does not show it, or is another list by the time that this is known. */
  async placeOf(id: string): Promise<number> {
    const { query } = this
    await this.latest
    const known = this.indexOf(id)
    const at = known >= 0 ? known : await call('placeInList', { ...this.listed, id }).catch(() => -1)
    return this.query === query && !this.pending ? at : -1
  }

  /** Fetches what is missing of the rows `from` up to, not including, `to`. */
  need(from: number, to: number): void {
    if (!this.shown || this.pending) return
    const last = Math.floor((Math.min(to, this.shown.total) - 1) / PAGE)
    for (let page = Math.floor(from / PAGE); page <= last; page++) {
      if (!this.shown.pages.has(page) && !this.#asked.has(page)) void this.#ask(this.shown.query, page)
    }
  }

  /** The list comes as favourites, recents, then the others: a section starts where a row differs from the one above. */
  #findSections(from: number, count: number): void {
    const sections = this.shown?.sections ?? []
    for (let start = from; start <= from + count; start++) {
      const row = this.row(start)
      const above = this.row(start - 1)
      const label = row && sectionOf(row)
      if (!label || sections.some((section) => section.label === label)) continue
      if (start === 0 || (above && sectionOf(above) !== label)) sections.push({ start, label })
    }
    sections.sort((a, b) => a.start - b.start)
  }

  async #ask(query: string, page: number): Promise<void> {
    const [turn, narrowed, opens] = [this.#turn, this.narrowed, this.opens]
    this.#asked.add(page)
    try {
      const asked = { query, ...narrowed, offset: page * PAGE, limit: PAGE, ...(opens && { opens }) }
      const { rows, total, exact, known, groups } = await call('list', asked)
      if (turn !== this.#turn) return
      const before = this.shown?.turn === turn ? this.shown : { pages: new Map<number, ChainRow[]>(), sections: [] }
      this.shown = { ...before, turn, query, total, exact, known }
      keep(this.shown.pages, page, rows)
      if (groups) this.shown.sections = groups
      else if (exact < total) this.shown.sections = slipSections(exact)
      else if (!query.trim() && !narrowed.sort) this.#findSections(page * PAGE, rows.length)
      this.failure = null
    } catch (failure) {
      if (turn !== this.#turn) return
      this.failure = failure as Failure
    }
    this.#asked.delete(page)
    this.onChange()
  }
}

/** Adds a page and lets go of the oldest. */
function keep(pages: Map<number, ChainRow[]>, page: number, rows: ChainRow[]): void {
  pages.set(page, rows)
  for (const oldest of pages.keys()) if (pages.size > PAGES_KEPT) pages.delete(oldest)
}

const slipSections = (exact: number): Section[] => [
  ...(exact > 0 ? [{ start: 0, label: 'Found' }] : []),
  { start: exact, label: 'Found but for one slip: Enter writes the name' },
]

const sectionOf = (row: ChainRow): string => (row.favourite ? 'Favourites' : row.openedAt ? 'Recent' : 'All')
