// The journal as it is kept: entries in pages, so that a run writes a hundred of them at most; and the two marks between which they
// stand, so that what is missing shows. The core makes the entries and their hashes.

import type {
  Chain,
  Earlier,
  JournalEntry,
  JournalFile,
  JournalForm,
  JournalSpan,
  JournalVerdict,
  NotedRun,
} from 'rolerelay-core'
import type { JournalDetail, JournalPage, Unwritten } from '../../protocol.ts'
import { fold } from '../../search/search.ts'
import { withCore, withRest } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { session } from '../core/memory.ts'
import { epoch } from '../lock/epoch.ts'
import { UntilLock } from '../lock/unlocked.ts'
import { inTurn, type Kept, read, write } from '../store/storage.ts'

/** Writes a run down, as the newest entry, unless it is there. Beyond the most that are kept, the oldest page goes. */
export function append(run: NotedRun): Promise<void> {
  const mine = epoch()
  return inTurn(async () => {
    const { journal: span = EMPTY } = await read('journal')
    const { unwritten } = (await session.get(['unwritten'])) as { unwritten?: Unwritten }
    const missed = (run.missed ?? 0) + (unwritten?.count ?? 0)
    const entry = await withCore((core) => core.nextEntry(span.head, { ...run, missed }))
    const page = pageOf(entry.number)
    const entries = (await read(page))[page] ?? []
    // Stopped after it was written, the background before could not say so.
    if (entries.some((other) => isSame(other.run, run))) return
    const isFull = entry.number - span.anchor.number > MOST
    const oldest = pageOf(span.anchor.number + 1)
    const anchor = isFull ? await markAfter(oldest) : span.anchor
    const after = { ...span, anchor, head: { number: entry.number, hash: entry.hash } }
    const values: Partial<Kept> = { journal: after }
    values[page] = [...entries, entry]
    if (isFull) values[oldest] = null
    await write(values)
    // All of it is not read anew for one more.
    const before = held.value
    if (isFull || !before) held.forget()
    else held.keep({ span: after, items: [{ entry }, ...before.items] }, mine)
    if (unwritten) await session.remove(['unwritten']).catch(() => {})
  })
}

/** Notes that a run could not be written down: the next entry says so, and until then the page does. */
export async function noteUnwritten(at: number, why: string): Promise<void> {
  const { unwritten } = (await session.get(['unwritten'])) as { unwritten?: Unwritten }
  await session.set({ unwritten: { count: (unwritten?.count ?? 0) + 1, at, why } satisfies Unwritten })
}

/** The entries that match every word of the query, the newest first. */
export async function listJournal(query: string, offset: number, limit: number): Promise<JournalPage> {
  const { span, items } = await journal()
  const words = fold(query).split(/\s+/).filter(Boolean)
  const found = words.length === 0 ? items : items.filter((item) => words.every((word) => textOf(item).includes(word)))
  const { unwritten } = (await session.get(['unwritten'])) as { unwritten?: Unwritten }
  return {
    total: found.length,
    known: items.length,
    rows: found.slice(offset, offset + limit).map(({ entry }) => entry),
    before: span.anchor.number,
    ...(span.deletedAt !== undefined && { deletedAt: span.deletedAt }),
    ...(unwritten && { unwritten }),
  }
}

export async function journalEntry(number: number): Promise<JournalDetail> {
  const entry = (await journal()).items.find(({ entry }) => entry.number === number)?.entry
  if (!entry) throw failure('invalid', `Entry ${number} is not in the journal. It may have been deleted.`)
  return { entry, lookups: await withRest((core) => core.journalLookups(entry)) }
}

/** When sessions of each hop's role were last got, from where the chain asks for it and from elsewhere. */
export async function earlierSessions(chain: Chain): Promise<Earlier[]> {
  const roles = chain.hops.map(({ roleArn }) => roleArn)
  const earlier = roles.map((): Earlier => ({}))
  // The newest come first.
  for (const { entry } of (await journal()).items) {
    const { hops, sourceId, endpoint, endedAt } = entry.run
    if (endpoint !== chain.endpoint?.sts) continue
    hops.forEach(({ roleArn }, place) => {
      const before = hops[place - 1]?.roleArn ?? sourceId
      for (const [at, known] of earlier.entries())
        if (roleArn === roles[at]) known[before === (roles[at - 1] ?? chain.sourceId) ? 'same' : 'other'] ??= endedAt
    })
  }
  return earlier
}

export async function verifyJournal(): Promise<JournalVerdict> {
  const { span, texts } = await readTexts()
  return withRest((core) => core.verifyJournal(texts, span))
}

export async function exportJournal(form: JournalForm): Promise<JournalFile> {
  const { span, texts } = await readTexts()
  return withRest((core) => core.exportJournal(texts, span, form, Date.now()))
}

/** Deletes all entries. Numbers go on, and a new chain of hashes begins, which says when. */
export function clearJournal(): Promise<void> {
  return inTurn(async () => {
    const { journal: span = EMPTY } = await read('journal')
    const pages = pagesOf(span)
    const anchor = { number: span.head.number, hash: BEGINNING }
    await write({
      journal: { anchor, head: anchor, deletedAt: Date.now() },
      ...Object.fromEntries(pages.map((page) => [page, null])),
    })
    held.forget()
    await session.remove(['unwritten']).catch(() => {})
  })
}

/**
 * The values of a backup with the journal that goes on from here: the one that got further. What was done since the backup must
 * not vanish with it.
 */
export async function withFurtherJournal(values: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { journal: here } = await read('journal')
  const there = values.journal as JournalSpan | undefined
  if (!here || here.head.number < (there?.head.number ?? 0)) return values
  const others = Object.entries(values).filter(([key]) => !key.startsWith('journal'))
  return { ...Object.fromEntries(others), journal: here, ...(await read(...pagesOf(here))) }
}

/** Whether what a backup holds of a journal can be read at all. Whether its hashes hold, the page tells. */
export function hasJournal(values: Record<string, unknown>): boolean {
  const { anchor, head } = (values.journal ?? EMPTY) as Partial<JournalSpan>
  const areMarks = [anchor, head].every((mark) => Number.isSafeInteger(mark?.number) && typeof mark?.hash === 'string')
  return areMarks && Object.entries(values).every(([key, page]) => !isPage(key) || page === null || Array.isArray(page))
}

/** A page holds the entries of a hundred numbers. */
const PAGE = 100
/** How many entries are kept. */
const MOST = 5_000

/** What the first entry of a chain of hashes has for the hash of the one before. */
const BEGINNING = '0'.repeat(64)
const EMPTY: JournalSpan = { anchor: { number: 0, hash: BEGINNING }, head: { number: 0, hash: BEGINNING } }

/** What AWS gave does not tell runs apart: the next one may go on from the same sessions. */
const isSame = (a: NotedRun, b: NotedRun): boolean => identityOf(a) === identityOf(b)
const identityOf = ({ chainId, action, outcome, beganAt, endedAt }: NotedRun): string =>
  JSON.stringify([chainId, action, outcome, beganAt, endedAt])

type PageKey = `journal/${number}`
const pageOf = (number: number): PageKey => `journal/${Math.floor((number - 1) / PAGE)}`
const isPage = (key: string): boolean => key.startsWith('journal/')

/** Of the span's entries, from the oldest on. Bounded, should the span have been tampered with. */
function pagesOf({ anchor, head }: JournalSpan): PageKey[] {
  const first = Math.floor(anchor.number / PAGE)
  const count = Math.min(Math.ceil(head.number / PAGE) - first, MOST / PAGE + 1)
  return Array.from({ length: Math.max(0, count) }, (_, at): PageKey => `journal/${first + at}`)
}

/** Where the entries stand once that page is gone. */
async function markAfter(page: PageKey): Promise<JournalSpan['anchor']> {
  const last = (await read(page))[page]?.at(-1)
  // Without its last entry the journal was tampered with, and shows it from then on.
  const number = (Number(page.slice('journal/'.length)) + 1) * PAGE
  return { number, hash: last?.number === number ? last.hash : '' }
}

/** All pages, as they stand there. */
function readPages(): Promise<{ span: JournalSpan; pages: unknown[] }> {
  // Pages of one moment with the span of another would look like a gap.
  return inTurn(async () => {
    const { journal: span = EMPTY } = await read('journal')
    const keys = pagesOf(span)
    const pages = await read(...keys)
    return { span, pages: keys.flatMap((key) => (pages[key] ? [pages[key]] : [])) }
  })
}

/** The same as the core reads it. */
async function readTexts(): Promise<{ span: JournalSpan; texts: string[] }> {
  const { span, pages } = await readPages()
  return { span, texts: pages.map((page) => JSON.stringify(page)) }
}

interface Item {
  entry: JournalEntry
  /** Folded; made when a search first asks. */
  text?: string
}

/** All entries in memory, the newest first, for lists and searches. */
interface Held {
  span: JournalSpan
  items: Item[]
}

const held = new UntilLock<Held>()

async function journal(): Promise<Held> {
  if (held.value) return held.value
  const mine = epoch()
  const found = await load()
  held.keep(found, mine)
  return found
}

async function load(): Promise<Held> {
  const { span, pages } = await readPages()
  const entries = pages.flatMap((page) => (Array.isArray(page) ? page : [])).filter(isEntry)
  return { span, items: entries.reverse().map((entry): Item => ({ entry })) }
}

/** What is no entry is told by the verdict and not shown. */
const isEntry = (value: Partial<JournalEntry> | null): value is JournalEntry =>
  typeof value?.number === 'number' && Array.isArray(value.run?.hops)

function textOf(item: Item): string {
  item.text ??= fold(Object.values(searched(item.entry.run)).flat().join('\n'))
  return item.text
}

const searched = ({ hops, ownEnd, failure, lease, beganAt, outcome, ...run }: NotedRun) => ({
  ...run,
  end: ownEnd ? [ownEnd.account, ownEnd.role, ownEnd.roleArn ?? ''] : [],
  lease: lease ? ['leased', ...Object.values(lease)] : [],
  outcome: outcome === 'done' ? (run.action === 'copy' ? 'copied' : 'opened') : outcome,
  day: new Date(beganAt).toISOString(),
  hops: hops.flatMap((hop) => [hop.roleArn, hop.sessionArn, hop.region, hop.requestId ?? '', hop.sourceIdentity ?? '']),
  failure: [failure?.kind ?? '', failure?.code ?? '', failure?.requestId ?? '', failure?.roleArn ?? ''],
})
