// When a button may be pressed that has just come up.

import { useEffect, useState } from 'preact/hooks'

/**
 * False until a double click that was begun elsewhere has ended: its second half must not reach a button that comes up beneath it, with the
 * page that its first half opened or brought to the front.
 */
export function useArmed(): boolean {
  const [armed, setArmed] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const arm = () => {
      clearTimeout(timer)
      setArmed(false)
      timer = setTimeout(() => setArmed(true), DOUBLE_CLICK)
    }
    arm()
    document.addEventListener('visibilitychange', arm)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', arm)
    }
  }, [])
  return armed
}

/** What systems take for the longest pause in a double click, in milliseconds. */
const DOUBLE_CLICK = 500
