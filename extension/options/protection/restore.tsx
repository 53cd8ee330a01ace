// A backup in: choose it, open it with its password, see what would change, then all of it or nothing.

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { Field } from '../../ui/controls/field.tsx'
import { unsent } from '../../ui/controls/unsent.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { OpenFiles } from '../transfer/drop-zone.tsx'
import { useIntake } from '../transfer/use-intake.ts'
import { useBackup } from './backup.tsx'
import { RestorePreview } from './restore-preview.tsx'
import { useRestore } from './use-restore.ts'

interface RestoreProps {
  /** Whether there is a vault here already. */
  vault: boolean
  onRestored: () => void
}

export function Restore({ vault, onRestored }: RestoreProps) {
  const work = useRestore(onRestored)
  const over = useIntake((files) => void work.take(files))
  const backup = useBackup()
  const { file, preview, busy, failure } = work
  return (
    <section class={over ? 'card stack over' : 'card stack'} aria-labelledby="restore">
      <div class="row">
        <h2 id="restore">Restore a backup</h2>
        <span role="status" class="muted">
          {backup.saved && `What is here was handed to the browser as ${backup.saved}.`}
        </span>
      </div>
      <p>
        A backup takes the place of the chains, sources and keys that are kept here. Settings stay as they are.{' '}
        {vault ? (
          <>
            The password and the passkeys stay those of now.{' '}
            <button type="button" class="link-button" onClick={backup.save}>
              Save a backup of what is here first
            </button>
          </>
        ) : (
          <>
            The password that it had unlocks Rolerelay from then on. <a href="#/export">Export the chains</a> that are
            here first, if you want to keep them.
          </>
        )}
      </p>
      {backup.failure && <FailurePanel failure={backup.failure} title="No backup was saved" />}
      <div class="row">
        <OpenFiles class="button" onFiles={work.take} disabled={busy}>
          {file ? 'Choose another file…' : 'Choose a backup file…'}
        </OpenFiles>
        <span class="muted backup-file">{file ?? 'or drop it on this page'}</span>
      </div>
      {failure && <FailurePanel failure={failure} title={titleOf(failure)} />}
      {file !== undefined && !preview && <OpenBackup key={file} busy={busy} failure={failure} onOpen={work.look} />}
      {preview && (
        <RestorePreview preview={preview} busy={busy} onRestore={() => void work.restore()} onCancel={work.forget} />
      )}
    </section>
  )
}

interface OpenBackupProps {
  busy: boolean
  failure: Failure | undefined
  onOpen: (password: string) => Promise<void>
}

function OpenBackup({ busy, failure, onOpen }: OpenBackupProps) {
  const [password, setPassword] = useState('')
  const input = useRef<HTMLInputElement>(null)
  // At once, before anything is typed that it would have written over, and again after a wrong one.
  useLayoutEffect(() => input.current?.select(), [failure])
  return (
    <form
      class="stack"
      autocomplete="off"
      aria-busy={busy}
      aria-label="Open the backup"
      {...unsent(() => void onOpen(password))}
    >
      <Field label="Password of the backup" name="backup-password" hint="The one that you had when you saved it.">
        {(control) => (
          <input
            {...control}
            ref={input}
            type="password"
            autocomplete="off"
            class="narrow"
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="row">
        <button type="submit" class="button" disabled={busy || !password}>
          {busy ? 'Opening…' : 'Show what it holds'}
        </button>
      </div>
    </form>
  )
}

function titleOf({ kind }: Failure): string {
  if (kind === 'wrong-password') return 'This is not the backup’s password'
  if (kind === 'damaged') return 'The backup is damaged'
  if (kind === 'invalid') return 'This is no backup of Rolerelay'
  return 'The backup was not restored'
}
