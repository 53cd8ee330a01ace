// The only file that names the browser's API. Firefox calls it `browser`, Chrome `chrome`; both answer with promises.
// Wrappers are typed and thin: no decision is taken here.

import { hostPattern } from './host-pattern.ts'

const api: typeof chrome = (globalThis as { browser?: typeof chrome }).browser ?? chrome

export type Port = chrome.runtime.Port
export type Sender = chrome.runtime.MessageSender
export type Tab = chrome.tabs.Tab

/** Plain data under string keys, as the browser's storage areas hold it. */
export type Stored = Record<string, unknown>

interface Area {
  /** The values of the keys that are there; all of them for `null`. */
  get(keys: string[] | null): Promise<Stored>
  /** Writes all of them or none. */
  set(values: Stored): Promise<void>
  remove(keys: string[]): Promise<void>
  clear(): Promise<void>
}

/** On disk, in the clear: never a secret. */
export const local: Area = {
  get: (keys) => inTurn().then(() => api.storage.local.get(keys)),
  set: (values) => inTurn().then(() => api.storage.local.set(values)),
  remove: (keys) => inTurn().then(() => api.storage.local.remove(keys)),
  clear: () => inTurn().then(() => api.storage.local.clear()),
}

/**
 * Empties storage.local, fills it with something else and empties it again, and then writes what was there; `keep` gets all of it
 * first, and gives what is to be written and what to fill with. Every other call waits meanwhile: nobody sees it empty.
 */
export function renewLocal(keep: (all: Stored) => Promise<{ all: Stored; filling: Stored }>): Promise<void> {
  const area = api.storage.local
  const renewed = inTurn().then(async () => {
    const { all, filling } = await keep(await area.get(null))
    await area.clear()
    await area.set(filling)
    await area.clear()
    if (Object.keys(all).length > 0) await area.set(all)
  })
  renewing = renewed.catch(() => {})
  return renewed
}

/** When it was asked of something last, reads too, in milliseconds since 1970. */
export const localUsedAt = (): number => usedAt

let renewing: Promise<unknown> = Promise.resolve()
let usedAt = 0

function inTurn(): Promise<unknown> {
  usedAt = Date.now()
  return renewing
}

/** In memory until the browser closes, or the extension is updated or starts anew. */
export const session: Area = api.storage.session

/** The keys of what is in it. Chrome before 130 and Firefox before 143 name them with all their values alone, which may be megabytes. */
export const sessionKeys = async (): Promise<string[]> =>
  (await api.storage.session.getKeys?.()) ?? Object.keys(await session.get(null))

/** How many bytes are in it. */
export const sessionBytes = (): Promise<number> => api.storage.session.getBytesInUse(null)

/**
 * Tells when a value comes to stand under that key of storage.session (true) or is gone from there, or null (false); what the value
 * is stays here. Gives what ends it.
 */
export function onSessionKey(key: string, tell: (there: boolean) => void): () => void {
  const listen = (changes: Record<string, chrome.storage.StorageChange>) => {
    const change = changes[key]
    if (!change) return
    const isThere = (value: unknown) => value !== undefined && value !== null
    const there = isThere(change.newValue)
    if (there !== isThere(change.oldValue)) tell(there)
  }
  api.storage.session.onChanged.addListener(listen)
  return () => api.storage.session.onChanged.removeListener(listen)
}

/** `hear` gets each value that comes to stand under that key of storage.session; undefined or null as it goes. Gives what ends that. */
export function onSessionValue(key: string, hear: (value: unknown) => void): () => void {
  const listen = (changes: Record<string, chrome.storage.StorageChange>) => {
    const change = changes[key]
    if (change) hear(change.newValue)
  }
  api.storage.session.onChanged.addListener(listen)
  return () => api.storage.session.onChanged.removeListener(listen)
}

/** Keeps both areas from content scripts. We have none; this holds should that ever change. Firefox lacks the function. */
export async function closeStorageToContentScripts(): Promise<void> {
  for (const area of [api.storage.local, api.storage.session]) {
    await area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' })
  }
}

export const ownId = api.runtime.id
/** `path` inside the extension, as an address: `chrome-extension://…/go.html`. */
export const extensionUrl = (path: string): string => api.runtime.getURL(path)
/** Firefox, whose pages of extensions have addresses of another scheme. */
export const isFirefox = extensionUrl('').startsWith('moz-extension:')
export const openOptions = (): Promise<void> => api.runtime.openOptionsPage()
export const sendMessage = (message: unknown): Promise<unknown> => api.runtime.sendMessage(message)
export const connect = (name: string): Port => api.runtime.connect({ name })

/** `answer` takes the message and gives a promise of the reply, or undefined to stay silent. */
export function onMessage(answer: (message: unknown, sender: Sender) => Promise<unknown> | undefined): void {
  api.runtime.onMessage.addListener((message, sender, reply) => {
    const answering = answer(message, sender)
    // `reply` and `true`, since Chrome learnt to take a promise from a listener only lately.
    void answering?.then(reply)
    return answering !== undefined
  })
}

export const onConnect = (take: (port: Port) => void): void => api.runtime.onConnect.addListener(take)

/** Any call to the browser restarts the 30 seconds after which it stops an idle background. */
export const stayAwake = (): Promise<unknown> => api.runtime.getPlatformInfo()

const patterns = (origins: string[]) => origins.map(hostPattern)
/** Whether the extension may fetch from all of these origins. */
export const hasAccess = (origins: string[]): Promise<boolean> =>
  api.permissions.contains({ origins: patterns(origins) })
/** Asks the person for access. Call it straight from a click handler: after an `await` browsers refuse. */
export const askForAccess = (origins: string[]): Promise<boolean> =>
  api.permissions.request({ origins: patterns(origins) })
/** The origins that the manifest names. */
export const manifestOrigins = (): string[] => origins(api.runtime.getManifest().host_permissions)
/** Those, and the ones that it may ask the person for. */
export function originsToReach(): string[] {
  const { host_permissions = [], optional_host_permissions = [] } = api.runtime.getManifest()
  // Of the consoles nothing but the addresses of tabs is seen, and this computer is no host of AWS's.
  const seen = (origin: string) => origin.includes('*') || origin.startsWith('http:')
  return origins([...host_permissions, ...optional_host_permissions]).filter((origin) => !seen(origin))
}
/** Where AWS's page leads to at the end of a console sign-in: this computer, by its number. */
export const redirectOrigins = (): string[] =>
  origins(api.runtime.getManifest().optional_host_permissions).filter((origin) => /^http:\/\/[\d.]+$/.test(origin))
/** All that the manifest lets our pages and the background ask (`connect-src`): origins, some on any port, `http://localhost:*`. */
export function sourcesToAsk(): string[] {
  const policy = (api.runtime.getManifest().content_security_policy as { extension_pages?: string } | undefined)
    ?.extension_pages
  const asks = policy?.split('; ').find((directive) => directive.startsWith('connect-src ')) ?? ''
  return asks.split(' ').filter((source) => source.includes('://'))
}
const origins = (patterns: string[] = []) => patterns.map((pattern) => pattern.replace(/\/\*$/, ''))

type Permission = chrome.runtime.ManifestOptionalPermission
/** Whether the person granted an optional permission. */
export const hasPermission = (name: Permission): Promise<boolean> => api.permissions.contains({ permissions: [name] })
/** Asks the person for it. Call it straight from a click handler. */
export const askForPermission = (name: Permission): Promise<boolean> => api.permissions.request({ permissions: [name] })
/** Whether the manifest lets it be asked for: not each browser's does. */
export const mayAskForPermission = (name: Permission): boolean =>
  api.runtime.getManifest().optional_permissions?.includes(name) ?? false
export const giveUpPermission = (name: Permission): Promise<boolean> => api.permissions.remove({ permissions: [name] })

/**
 * `hear` is called when the browser has started, and when the extension was installed or updated or started anew. Then nothing is
 * left in storage.session, and no alarm is set.
 */
export function onBegin(hear: () => void): void {
  api.runtime.onInstalled.addListener(hear)
  api.runtime.onStartup.addListener(hear)
}

/** `hear` gets the name of an alarm that rings, and the time for which it was set, in milliseconds since 1970. */
export const onAlarm = (hear: (name: string, due: number) => void): void =>
  api.alarms.onAlarm.addListener(({ name, scheduledTime }) => hear(name, scheduledTime))
/** Rings at that time, or half a minute from now if that is later: Chrome has no shorter ones. It replaces one of the same name. */
export const setAlarm = (name: string, when: number): Promise<void> =>
  Promise.resolve(api.alarms.create(name, { when }))
/** When the alarm of that name rings. */
export const alarmAt = async (name: string): Promise<number | undefined> => (await api.alarms.get(name))?.scheduledTime
export const clearAlarm = (name: string): Promise<boolean> => api.alarms.clear(name)

/** Whether the browser tells of the screen's lock: Chrome does, Firefox does not know that state. */
export const tellsOfScreenLock = api.idle !== undefined
/** `hear` is called when the screen locks. */
export const onScreenLock = (hear: () => void): void =>
  api.idle?.onStateChanged.addListener((state) => {
    if (state === 'locked') hear()
  })

/** `hear` gets the name of a command of the manifest whose keys were pressed. */
export const onCommand = (hear: (name: string) => void): void =>
  api.commands.onCommand.addListener((name) => hear(name))

/** An entry of the browser's own menus. */
export interface MenuEntry {
  id: string
  /** `%s` in it stands for the text that is marked. */
  title: string
  /** Where it is shown: on our icon, on links to these addresses, on marked text. */
  contexts: ['action' | 'link' | 'selection']
  targetUrlPatterns?: string[]
}
/** Puts these in the place of all that are there. The browser keeps them. */
export async function setMenus(entries: MenuEntry[]): Promise<void> {
  await api.contextMenus.removeAll()
  for (const entry of entries) api.contextMenus.create(entry)
}
/** `hear` gets the id of an entry that was clicked, what it was clicked on, and the tab; of a tab on our icon, its address too. */
export const onMenu = (hear: (id: string, on: { link?: string; text?: string }, tab: Tab | undefined) => void): void =>
  api.contextMenus.onClicked.addListener(({ menuItemId, linkUrl: link, selectionText: text }, tab) =>
    hear(String(menuItemId), { ...(link && { link }), ...(text && { text }) }, tab),
  )
/** All hosts of the consoles, as patterns. */
export const consolePatterns = (): string[] =>
  (api.runtime.getManifest().optional_host_permissions ?? []).filter((pattern: string) =>
    pattern.startsWith('https://*.'),
  )

export interface Suggestion {
  /** What stands in the address bar where it is chosen, and what is entered then. */
  content: string
  /** XML in Chrome, which takes nothing that is not; text in Firefox. */
  description: string
}

/**
 * `suggest` gets the text behind our keyword in the address bar, and gives what to show below it; `enter` gets what was chosen or
 * typed; `cancel` hears that nothing was.
 */
export function onAddressBar({ suggest, enter, cancel }: AddressBar): void {
  api.omnibox.onInputChanged.addListener((text, show) => void suggest(text).then(show))
  api.omnibox.onInputEntered.addListener(enter)
  api.omnibox.onInputCancelled.addListener(cancel)
}
interface AddressBar {
  suggest: (text: string) => Promise<Suggestion[]>
  enter: (text: string, disposition: `${chrome.omnibox.OnInputEnteredDisposition}`) => void
  cancel: () => void
}

/** The first line below it, as above. Chrome writes it to disk. */
export const describeEnter = async (description: string): Promise<void> =>
  api.omnibox.setDefaultSuggestion({ description })

/** Whether the background has no document of its own, as Chrome's has none. */
export const needsOffscreen = api.offscreen !== undefined
/** Loads a page of ours that nobody sees, in the place of one that is there. It may use the clipboard. */
export async function openOffscreen(path: string, justification: string): Promise<void> {
  await api.offscreen.closeDocument().catch(() => {})
  await api.offscreen.createDocument({ url: path, reasons: ['CLIPBOARD'], justification })
}

/** The commands of the manifest, and the keys that each has now. */
export const shortcuts = (): Promise<chrome.commands.Command[]> => api.commands.getAll()
/** Firefox's own call, which no types know. */
const { openShortcutSettings } = (api.commands ?? {}) as { openShortcutSettings?: () => Promise<void> }
/** Shows where the browser lets the person change them; absent where it has no way to show that. */
export const showShortcutSettings: (() => Promise<unknown>) | undefined = isFirefox
  ? openShortcutSettings
  : () => createTab({ url: 'chrome://extensions/shortcuts' })
/** The keys that run a command of the manifest, as the browser writes them; empty where there are none. */
export const shortcutOf = async (command: string): Promise<string> =>
  (await shortcuts()).find(({ name }) => name === command)?.shortcut ?? ''

/**
 * The tab that the person looks at. Its address stays hidden from us, for there is no `tabs` permission: it is told by a click on our
 * icon, by its keys and by its menu alone, of that tab alone, until it goes to another site (`activeTab`).
 */
export const activeTab = async (): Promise<Tab | undefined> =>
  (await api.tabs.query({ active: true, lastFocusedWindow: true }))[0]
/** The tab as it is now. Rejects where it is gone. */
export const getTab = (id: number): Promise<Tab> => api.tabs.get(id)
export const tabsIn = (windowId: number): Promise<Tab[]> => api.tabs.query({ windowId })
/** The tabs that show the console, as far as the person lets their addresses be seen. */
export const consoleTabs = (): Promise<Tab[]> => api.tabs.query({ url: consolePatterns() })
/** The windows that have tabs: the private ones only where the person lets the extension into them. */
export const normalWindows = (): Promise<chrome.windows.Window[]> => api.windows.getAll({ windowTypes: ['normal'] })
/** A private one only where the extension is let in: else Chrome loads the address, and says that it did not. */
export const createWindow = async (
  options: chrome.windows.CreateData & { incognito: boolean } & InContainer,
): Promise<Tab | undefined> => (await api.windows.create(options))?.tabs?.[0]
/** Moves the tab to a window of its own, in front of all others; a private one stays private. Rejects where it is gone. */
export const moveToWindow = async ({ id, incognito }: Tab): Promise<void> =>
  void (await api.windows.create({ tabId: id, focused: true, incognito }))
/** Whether the person lets the extension into private windows. */
export const isLetIntoPrivate = (): Promise<boolean> => api.extension.isAllowedIncognitoAccess()
export const createTab = (options: chrome.tabs.CreateProperties & InContainer): Promise<Tab> => api.tabs.create(options)
/** Which of Firefox's containers, for who has the permission `cookies`; that of the opener where it is absent. */
interface InContainer {
  cookieStoreId?: string
}
/** Brings it to the front, and its window too. Rejects where it is gone. */
export async function showTab(id: number): Promise<void> {
  const { windowId } = await api.tabs.get(id)
  await api.tabs.update(id, { active: true })
  await api.windows.update(windowId, { focused: true })
}
/** Shows the popup below the icon of that window. Rejects where the browser cannot. */
export const openPopup = (windowId: number): Promise<void> => api.action.openPopup({ windowId })
export const navigateTab = (id: number, url: string): Promise<Tab | undefined> => api.tabs.update(id, { url })

/** Firefox's containers, whose tabs have cookies of their own. */
export interface Container {
  cookieStoreId: string
  name: string
}
interface Containers {
  /** Rejects where the person has switched them off. */
  query(which: object): Promise<Container[]>
  create(container: { name: string; color: string; icon: string }): Promise<Container>
}
const identities = (api as { contextualIdentities?: Containers }).contextualIdentities
export const hasContainers = identities !== undefined
export const allContainers = async (): Promise<Container[]> => identities?.query({}) ?? []
export const makeContainer = async (name: string, color: string): Promise<Container | undefined> =>
  identities?.create({ name, color, icon: 'briefcase' })

/** A group of tabs: what the browser's bar of tabs says of it. */
export interface GroupMark {
  title: string
  color: `${chrome.tabGroups.Color}`
}
/** Whether the person lets groups be named. */
export const namesGroups = (): boolean => api.tabGroups !== undefined
/** The groups of that window. */
export const groupsIn = (windowId: number): Promise<chrome.tabGroups.TabGroup[]> => api.tabGroups.query({ windowId })
/** Puts the tab into that group, or into a new one, which has no name yet. Gives its id. */
export const putIntoGroup = (tab: number, windowId: number, groupId: number | undefined): Promise<number> =>
  // Without its own window the browser moves it to the one in front.
  api.tabs.group({ tabIds: [tab], ...(groupId === undefined ? { createProperties: { windowId } } : { groupId }) })
export const markGroup = async (id: number, mark: GroupMark): Promise<void> =>
  void (await api.tabGroups.update(id, mark))

/** What changed of a tab. Its address is told only on hosts that the extension may ask. */
export interface TabChange {
  status?: string | undefined
  url?: string | undefined
}

/** Hears of each step in which a tab loads. Gives what ends that, as below. */
export function onTabUpdated(hear: (id: number, change: TabChange) => void): () => void {
  api.tabs.onUpdated.addListener(hear)
  return () => api.tabs.onUpdated.removeListener(hear)
}

/** Hears of each tab that goes on under another id, as Chrome's do. */
export const onTabReplaced = (hear: (now: number, before: number) => void): void =>
  api.tabs.onReplaced?.addListener(hear)

export const closeTab = (id: number): Promise<void> => api.tabs.remove(id)

/** Whether the browser lets forms be seen: where the permission `webRequest` was granted. */
export const seesForms = (): boolean => api.webRequest !== undefined
/**
 * Hears of each form that a tab posts as it leaves for one of these pages, if the extension may ask its host: of the text under that name.
 * It has to be registered as the background starts, if it is to be woken by that.
 */
export function onFormPosted(pages: string[], name: string, hear: (tab: number, text: string) => void): void {
  api.webRequest.onBeforeRequest.addListener(
    ({ tabId, requestBody }) => {
      const text = requestBody?.formData?.[name]?.[0]
      if (typeof text === 'string') hear(tabId, text)
      return undefined
    },
    { urls: pages, types: ['main_frame'] },
    ['requestBody'],
  )
}

/** Hears of each tab that is closed. */
export function onTabGone(hear: (id: number) => void): () => void {
  api.tabs.onRemoved.addListener(hear)
  return () => api.tabs.onRemoved.removeListener(hear)
}

/** Whether the person lets bookmarks be changed. */
export const keepsBookmarks = (): boolean => api.bookmarks !== undefined
export type Bookmark = chrome.bookmarks.BookmarkTreeNode
/** Rejects where it is gone. */
export const bookmark = async (id: string): Promise<Bookmark | undefined> => (await api.bookmarks.get(id))[0]
export const bookmarksIn = (folder: string): Promise<Bookmark[]> => api.bookmarks.getChildren(folder)
/** A folder without `url`; where the browser puts new ones without `parentId`. */
export const makeBookmark = (of: { parentId?: string; title: string; url?: string }): Promise<Bookmark> =>
  api.bookmarks.create(of)
export const changeBookmark = (id: string, to: { title: string; url: string }): Promise<Bookmark> =>
  api.bookmarks.update(id, to)
/** Rejects for a folder that is not empty. */
export const removeBookmark = (id: string): Promise<void> => api.bookmarks.remove(id)

/** A short text on the toolbar icon; empty for none. */
export async function badge(text: string, isWarning: boolean): Promise<void> {
  // The tokens' --danger and --accent of the light scheme: white on both is 4.5:1 or better.
  await api.action.setBadgeBackgroundColor({ color: isWarning ? '#b3261e' : '#0b5f75' })
  await api.action.setBadgeText({ text })
}
export const badgeText = (): Promise<string> => api.action.getBadgeText({})
