// What the stand-in for a browser is made of: who listens to it, and calls that can be held, refused or never answered.

export type Stored = Record<string, unknown>
export type Listener = (...values: never[]) => unknown

export type Listeners = ReturnType<typeof listeners>
export const listeners = () => ({
  message: [] as Listener[],
  connect: [] as Listener[],
  alarm: [] as Listener[],
  idle: [] as Listener[],
  command: [] as Listener[],
  typed: [] as Listener[],
  entered: [] as Listener[],
  cancelled: [] as Listener[],
  begin: [] as Listener[],
  menu: [] as Listener[],
  tabUpdated: [] as Listener[],
  tabRemoved: [] as Listener[],
  tabReplaced: [] as Listener[],
})

type Call = (...of: unknown[]) => unknown

/** The same calls, each made another one; what listens stays. */
export const mapped = <A extends object>(calls: A, make: (name: string, call: Call) => Call): A =>
  Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [name, typeof call === 'function' ? make(name, call as Call) : call]),
  ) as A

export const pick = (from: Stored, keys: string[]) =>
  Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]))
export const never = (): Promise<never> => new Promise(() => {})

/** As much of it as the background reads. */
export const MANIFEST = {
  host_permissions: ['https://us-east-1.signin.aws.amazon.com/*'],
  optional_host_permissions: ['https://*.console.aws.amazon.com/*', 'http://127.0.0.1/*', 'http://localhost/*'],
}

/** Whether a tab is of those that are asked for: the one in front, or all that are seen to show one of those hosts. */
export const isAskedFor = ({ url: patterns }: { url?: string[] }, { url = '' }: OpenTab, at: number): boolean =>
  patterns
    ? patterns.some((pattern) => URL.canParse(url) && new URL(url).host.endsWith(pattern.slice(9, -2)))
    : at === 0

/** The browser's own menus: `entries` is what stands in them. */
export const menus = (entries: Stored[], onClicked: unknown) => ({
  removeAll: async () => void entries.splice(0),
  create: (entry: Stored) => void entries.push(entry),
  onClicked,
})

/** A window that is made with a page in it, or of a tab that is there. */
export const addWindow = ({ tabs, apart }: { tabs: unknown[]; apart: unknown[] }, window: { tabId?: number }): void =>
  void (window.tabId === undefined ? tabs : apart).push({ window })

export interface OpenTab {
  id: number
  windowId: number
  index: number
  incognito: boolean
  cookieStoreId?: string
  pinned?: boolean
  groupId?: number
  active?: boolean
  lastAccessed?: number // absent where the browser does not tell it
  url?: string | undefined
}
