// The consoles that are open, for lists of chains: to show it, and to go there.

import { useEffect, useRef, useState } from 'preact/hooks'
import { call } from '../../client.ts'
import type { LiveConsole, LiveConsoles } from '../../protocol.ts'
import { useNow } from '../controls/time.ts'

export interface Live {
  /** Those that have not ended, the one that ends first before the others. */
  consoles: LiveConsole[]
  /** Those that have ended, and can be renewed. */
  ended: LiveConsole[]
  now: number
  /** The setting of that name. */
  asksForSessions: boolean
  /** Whether nothing is known any more of what was opened shortly before. */
  isForgotten: boolean
  /** What the person may allow so that a renewal goes back to the page that a tab is on. */
  unseen: string[]
  /** The one of this chain that lasts longest among the cookies that are used here. */
  of: (chainId: string) => LiveConsole | undefined
  /** The same where picking the chain goes to it, as the settings say. */
  goesTo: (chainId: string) => LiveConsole | undefined
  /** Goes there; false where there is none, and it is to be opened. */
  goToOpen: (chainId: string) => Promise<boolean>
  /** False where its tab is closed by now. */
  goTo: (one: Pick<LiveConsole, 'tab'>) => Promise<boolean>
  /** Tells no more that it ends soon. */
  dismiss: (one: LiveConsole) => void
  refresh: () => Promise<unknown>
}

const NONE: LiveConsoles = { consoles: [], unseen: [], goesToTab: false, asksForSessions: false, isForgotten: false }

/** `after` is what the page is opened for: the list is asked for once that is there, and whenever the person comes back to the page. */
export function useLive(after: Promise<unknown>): Live {
  const [{ consoles, unseen, goesToTab, asksForSessions, isForgotten }, set] = useState(NONE)
  const latest = useRef(Promise.resolve(NONE))
  const now = useNow(20_000, consoles.length > 0)
  const refresh = () => {
    const asked = latest.current.then(() => call('live', null)).catch(() => NONE) // then a chain is opened as if none were
    latest.current = asked
    return asked.then((live) => {
      if (latest.current === asked) set(live)
    })
  }
  useEffect(() => {
    latest.current = after.then(
      () => NONE,
      () => NONE,
    )
    void refresh()
    const onVisible = () => document.visibilityState === 'visible' && void refresh()
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  }, [])
  const goTo = async ({ tab }: Pick<LiveConsole, 'tab'>) => {
    const there = await call('goToConsole', { tab }).catch(() => false)
    if (!there) void refresh()
    return there
  }
  return {
    consoles: consoles.filter(({ endsAt }) => endsAt > now),
    ended: consoles.filter(({ endsAt }) => endsAt <= now),
    now,
    unseen,
    asksForSessions,
    isForgotten,
    of: (chainId) => ofChain(consoles, chainId, now),
    goesTo: (chainId) => (goesToTab ? ofChain(consoles, chainId, now) : undefined),
    goToOpen: async (chainId) => {
      const { consoles, goesToTab } = await latest.current
      const open = goesToTab ? ofChain(consoles, chainId, Date.now()) : undefined
      return open !== undefined && goTo(open)
    },
    goTo,
    dismiss: ({ tab }) => {
      set(({ consoles, ...rest }) => ({
        ...rest,
        consoles: consoles.map((one) => (one.tab === tab ? { ...one, isTold: true } : one)),
      }))
      call('dismissEnding', { tab }).then(refresh, () => {}) // it would only be told once more
    },
    refresh,
  }
}

const ofChain = (consoles: LiveConsole[], chainId: string, now: number): LiveConsole | undefined =>
  consoles.findLast((one) => one.chainId === chainId && one.isHere && one.endsAt > now)
