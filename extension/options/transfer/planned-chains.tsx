// The chains of a preview, each to be taken or left: a listbox of which only the rows in view are drawn.

import { useMemo, useState } from 'preact/hooks'
import type { PlannedChain } from 'rolerelay-core'
import type { ImportPreview } from '../../protocol.ts'
import { hopCount } from '../../ui/chains/chain-row.tsx'
import { ChoiceRow } from '../../ui/controls/choice-row.tsx'
import { Highlight } from '../../ui/controls/highlight.tsx'
import { SearchIcon } from '../../ui/controls/icons.tsx'
import { rowByKey, rowUnder } from '../../ui/controls/list-keys.ts'
import { roleParts } from '../../ui/controls/role.ts'
import { WindowedList } from '../../ui/controls/windowed-list.tsx'
import type { Choice, Family } from './choice.ts'

interface PlannedChainsProps {
  preview: ImportPreview
  family: Family
  choice: Choice
  onChoose: (ids: string[], on: boolean) => void
}

export function PlannedChains({ preview, family, choice, onChoose }: PlannedChainsProps) {
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  // What changes a chain that is here already wants more of a look than what is new.
  const rows = useMemo(() => {
    const rows = preview.chains.map((planned) => rowOf(planned, family, preview.ownEnds))
    return rows.filter(({ changes }) => changes).concat(rows.filter(({ changes }) => !changes))
  }, [preview])
  const shown = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean)
    return rows.filter(({ text }) => words.every((word) => text.includes(word)))
  }, [rows, query])
  const index = Math.min(active, shown.length - 1)

  const toggle = (at: number) => {
    const row = shown[at]
    if (!row) return
    setActive(at)
    onChoose([row.id], !choice.has(row.id))
  }
  const all = (on: boolean) =>
    onChoose(
      shown.map(({ id }) => id),
      on,
    )
  const onKeyDown = (event: KeyboardEvent) => {
    const to = rowByKey(event, index, shown.length)
    if (to !== undefined) setActive(to)
    else if (event.key === ' ' || event.key === 'Enter') toggle(index)
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) all(true)
    else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    const clicked = rowUnder(event)
    if (clicked !== undefined) toggle(clicked)
  }

  return (
    <section class="planned" aria-label="Chains">
      <header class="planned-head">
        <h3>Chains</h3>
        <div class="planned-filter">
          <SearchIcon />
          <input
            type="text"
            aria-label="Filter chains"
            placeholder="Filter"
            autocomplete="off"
            spellcheck={false}
            maxLength={200}
            value={query}
            onInput={(event) => {
              setQuery(event.currentTarget.value)
              setActive(0)
            }}
          />
        </div>
        <button type="button" class="button" onClick={() => all(true)}>
          {query.trim() ? `Choose these ${shown.length.toLocaleString()}` : 'Choose all'}
        </button>
        <button type="button" class="button" onClick={() => all(false)}>
          {query.trim() ? 'Leave these out' : 'Choose none'}
        </button>
      </header>
      {shown.length === 0 && <p class="planned-none muted">No chain here has all of these words.</p>}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the listbox's */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: clicks on options, caught where they meet */}
      <div class="planned-list" style={{ height: `${Math.min(shown.length, 8) * 3.25}rem` }} onClick={onClick}>
        <WindowedList
          id="planned"
          label="Chains to import"
          count={shown.length}
          sections={[]}
          active={index}
          current={-1}
          reveal
          resetKey={query}
          onVisible={() => {}}
          onKeyDown={onKeyDown}
          chosen={(at) => choice.has(shown[at]?.id ?? '')}
          option={(at) => shown[at] && <PlannedRow row={shown[at]} on={choice.has(shown[at].id)} query={query} />}
        />
      </div>
    </section>
  )
}

interface Row {
  id: string
  name: string
  end: string
  hops: number | undefined
  /** What becomes other; empty for a new chain. */
  changes: string
  /** What the filter reads. */
  text: string
}

function rowOf({ chain, changes = [] }: PlannedChain, family: Family, ownEnds: ImportPreview['ownEnds']): Row {
  const last = chain.hops.at(-1)
  const { account, role } = last ? roleParts(last.roleArn) : (ownEnds[chain.sourceId] ?? roleParts(''))
  const accounts = chain.accounts?.length
  const end = accounts ? `${accounts} ${accounts === 1 ? 'account' : 'accounts'} / ${role}` : `${account} / ${role}`
  return {
    id: chain.id,
    name: chain.name,
    end,
    hops: family.hops.get(chain.id),
    changes: changes.join(', '),
    text: `${chain.name}\n${end}`.toLowerCase(),
  }
}

function PlannedRow({ row, on, query }: { row: Row; on: boolean; query: string }) {
  return (
    <ChoiceRow on={on}>
      <div class="planned-row">
        <div class="chain-name">
          <span class="ellipsis">
            <Highlight text={row.name} query={query} />
          </span>
          <span class={row.changes ? 'badge changed' : 'badge'}>{row.changes ? 'Changed' : 'New'}</span>
          {row.hops !== undefined && <span class="badge">{hopCount(row.hops)}</span>}
        </div>
        <div class="chain-end ellipsis" title={row.changes || undefined}>
          {row.changes && <span class="planned-changes">Changes: {row.changes} · </span>}
          <span class="mono">
            <Highlight text={row.end} query={query} />
          </span>
        </div>
      </div>
    </ChoiceRow>
  )
}
