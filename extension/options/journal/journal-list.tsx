// The entries that a search finds, the newest first. Arrows move through them, and the one that they are at is shown beside.

import type { JournalEntry } from 'rolerelay-core'
import type { JournalPage } from '../../protocol.ts'
import { Highlight } from '../../ui/controls/highlight.tsx'
import { CheckIcon, ErrorIcon, SearchIcon, WarningIcon } from '../../ui/controls/icons.tsx'
import { rowByKey, rowUnder } from '../../ui/controls/list-keys.ts'
import { roleParts } from '../../ui/controls/role.ts'
import { clock } from '../../ui/controls/time.ts'
import { WindowedList } from '../../ui/controls/windowed-list.tsx'
import { outcomeWords, sessionName } from './entry-words.ts'
import type { Journal } from './use-journal.ts'

interface JournalListProps {
  journal: Journal
  page: JournalPage
  index: number
  onActive: (index: number) => void
}

export function JournalList({ journal, page: { total }, index, onActive }: JournalListProps) {
  const { query, search, row, need } = journal
  const onKeyDown = (event: KeyboardEvent) => {
    const to = rowByKey(event, index, total)
    if (to === undefined) return
    onActive(to)
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    const clicked = rowUnder(event)
    if (clicked !== undefined) onActive(clicked)
  }
  return (
    <section class="journal-list panes-list" aria-label="Entries">
      <div class="journal-search">
        <SearchIcon />
        <input
          type="text"
          aria-label="Search the journal"
          placeholder="Chain, role, account, reason, request ID, failed …"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          value={query}
          onInput={(event) => {
            onActive(0)
            search(event.currentTarget.value)
          }}
        />
      </div>
      <p class="hidden" role="status">
        {query && `${total.toLocaleString()} ${total === 1 ? 'entry' : 'entries'} found`}
      </p>
      {total === 0 && <p class="journal-none muted">No entry has all of these words.</p>}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the listbox's */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: clicks on options, caught where they meet */}
      <div class="journal-rows key-list" hidden={total === 0} onClick={onClick}>
        <WindowedList
          id="journal"
          label="Entries"
          count={total}
          sections={[]}
          active={index}
          current={-1}
          reveal
          resetKey={query}
          onVisible={need}
          onKeyDown={onKeyDown}
          option={(at) => <EntryRow entry={row(at)} query={query} />}
        />
      </div>
    </section>
  )
}

function EntryRow({ entry, query }: { entry: JournalEntry | undefined; query: string }) {
  if (!entry) return <div class="finder-waiting" />
  const { run } = entry
  // The role that it ends as, or where it stopped.
  const arn = run.failure?.roleArn ?? run.hops.at(-1)?.roleArn
  const end = arn === undefined ? run.ownEnd : roleParts(arn)
  return (
    <div class="journal-row">
      <span class={`journal-mark ${run.outcome}`}>{marks[run.outcome]}</span>
      <div class="chain-text">
        <div class="chain-name">
          <span class="journal-chain ellipsis">
            <Highlight text={run.chain} query={query} />
          </span>
          <span class="journal-when muted">{clock(run.beganAt)}</span>
        </div>
        <div class="chain-end mono ellipsis">
          <span class="journal-outcome">{outcomeWords(run)}</span>
          {end && (
            <>
              {' · '}
              <Highlight text={end.account} query={query} />
              <span class="slash"> / </span>
              <Highlight text={end.role} query={query} />
            </>
          )}
          {!run.failure && run.hops.length > 0 && (
            <>
              {' · '}
              <Highlight text={sessionName(run.hops.at(-1))} query={query} />
            </>
          )}
        </div>
      </div>
    </div>
  )
}

const marks = { done: <CheckIcon />, failed: <ErrorIcon />, cancelled: <WarningIcon />, interrupted: <WarningIcon /> }
