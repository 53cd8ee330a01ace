// Step 1: a source that is here already, or new keys; and where one signs in who has none.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import type { SourceRow } from '../../protocol.ts'
import { Field } from '../../ui/controls/field.tsx'
import { FindingSummary } from '../../ui/controls/findings.tsx'
import { unsent } from '../../ui/controls/unsent.ts'
import { useOneAtATime } from '../../ui/controls/use-one-at-a-time.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { CredentialFields } from '../sources/credential-fields.tsx'
import { KeysBadge, keysText } from '../sources/keys-badge.tsx'
import { useSourceForm } from '../sources/use-source-form.ts'
import { WithoutKeys } from '../sources/without-keys.tsx'

interface StepSourceProps {
  sources: SourceRow[]
  chosen: SourceRow | undefined
  onChosen: (id: string | undefined) => void
  /** Reads the sources anew. */
  onAdded: () => Promise<void>
}

export function StepSource({ sources, chosen, onChosen, onAdded }: StepSourceProps) {
  const form = useSourceForm({ name: 'My keys' })
  const [failure, setFailure] = useState<Failure>()
  const alone = useOneAtATime()
  const save = async () => {
    const saved = await form.save()
    if (!saved) return
    await onAdded()
    onChosen(saved.id)
  }
  if (chosen) {
    return (
      <div class="stack">
        <div class="row">
          <strong>{chosen.name}</strong>
          <KeysBadge source={chosen} />
          <span class="muted mono">{chosen.accessKeyId}</span>
          <button type="button" class="link-button" onClick={() => onChosen(undefined)}>
            Use another source
          </button>
        </div>
        <p class="muted">
          {chosen.likelyAccount && `These keys seem to belong to account ${chosen.likelyAccount}. `}
          {keysText(chosen)}
        </p>
      </div>
    )
  }
  const ready = sources.filter(({ keys }) => keys === 'ready')
  return (
    <form
      class="stack"
      noValidate
      autocomplete="off"
      {...unsent(() => {
        setFailure(undefined)
        alone(save).catch(setFailure)
      })}
      {...form.findings.visit}
    >
      {ready.length > 0 && (
        <div class="row">
          Use a source that is here:
          {ready.map(({ id, name }) => (
            <button key={id} type="button" class="button" onClick={() => onChosen(id)}>
              {name}
            </button>
          ))}
        </div>
      )}
      <p>
        <span class="muted">No access key? </span>
        <WithoutKeys />
      </p>
      <p>
        Paste a whole block into any field (shell exports, a credentials file, JSON from the AWS CLI) and all three are
        filled. Or type them.
      </p>
      {failure && <FailurePanel failure={failure} />}
      <FindingSummary title="These keys were not taken" findings={form.refused} />
      <CredentialFields value={form.keys} onChange={form.setKeys} onPasted={form.setRefused} at={form.findings.at} />
      <Field label="Name for these keys" name="name" findings={form.findings.at('name')}>
        {(control) => (
          <input
            {...control}
            type="text"
            value={form.name}
            onInput={(event) => form.setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="row">
        <button type="submit" class="button primary">
          Use these keys
        </button>
        <span class="muted">In the browser’s memory for now. Nothing of them is on disk in the clear, ever.</span>
      </div>
    </form>
  )
}
