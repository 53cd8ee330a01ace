// Puts a backup in the place of what cannot be opened. There is nothing readable to compare it with, so nothing to preview.

import { useRef, useState } from 'preact/hooks'
import { call } from '../../client.ts'
import type { VaultState } from '../../protocol.ts'
import { Field } from '../controls/field.tsx'
import { unsent } from '../controls/unsent.ts'
import { useWork } from '../controls/use-work.ts'
import { FailurePanel } from '../failures/failure-panel.tsx'
import { readBackup } from './read-backup.ts'

export function RestoreBackup({ onRestored }: { onRestored: (vault: VaultState) => void }) {
  const [file, setFile] = useState<File>()
  const password = useRef<HTMLInputElement>(null)
  const { busy, failure, during } = useWork()
  const restore = async () => {
    if (!file) return
    await during(async () => {
      try {
        const { text } = await readBackup(file)
        onRestored(await call('restoreBackup', { text, password: password.current?.value ?? '' }))
      } catch (thrown) {
        password.current?.select()
        throw thrown
      }
    })
  }
  return (
    <form
      class="gate-card"
      autocomplete="off"
      aria-labelledby="restore"
      aria-busy={busy}
      {...unsent(() => void restore())}
    >
      <h2 id="restore">Restore a backup</h2>
      <p class="muted">
        Chains, sources and keys become what they were when the backup was made. Its password is the one that you had
        then, and becomes the password here.
      </p>
      {failure && <FailurePanel failure={failure} title="Not restored" />}
      <Field label="Backup file" name="file">
        {(control) => <input {...control} type="file" onChange={(event) => setFile(event.currentTarget.files?.[0])} />}
      </Field>
      <Field label="Password of the backup" name="backup-password">
        {(control) => <input {...control} ref={password} type="password" autocomplete="off" />}
      </Field>
      <div class="row">
        <button type="submit" class="button" disabled={!file || busy}>
          {busy ? 'Restoring…' : 'Restore this backup'}
        </button>
      </div>
    </form>
  )
}
