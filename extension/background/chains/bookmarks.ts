// A folder of the browser's bookmarks in which each favourite has its link, for who wants that. Only the folder that was made here is
// touched, and in it only what was put there from here: what a person adds stays.

import {
  bookmark,
  bookmarksIn,
  changeBookmark,
  isFirefox,
  keepsBookmarks,
  makeBookmark,
  removeBookmark,
} from '../../browser.ts'
import type { BookmarksFolder } from '../../protocol.ts'
import { failure } from '../core/failure.ts'
import { queue } from '../core/queue.ts'
import { epoch, withinEpoch } from '../lock/epoch.ts'
import { UntilLock } from '../lock/unlocked.ts'
import { inTurn, type KeptBookmarks, onWritten, read, record, write } from '../store/storage.ts'
import { makeLink, onLinkKey } from './links.ts'
import { listChains, onShelf } from './shelf.ts'

/** Has the folder follow the favourites. Call it as the background starts. */
export function followFavourites(): void {
  // Nobody who changes a chain waits for it.
  onShelf(async () => follow())
  onLinkKey(() => {
    links.forget()
    follow()
  })
  onWritten((keys) => {
    if (keys === 'all' || keys.some(makesLinks)) links.forget()
  })
}

/** Whether there is a folder, and how many favourites have a bookmark in it. */
export async function bookmarksFolder(): Promise<BookmarksFolder> {
  const kept = keepsBookmarks() ? await keptFolder() : undefined
  return { count: kept && (await isOurs(kept)) ? kept.made.length : null }
}

/** Makes it, or removes it; `stays` where something of the person's own is in it, which stays with it. */
export const keepBookmarks = (on: boolean): Promise<BookmarksFolder & { stays: boolean }> =>
  inOrder(async () => {
    if (!keepsBookmarks()) throw failure('permission', 'The browser does not let Rolerelay change bookmarks.')
    const kept = await keptFolder()
    const ours = kept && (await isOurs(kept)) ? kept : undefined
    const stays = !on && ours !== undefined && !(await removed(ours))
    if (on && !ours) {
      const { id: folder, dateAdded = 0 } = await makeBookmark({ title: NAME })
      await keep({ folder, addedAt: dateAdded, made: [] })
    }
    if (on) await keepInStep()
    else await keep(null)
    return { ...(await bookmarksFolder()), stays }
  })

const NAME = 'Rolerelay'
/** More favourites than anybody has. */
const MOST = 500

const inOrder = queue()
let isWaiting = false

function follow(): void {
  if (!keepsBookmarks() || isWaiting) return
  isWaiting = true
  void inOrder(() => {
    isWaiting = false
    return withinEpoch(keepInStep, epoch())
  }).catch(() => {}) // it locked, or the browser refuses: the next change, or the next look at the list, brings it about
}

/** Has each favourite stand there as it is called and with its link, and removes what is none any more. */
async function keepInStep(): Promise<void> {
  const mine = epoch()
  const kept = await keptFolder()
  if (!kept) return
  // Who deletes the folder wants none.
  if (!(await isOurs(kept))) return keep(null)
  const favourites = (await listChains({ query: '' }, 0, MOST)).rows.filter(({ favourite }) => favourite)
  const known = links.value ?? new Map<string, string>()
  links.keep(known, mine)
  const unknown = favourites.filter(({ id }) => !known.has(id))
  const made = await Promise.all(unknown.map(async ({ id }) => [id, await linkOf(id)] as const))
  for (const [id, url] of made) if (url !== undefined) known.set(id, url)
  const there = await bookmarksIn(kept.folder)
  const before = new Map(kept.made)
  const stay = new Map<string, string>()
  const taken = new Set<string>()
  for (const { id, name } of favourites) {
    mine.throwIfAborted()
    const url = known.get(id)
    const free = there.filter((one) => !taken.has(one.id))
    // One with its link was made by a background that was stopped before it could note that.
    const its =
      free.find((one) => one.id === before.get(id)) ?? free.find((one) => url !== undefined && one.url === url)
    const stands =
      its ?? (url === undefined ? undefined : await makeBookmark({ parentId: kept.folder, title: name, url }))
    if (!stands) continue
    if (its && url !== undefined && (its.title !== name || its.url !== url))
      await changeBookmark(its.id, { title: name, url })
    stay.set(id, stands.id)
    taken.add(stands.id)
  }
  for (const [id, its] of before) {
    mine.throwIfAborted()
    if (!stay.has(id) && there.some((one) => one.id === its)) await removeBookmark(its)
  }
  if (JSON.stringify([...stay]) !== JSON.stringify(kept.made)) await keep({ ...kept, made: [...stay] })
}

/** The link of each favourite, asked for once until something is written that may make it another. */
const links = new UntilLock<Map<string, string>>()

/** What links come of: where a chain can be walked, and the key that proves them. */
const makesLinks = (key: string): boolean =>
  key.startsWith(record('')) || key === 'sources' || key === 'settings' || key === 'linkKey'

/** Absent for a chain that cannot be walked. */
const linkOf = (id: string): Promise<string | undefined> => makeLink(id).catch(() => undefined)

/** Takes out what was put there from here, and the folder where it is empty then. Gives whether it went. */
async function removed({ folder, made }: KeptBookmarks): Promise<boolean> {
  const ours = new Set(made.map(([, id]) => id))
  const there = await bookmarksIn(folder)
  for (const { id } of there) if (ours.has(id)) await removeBookmark(id)
  const isEmpty = there.every(({ id }) => ours.has(id))
  if (isEmpty) await removeBookmark(folder)
  return isEmpty
}

/** Whether the folder is there still. Chrome counts its ids, so another one of that id is told by when it was made. */
async function isOurs({ folder, addedAt }: KeptBookmarks): Promise<boolean> {
  const it = await bookmark(folder).catch(() => undefined)
  return it !== undefined && it.url === undefined && (isFirefox || it.dateAdded === addedAt)
}

/** Without a password whoever writes to the disk may put anything there. */
async function keptFolder(): Promise<KeptBookmarks | undefined> {
  const { bookmarks } = await read('bookmarks')
  return bookmarks && isKept(bookmarks) ? bookmarks : undefined
}

const isKept = ({ folder, addedAt, made }: Partial<KeptBookmarks>): boolean =>
  typeof folder === 'string' && typeof addedAt === 'number' && Array.isArray(made) && made.every(isPair)
const isPair = (pair: unknown): boolean =>
  Array.isArray(pair) && pair.length === 2 && pair.every((id) => typeof id === 'string')

const keep = (bookmarks: KeptBookmarks | null): Promise<void> => inTurn(() => write({ bookmarks }))
