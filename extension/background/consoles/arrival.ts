// What becomes of a tab that was sent to AWS's sign-in page: it goes on to the console, or stays there. Addresses of tabs are told of
// hosts that the extension may ask, which the sign-in service's are, and of the console where the person lets it: a tab whose address is
// told no more has gone on too.

import { getTab, onTabGone, onTabUpdated, type TabChange } from '../../browser.ts'
import { idNow } from './replaced.ts'

export type Arrival =
  /** With the tab, and its address where that is told. */
  | { is: 'left'; tab: number; address?: string }
  /** With the address where it stays. */
  | { is: 'stayed'; tab: number; address: string }
  /** It was closed, or nothing was heard of it. */
  | { is: 'unseen' }

/** Begin it before the tab is sent there: what a browser tells meanwhile is not told again. */
export class Watch {
  #heard = new Map<number, TabChange[]>()
  #hear: ((id: number, change: TabChange | 'gone') => void) | undefined
  #stops = [
    onTabUpdated((id, change) => {
      if (!this.#hear) this.#heard.set(id, [...(this.#heard.get(id) ?? []), change])
      this.#hear?.(id, change)
    }),
    onTabGone((id) => this.#hear?.(id, 'gone')),
  ]

  /**
   * What becomes of that tab, or `unseen` once `over` is aborted. `isSignIn` knows the addresses of the sign-in service. `onStill` hears
   * that the tab does not begin to load (true): the page in it asks whether it may be left, or the person said that it may not; and that
   * it does after all (false).
   */
  arrival(
    tab: number,
    isSignIn: (address: string) => boolean,
    over: AbortSignal,
    onStill: (isStill: boolean) => void,
  ): Promise<Arrival> {
    let still: ReturnType<typeof setTimeout> | undefined
    return new Promise<Arrival>((resolve) => {
      let staying: ReturnType<typeof setTimeout> | undefined
      let isStill = false
      still = setTimeout(() => {
        isStill = true
        onStill(true)
      }, BEGINS)
      const look = async (isLast: boolean) => {
        const its = idNow(tab)
        const { url } = await getTab(its)
        if (!url || (url.startsWith('https:') && !isSignIn(url)))
          resolve({ is: 'left', tab: its, ...(url && { address: url }) })
        else if (isLast && isSignIn(url)) resolve({ is: 'stayed', tab: its, address: url })
        // A page of the sign-in service may go on by itself.
        else if (isSignIn(url)) staying = setTimeout(() => void look(true).catch(unseen), GOES_ON)
      }
      const unseen = () => resolve({ is: 'unseen' })
      const begins = () => {
        clearTimeout(staying)
        clearTimeout(still)
        if (isStill) onStill(false)
        isStill = false
      }
      this.#follow(tab, over, { begins, loads: () => void look(false).catch(unseen), ends: unseen })
    }).finally(() => {
      clearTimeout(still)
      this.end()
    })
  }

  /** That tab has loaded what it was sent to, be it a page that says why not; what is heard of it from then on is of what comes next. */
  async loaded(tab: number, over: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => this.#follow(tab, over, { begins: () => {}, loads: resolve, ends: resolve }))
    this.#heard.clear()
    this.#hear = undefined
  }

  /** From what was heard of that tab on: each page in it begins to load and has loaded; it ends closed, by `over`, or after a time. */
  #follow(
    tab: number,
    over: AbortSignal,
    { begins, loads, ends }: { begins: () => void; loads: () => void; ends: () => void },
  ): void {
    let began = false
    this.#hear = (id, change) => {
      if (idNow(id) !== idNow(tab)) return
      if (change === 'gone') return ends()
      if (change.status === 'loading') {
        began = true
        begins()
      }
      // Before it begins to load, Firefox says of the page before that it is complete.
      if (change.status === 'complete' && began) loads()
    }
    for (const [id, changes] of this.#heard) for (const change of changes) this.#hear(id, change)
    over.addEventListener('abort', ends, { once: true })
    if (over.aborted) ends()
    setTimeout(ends, LONGEST)
  }

  end(): void {
    for (const stop of this.#stops.splice(0)) stop()
    this.#heard.clear()
    this.#hear = undefined
  }
}

/** In milliseconds: within that a tab begins to load, unless its page objects. No browser tells that it does. */
const BEGINS = 2_000
/** In milliseconds: for so long a page of the sign-in service may take to go on by itself. */
const GOES_ON = 2_000
/** In milliseconds: then nobody waits any more, and it counts as sent. */
const LONGEST = 20_000
