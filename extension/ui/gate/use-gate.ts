// Whether what is kept can be read, and so whether a page is shown. What it showed is gone the moment the vault locks.

import { createContext } from 'preact'
import { useCallback, useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call, onLockChange } from '../../client.ts'
import type { VaultState } from '../../protocol.ts'

export interface GateState<T> {
  /** Undefined while the background is asked: nothing is shown then. */
  vault?: VaultState
  /** Why the background did not say. */
  failure?: Failure
  /** What the page prepared, while it is shown. */
  prepared?: { it: T }
  /** Whether it is shown before the background has said what the state is. */
  isEarly?: boolean
  /** Whether something that was not saved went with the page. */
  lost: boolean
  /** What has to be told until it is dismissed. */
  notice?: string
}

export interface Gate<T> extends GateState<T> {
  ask: () => Promise<void>
  /** Asks anew of a background that did not answer. */
  again: () => Promise<void>
  /** Goes by a state that a call replied. */
  take: (vault: VaultState) => void
  dismissNotice: () => void
}

/** For what is inside the gate. */
export const GateContext = createContext<Pick<Gate<unknown>, 'vault' | 'ask' | 'take'>>({
  ask: async () => {},
  take: () => {},
})
export const useVault = () => useContext(GateContext)

/**
 * `prepare` makes what the page starts from. It may ask for data: it is called along with the first question for the vault's
 * state, so that both answers come together, and anew after each unlocking. `early` is what is known of the state before the background
 * says it, of a page that shows what lies ready: undefined for nothing.
 */
export function useGate<T>(
  prepare: () => T,
  hasDraft: () => boolean,
  early: (prepared: T) => Promise<VaultState | undefined>,
): Gate<T> {
  const [state, setState] = useState<GateState<T>>({ lost: false })
  const current = useRef(state)
  const turn = useRef(0)
  const show = useCallback((next: GateState<T>) => {
    current.current = next
    setState(next)
  }, [])

  const take = useCallback((vault: VaultState) => {
    turn.current++ // whatever was asked before is older
    const { prepared, lost, notice: before } = current.current
    const notice = ('notice' in vault && vault.notice) || before
    const told = notice && { notice }
    if (isOpen(vault)) show({ vault, prepared: prepared ?? { it: prepare() }, lost: false, ...told })
    else show({ vault, lost: lost || (isShown(current.current) && hasDraft()) })
  }, [])
  const ask = useCallback(async () => {
    const mine = ++turn.current
    const newest = () => mine === turn.current
    // A page that is shown goes on: what it asks for fails by itself.
    const fail = (failure: Failure) => {
      if (newest() && (current.current.isEarly || !isShown(current.current)))
        show({ failure, lost: current.current.lost })
    }
    // An answer that comes later still counts.
    const late = setTimeout(() => fail(NOT_STARTED), PATIENCE)
    await call('vault', null)
      .then((vault) => newest() && take(vault), fail)
      .finally(() => clearTimeout(late))
  }, [])
  const again = () => {
    show({ lost: current.current.lost })
    return ask()
  }
  const blank = () => {
    document.title = 'Rolerelay'
    show({ lost: hasDraft() })
  }

  // Before the first drawing, since each millisecond counts for a popup.
  useLayoutEffect(() => {
    void ask()
    const it = prepare()
    current.current.prepared = { it }
    void early(it).then((vault) => {
      const { vault: known, failure, prepared } = current.current
      if (vault && !known && !failure && prepared?.it === it) show({ vault, prepared, isEarly: true, lost: false })
    })
  }, [])
  useEffect(() => {
    const stop = onLockChange(
      (locked) => {
        if (locked && current.current.prepared) blank()
        void ask()
      },
      // What a page asks for before it is shown comes along with the question for the state: to ask anew would only cost.
      () => {
        if (!isShown(current.current)) return
        blank()
        void ask()
      },
    )
    // A computer that slept past the deadline: the alarm comes late, and the background locks when it is asked.
    const onVisible = () => document.visibilityState === 'visible' && current.current.vault && ask()
    document.addEventListener('visibilitychange', onVisible)
    // A step back may bring a page as it was left: it heard nothing of a lock, and its runs ended long ago.
    const onBack = (event: PageTransitionEvent) => event.persisted && location.reload()
    window.addEventListener('pageshow', onBack)
    return () => {
      stop()
      document.removeEventListener('visibilitychange', onVisible)
      window.removeEventListener('pageshow', onBack)
    }
  }, [])

  const dismissNotice = () => {
    const { notice: _, ...rest } = current.current
    show(rest)
    void call('dismissNotice', null).catch(() => {})
  }
  return { ...state, ask, again, take, dismissNotice }
}

/** How long a person looks at an empty page, in milliseconds: browsers wait half a minute for a background that does not start. */
const PATIENCE = 2_500

const NOT_STARTED: Failure = {
  kind: 'interrupted',
  message:
    'Rolerelay’s background has not answered. The browser may be busy starting it: this page goes on by itself as soon as it ' +
    'answers. If it does not, try again, then restart the browser.',
}

const isOpen = ({ state }: VaultState): boolean => state === 'open' || state === 'unlocked'

const isShown = ({ vault }: GateState<unknown>): boolean => vault !== undefined && isOpen(vault)
