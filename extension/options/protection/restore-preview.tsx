// What restoring would change, by name. Nothing is changed yet.

import type { BackupPreview } from '../../protocol.ts'
import { clock } from '../../ui/controls/time.ts'
import { Notes } from '../transfer/notes.tsx'
import { notesOf } from '../transfer/set-aside.tsx'

/** How many are named of each. */
const MOST = 20

interface RestorePreviewProps {
  preview: BackupPreview
  busy: boolean
  onRestore: () => void
  onCancel: () => void
}

export function RestorePreview({ preview, busy, onRestore, onCancel }: RestorePreviewProps) {
  const changes = [
    ['Chains that come back', preview.chains.added],
    ['Chains that become what they were', preview.chains.changed],
    ['Chains that go', preview.chains.removed],
    ['Sources that come back, and what keys the backup has of them', preview.sources.added],
    ['Sources that become what they were', preview.sources.changed],
    ['Sources that go, and what keys they have', preview.sources.removed],
  ] as const
  const some = changes.filter(([, names]) => names.length > 0)
  return (
    <section class="stack" aria-label="What the backup would change">
      <h3>Saved {clock(preview.madeAt)}</h3>
      {some.length === 0 && <p>Its chains and sources are those that are here.</p>}
      {some.length > 0 && (
        <dl class="changes">
          {some.map(([title, names]) => (
            <div key={title}>
              <dt>
                {title} <span class="badge">{names.length.toLocaleString()}</span>
              </dt>
              <dd>
                <Names names={names} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Notes notes={notesOf(preview.aside)} />
      {preview.aside.length > 0 && (
        <p>These may not stand among the rest. They are kept beside it, on the page Export.</p>
      )}
      <p class="muted">
        Your settings stay as they are here: when it locks, when it clears the clipboard, your name. So do favourites
        and recents, unless there are none.
      </p>
      <div class="row">
        <button type="button" class="button primary" disabled={busy} onClick={onRestore}>
          {busy ? 'Restoring…' : 'Restore this backup'}
        </button>
        <button type="button" class="button" disabled={busy} onClick={onCancel}>
          Cancel
        </button>
      </div>
    </section>
  )
}

function Names({ names }: { names: readonly string[] }) {
  const more = names.length - MOST
  return (
    <ul>
      {names.slice(0, MOST).map((name) => (
        <li key={name}>{name}</li>
      ))}
      {more > 0 && <li class="muted">and {more.toLocaleString()} more</li>}
    </ul>
  )
}
