// A backup out: one file with all that is kept, encrypted as it is.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import { ExportIcon } from '../../ui/controls/icons.tsx'
import { saveAs } from '../../ui/controls/save-as.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'

export function Backup() {
  const { saved, failure, save } = useBackup()
  return (
    <section class="card stack" aria-labelledby="backup">
      <h2 id="backup">Save a backup</h2>
      <p>
        One file with your chains, sources, keys and settings, encrypted as they are here. It opens with the password
        that you have now, also after you change it.
      </p>
      {failure && <FailurePanel failure={failure} title="No backup was saved" />}
      <div class="row">
        <button type="button" class="button" onClick={save}>
          <ExportIcon />
          Save a backup
        </button>
        <span role="status" class="muted">
          {saved && `Handed to the browser as ${saved}. Keep it on another disk.`}
        </span>
      </div>
    </section>
  )
}

export function useBackup(): { saved: string | undefined; failure: Failure | undefined; save: () => void } {
  const [saved, setSaved] = useState<string>()
  const [failure, setFailure] = useState<Failure>()
  const save = () => {
    setSaved(undefined)
    setFailure(undefined)
    call('backup', null).then(({ name, text }) => {
      saveAs(name, text)
      setSaved(name)
    }, setFailure)
  }
  return { saved, failure, save }
}
