// The MFA device whose code the first hop sends. Only a user's own key can: a role's session has no device.

import type { Finding, Hop } from 'rolerelay-core'
import type { SourceRow } from '../../../protocol.ts'
import type { Change } from '../../../ui/controls/assign.ts'
import { CodeInput } from '../../../ui/controls/code-input.tsx'
import { Field } from '../../../ui/controls/field.tsx'

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
        source?.mfaSession
          ? `${source.name} asks for one code for all its chains, so none is needed here.`
          : own
            ? `Without one, the code of ${source?.name}’s own device is asked for each time the chain is walked.`
            : 'Its six-digit code is asked for each time the chain is walked.'
      }
    >
      {(control) => (
        <CodeInput
          {...control}
          value={mfaSerial ?? ''}
          placeholder={own ?? 'arn:aws:iam::123456789012:mfa/alice'}
          onInput={(event) => onChange({ mfaSerial: event.currentTarget.value.trim() || undefined })}
        />
      )}
    </Field>
  )
}
