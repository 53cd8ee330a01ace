// A browser's storage, databases, ports and messages in memory, around the real background with the real core. Each `wake` is a new
// background over the same storage; `kill` stops one where it stands, as browsers do.

import { after } from 'node:test'
import { clearInterval, setInterval } from 'node:timers'
import { IDBFactory, IDBKeyRange, IDBOpenDBRequest } from 'fake-indexeddb'
import type { Suggestion } from '../../../extension/browser.ts'
import type { Calls, Reply } from '../../../extension/protocol.ts'
import { background } from './background.ts'
import { brokenRequest } from './broken-request.ts'
import type { Bookmark } from './browser-bookmarks.ts'
import type { Container, Created, Group, Into } from './browser-groups.ts'
import { containerIn, granted, group } from './browser-groups.ts'
import type { Listener, Listeners, OpenTab, Stored } from './browser-parts.ts'
import { addWindow, isAskedFor, listeners, MANIFEST, mapped, menus, never, pick } from './browser-parts.ts'
import { json, PagePort } from './page-port.ts'

// The timers of a background that was killed must not keep the test alive. What waits for one that lives is kept so until all tests are
// over: with nothing else to do, Node would end them amid that.
const awake = setInterval(() => {}, 1_000)
after(() => clearInterval(awake))
for (const name of ['setTimeout', 'setInterval'] as const) {
  const start = globalThis[name] as (...of: unknown[]) => NodeJS.Timeout
  Object.assign(globalThis, { [name]: (...of: unknown[]) => start(...of).unref() })
}

Object.assign(globalThis, { IDBKeyRange })

const ORIGIN = 'chrome-extension://ours/'
export const OUR_PAGE = { id: 'ours', url: `${ORIGIN}popup.html` }
const IN_FIREFOX = 'moz-extension://ours/'
const FIREFOX_PAGE = { id: 'ours', url: `${IN_FIREFOX}popup.html` }

export class Browser {
  /** What the passwords cost of vaults that are made here: the least that is read, since none of them is worth guessing, or what they cost people. Set it before the first wakes. */
  static passwords: 'cheap' | 'as they ship' = 'cheap'
  local: Stored = {}
  session: Stored = {}
  databases = new IDBFactory()
  badge = ''
  badgeColour = ''
  onBadge: () => void = () => {}
  /** Whether it is Firefox, by the addresses of our pages. Set it before the first wakes. */
  isFirefox = false
  /** The first line below the address bar, each that was set. Chrome writes them to disk. */
  firstLines: string[] = []
  menus: Stored[] = [] // what stands in the browser's own
  popups: number[] = [] // the windows whose popup was shown
  tabs: unknown[] = [] // what was opened, in the order in which it was
  shown: number[] = [] // the tabs that were brought to the front
  apart: { window: object }[] = [] // to which a tab was moved
  isLetIn = false // into private windows
  /** The windows that are open, and the tabs in them from which something may be asked. */
  windows: { id: number; incognito: boolean; focused: boolean }[] = [{ id: 1, incognito: false, focused: true }]
  openTabs: OpenTab[] = []
  /** The groups of tabs; absent where the person does not let them be named. Set it before the background wakes that is to see them. */
  groups: Group[] | undefined
  containers: Container[] | undefined // Firefox's, as above
  bookmarks: Bookmark[] | undefined // as above
  /** Where a tab ends that is sent to an address, as far as the browser tells that; absent where it tells nothing of tabs at all. */
  lands: ((url: string) => string | undefined) | undefined
  objects = false // whether a page that is to be left asks first, and so no tab goes on that is sent elsewhere
  /** The keys that were asked of each storage, call by call. */
  reads: Record<'local' | 'session', (string[] | null)[]> = { local: [], session: [] }
  /** Called before each change of storage.local; may throw, or kill the background. */
  beforeWrite: (how: 'set' | 'remove' | 'clear') => void = () => {}
  /** Called before each call to either storage, reads too; may kill the background. */
  beforeStorage: () => void = () => {}
  /** Called before each call to IndexedDB; may throw, or kill the background. Nobody waits for most of them: they come at any time. */
  beforeDatabase: () => void = () => {}
  /** What IndexedDB does: answers, never answers, waits for a page that keeps an older version open, or fails. */
  indexedDB: 'answers' | 'silent' | 'blocked' | 'fails' = 'answers'
  /** Alarms and the page that nobody sees: whether the browser answers who asks for them. */
  helps = true
  /** Called at each call of the browser's (`tabs.create`): it does what it was asked, and the answer waits for what this gives. */
  hold: (call: string) => Promise<unknown> | undefined = () => undefined
  /** Which calls of the browser's, such as `session.remove`, do nothing: they fail, or are never answered. */
  refuses: (call: string) => 'fails' | 'silent' | undefined = () => undefined
  /** Which scripts each storage is open to, where that was set. */
  levels: Record<string, string> = {}
  /** Answers the background's question whether it may reach AWS. */
  hasAccess: (origins: string[]) => Promise<boolean> = async () => true
  /** When each alarm rings. None rings by itself: {@link ring}. */
  alarms = new Map<string, number>()
  /** The pages that nobody sees, in the order in which they were opened. */
  offscreen: string[] = []
  #listeners = listeners()
  #alive = { yes: false }

  async wake(): Promise<void> {
    this.kill()
    this.#alive = { yes: true }
    const mine = listeners()
    const begin = await background(Browser.passwords === 'cheap')
    Object.assign(globalThis, { chrome: this.#api(this.#alive, mine), indexedDB: this.#indexedDB(this.#alive) })
    // In a browser each background has a global of its own. Here the guard would be laid over the one before.
    const network = Object.getOwnPropertyDescriptor(globalThis, 'fetch')
    begin()
    if (network) Object.defineProperty(globalThis, 'fetch', network)
    this.#listeners = mine
    // What it asks at once of both storages is answered by the time that anybody calls it.
    await new Promise((next) => setImmediate(next))
  }

  /** Nothing that the background waits for comes back any more. */
  kill(): void {
    this.#alive.yes = false
    this.#listeners = listeners()
  }

  /** The reply to a raw message; undefined where the background stays silent. */
  send(message: unknown, sender: object = this.isFirefox ? FIREFOX_PAGE : OUR_PAGE): Promise<unknown> {
    return new Promise((resolve) => {
      const answers = this.#listeners.message.map((listener) =>
        (listener as unknown as (...of: unknown[]) => unknown)(json(message), sender, (reply: unknown) =>
          resolve(json(reply)),
        ),
      )
      if (!answers.includes(true)) resolve(undefined)
    })
  }

  async call<N extends keyof Calls>(call: N, argument: Calls[N]['argument']): Promise<Calls[N]['reply']> {
    const reply = (await this.send({ call, argument })) as Reply<Calls[N]['reply']>
    if ('failure' in reply) throw reply.failure
    return 'json' in reply ? JSON.parse(reply.json) : reply.ok
  }

  connect(sender: object = OUR_PAGE, name = 'run'): PagePort {
    const port = new PagePort(() => this.hold('port.message'))
    for (const listener of this.#listeners.connect) {
      ;(listener as unknown as (port: unknown) => void)({ ...port.far, sender, name })
    }
    return port
  }

  /** The extension is updated or starts anew: what was in memory is gone, and each alarm. */
  async update(): Promise<void> {
    this.kill()
    this.session = {}
    this.alarms.clear()
    await this.wake()
    // Whoever listens does so for two events, of which the browser tells of one.
    for (const [at, begin] of this.#listeners.begin.entries()) if (at % 2 === 0) (begin as () => void)()
  }

  /** An alarm rings: now, whatever the clock says. */
  ring(name: string): void {
    const scheduledTime = this.alarms.get(name)
    this.alarms.delete(name)
    this.#tell('alarm', { name, scheduledTime })
  }

  /** The computer's screen locks, or the person comes or goes. */
  idle(state: 'active' | 'idle' | 'locked'): void {
    this.#tell('idle', state)
  }

  /** The person presses the keys of a command. */
  press(command: string): void {
    this.#tell('command', command)
  }

  /** The person chooses an entry of the browser's own menus. */
  chooses(menuItemId: string, on: { linkUrl?: string; selectionText?: string } = {}, tab?: object): void {
    this.#tell('menu', { menuItemId, ...on }, tab)
  }

  /** The person types that behind our keyword in the address bar. Gives what is shown below it. */
  types(text: string): Promise<Suggestion[]> {
    return new Promise((show) => this.#tell('typed', text, show))
  }

  /** The person enters what stands there: what was typed, or what a line that was chosen puts there. */
  enters(text: string, where: 'currentTab' | 'newForegroundTab' | 'newBackgroundTab' = 'currentTab'): void {
    this.#tell('entered', text, where)
  }

  #tell(event: keyof Listeners, ...of: unknown[]): void {
    for (const listener of [...this.#listeners[event]]) (listener as unknown as (...of: unknown[]) => void)(...of)
  }

  /** A tab that loads, once whoever opened it knows its id. */
  #load({ url, openerTabId, ...made }: Created, lands: (url: string) => string | undefined) {
    const id = 1_000 + this.tabs.length
    const blank = { id, windowId: 1, index: 0, incognito: false, url: 'about:blank' as string | undefined }
    const opener = openerTabId === undefined ? undefined : this.#tab(openerTabId)
    const cookieStoreId = made.cookieStoreId ?? opener?.cookieStoreId
    const tab = { ...blank, ...(cookieStoreId && { cookieStoreId }), ...(made.active === false && { active: false }) }
    this.openTabs.push(tab)
    // Firefox tells of the blank page first.
    this.#tell('tabUpdated', id, { status: 'complete' })
    setImmediate(() => this.#arrives(id, lands(url)))
    return { id, windowId: 1 }
  }

  /** Where it was sent to, unless it was closed meanwhile. */
  #arrives = (id: number, url: string | undefined) => this.openTabs.some((tab) => tab.id === id) && this.moves(id, url)
  begins = (id: number): void => this.#tell('tabUpdated', id, { status: 'loading' }) // its next page, to load

  /** A tab goes to another page, whose address the browser tells or not. */
  moves(id: number, url: string | undefined): void {
    this.begins(id)
    this.#tab(id).url = url
    this.#tell('tabUpdated', id, url === undefined ? {} : { url })
    this.#tell('tabUpdated', id, { status: 'complete' })
  }

  closes(id: number): void {
    this.openTabs = this.openTabs.filter((tab) => tab.id !== id)
    this.#tell('tabRemoved', id)
  }

  /** The browser takes the tab out of memory, which gives it another id. */
  discards(id: number): number {
    const tab = this.#tab(id)
    tab.id = id + 100
    this.#tell('tabReplaced', tab.id, id)
    return tab.id
  }

  #tab(id: number) {
    const tab = this.openTabs.find((tab) => tab.id === id)
    if (!tab) throw new Error(`No tab with id: ${id}.`)
    return tab
  }

  #setBadge(text: string) {
    this.badge = text
    this.onBadge()
  }

  #api(alive: { yes: boolean }, listeners: Listeners): unknown {
    const remove = (name: keyof Listeners) => (listener: Listener) => {
      listeners[name] = listeners[name].filter((other) => other !== listener)
    }
    const event = (name: keyof Listeners) => ({ addListener: (listener: Listener) => listeners[name].push(listener) })
    const unlessKilled = async <T>(value: () => T | Promise<T>): Promise<T> => {
      const settled = await Promise.resolve().then(() => (alive.yes ? value() : never()))
      return alive.yes ? settled : never()
    }
    const asked = <T>(answer: () => T) =>
      unlessKilled(() => {
        this.beforeStorage()
        return alive.yes ? answer() : never()
      })
    const area = (name: 'local' | 'session') => ({
      get: (keys: string[] | null) =>
        asked(() => {
          this.reads[name].push(keys)
          return json(pick(this[name], keys ?? Object.keys(this[name])))
        }),
      getKeys: () => asked(() => Object.keys(this[name])),
      getBytesInUse: () => asked(() => JSON.stringify(this[name]).length),
      set: (values: Stored) =>
        asked(() => {
          if (name === 'local') this.beforeWrite('set')
          if (alive.yes) Object.assign(this[name], json(values))
        }),
      remove: (keys: string[]) =>
        asked(() => {
          if (name === 'local') this.beforeWrite('remove')
          if (alive.yes) for (const key of keys) delete this[name][key]
        }),
      setAccessLevel: ({ accessLevel }: { accessLevel: string }) =>
        unlessKilled(() => {
          this.levels[name] = accessLevel
        }),
      clear: () =>
        asked(() => {
          if (name === 'local') this.beforeWrite('clear')
          if (alive.yes) this[name] = {}
        }),
    })
    const held = <A extends object>(name: string, calls: A): A =>
      mapped(calls, (call, answer) => (...of) => {
        const refused = this.refuses(`${name}.${call}`)
        if (refused) return refused === 'silent' ? never() : Promise.reject(new Error('the browser does not do it'))
        const answered = answer(...of)
        const until = this.hold(`${name}.${call}`)
        return until ? until.then(() => answered) : answered
      })
    return {
      storage: { local: held('local', area('local')), session: held('session', area('session')) },
      runtime: {
        id: 'ours',
        // Node fetches no file by its path; what is fetched here is the file's name.
        getURL: (path: string) =>
          path.endsWith('.wasm') ? `data:,${path}` : `${this.isFirefox ? IN_FIREFOX : ORIGIN}${path}`,
        getPlatformInfo: async () => ({}),
        onMessage: event('message'),
        onConnect: event('connect'),
        onInstalled: event('begin'),
        onStartup: event('begin'),
        getManifest: () => MANIFEST,
      },
      contextMenus: menus(this.menus, event('menu')),
      alarms: held('alarms', {
        create: (name: string, { when }: { when: number }) =>
          unlessKilled(() => (this.helps ? void this.alarms.set(name, when) : never())),
        get: (name: string) =>
          unlessKilled(() => {
            const scheduledTime = this.alarms.get(name)
            return scheduledTime === undefined ? undefined : { name, scheduledTime }
          }),
        clear: (name: string) => unlessKilled(() => this.alarms.delete(name)),
        onAlarm: event('alarm'),
      }),
      idle: { onStateChanged: event('idle') },
      commands: { onCommand: event('command') },
      omnibox: {
        onInputChanged: event('typed'),
        onInputEntered: event('entered'),
        onInputCancelled: event('cancelled'),
        setDefaultSuggestion: ({ description }: { description: string }) =>
          unlessKilled(() => void this.firstLines.push(description)),
      },
      offscreen: held('offscreen', {
        createDocument: ({ url }: { url: string }) =>
          unlessKilled(() => (this.helps ? void this.offscreen.push(url) : never())),
        closeDocument: () => unlessKilled(() => undefined),
      }),
      permissions: held('permissions', {
        contains: ({ origins = [], permissions = [] }: { origins?: string[]; permissions?: string[] }) =>
          unlessKilled(() => permissions.length > 0 || this.hasAccess(origins)),
      }),
      action: held('action', {
        openPopup: ({ windowId }: { windowId: number }) => unlessKilled(() => void this.popups.push(windowId)),
        setBadgeText: ({ text }: { text: string }) => unlessKilled(() => this.#setBadge(text)),
        getBadgeText: () => unlessKilled(() => this.badge),
        setBadgeBackgroundColor: ({ color }: { color: string }) =>
          unlessKilled(() => {
            this.badgeColour = color
          }),
      }),
      tabs: held('tabs', {
        query: async (asked: object) => this.openTabs.filter((tab, at) => isAskedFor(asked, tab, at)),
        get: (id: number) => unlessKilled(() => this.#tab(id)),
        create: (tab: Created) =>
          unlessKilled(() => {
            if (tab.cookieStoreId !== undefined) containerIn(this.containers, tab.cookieStoreId)
            if (tab.openerTabId !== undefined) this.#tab(tab.openerTabId)
            if (tab.windowId !== undefined && !this.windows.some(({ id }) => id === tab.windowId))
              throw new Error(`No window with id: ${tab.windowId}.`)
            this.tabs.push(tab)
            return this.lands && this.#load(tab, this.lands)
          }),
        remove: (id: number) => unlessKilled(() => this.closes(id)),
        onUpdated: { ...event('tabUpdated'), removeListener: remove('tabUpdated') },
        onRemoved: { ...event('tabRemoved'), removeListener: remove('tabRemoved') },
        onReplaced: event('tabReplaced'),
        group: (into: Into) => unlessKilled(() => group(this, into)),
        update: (id: number, change: object) =>
          unlessKilled(() => {
            if ('active' in change) return void this.shown.push(this.#tab(id).id)
            this.tabs.push({ ...this.#tab(id), ...change })
            this.#tell('tabUpdated', id, { status: 'complete' }) // Firefox, of the page that is left
            if (this.lands && !this.objects)
              setImmediate((to) => this.#arrives(id, to), this.lands((change as { url: string }).url))
            return this.lands && this.#tab(id)
          }),
      }),
      ...granted(this, held),
      extension: { isAllowedIncognitoAccess: async () => this.isLetIn },
      windows: held('windows', {
        update: (id: number) => unlessKilled(() => ({ id })),
        getAll: () => unlessKilled(() => this.windows),
        create: (window: { tabId?: number }) => unlessKilled(() => addWindow(this, window)),
      }),
    }
  }

  #indexedDB(alive: { yes: boolean }): Pick<IDBFactory, 'open' | 'deleteDatabase' | 'databases'> {
    const asks = () => {
      if (!alive.yes) return false
      void this.hold('indexedDB.open')
      this.beforeDatabase()
      return alive.yes
    }
    const unlessKilled = (ask: () => IDBOpenDBRequest): IDBOpenDBRequest => {
      const broken = this.indexedDB
      if (!asks() || broken === 'silent') return new IDBOpenDBRequest()
      if (broken !== 'answers') return brokenRequest(broken)
      const request = ask()
      request.addEventListener('success', (event) => {
        if (alive.yes) return
        event.stopImmediatePropagation()
        // A database that stays open would keep all others from deleting it.
        request.result?.close()
      })
      return request
    }
    return {
      open: (...of) => unlessKilled(() => this.databases.open(...of)),
      deleteDatabase: (name) => unlessKilled(() => this.databases.deleteDatabase(name)),
      databases: async () => (asks() && this.indexedDB !== 'silent' ? this.databases.databases() : never()),
    }
  }
}
