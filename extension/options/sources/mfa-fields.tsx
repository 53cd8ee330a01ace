// The MFA device of a source's user: when its code is asked for, and whether the extension makes the codes itself.

import type { Finding } from 'rolerelay-core'
import { CodeInput } from '../../ui/controls/code-input.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { Findings } from '../../ui/controls/findings.tsx'
import { clock } from '../../ui/controls/time.ts'
import type { Mfa, MfaUse } from './use-source-form.ts'

const uses: Record<MfaUse, { label: string; note: string }> = {
  none: {
    label: 'No code',
    note: 'Unless the first role of a chain names a device: then for that chain alone.',
  },
  each: {
    label: 'Ask for a code for each chain',
    note:
      'Each time a chain is walked that starts from these keys. A chain of one role can then last as long as the role ' +
      'allows, up to 12 hours.',
  },
  all: {
    label: 'One code for all chains',
    note:
      'The code starts a session of up to 12 hours (GetSessionToken), which then assumes the first role of every chain. ' +
      'AWS ends each role’s session after an hour.',
  },
}

interface MfaFieldsProps {
  value: Mfa
  /** Whether its seed is in this browser session. */
  hasSeed: boolean
  /** When the session that one code gave ends. */
  sessionEnds: number | undefined
  at: (place: string) => Finding[]
  onChange: (mfa: Mfa) => void
  onForgetSeed: () => void
}

export function MfaFields({ value, hasSeed, sessionEnds, at, onChange, onForgetSeed }: MfaFieldsProps) {
  const found = at('mfaSession')
  return (
    <fieldset class="stack">
      <legend class="legend">MFA</legend>
      <div class="source-uses">
        {(Object.keys(uses) as MfaUse[]).map((use) => (
          <label key={use} class="source-use">
            <input
              type="radio"
              name="mfaSession"
              checked={value.use === use}
              onChange={() => onChange({ ...value, use })}
            />
            <span>
              <strong>{uses[use].label}</strong>
              <span class="muted">{uses[use].note}</span>
            </span>
          </label>
        ))}
        {found.length > 0 && <Findings findings={found} />}
      </div>
      {value.use !== 'none' && (
        <>
          {sessionEnds && (
            <p class="muted">
              The session of the last code ends at {clock(sessionEnds)}. Until then none is asked for.
            </p>
          )}
          <Field
            label="MFA device"
            name="mfaSerial"
            findings={at('mfaSerial')}
            hint="The ARN of a virtual device, or the serial number of a hardware token. Passkeys and security keys have no code."
          >
            {(control) => (
              <CodeInput
                {...control}
                placeholder="arn:aws:iam::123456789012:mfa/alice"
                value={value.serial}
                onInput={(event) => onChange({ ...value, serial: event.currentTarget.value.trim() })}
              />
            )}
          </Field>
          <Field
            label={hasSeed ? 'New seed of the device' : 'Seed of the device'}
            optional
            name="seed"
            findings={at('seed')}
            hint={
              <>
                With the seed (the secret key behind the QR code) Rolerelay makes the codes by itself.{' '}
                <strong>Whoever gets into this browser then has both factors, the keys and the codes.</strong> Leave it
                empty to be asked for codes. It is kept where the keys are.
              </>
            }
          >
            {(control) => (
              <CodeInput
                {...control}
                secret
                value={value.seed}
                onInput={(event) => onChange({ ...value, seed: event.currentTarget.value.trim() })}
              />
            )}
          </Field>
          {hasSeed && (
            <div class="row">
              <span>A seed is here: no codes are asked for.</span>
              <button type="button" class="button" onClick={onForgetSeed}>
                Forget the seed
              </button>
            </div>
          )}
        </>
      )}
    </fieldset>
  )
}
