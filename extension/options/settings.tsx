// The one setting that there is.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../client.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { useCall } from '../ui/use-call.ts'

export function SettingsPage() {
  const { reply: settings, failure, again } = useCall('settings')
  const [unsaved, setUnsaved] = useState<Failure>()
  const [saved, setSaved] = useState(false)
  const save = (signOutFirst: boolean) => {
    setUnsaved(undefined)
    call('saveSettings', { signOutFirst, user: settings?.user ?? '' })
      .then(() => setSaved(true), setUnsaved)
      .then(again)
  }
  const wrong = failure ?? unsaved
  return (
    <article class="prose">
      <h1>Settings</h1>
      {wrong && <FailurePanel failure={wrong} />}
      {settings && (
        <section class="card setting">
          <input
            id="sign-out-first"
            type="checkbox"
            checked={settings.signOutFirst}
            aria-describedby="sign-out-note"
            onChange={(event) => save(event.currentTarget.checked)}
          />
          <div class="stack">
            <label for="sign-out-first">Sign out of the console before signing in</label>
            <div id="sign-out-note" class="stack muted">
              <p>
                Leave this off where the console’s multi-session support is on: it lets one browser be signed in to
                several roles at once, and signing out would end them all.
              </p>
              <p>
                Turn it on if the console answers “You must first log out before logging into a different AWS account”.
              </p>
            </div>
          </div>
        </section>
      )}
      <p role="status" class="muted">
        {saved && 'Saved.'}
      </p>
    </article>
  )
}
