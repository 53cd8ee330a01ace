// The MFA device whose code the first hop sends. Only a user's own key can: a role's session has no device.

import type { Finding, Hop } from 'rolerelay-core'
import type { SourceRow } from '../../../protocol.ts'
import type { Change } from '../../../ui/assign.ts'
import { Field } from '../../../ui/field.tsx'

interface MfaFieldProps {
  hop: Hop
  index: number
  source: SourceRow | undefined
  findings: Finding[]
  onChange: (by: Change<Hop>) => void
}

export function MfaField({ hop: { mfaSerial }, index, source, findings, onChange }: MfaFieldProps) {
  const own = source?.mfaSerial
  return (
    <Field
      label="MFA device"
      optional
      name={`hops.${index}.mfaSerial`}
      findings={findings}
      hint={
        <>
          {source?.mfaSession
            ? `${source.name} asks for one code for all its chains, so none is needed here. `
            : 'Its six-digit code is asked for each time the chain is walked. '}
          {own && own !== mfaSerial && !source.mfaSession && (
            <button type="button" class="link-button" onClick={() => onChange({ mfaSerial: own })}>
              Use {source.name}’s device
            </button>
          )}
        </>
      }
    >
      {(control) => (
        <input
          {...control}
          type="text"
          class="mono"
          autocomplete="off"
          spellcheck={false}
          value={mfaSerial ?? ''}
          placeholder={own ?? 'arn:aws:iam::123456789012:mfa/alice'}
          onInput={(event) => onChange({ mfaSerial: event.currentTarget.value.trim() || undefined })}
        />
      )}
    </Field>
  )
}
