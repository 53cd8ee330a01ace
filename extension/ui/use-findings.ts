// Checks a record as it is written, and keeps to itself what is wrong with fields that nobody has come to yet.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Finding } from 'rolerelay-core'
import { findingsAt } from './findings.tsx'

const TYPING = 150

export interface FieldFindings {
  /** All that is wrong, told or not. */
  all: Finding[]
  /** What to show at a field. */
  at: (place: string) => Finding[]
  /** Goes on the form: a field counts as visited once it was written in or left. */
  visit: { onInput: (event: Event) => void; onFocusOut: (event: Event) => void }
  /** Shows everything from now on; for a try to save. */
  showAll: () => void
}

export function useFindings<T>(record: T | undefined, check: (record: T) => Promise<Finding[]>): FieldFindings {
  const [all, setAll] = useState<Finding[]>([])
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set())
  const [everything, setEverything] = useState(false)
  const first = useRef(true)

  useEffect(() => {
    if (record === undefined) return
    let current = true
    const ask = () =>
      check(record).then(
        (found) => current && setAll(found),
        () => {},
      ) // saving checks again
    const timer = setTimeout(ask, first.current ? 0 : TYPING)
    first.current = false
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [record])

  const visit = (event: Event) => {
    const name = (event.target as HTMLElement).getAttribute('name')
    if (name && !visited.has(name)) setVisited(new Set([...visited, name]))
  }
  return {
    all,
    at: (place) => (everything || visited.has(place) ? findingsAt(all, place) : []),
    visit: { onInput: visit, onFocusOut: visit },
    showAll: () => setEverything(true),
  }
}
