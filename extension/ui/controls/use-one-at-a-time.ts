// Work that must not overlap itself, such as saving: a double click would save twice.

import { useCallback, useRef } from 'preact/hooks'

/** Does the work, or nothing while the last one goes on. */
export function useOneAtATime(): (work: () => Promise<unknown>) => Promise<void> {
  const busy = useRef(false)
  return useCallback(async (work) => {
    if (busy.current) return
    busy.current = true
    try {
      await work()
    } finally {
      busy.current = false
    }
  }, [])
}
