// Puts a backup in the place of what cannot be opened. There is nothing readable to compare it with, so nothing to preview.

import { useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { VaultState } from '../../protocol.ts'
import { FailurePanel } from '../failure-panel.tsx'
import { Field } from '../field.tsx'
import { unsent } from '../unsent.ts'
import { useOneAtATime } from '../use-one-at-a-time.ts'

export function RestoreBackup({ onRestored }: { onRestored: (vault: VaultState) => void }) {
  const [file, setFile] = useState<File>()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const password = useRef<HTMLInputElement>(null)
  const alone = useOneAtATime()
  const restore = () =>
    alone(async () => {
      if (!file) return
      setBusy(true)
      setFailure(undefined)
      try {
        onRestored(await call('restoreBackup', { text: await read(file), password: password.current?.value ?? '' }))
      } catch (thrown) {
        setFailure(thrown as Failure)
        password.current?.select()
      }
      setBusy(false)
    })
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

async function read(file: File): Promise<string> {
  return file.text().catch(() => {
    const kind = 'invalid'
    throw { kind, message: `“${file.name}” cannot be read. Choose it again.`, evidence: {} } satisfies Failure
  })
}
