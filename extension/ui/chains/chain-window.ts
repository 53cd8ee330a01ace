// A window onto the list of chains, which may be 10,000 long: only the pages that were looked at are fetched and kept. For the popup the
// first rows lie ready in the browser's memory: they are shown before the background has answered, and where they are all, a word is looked
// for in them, here, as the background would.

import type { Failure } from 'rolerelay-core'
import { call, firstRows, onFirstRows, onLockChange } from '../../client.ts'
import { PAGE } from '../../first-rows.ts'
import type { ChainPage, ChainRow, FirstRows, ListedChains } from '../../protocol.ts'
import { endsInSpace, search as find, type Item, itemsOf, mayNamePage } from '../../search/search.ts'

const PAGES_KEPT = 20

/** A heading above the row `start`. */
export interface Section {
  start: number
  label: string
}

/** What tells a row from the others: its chain, and of one that opens elsewhere than on its own page that. */
export const keyOf = ({ id, at }: ChainRow): string => (at ? `${id} ${at.page}` : id)

/** What the list shows: the answer to one query. */
interface Shown {
  turn: number
  query: string
  total: number
  /** How many hold what was typed; the rows after them hold it but for one slip. */
  exact: number
  /** How many of both are pages that a chain was opened on lately. */
  recent: number
  nowhere: ChainPage['nowhere']
  known: number
  pages: Map<number, ChainRow[]>
  /** Where favourites, recents and the others begin, as far as seen, or the groups that were asked for; none for a search. */
  sections: Section[]
}

/** All chains there are, as a search reads them. */
interface Whole {
  items: Item[]
  sources: ReadonlyMap<string, string>
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
  #whole: Whole | undefined
  /** When what is held of the first rows was laid out; undefined where nobody tells of others any more. */
  #heldOf: number | undefined
  /** Until the background has answered for the first time: whoever means a row that was found here waits for that. */
  #confirming: Promise<void> | undefined
  /** The first rows, where they are shown before the background has answered. */
  readonly early: Promise<FirstRows | undefined>

  query = ''
  /** What the list is narrowed to besides, and its order. */
  narrowed: Omit<ListedChains, 'query'> = {}

  /**
   * `opens` is whether a query may say on which page chains are to open: of a list that opens them, and chooses none. `isPopup` has it begin
   * with what lies ready.
   */
  constructor(
    public opens = false,
    isPopup = false,
  ) {
    let reply: ChainPage | undefined
    this.latest = this.#ask('', 0, (page) => {
      reply = page
    })
    this.early = isPopup ? this.#begin(this.latest, () => reply) : Promise.resolve(undefined)
  }

  get pending(): boolean {
    return this.shown?.turn !== this.#turn
  }

  search(query: string): void {
    this.query = query
    this.#turn++
    this.#asked.clear()
    const asks = mayNamePage(query) || (this.opens && endsInSpace(query)) || Object.keys(this.narrowed).length > 0
    const whole = asks ? undefined : this.#whole
    this.latest = whole ? this.#findHere(whole) : this.#ask(query, 0)
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
  async refresh(): Promise<void> {
    this.#whole = undefined
    this.search(this.query)
    await this.latest
    await this.#renew()
  }

  row(index: number): ChainRow | undefined {
    return this.shown?.pages.get(Math.floor(index / PAGE))?.[index % PAGE]
  }

  /** Where that row stands, as far as the pages at hand tell; -1 else. */
  indexOf(key: string): number {
    for (const [page, rows] of this.shown?.pages ?? []) {
      const at = rows.findIndex((row) => keyOf(row) === key)
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

  /** Shows the first rows that lie ready, where they are there before the answer. */
  async #begin(answered: Promise<void>, reply: () => ChainPage | undefined): Promise<FirstRows | undefined> {
    this.#heldOf = 0
    const stop = onFirstRows((first) => void (first ? this.#hold(first) : this.#renew()))
    const ends = onLockChange(
      (locked) => {
        if (!locked) return
        this.#whole = this.#heldOf = undefined
        stop()
        ends()
      },
      () => {},
    )
    const first = await firstRows().catch(() => undefined)
    this.#hold(first)
    if (!first) void answered.then(() => this.#renew())
    if (!first || this.shown || this.failure) return undefined
    this.#confirming = answered.then(async () => {
      this.#confirming = undefined
      if (JSON.stringify(reply()?.rows) === JSON.stringify(first.rows)) return
      this.#whole = undefined
      if (this.#turn > 0) await this.#ask(this.query, 0)
    })
    this.#take(0, '', 0, { rows: first.rows, total: first.known, exact: first.known, known: first.known })
    this.onChange()
    return first
  }

  /** Has the background say them anew, where they may be all. */
  async #renew(): Promise<void> {
    this.#whole = undefined
    if (this.#heldOf === undefined || (this.shown?.known ?? 0) > PAGE) return
    // Without them each word is a question to it.
    this.#hold(await call('firstRows', null).catch(() => undefined))
  }

  #hold(first: FirstRows | undefined): void {
    if (!first || this.#heldOf === undefined || first.at < this.#heldOf) return
    this.#heldOf = first.at
    this.#whole = wholeOf(first)
  }

  async #findHere({ items, sources }: Whole): Promise<void> {
    this.#take(this.#turn, this.query, 0, find(items, this.query, 0, PAGE, this.query.trim() ? { sources } : {}))
    this.onChange()
    await this.#confirming
  }

  /** `heard` hears the answer though the person may have typed on. */
  async #ask(query: string, page: number, heard: (page: ChainPage) => void = () => {}): Promise<void> {
    const [turn, narrowed, opens] = [this.#turn, this.narrowed, this.opens]
    this.#asked.add(page)
    try {
      const asked = { query, ...narrowed, offset: page * PAGE, limit: PAGE, ...(opens && { opens }) }
      const reply = await call('list', asked)
      heard(reply)
      if (turn !== this.#turn) return
      this.#take(turn, query, page, reply, narrowed)
    } catch (failure) {
      if (turn !== this.#turn) return
      this.failure = failure as Failure
    }
    this.#asked.delete(page)
    this.onChange()
  }

  #take(
    turn: number,
    query: string,
    page: number,
    answer: ChainPage,
    narrowed: Omit<ListedChains, 'query'> = {},
  ): void {
    const { rows, total, exact, known, groups, nowhere, pages: recent = 0 } = answer
    const before = this.shown?.turn === turn ? this.shown : { pages: new Map<number, ChainRow[]>(), sections: [] }
    this.shown = { ...before, turn, query, total, exact, recent, nowhere, known }
    keep(this.shown.pages, page, rows)
    if (groups) this.shown.sections = groups
    else if (exact < total) this.shown.sections = slipSections(exact)
    else if (!query.trim() && !narrowed.sort) this.#findSections(page * PAGE, rows.length)
    this.failure = null
  }
}

/** Undefined where there are more than these. */
function wholeOf({ rows, besides }: FirstRows): Whole | undefined {
  if (!besides) return undefined
  const chains = rows.map((row, at) => ({ ...row, words: besides.words[at] ?? [] }))
  return { items: itemsOf(chains, (_, at) => rows[at] as ChainRow), sources: new Map(besides.sources) }
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
