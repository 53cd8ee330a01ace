// Deletes everything, for a person who cannot get at it any more. Nobody does that by a slip: it takes the words.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import { Field } from '../controls/field.tsx'
import { TrashIcon } from '../controls/icons.tsx'
import { FailurePanel } from '../failures/failure-panel.tsx'

const SURE = 'delete everything'

export function StartOver({ onDone }: { onDone: () => void }) {
  const [typed, setTyped] = useState('')
  const [failure, setFailure] = useState<Failure>()
  const sure = typed.trim().toLowerCase() === SURE
  const submit = (event: Event) => {
    event.preventDefault()
    setFailure(undefined)
    if (sure) call('startOver', { sure: SURE }).then(onDone, setFailure)
  }
  return (
    <form class="gate-card" autocomplete="off" aria-labelledby="start-over" onSubmit={submit}>
      <h2 id="start-over">Start over</h2>
      <p class="muted">
        Deletes the chains, the sources and their access keys from this browser, and the password with them. It cannot
        be undone. A folder of bookmarks that Rolerelay keeps for you stays: delete it in the browser. In AWS nothing
        changes: keys that you have elsewhere go on working.
      </p>
      {failure && <FailurePanel failure={failure} title="Not deleted" />}
      <Field label={`Type “${SURE}”`} name="sure">
        {(control) => (
          <input
            {...control}
            type="text"
            autocomplete="off"
            spellcheck={false}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="row">
        <button type="submit" class="button danger" disabled={!sure}>
          <TrashIcon />
          Delete everything and start over
        </button>
      </div>
    </form>
  )
}
