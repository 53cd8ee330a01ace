// Checks a record as it is written, and keeps to itself what is wrong with fields that nobody has come to yet.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Finding } from 'rolerelay-core'
import { findingsAt, within } from './findings.tsx'

/** How long writing rests before it is checked, and before a field counts as written, in milliseconds. */
const TYPING = 150
const PAUSE = 700

/** A click takes the focus away before it is over, and must find its button where it was: no sentence comes meanwhile. */
const CLICK = 200

export interface FieldFindings {
  /** All that is wrong, told or not. */
  all: Finding[]
  /** What to show at a field. */
  at: (place: string) => Finding[]
  /** Goes on the form: a field counts as visited once it was left, or when writing in it rests. */
  visit: { onInput: (event: Event) => void; onFocusOut: (event: Event) => void }
  /** Shows everything from now on; for a try to save. */
  showAll: () => void
}

/** `known` is a record that was kept already: what is found in it at first is shown at once. */
export function useFindings<T>(
  record: T | undefined,
  check: (record: T) => Promise<Finding[]>,
  known = false,
): FieldFindings {
  const [all, setAll] = useState<Finding[]>([])
  const [visited, setVisited] = useState<readonly string[]>([])
  const [everything, setEverything] = useState(false)
  const first = useRef(true)
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const visit = (...names: string[]) => setVisited((before) => [...new Set([...before, ...names])])

  useEffect(() => {
    if (record === undefined) return
    let current = true
    const atFirst = first.current
    first.current = false
    const ask = () =>
      check(record).then(
        (found) => {
          if (!current) return
          setAll(found)
          if (atFirst && known) visit(...found.map(({ place }) => place))
        },
        () => {}, // saving checks again
      )
    const timer = setTimeout(ask, atFirst ? 0 : TYPING)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [record])

  const isShown = ({ place }: Finding) =>
    everything || visited.some((name) => within(place, name) || within(name, place))
  const nameOf = (event: Event) => (event.target as HTMLElement).getAttribute('name')
  return {
    all,
    at: (place) => findingsAt(all, place).filter(isShown),
    visit: {
      onInput: (event) => {
        const name = nameOf(event)
        clearTimeout(resting.current)
        if (name && !visited.includes(name)) resting.current = setTimeout(() => visit(name), PAUSE)
      },
      onFocusOut: (event) => {
        const name = nameOf(event)
        if (name && !visited.includes(name)) setTimeout(() => visit(name), CLICK)
      },
    },
    showAll: () => setEverything(true),
  }
}
