// What may not stand among the rest: what it is and why, as a file, and an end to it.

import { useState } from 'preact/hooks'
import type { ImportNote } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { SetAside } from '../../protocol.ts'
import { Dialog } from '../../ui/controls/dialog.tsx'
import { ImportIcon, TrashIcon } from '../../ui/controls/icons.tsx'
import { saveAs } from '../../ui/controls/save-as.ts'
import { useCall } from '../../ui/controls/use-call.ts'
import { useWork } from '../../ui/controls/use-work.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { Notes } from './notes.tsx'

export function SetAsidePanel() {
  const { reply: aside = [], again } = useCall('aside')
  const { busy, failure, during } = useWork()
  const [asks, setAsks] = useState(false)
  if (aside.length === 0) return null
  const save = () =>
    during(async () => {
      const { name, text } = await call('asideFile', null)
      saveAs(name, text)
    })
  const forget = () => {
    setAsks(false)
    void during(async () => {
      await call('forgetAside', { sure: 'delete what is set aside' })
      await again()
    })
  }
  return (
    <section class="card stack" aria-labelledby="set-aside">
      <h2 id="set-aside">Set aside</h2>
      <p>
        These were kept here or came with a backup, and may not stand among the rest. Save them, mend the file, and
        import what you need of it.
      </p>
      <Notes notes={notesOf(aside)} />
      <div class="row">
        <button type="button" class="button" disabled={busy} onClick={() => void save()}>
          <ImportIcon />
          Save as a file
        </button>
        <button type="button" class="button danger" disabled={busy} onClick={() => setAsks(true)}>
          <TrashIcon />
          Delete
        </button>
      </div>
      {failure && <FailurePanel failure={failure} />}
      {asks && (
        <Dialog
          title="Delete what is set aside?"
          confirm="Delete"
          keep="Keep it"
          danger
          onConfirm={forget}
          onClose={() => setAsks(false)}
        >
          <p>It cannot be brought back. Keys among it are in no file that was saved.</p>
        </Dialog>
      )}
    </section>
  )
}

/** Each with its name, as a list of notes shows it. */
export const notesOf = (aside: SetAside[]): ImportNote[] =>
  aside.map(({ list, name, message }) => {
    const what = name ? `${called[list]} “${name}”` : called[list]
    return { severity: 'warning', message: `${what}: ${message}` }
  })

const called: Record<SetAside['list'], string> = {
  chains: 'A chain',
  sources: 'A source',
  secrets: 'The keys of source',
  use: 'Favourites and recents',
}
