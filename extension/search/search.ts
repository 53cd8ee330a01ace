// Which chains a query finds, and in which order. Pure, and fast enough for a key at 10,000 chains. The background asks, and so does a
// popup that has all chains at hand: what they find never differs.

import type { ChainSummary, Wanted } from 'rolerelay-core'
import type { ChainPage, ChainRow, ListedChains } from '../protocol.ts'
import { grouped } from './grouped.ts'
import { slipOf } from './slip.ts'

/** What was seen of a chain, besides what it is. */
export type Seen = Pick<ChainRow, 'favourite' | 'openedAt' | 'brokenSince'>

/** A chain, as a search reads it. What only few of 10,000 are asked for is made then. */
export class Item {
  #row: ChainRow | undefined
  #tags: string[] | undefined
  #plain: string | undefined

  constructor(
    readonly chain: ChainSummary,
    readonly seen: Seen,
    /** What a list shows of it, each on a line of its own, the name first. Folded, as all below. */
    readonly text: string,
    /** The roles on its way and its regions. */
    readonly way: string,
  ) {}

  /** Favourites, recents, all others. */
  get group(): 0 | 1 | 2 {
    return this.seen.favourite ? 0 : this.seen.openedAt !== undefined ? 1 : 2
  }

  get row(): ChainRow {
    if (this.#row) return this.#row
    const { words: _, ...shown } = this.chain
    this.#row = { ...shown, ...this.seen }
    return this.#row
  }

  get tags(): string[] {
    this.#tags ??= this.chain.tags.map(fold)
    return this.#tags
  }

  /** All of it in which a slip is looked for. Of the roles on its way only the names: of the rest of an ARN a slip would find all. */
  get plain(): string {
    if (this.#plain !== undefined) return this.#plain
    this.#plain = `${this.text}\n${this.way.replace(PATHS, '')}`
    return this.#plain
  }
}

/** Chains as a search reads them, in their order. */
export function itemsOf(chains: ChainSummary[], seenOf: (chain: ChainSummary, at: number) => Seen): Item[] {
  const texts = allFolded(
    chains.map(
      ({ name, account, role, tags, guard = '' }) => `${name}\n${account}\n${role}\n${tags.join('\n')}\n${guard}`,
    ),
  )
  const ways = allFolded(chains.map(({ words }) => words.join('\n')))
  return chains.map((chain, at) => new Item(chain, seenOf(chain, at), texts[at] ?? '', ways[at] ?? ''))
}

/** What is looked for, and how it is shown, besides the words. */
export interface Narrowed {
  sort?: ListedChains['sort']
  group?: ListedChains['group']
  /** Whether one is listed at all. */
  filter?: (item: Item) => boolean
  /** The names of sources, folded, by id: chains are found by them too. */
  sources?: ReadonlyMap<string, string>
  /** The page that the query asks for, as the core reads it. */
  wanted?: Wanted
}

/**
 * The chains that hold every word of the query. The one that is called just so comes first; within a group, names that start with the
 * first word do; then those that hold a word only on their way, then those that hold all but the page that the query asks for, which
 * open there; then those that hold all but for one slip.
 */
export function search(all: Item[], query: string, offset: number, limit: number, narrowed: Narrowed = {}): ChainPage {
  const { sort, group, filter, sources, wanted } = narrowed
  const words = fold(query).split(/\s+/).filter(Boolean)
  const items = filter ? all.filter(filter) : all
  if (group && words.length === 0) {
    const inGroups = grouped([...items].sort(orders[sort ?? 'name']), group, byText)
    const rows = inGroups.items.slice(offset, offset + limit).map(({ row }) => row)
    return { total: items.length, exact: items.length, known: all.length, rows, groups: inGroups.groups }
  }
  const whole = matching(items, words, sources)
  const rest = wanted ? placed(items, wanted, whole, sources) : NOTHING
  const inOrder = (found: Item[]) => (sort ? [...found].sort(orders[sort]) : found)
  const there = new Set(rest.found)
  const placedSlips = rest.found.length === 0 ? rest.slips() : []
  const placesSlips = placedSlips.length > 0
  const slips = placesSlips ? placedSlips : whole.slips().filter((item) => !there.has(item))
  const ordered = [...inOrder(whole.found), ...inOrder(rest.found), ...slips]
  const exact = whole.found.length + rest.found.length
  const opens = (index: number) => index >= whole.found.length && (index < exact || placesSlips)
  const at = wanted && { page: wanted.page, label: wanted.label }
  const nowhere = ordered.length === 0 && wanted?.arns !== undefined && wanted
  return {
    total: ordered.length,
    exact,
    known: all.length,
    rows: ordered
      .slice(offset, offset + limit)
      .map(({ row }, index) => (at && opens(offset + index) ? { ...row, at } : row)),
    ...(nowhere && { nowhere: { label: nowhere.label, ...(nowhere.account && { account: nowhere.account }) } }),
  }
}

/** Whether a query may say on which page chains are to open: a word alone finds chains and names no page. */
export const mayNamePage = (query: string): boolean => /[\s:]/.test(query.trim())

/** Whether it says that more is to come behind a chain's name: the pages that this was opened on lately. */
export const endsInSpace = (query: string): boolean => /\S\s$/.test(query)

/** The chains that open on the page that is wanted, without those that hold the whole query. */
function placed(items: Item[], wanted: Wanted, whole: Matching, sources?: ReadonlyMap<string, string>): Matching {
  const { account, arns } = wanted
  const taken = new Set(whole.found)
  const isOther = (item: Item) =>
    !taken.has(item) &&
    (account === undefined || item.chain.account === account) &&
    (arns === undefined || item.way.includes(arns))
  const { found, slips } = matching(items, wanted.words.map(fold), sources)
  return { found: found.filter(isOther), slips: () => slips().filter(isOther) }
}

/** Sorts by name as a person expects: `team 2` before `team 10`, case and accents aside. */
export function byName(a: { name: string }, b: { name: string }): number {
  return names.compare(a.name, b.name)
}

export const byText = (a: string, b: string): number => names.compare(a, b)

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

const byChain = ({ chain: a }: Item, { chain: b }: Item): number => byName(a, b)
const orders: Record<NonNullable<ListedChains['sort']>, (a: Item, b: Item) => number> = {
  name: byChain,
  opened: (a, b) => (b.seen.openedAt ?? 0) - (a.seen.openedAt ?? 0) || byChain(a, b),
  account: (a, b) => byText(a.chain.account, b.chain.account) || byChain(a, b),
}

interface Matching {
  found: Item[]
  /** Those that hold all but for one slip. Looking for them takes longer than all else: it is done for who wants them. */
  slips: () => Item[]
}

const NOTHING: Matching = { found: [], slips: () => [] }
const NO_SOURCES: ReadonlyMap<string, string> = new Map()

/** What was found last among the same chains, the latest first: with the next key most of a query stays what it was. */
const latest = new WeakMap<Item[], Found[]>()
interface Found {
  words: string
  sources: ReadonlyMap<string, string>
  matching: Matching
}
const FOUND_KEPT = 4

function matching(items: Item[], words: string[], sources = NO_SOURCES): Matching {
  if (words.length === 0) return { ...NOTHING, found: items }
  const kept = latest.get(items) ?? []
  const joined = words.join('\n')
  const again = kept.find((one) => one.words === joined && one.sources === sources)
  const found = again ?? { words: joined, sources, matching: matchingNow(items, words, sources) }
  latest.set(items, [found, ...kept.filter((one) => one !== again)].slice(0, FOUND_KEPT))
  return found.matching
}

function matchingNow(items: Item[], words: string[], sources: ReadonlyMap<string, string>): Matching {
  const [first = ''] = words
  const whole = `${words.join(' ')}\n`
  const looked = words.map((word) => wordOf(word, sources))
  // One that is called just so, then the groups by where it was found, then what is found on the way.
  const shelves = Array.from({ length: 8 }, (): Item[] => [])
  // Each with the word that it lacks.
  const near: Item[] = []
  const missed: Word[] = []
  for (const item of items) {
    let place = item.text.startsWith(whole) ? 0 : 1 + item.group * 2 + (item.text.startsWith(first) ? 0 : 1)
    let missing: Word | undefined
    for (const word of looked) {
      if (word.isIn(item)) continue
      if (word.isOnWay(item)) place = Math.max(place, 7)
      else if (missing || !word.isSlipIn) {
        place = -1
        break
      } else missing = word
    }
    if (place < 0) continue
    if (missing) {
      near.push(item)
      missed.push(missing)
    } else shelves[place]?.push(item)
  }
  let slips: Item[] | undefined
  return {
    found: ([] as Item[]).concat(...shelves),
    slips: () => {
      slips ??= near.filter((item, at) => missed[at]?.isSlipIn?.(item))
      return slips
    },
  }
}

/** A word of a query, and where it may be found. */
interface Word {
  /** In what a list shows, or the source. */
  isIn: (item: Item) => boolean
  /** In a role on the way, or a region. */
  isOnWay: (item: Item) => boolean
  /** The same but for one slip, on the way too; absent for a word of which none is forgiven. */
  isSlipIn?: (item: Item) => boolean
}

function wordOf(word: string, sources: ReadonlyMap<string, string>): Word {
  const named = (has: (name: string) => boolean) =>
    new Set([...sources].flatMap(([id, name]) => (has(name) ? [id] : [])))
  const start = named((name) => name.includes(word))
  // As the console writes accounts: 1111-2222-3333, or the part of it that was typed.
  const digits = /^\d+(-\d*)+$/.test(word) ? word.replaceAll('-', '') : undefined
  const tag = word.startsWith('#') ? word.slice(1) : undefined
  const saysNothing = COMMON.includes(word)
  // A tag is looked for from its beginning on.
  const number = digits ?? word
  const isSlip = slipOf(tag === undefined ? number : `\n${tag}`)
  const isAccount = /^\d+$/.test(number)
  const meant = isSlip && named(isSlip)
  const isEnd = ({ chain: { account, role } }: Item) =>
    account !== '' && word.includes(account) && word.endsWith(`/${fold(role)}`)
  return {
    isIn: (item) =>
      item.text.includes(word) ||
      start.has(item.chain.sourceId) ||
      (digits !== undefined && item.chain.account.includes(digits)) ||
      (tag !== undefined && item.tags.some((one) => one.startsWith(tag))) ||
      (word.startsWith('arn:') && isEnd(item) && item.way.includes(word)),
    isOnWay: ({ way }) => !saysNothing && (way.includes(word) || (digits !== undefined && way.includes(digits))),
    ...(isSlip && {
      isSlipIn: (item) => {
        if (isAccount) return isSlip(item.chain.account)
        if (tag !== undefined) return item.tags.some((one) => isSlip(`\n${one}`))
        return isSlip(item.plain) || meant?.has(item.chain.sourceId) === true
      },
    }),
  }
}

/** On each line, what stands before the name of a role. */
const PATHS = /^[^\n]*\//gm
/** What each role's ARN has: a word of it alone would find every chain. */
const COMMON = 'arn:aws:iam::role/'

/** Without case and accents. Most text has no accents to look for, and looking for them in 10,000 chains takes long. */
export function fold(text: string): string {
  const plain = ASCII.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '')
  return plain.toLowerCase()
}

/** The same of many texts, at once where none has accents: that takes a third of the time of one after the other. */
function allFolded(texts: string[]): string[] {
  const all = texts.join(BETWEEN)
  const folded = ASCII.test(all) ? all.toLowerCase().split(BETWEEN) : []
  return folded.length === texts.length ? folded : texts.map(fold)
}

const ASCII = /^[\0-\x7f]*$/
const BETWEEN = '\x01'
