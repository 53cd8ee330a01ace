// The chains that a check found broken, or had to skip: those with one reason under one heading, and beside the list all that
// is known of the one that is chosen.

import { useState } from 'preact/hooks'
import { call } from '../../client.ts'
import type { CheckedGroup, CheckedRow, CheckRequest, ChecksPage } from '../../protocol.ts'
import type { Section } from '../../ui/chains/chain-window.ts'
import { CheckIcon } from '../../ui/controls/icons.tsx'
import { rowByKey, rowUnder } from '../../ui/controls/list-keys.ts'
import { WindowedList } from '../../ui/controls/windowed-list.tsx'
import { CheckedChain } from './checked-chain.tsx'
import { CheckedRowView } from './checked-row.tsx'
import { groupWords } from './reason-words.ts'
import type { Checks, Show } from './use-checks.ts'

interface CheckedListProps {
  show: Show
  checks: Checks
  going: boolean
  onCheck: (request: CheckRequest) => void
}

export function CheckedList({ show, checks, going, onCheck }: CheckedListProps) {
  const [active, setActive] = useState(0)
  const { page, row, need } = checks
  if (!page) return null
  const { total, groups } = page
  if (total === 0) return <Nothing show={show} counts={page.counts} going={going} />
  const index = Math.min(active, total - 1)
  const chosen = row(index)
  const group = groups.find(({ start, count }) => index >= start && index < start + count)
  const checkGroup = async ({ start, count }: CheckedGroup) => {
    const { rows } = await call('checks', { show, offset: start, limit: count })
    onCheck({ ids: rows.map(({ id }) => id) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = rowByKey(event, index, total)
    if (to === undefined) return
    setActive(to)
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    const clicked = rowUnder(event)
    if (clicked !== undefined) setActive(clicked)
  }
  return (
    <div class="checks-body panes-body">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the listbox's */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: clicks on options, caught where they meet */}
      <div class="checks-list panes-list key-list" onClick={onClick}>
        <WindowedList
          id="checked"
          label={labels[show]}
          count={total}
          sections={sectionsOf(groups, total)}
          active={index}
          current={-1}
          reveal
          resetKey={show}
          onVisible={need}
          onKeyDown={onKeyDown}
          option={(at) => <CheckedOption row={row(at)} />}
        />
      </div>
      {chosen && (
        <CheckedChain
          row={chosen}
          alike={group?.count ?? 1}
          onCheck={() => onCheck({ ids: [chosen.id] })}
          onCheckAlike={group && (() => void checkGroup(group))}
          onCode={(code) => onCheck({ only: 'skipped', code: { sourceId: chosen.sourceId, code } })}
        />
      )}
    </div>
  )
}

const CheckedOption = ({ row }: { row: CheckedRow | undefined }) =>
  row ? <CheckedRowView row={row} /> : <div class="finder-waiting" />

const labels: Record<Show, string> = { broken: 'Broken chains', skipped: 'Chains that were skipped', all: 'All chains' }

/** A heading over each group; the chains that share their reason with none stand last. */
function sectionsOf(groups: CheckedGroup[], total: number): Section[] {
  const seen = new Set<string>()
  const sections = groups.map((group): Section => {
    const words = `${groupWords(group)} · ${group.count.toLocaleString()} chains`
    // Roles of one name may differ in their paths.
    const label = seen.has(words) ? `${words} (${group.start})` : words
    seen.add(label)
    return { start: group.start, label }
  })
  const last = groups.at(-1)
  const rest = last ? last.start + last.count : 0
  return last && rest < total ? [...sections, { start: rest, label: 'One chain each' }] : sections
}

interface NothingProps {
  show: Show
  counts: ChecksPage['counts']
  going: boolean
}

function Nothing({ show, counts, going }: NothingProps) {
  const known = counts.works + counts.broken + counts.skipped
  if (known + counts.unchecked === 0) {
    return (
      <p class="checks-none muted">
        There is no chain yet. <a href="#/chains/new">Make the first one</a>
      </p>
    )
  }
  if (going) return <p class="checks-none muted">None so far. What is found is listed here every few seconds.</p>
  if (known === 0) return <p class="checks-none muted">No chain was checked yet.</p>
  return (
    <p class="checks-none muted">
      <CheckIcon />
      {show === 'skipped' ? 'No chain was skipped.' : 'No chain is broken, as far as they were checked.'}
    </p>
  )
}
