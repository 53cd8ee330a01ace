// What was opened when, as whom and by which hops: a list to search, the entry that is chosen, and files to take along.

import { useState } from 'preact/hooks'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { EntryView } from './entry-view.tsx'
import { JournalActions } from './journal-actions.tsx'
import { JournalList } from './journal-list.tsx'
import { JournalState } from './journal-state.tsx'
import '../two-panes.css'
import './journal.css'
import { useJournal } from './use-journal.ts'

export function JournalPage() {
  const journal = useJournal()
  const { page, failure, row } = journal
  const [active, setActive] = useState(0)
  const index = Math.min(active, (page?.total ?? 0) - 1)
  const entry = row(index)
  return (
    <article class="panes">
      <header class="journal-head panes-head">
        <h1>Journal</h1>
        <p class="muted">
          Each time that a chain is opened or its credentials are copied, Rolerelay notes when, as whom and by which
          hops. It notes tries that AWS refused, too. No key is in it, and nothing of it leaves this computer unless you
          export it. What was imported stands under <a href="#/import">Import</a>, where the last can be undone.
        </p>
        {failure && <FailurePanel failure={failure} onRetry={journal.again} />}
        {page && <JournalState page={page} />}
        {page && page.known > 0 && <JournalActions count={page.known} onDeleted={journal.again} />}
      </header>
      {page?.known === 0 && <p class="journal-none muted">Nothing is noted yet. Open a chain, and it stands here.</p>}
      {page && page.known > 0 && (
        <div class="journal-body panes-body">
          <JournalList journal={journal} page={page} index={index} onActive={setActive} />
          {entry && <EntryView key={entry.number} entry={entry} />}
        </div>
      )}
    </article>
  )
}
