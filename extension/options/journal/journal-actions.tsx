// The journal as a file, and an end to it.

import { useState } from 'preact/hooks'
import type { JournalForm } from 'rolerelay-core'
import { call } from '../../client.ts'
import { Dialog } from '../../ui/controls/dialog.tsx'
import { ImportIcon, TrashIcon } from '../../ui/controls/icons.tsx'
import { saveAs } from '../../ui/controls/save-as.ts'
import { useWork } from '../../ui/controls/use-work.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'

export function JournalActions({ count, onDeleted }: { count: number; onDeleted: () => void }) {
  const { busy, failure, during } = useWork()
  const [asks, setAsks] = useState(false)
  const [saved, setSaved] = useState('')
  const save = (form: JournalForm) =>
    during(async () => {
      const { text, fileName } = await call('exportJournal', { form })
      saveAs(fileName, text)
      setSaved(fileName)
    })
  const clear = () => {
    setAsks(false)
    void during(async () => {
      await call('clearJournal', { sure: 'delete the journal' })
      onDeleted()
    })
  }
  return (
    <>
      <div class="row">
        <button type="button" class="button" disabled={busy} onClick={() => save('json')}>
          <ImportIcon />
          Save as JSON
        </button>
        <button type="button" class="button" disabled={busy} onClick={() => save('csv')}>
          <ImportIcon />
          Save as CSV
        </button>
        <button type="button" class="button danger" disabled={busy} onClick={() => setAsks(true)}>
          <TrashIcon />
          Delete all
        </button>
      </div>
      <p class="hidden" role="status">
        {saved && `Handed to the browser: ${saved}.`}
      </p>
      {failure && <FailurePanel failure={failure} />}
      {asks && (
        <Dialog
          title="Delete the journal?"
          confirm="Delete all"
          keep="Keep it"
          danger
          onConfirm={clear}
          onClose={() => setAsks(false)}
        >
          <p>
            {count === 1 ? 'One entry goes' : `${count.toLocaleString()} entries go`}, and cannot be brought back. Save
            them first if anybody may ask. A new chain of hashes begins, and the journal says when.
          </p>
        </Dialog>
      )}
    </>
  )
}
