// The search field with the list below it: a combobox that keeps the focus while arrows move through the list.

import type { ComponentChildren, RefObject } from 'preact'
import { useCallback, useEffect, useId, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import { call } from '../../client.ts'
import { MOST } from '../../limits.ts'
import type { ChainRow as Row } from '../../protocol.ts'
import './chain-finder.css'
import type { Live } from '../consoles/use-live.ts'
import { ChoiceRow } from '../controls/choice-row.tsx'
import { SearchIcon } from '../controls/icons.tsx'
import { rowByKey, rowUnder } from '../controls/list-keys.ts'
import { timeLeft } from '../controls/time.ts'
import { WindowedList } from '../controls/windowed-list.tsx'
import { FailurePanel } from '../failures/failure-panel.tsx'
import { ChainRow } from './chain-row.tsx'
import { type ChainWindow, keyOf } from './chain-window.ts'
import { NoMatch } from './no-match.tsx'

/** The longest text that is searched for, in characters: an address of the console may be pasted. */
const LONGEST = 4_000

export interface FinderProps {
  chains: ChainWindow
  /** Enter or a click; `aside` with Ctrl or Cmd held, or the middle button. */
  onPick: (row: Row, aside: boolean) => void
  /** The buttons on the active row. */
  toolbar: (row: Row) => ComponentChildren
  /** Shown in place of the list when there are no chains at all. */
  empty: ComponentChildren
  /** Beside the search field. */
  corner?: ComponentChildren
  autoFocus?: boolean
  /** The id of the chain that is shown beside the list. */
  current?: string | undefined
  /** For choosing several: the ids of those that are chosen. */
  chosen?: ReadonlySet<string> | undefined
  /** For choosing by more than one at a time. */
  choosing?: Choosing | undefined
  /** Between the search field and the list; drawn with each answer, since what it shows of the list changes with it. */
  below?: () => ComponentChildren
  /** Of sources that are not ready, what they want of the person. */
  wants?: ReadonlyMap<string, string> | undefined
  /** The consoles that are open. */
  live?: Live | undefined
  /** Hears which row Enter would pick. */
  onActive?: ((row: Row) => void) | undefined
}

/** Chooses rows by a click or Space, by a range, and all. The list has the focus itself then, and Enter picks as before. */
export interface Choosing {
  toggle: (row: Row) => void
  /** The rows between the two, where the range began and where it ends. */
  range: (from: number, to: number) => void
  all: () => void
}

export function ChainFinder(props: FinderProps) {
  const { chains, onPick, toolbar, empty, corner, autoFocus, current, chosen, choosing, below, wants, live, onActive } =
    props
  const id = useId()
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  const [{ active, byKey }, setActive] = useState({ active: 0, byKey: true })
  const input = useRef<HTMLInputElement>(null)
  const bar = useRef<HTMLDivElement | null>(null)
  /** Whether the active row is among those that are drawn. */
  const [drawn, setDrawn] = useState(true)
  const query = useRef(chains.query)
  /** The active row while the list is only read anew; undefined while a search puts another list in its place. */
  const follow = useRef<string | undefined>(undefined)
  /** What the list that is shown is narrowed to, and its order. */
  const narrowed = useRef(chains.narrowed)

  const leaveBar = () => {
    if (bar.current?.contains(document.activeElement)) input.current?.focus()
  }
  // The focus must not vanish along with the button that has it, as when a starred chain moves far up.
  const barRef = useCallback((element: HTMLDivElement | null) => {
    if (!element) leaveBar()
    bar.current = element
  }, [])
  useLayoutEffect(() => {
    chains.onChange = () => {
      // Of other chains, or in another order, the list is another one, and begins at its top.
      const isOther = narrowed.current !== chains.narrowed
      narrowed.current = chains.narrowed
      // A chain that moved, to the favourites say, stays the active one.
      const moved = isOther || follow.current === undefined ? -1 : chains.indexOf(follow.current)
      if (isOther) setActive({ active: 0, byKey: true })
      else if (moved >= 0) setActive((was) => (was.active === moved ? was : { active: moved, byKey: true }))
      // Its buttons would be another chain's from now on.
      else if (follow.current !== undefined) leaveBar()
      redraw(0)
    }
    redraw(0) // the first page may have come before this was drawn
    if (autoFocus) input.current?.focus()
    return () => {
      chains.onChange = () => {}
    }
  }, [chains])

  // A chain that is shown beside the list may stand far down in it, as one that a link named.
  useEffect(() => {
    let isCurrent = true
    const show = (at: number) => at >= 0 && isCurrent && setActive({ active: at, byKey: true })
    if (current) void chains.placeOf(current).then(show)
    return () => {
      isCurrent = false
    }
  }, [chains, current])

  const shown = chains.shown
  const total = shown?.total ?? 0
  const index = Math.min(active, total - 1)
  const row = chains.row(index)
  if (!chains.pending) follow.current = row && keyOf(row)

  useEffect(() => {
    if (row) onActive?.(row)
  }, [row?.id, row?.favourite])

  const search = (text: string) => {
    query.current = text
    follow.current = undefined
    setActive({ active: 0, byKey: true })
    chains.search(text)
  }
  // A field has one line. What is pasted in several, or as JSON, such as an event of CloudTrail, is read for what it names.
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text') ?? ''
    if (!chains.opens || !/[\n{]/.test(text)) return
    event.preventDefault()
    const { value, selectionStart, selectionEnd } = event.currentTarget as HTMLInputElement
    const [before, after] = [value.slice(0, selectionStart ?? undefined), value.slice(selectionEnd ?? undefined)]
    void call('mentioned', { text: text.slice(0, MOST.mention) })
      .catch(() => null)
      .then((named) => search(`${before} ${named ?? text} ${after}`.replace(/\s+/g, ' ').trim().slice(0, LONGEST)))
  }
  // Enter may be quicker than the answer to what was typed before it, and means a row of that answer; never one of the
  // list that is still shown.
  const pickActive = async (aside: boolean) => {
    const key = follow.current
    await chains.latest
    if (chains.pending || chains.failure) return
    const last = (chains.shown?.total ?? 0) - 1
    const at = key === undefined ? Math.min(active, last) : chains.indexOf(key)
    const picked = chains.row(at)
    // What was not typed is not meant yet: its name is written, and Enter then means that.
    if (picked && chains.isSlip(at)) search([picked.name, picked.at?.page].filter(Boolean).join(' ').slice(0, LONGEST))
    else if (picked) onPick(picked, aside)
  }
  /** Where a range of rows began, for as long as Shift is held. */
  const anchor = useRef<number | undefined>(undefined)
  const chooseByKey = (event: KeyboardEvent): boolean => {
    const to = choosing && event.shiftKey ? rowByKey(event, index, total) : undefined
    if (!event.shiftKey) anchor.current = undefined
    if (!choosing || to === undefined) return false
    anchor.current ??= index
    setActive({ active: to, byKey: true })
    choosing.range(anchor.current, to)
    return true
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (chooseByKey(event)) return event.preventDefault()
    // With words in the field, Home and End are the field's.
    const inField = query.current && !event.ctrlKey && !event.metaKey && ['Home', 'End'].includes(event.key)
    const to = inField ? undefined : rowByKey(event, index, total)
    if (to !== undefined) setActive({ active: to, byKey: true })
    else if (event.key === 'Enter') event.repeat || void pickActive(event.ctrlKey || event.metaKey)
    else if (event.key === 'Escape' && query.current) search('')
    else if (event.key === 'ArrowRight' && atEnd(input)) bar.current?.querySelector('button')?.focus()
    else return
    event.preventDefault()
  }
  const onListKeyDown = (event: KeyboardEvent) => {
    const isAll = event.key === 'a' && (event.ctrlKey || event.metaKey)
    if (event.key === ' ' && row) choosing?.toggle(row)
    else if (isAll) choosing?.all()
    else return onKeyDown(event)
    event.preventDefault()
  }
  const onBarKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(bar.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    if (event.key === 'ArrowRight') buttons[at + 1]?.focus()
    else if (event.key === 'ArrowLeft' && at > 0) buttons[at - 1]?.focus()
    else if (['ArrowLeft', 'ArrowUp', 'ArrowDown', 'Escape'].includes(event.key)) input.current?.focus()
    else return
    event.preventDefault()
  }
  const pointer = useRef('')
  const onMouseMove = (event: MouseEvent) => {
    // Browsers also tell of a move when the list moves below a pointer at rest: Enter would then open what lies there.
    const place = `${event.screenX},${event.screenY}`
    const moved = pointer.current !== '' && pointer.current !== place
    pointer.current = place
    const under = rowUnder(event)
    if (moved && under !== undefined && under !== index) setActive({ active: under, byKey: false })
  }
  const onClick = (event: MouseEvent, aside: boolean) => {
    const under = rowUnder(event) ?? -1
    const clicked = chains.row(under)
    if (!clicked) return
    if (choosing && event.shiftKey) choosing.range(clickedLast.current ?? index, under)
    else if (choosing && chosen && event.button === 0) choosing.toggle(clicked)
    else onPick(clicked, aside)
    if (!event.shiftKey) clickedLast.current = under
    if (!choosing) return
    setActive({ active: under, byKey: false })
    // A row that is scrolled away would take the focus along.
    if (chosen) (event.currentTarget as Element).querySelector<HTMLElement>('[role=listbox]')?.focus()
  }
  /** The row that was clicked last without Shift, from which a click with it reaches. */
  const clickedLast = useRef<number | undefined>(undefined)

  const { failure } = chains
  if (!failure && shown?.known === 0 && !query.current) return <>{empty}</>
  return (
    <div class="finder" aria-busy={chains.pending && !failure}>
      <div class="finder-head">
        <div class="finder-search">
          <SearchIcon />
          <input
            ref={input}
            type="text"
            role="combobox"
            enterkeyhint="search"
            aria-label="Search chains"
            aria-expanded={total > 0 && !failure}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={row && drawn && !failure ? `${id}-list-${index}` : undefined}
            placeholder="Search chains"
            autocomplete="off"
            spellcheck={false}
            maxLength={LONGEST}
            onInput={(event) => search(event.currentTarget.value)}
            onPaste={onPaste}
            onKeyDown={onKeyDown}
            value={query.current}
          />
        </div>
        {corner}
      </div>
      <p class="hidden" role="status">
        {shown && !failure && countText(shown)}
      </p>
      {failure && (
        <div class="finder-failure">
          <FailurePanel failure={failure} onRetry={() => chains.refresh()} />
        </div>
      )}
      {below?.()}
      {shown && !failure && total === 0 && (
        <NoMatch
          query={shown.query}
          nowhere={shown.nowhere}
          opens={chains.opens}
          isFiltered={chains.narrowed.filter !== undefined}
          onClear={() => {
            chains.narrowed = {}
            search('')
          }}
        />
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: clicks on options, caught where they meet */}
      <div
        class={chosen && choosing ? 'finder-list key-list' : 'finder-list'}
        hidden={total === 0 || failure !== null}
        onMouseMove={onMouseMove}
        onMouseDown={
          // The focus stays in the field, and a range marks no text.
          (event) => rowUnder(event) !== undefined && (!chosen || !choosing || event.shiftKey) && event.preventDefault()
        }
        onClick={(event) => onClick(event, event.ctrlKey || event.metaKey)}
        onAuxClick={(event) => event.button === 1 && onClick(event, true)}
      >
        <WindowedList
          id={`${id}-list`}
          label="Chains"
          count={total}
          sections={shown && (shown.sections.length > 1 || shown.exact < total) ? shown.sections : []}
          active={index}
          current={current ? chains.indexOf(current) : -1}
          chosen={chosen && ((at) => chosen.has(chains.row(at)?.id ?? ''))}
          onKeyDown={chosen && choosing && onListKeyDown}
          reveal={byKey}
          resetKey={shown?.query ?? ''}
          onVisible={(from, to) => {
            chains.need(from, to)
            setDrawn(index >= from && index < to)
          }}
          option={(at) => {
            const known = chains.row(at)
            if (!known) return <div class="finder-waiting" />
            const open = live?.of(known.id)
            const shownRow = (
              <ChainRow
                row={known}
                query={shown?.query ?? ''}
                wants={wants?.get(known.sourceId)}
                open={open && timeLeft(open.endsAt, live?.now)}
              />
            )
            return chosen ? <ChoiceRow on={chosen.has(known.id)}>{shownRow}</ChoiceRow> : shownRow
          }}
          toolbar={
            row && (
              // Of another chain they are others: a menu that is open goes with its chain, and is never another's.
              <div
                key={keyOf(row)}
                ref={barRef}
                role="toolbar"
                tabIndex={-1}
                aria-label={`Actions for ${row.name}`}
                onKeyDown={onBarKeyDown}
              >
                {toolbar(row)}
              </div>
            )
          }
        />
      </div>
    </div>
  )
}

function countText({ total, exact, recent, query }: NonNullable<ChainWindow['shown']>): string {
  const pages = recent > 0 ? `, ${recent === 1 ? '1 page' : `${recent} pages`} that it was opened on lately` : ''
  const found = `${amountOf(exact - recent)}${query ? ' found' : ''}${pages}`
  const slips = total - exact
  return slips > 0 ? `${found}, ${amountOf(slips)} found but for one slip: Enter writes the name` : found
}

const amountOf = (count: number) => (count === 1 ? '1 chain' : `${count.toLocaleString()} chains`)

const atEnd = (input: RefObject<HTMLInputElement | null>) =>
  input.current?.selectionStart === input.current?.value.length &&
  input.current?.selectionEnd === input.current?.value.length
