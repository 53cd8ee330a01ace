// The fields for a new password: how well it stands up to guessing, by words and a meter, and what would help.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { CodeInput } from '../controls/code-input.tsx'
import { Field } from '../controls/field.tsx'
import { FindingSummary } from '../controls/findings.tsx'
import { FailurePanel } from '../failures/failure-panel.tsx'
import './new-password.css'
import type { NewPassword } from './use-new-password.ts'

export function NewPasswordFields({ form }: { form: NewPassword }) {
  const [failure, setFailure] = useState<Failure>()
  const input = { secret: true, class: undefined, autocomplete: 'new-password', required: true } as const
  return (
    <div class="new-password" {...form.findings.visit}>
      <FindingSummary title="This password was not taken" findings={form.refused} />
      <Field
        label="New password"
        name="password"
        findings={form.findings.at('password')}
        hint="At least 12 characters. Several words that have nothing to do with each other do well. Paste one if you like."
      >
        {(control) => (
          <CodeInput
            {...control}
            {...input}
            value={form.password}
            onInput={({ currentTarget: { value } }) => form.type({ password: value })}
          />
        )}
      </Field>
      <div class="row">
        <Meter form={form} />
        <button type="button" class="link-button" aria-pressed={form.shown} onClick={() => form.show(!form.shown)}>
          {form.shown ? 'Hide' : 'Show'}
        </button>
        <button type="button" class="link-button" onClick={() => form.suggest().catch(setFailure)}>
          Suggest one
        </button>
      </div>
      {failure && <FailurePanel failure={failure} />}
      {/* Not in the field: browsers write what stands in fields to disk, but for those of the type password. */}
      {form.shown && <output class="new-password-shown">{form.password || 'Nothing is typed yet.'}</output>}
      <Field label="The same again" name="repeated" findings={form.findings.at('repeated')}>
        {(control) => (
          <CodeInput
            {...control}
            {...input}
            value={form.repeated}
            onInput={({ currentTarget: { value } }) => form.type({ repeated: value })}
          />
        )}
      </Field>
      <p>
        <strong>Nobody can reset it.</strong> Keep it, and a backup file.
      </p>
    </div>
  )
}

const words = ['Very weak', 'Very weak', 'Too weak', 'Good', 'Strong']

/** Full at 10^16 guesses: what stands up to a hundred thousand graphics cards for a year is well past enough. */
function Meter({ form: { password, strength, findings } }: { form: NewPassword }) {
  const short = [...password].length < 12
  const word = strength ? (short ? 'Too short' : words[strength.score]) : password ? 'Measuring…' : ''
  const good = strength && !findings.all.some(({ place }) => place === 'password')
  return (
    <span class={good ? 'strength good' : 'strength'}>
      <meter
        aria-label="Strength of the password"
        min={0}
        low={8}
        high={12}
        optimum={16}
        max={16}
        value={Math.min(strength?.guesses ?? 0, short ? 8 : 16)}
      >
        {word}
      </meter>
      <span role="status">{word}</span>
    </span>
  )
}
