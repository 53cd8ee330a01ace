// A long listbox of which only the rows in view are drawn. Rows are all of one height; headings stand between sections.

import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Section } from '../chains/chain-window.ts'
import './windowed-list.css'

const ROW = 3.25
const HEADING = 1.875
const OVERSCAN = 6

interface WindowedListProps {
  id: string
  label: string
  count: number
  sections: Section[]
  active: number
  /** The one that is shown beside the list, if any. */
  current: number
  /** Whether to scroll to the active row: not where a pointer made it active, since it would run from the pointer. */
  reveal: boolean
  /** Changes when the list is another one, which is shown from its top. */
  resetKey: string
  onVisible: (from: number, to: number) => void
  option: (index: number) => ComponentChildren
  /** For a list to choose several from: which are chosen. */
  chosen?: ((index: number) => boolean) | undefined
  /** For a list that has the focus itself, and not a field beside it. */
  onKeyDown?: ((event: KeyboardEvent) => void) | undefined
  /** What stands on the active row, outside of the listbox: an option may hold no buttons. */
  toolbar?: ComponentChildren
}

export function WindowedList(props: WindowedListProps) {
  const { id, label, count, sections, active, current, reveal, resetKey, onVisible, option, toolbar } = props
  const { chosen, onKeyDown } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 600 })
  const [unit] = useState(rem)
  const layout = new Layout(sections, unit)
  const from = Math.max(0, layout.indexAt(view.top) - OVERSCAN)
  const to = Math.min(count, layout.indexAt(view.top + view.height) + 1 + OVERSCAN)

  const measure = () => {
    const element = scroller.current
    // Without a height it is hidden, and says nothing of where it will be.
    if (element?.clientHeight) setView({ top: element.scrollTop, height: element.clientHeight })
  }
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  // What was last measured is compared with, not the element: reading that costs a layout for each key that is typed.
  const scrollTo = (top: number) => {
    if (scroller.current && top !== view.top) scroller.current.scrollTop = top
  }
  useLayoutEffect(() => scrollTo(0), [resetKey])
  useLayoutEffect(() => {
    if (active < 0 || !reveal) return
    const top = layout.top(active) - (layout.headingOver(active) ? layout.heading : 0)
    const bottom = layout.top(active) + layout.row
    if (top < view.top) scrollTo(top)
    else if (bottom > view.top + view.height) scrollTo(bottom - view.height)
  }, [active, reveal])
  useEffect(() => onVisible(from, to))

  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
  const place = (index: number) => ({ top: `${layout.top(index)}px`, height: `${layout.row}px` })
  const options = (start: number, end: number) =>
    indexes
      .filter((index) => index >= start && index < end)
      .map((index) => (
        <div
          key={index}
          id={`${id}-${index}`}
          class={`windowed-row${index === current ? ' current' : ''}${index === active ? ' active' : ''}`}
          role="option"
          tabIndex={-1}
          aria-selected={chosen ? chosen(index) : index === active}
          aria-setsize={count}
          aria-posinset={index + 1}
          data-index={index}
          style={place(index)}
        >
          {option(index)}
        </div>
      ))

  return (
    <div ref={scroller} class="windowed-scroller" onScroll={measure}>
      <div
        id={id}
        role="listbox"
        aria-label={label}
        aria-multiselectable={chosen && true}
        tabIndex={onKeyDown && 0}
        aria-activedescendant={onKeyDown && active >= from && active < to ? `${id}-${active}` : undefined}
        onKeyDown={onKeyDown}
        style={{ height: `${layout.top(count)}px` }}
      >
        {sections.length === 0
          ? options(0, count)
          : sections.map((section, at) => {
              const end = sections[at + 1]?.start ?? count
              if (section.start >= to || end <= from) return null
              return (
                // biome-ignore lint/a11y/useSemanticElements: a listbox may hold options and groups, no fieldset
                <div key={section.label} role="group" aria-label={section.label}>
                  <div
                    class="windowed-heading"
                    aria-hidden="true"
                    style={{ top: `${layout.top(section.start) - layout.heading}px` }}
                  >
                    {section.label}
                  </div>
                  {options(section.start, end)}
                </div>
              )
            })}
      </div>
      {toolbar && active >= from && active < to && (
        <div class="windowed-toolbar" style={place(active)}>
          {toolbar}
        </div>
      )}
    </div>
  )
}

const rem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

/** Where rows and headings are, in pixels. */
class Layout {
  readonly row: number
  readonly heading: number

  constructor(
    private readonly sections: Section[],
    rem: number,
  ) {
    this.row = ROW * rem
    this.heading = HEADING * rem
  }

  top(index: number): number {
    return index * this.row + this.sections.filter(({ start }) => start <= index).length * this.heading
  }

  headingOver(index: number): boolean {
    return this.sections.some(({ start }) => start === index)
  }

  /** The row at a distance from the top. */
  indexAt(y: number): number {
    const headings = this.sections.filter(({ start }) => this.top(start) <= y).length
    return Math.max(0, Math.floor((y - headings * this.heading) / this.row))
  }
}
