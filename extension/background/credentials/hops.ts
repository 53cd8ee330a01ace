// Sessions of hops that were walked, each by its whole path, which the core writes: a run goes on from the last that is here. They are
// in memory, and for the background that comes after this one in storage.session, sealed there as keys are. A lock, other keys of the
// source and a change of the chain take away what rests on them. Nothing here fails a run: what is not here is asked for again.

import type { KeptSession, Memory } from 'rolerelay-core'
import { awsNow } from '../core/clock.ts'
import { failure, notKept } from '../core/failure.ts'
import { session, sessionBytes, sessionKeys } from '../core/memory.ts'
import { queue } from '../core/queue.ts'
import { type Epoch, epoch } from '../lock/epoch.ts'
import { endsWithLock, onLock, withKey } from '../lock/unlocked.ts'
import { openFromSession, sealUnder } from '../store/session.ts'
import { isVault, onChanged } from '../store/storage.ts'

interface Entry {
  kept: KeptSession
  /** The ids of the records that its chain came of. */
  records: string[]
}

/** Whose session it is: of a source, walked for a chain of these records. */
export interface Walker {
  sourceId: string
  /** Names whose credentials sign, whatever they are at the moment. */
  identity: string
  records: string[]
}

export const isHopPlace = (key: string): boolean => key.startsWith(PLACE)

/** What one walk gets, and leaves. Call `over` at its end. */
export class Hops implements Memory {
  readonly source: string
  /** The places that this walk asks AWS for, and what tells the others who wait. */
  #asking = new Map<string, () => void>()
  #isOver = false
  #mine: Epoch = epoch()
  #cancelled: Promise<never>
  /** What it left, on its way to where the next background finds it. */
  #leaving: Promise<void>[] = []

  constructor(
    private readonly walker: Walker,
    signal: AbortSignal,
    /** How many hops there are, where the session of the last has to end later than that, by AWS's clock. */
    private readonly end?: { hops: number; outlives: number },
    /** Whether the walk ends where something is not kept: it is to ask for nothing. */
    private readonly keptOnly = false,
  ) {
    this.source = walker.identity
    this.#cancelled = new Promise((_, reject) => {
      const cancel = () => reject(failure('cancelled', 'You cancelled. Nothing was opened.'))
      if (signal.aborted) cancel()
      else signal.addEventListener('abort', cancel, { once: true })
    })
    this.#cancelled.catch(() => {})
    walking.add(this)
  }

  async last(paths: string[]): Promise<KeptSession | undefined> {
    const found = await this.#read(paths.map(this.#place))
    return found.findLast((kept) => kept !== undefined)
  }

  async take(path: string): Promise<KeptSession | undefined> {
    if (this.keptOnly) throw notKept()
    const place = this.#place(path)
    while (!this.#asking.has(place)) {
      const other = asking.get(place)
      if (other) await Promise.race([other, this.#cancelled])
      else this.#begin(place)
    }
    const [kept] = await this.#read([place])
    if (kept) this.#end(place)
    return kept
  }

  keep(path: string, kept: KeptSession): void {
    const place = this.#place(path)
    // What none may go on from, as a lease's session or one that changes are allowed to, is kept nowhere.
    if (!this.#isOver && !this.#mine.aborted && !this.#isTooOld(kept)) {
      const entry = { kept, records: this.walker.records }
      entries.set(place, entry)
      this.#leaving.push(persist(place, entry, this.#mine).catch(noMatter))
    }
    this.#end(place)
  }

  forget(paths: string[]): void {
    void remove(paths.map(this.#place)).catch(noMatter)
  }

  over(): void {
    walking.delete(this)
    for (const place of [...this.#asking.keys()]) this.#end(place)
    if (this.#leaving.length > 0) void Promise.all(this.#leaving).then(makeRoom).catch(noMatter)
  }

  /** Has it leave nothing, where it is of such a walker. */
  overIf(isSuch: (walker: Walker) => boolean): void {
    if (isSuch(this.walker)) this.#isOver = true
  }

  #isTooOld({ hops }: KeptSession): boolean {
    return hops.length === this.end?.hops && (hops.at(-1)?.expiresAt ?? 0) <= this.end.outlives
  }

  #place = (path: string): string => `${PLACE}${this.walker.sourceId}/${path}`

  #begin(place: string): void {
    let end = () => {}
    asking.set(place, new Promise((resolve) => (end = resolve)))
    this.#asking.set(place, end)
  }

  #end(place: string): void {
    const end = this.#asking.get(place)
    if (!end) return
    this.#asking.delete(place)
    asking.delete(place)
    end()
  }

  async #read(places: string[]): Promise<(KeptSession | undefined)[]> {
    const missing = places.filter((place) => !entries.has(place))
    if (missing.length > 0) await takeUp(missing, this.#mine).catch(noMatter)
    const now = await awsNow()
    return places.map((place) => {
      const { kept } = entries.get(place) ?? {}
      return kept && kept.until > now && !this.#isTooOld(kept) ? kept : undefined
    })
  }
}

/** Forgets all that these sources began. */
export async function dropHopsOf(sourceIds: string[]): Promise<void> {
  const prefixes = sourceIds.map((id) => `${PLACE}${id}/`)
  await drop(
    ({ sourceId }) => sourceIds.includes(sourceId),
    async () => (await allPlaces()).filter((place) => prefixes.some((prefix) => place.startsWith(prefix))),
  )
}

const PLACE = 'hop/'

/**
 * The most that is kept, in characters: two thousand sessions of the usual length. Sealed they take a third more, which leaves half of
 * storage.session to the rest.
 */
const MOST = 4_000_000

const entries = new Map<string, Entry>()
/** Places that a walk asks AWS for at the moment. */
const asking = new Map<string, Promise<void>>()
const walking = new Set<Hops>()

onLock(() => entries.clear())
endsWithLock(isHopPlace)
onChanged(async (records) => {
  if (records === 'all') return drop(() => true, allPlaces)
  const isOf = (walker: Pick<Walker, 'records'>) => walker.records.some((id) => records.includes(id))
  await drop(isOf, async () => {
    await takeUpAll()
    return [...entries].flatMap(([place, entry]) => (isOf(entry) ? [place] : []))
  })
})

/** How a run or a save ended is what counts, not what could not be kept or looked through. */
const noMatter = () => {}

/** `hear` is called when something is forgotten that may be told no more. */
export const onDropped = (hear: () => void): void => void hearing.push(hear)
const hearing: (() => void)[] = []

async function drop(isSuch: (walker: Walker) => boolean, placesOf: () => Promise<string[]>): Promise<void> {
  for (const hear of hearing) hear()
  for (const walk of walking) walk.overIf(isSuch)
  await placesOf().then(remove).catch(noMatter)
}

async function remove(places: string[]): Promise<void> {
  for (const place of places) entries.delete(place)
  if (places.length > 0) await session.remove(places)
}

const allPlaces = async (): Promise<string[]> => [
  ...new Set([...entries.keys(), ...(await sessionKeys()).filter(isHopPlace)]),
]

/**
 * Brings what is under these places from storage.session into memory, unless that was done: nobody but this background writes there, and
 * in Chromium a look waits until all writes before it are done, which with thousands of sessions takes longer than a hop.
 */
async function takeUp(places: string[], mine: Epoch): Promise<void> {
  const unseen = places.filter((place) => !seen.has(place))
  if (unseen.length === 0) return
  const found = Object.entries(await session.get(unseen))
  for (const [place, value] of found) {
    // Null stands where a lock could not remove what was there.
    if (value === null || entries.has(place)) continue
    const entry = (await openFromSession(place, value)) as Entry
    if (mine.aborted) return
    if (!entries.has(place)) entries.set(place, entry)
  }
  if (!mine.aborted) for (const place of unseen) seen.add(place)
}

const seen = new Set<string>()
let isAllHere = false
onLock(() => {
  isAllHere = false
  seen.clear()
})

async function takeUpAll(): Promise<void> {
  if (isAllHere) return
  const mine = epoch()
  await takeUp((await sessionKeys()).filter(isHopPlace), mine)
  isAllHere = !mine.aborted
}

async function persist(place: string, entry: Entry, mine: Epoch): Promise<void> {
  const put = async (value: unknown) => {
    // Last of all: what a lock or a change takes away must not come back.
    if (!mine.aborted && entries.get(place) === entry) await session.set({ [place]: value })
  }
  if (await isVault()) await withKey(async (key) => put(await sealUnder(key, place, entry)), mine)
  else await put(entry)
}

/** What has ended goes, and then what ends first. Nobody waits for it, and all is looked at only where there may be too much. */
const makeRoom = (() => {
  const inTurn = queue()
  return () =>
    inTurn(async () => {
      if ((await sessionBytes()) < MOST) return
      await takeUpAll()
      const now = await awsNow()
      let room = MOST
      const byEnd = [...entries].sort(([, a], [, b]) => b.kept.until - a.kept.until)
      const gone = byEnd.filter(([, entry]) => {
        room -= sizeOf(entry)
        return room < 0 || entry.kept.until <= now
      })
      await remove(gone.map(([place]) => place))
    })
})()

/** In characters of JSON, counted once. */
function sizeOf(entry: Entry): number {
  const size = sizes.get(entry) ?? JSON.stringify(entry).length
  sizes.set(entry, size)
  return size
}

const sizes = new WeakMap<Entry, number>()
