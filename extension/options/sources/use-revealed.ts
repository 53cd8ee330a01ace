// A secret that is shown for a moment: until its time is up, the page is not looked at any more, or the person hides it.

import { useLayoutEffect, useState } from 'preact/hooks'
import { useNow } from '../../ui/controls/time.ts'

/** In milliseconds. */
const SHOWN_FOR = 30_000

export interface Revealed {
  /** Undefined while nothing is shown; then nothing of it is left here. */
  secret: string | undefined
  /** In seconds. */
  left: number
  show: (secret: string) => void
  hide: () => void
}

export function useRevealed(): Revealed {
  const [shown, setShown] = useState<{ secret: string; until: number }>()
  const now = useNow(1_000, shown !== undefined)
  const hide = () => setShown(undefined)
  useLayoutEffect(() => {
    if (!shown) return
    const timer = setTimeout(hide, shown.until - Date.now())
    const onHidden = () => document.hidden && hide()
    // Someone may step up to a window that its owner turned away from.
    window.addEventListener('blur', hide)
    window.addEventListener('pagehide', hide)
    document.addEventListener('visibilitychange', onHidden)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('blur', hide)
      window.removeEventListener('pagehide', hide)
      document.removeEventListener('visibilitychange', onHidden)
    }
  }, [shown])
  return {
    secret: shown?.secret,
    // The clock stood still while nothing was shown.
    left: shown ? Math.ceil(Math.min(SHOWN_FOR, Math.max(0, shown.until - now)) / 1_000) : 0,
    // What arrives when nobody looks any more is not shown.
    show: (secret) => setShown(document.hidden ? undefined : { secret, until: Date.now() + SHOWN_FOR }),
    hide,
  }
}
