// Asks a person who is in already to show that it is them: by the password, or by a passkey.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { askable, askPasskeys } from '../../passkey.ts'
import type { Proof, UnlockWay } from '../../protocol.ts'
import { Field } from '../controls/field.tsx'
import { KeyIcon } from '../controls/icons.tsx'
import './new-password.css'

interface ProofFieldProps {
  label: string
  ways: UnlockWay[]
  /** Undefined while nothing is typed. */
  value: Proof | undefined
  onChange: (proof: Proof | undefined) => void
  /** Whether the last one was wrong. */
  wrong?: boolean
}

export function ProofField({ label, ways, value, onChange, wrong }: ProofFieldProps) {
  const [failure, setFailure] = useState<Failure>()
  const ask = () => {
    setFailure(undefined)
    askPasskeys(ways).then(onChange, setFailure)
  }
  if (value && 'prf' in value) {
    return (
      <p class="row" role="status">
        <KeyIcon />
        The passkey answered.
        <button type="button" class="link-button" onClick={() => onChange(undefined)}>
          Use the password instead
        </button>
      </p>
    )
  }
  return (
    <div class="proof">
      <Field
        label={label}
        name="proof"
        findings={wrong ? [{ place: 'proof', severity: 'error', message: 'This is not the password.' }] : []}
      >
        {(control) => (
          <input
            {...control}
            type="password"
            autocomplete="off"
            value={value?.password ?? ''}
            onInput={({ currentTarget: { value: password } }) => onChange(password ? { password } : undefined)}
          />
        )}
      </Field>
      {askable(ways).length > 0 && (
        <button type="button" class="link-button" onClick={ask}>
          Use a passkey instead
        </button>
      )}
      {failure && (
        <p role="alert" class="muted">
          {failure.message}
        </p>
      )}
    </div>
  )
}
