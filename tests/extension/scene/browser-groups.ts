// Groups of tabs and Firefox's containers, as the stand-in for a browser has them.

import { type Bookmark, bookmarks } from './browser-bookmarks.ts'

export interface Group {
  id: number
  windowId: number
  title?: string
  color?: string
}

export interface Into {
  tabIds: number[]
  groupId?: number
  createProperties?: { windowId?: number }
}

interface Tabs {
  groups: Group[] | undefined
  openTabs: { id: number; windowId: number; groupId?: number; pinned?: boolean }[]
}

const COLOURS = ['grey', 'blue', 'red', 'yellow', 'green', 'pink', 'purple', 'cyan', 'orange']

/** Gives the group's id. */
export function group({ groups = [], openTabs }: Tabs, { tabIds, groupId, createProperties }: Into): number {
  // Without a window of theirs the browser moves them to the one in front.
  const { id, windowId } = groups.find(({ id }) => id === groupId) ?? {
    id: groups.length + 1,
    windowId: createProperties?.windowId ?? 1,
  }
  if (groupId !== undefined && groupId !== id) throw new Error(`No group with id: ${groupId}.`)
  if (groupId === undefined) groups.push({ id, windowId })
  for (const tab of openTabs) if (tabIds.includes(tab.id)) Object.assign(tab, { groupId: id, windowId, pinned: false })
  return id
}

const groups = (all: Group[]) => ({
  query: async ({ windowId }: { windowId: number }) => all.filter((group) => group.windowId === windowId),
  update: async (id: number, mark: { title: string; color: string }) => {
    const group = all.find((group) => group.id === id)
    if (!group || !COLOURS.includes(mark.color)) throw new Error(`No group with id: ${id}, or no such colour.`)
    return Object.assign(group, mark)
  },
})

/** What a tab is made with. */
export interface Created {
  url: string
  windowId?: number
  openerTabId?: number
  active?: boolean
  cookieStoreId?: string
}

export interface Container {
  cookieStoreId: string
  name: string
  color: string
}

const containers = (all: Container[]) => ({
  query: async () => [...all],
  create: async ({ name, color }: Container) => {
    const container = { cookieStoreId: `firefox-container-${all.length + 1}`, name, color }
    all.push(container)
    return container
  },
})

export function containerIn(all: Container[] | undefined, id: string): void {
  if (!all?.some(({ cookieStoreId }) => cookieStoreId === id)) throw new Error(`No cookie store exists with ID ${id}`)
}

interface Granted {
  groups: Group[] | undefined
  containers: Container[] | undefined
  bookmarks: Bookmark[] | undefined
}

/** What of the browser's API is there only once a person granted it. */
export const granted = (all: Granted, held: <A extends object>(name: string, calls: A) => A) => ({
  ...(all.containers && { contextualIdentities: held('containers', containers(all.containers)) }),
  ...(all.groups && { tabGroups: held('tabGroups', groups(all.groups)) }),
  ...(all.bookmarks && { bookmarks: held('bookmarks', bookmarks(all.bookmarks)) }),
})
