// No copy of what is kept is whole. Nothing is opened or written before the person decides what becomes of it.

import { useEffect, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { VaultState } from '../../protocol.ts'
import { ErrorIcon, ImportIcon } from '../controls/icons.tsx'
import { saveAs } from '../controls/save-as.ts'
import { FailurePanel } from '../failures/failure-panel.tsx'
import { GoOnInTab } from '../unlock/go-on-in-tab.tsx'
import { StartOver } from '../unlock/start-over.tsx'
import { RestoreBackup } from './restore-backup.tsx'

interface DamagedProps {
  message: string
  popup: boolean
  onMended: (vault: VaultState) => void
  onGone: () => void
}

export function Damaged({ message, popup, onMended, onGone }: DamagedProps) {
  const [failure, setFailure] = useState<Failure>()
  useEffect(() => {
    document.title = 'Damaged · Rolerelay'
  }, [])
  const rescue = () => {
    setFailure(undefined)
    call('rescue', null).then(({ name, text }) => saveAs(name, text), setFailure)
  }
  return (
    <main class="gate">
      <section class="gate-card" role="alert" aria-labelledby="damaged">
        <h1 id="damaged" class="gate-title danger">
          <ErrorIcon />
          What Rolerelay keeps cannot be read
        </h1>
        <p>{message}</p>
        <p class="muted">Nothing was changed or deleted. Nothing will be before you choose.</p>
      </section>
      {popup ? (
        <GoOnInTab label="See what to do" />
      ) : (
        <>
          <section class="gate-card">
            <h2>Keep the damaged copies</h2>
            <p class="muted">
              Save them first: somebody may be able to mend them. The file holds them as they are: encrypted where there
              was a password, and to be read by anybody where there was none.
            </p>
            {failure && <FailurePanel failure={failure} title="Not saved" />}
            <div class="row">
              <button type="button" class="button" onClick={rescue}>
                <ImportIcon />
                Save the damaged copies
              </button>
            </div>
          </section>
          <RestoreBackup onRestored={onMended} />
          <StartOver onDone={onGone} />
        </>
      )}
    </main>
  )
}
