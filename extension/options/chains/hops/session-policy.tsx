// What narrows a hop's session: a policy of its own and managed ones. Policies are no secret: like ARNs they are kept in
// the clear, so they may stand in text areas, which browsers write to disk.

import { useState } from 'preact/hooks'
import type { Finding, Hop } from 'rolerelay-core'
import type { Change } from '../../../ui/controls/assign.ts'
import { Field } from '../../../ui/controls/field.tsx'

/** In characters, together with the managed policies' ARNs: the API reference of AssumeRole, Policy. */
const LONGEST = 2048

interface SessionPolicyProps {
  of: Pick<Hop, 'policy' | 'policyArns'>
  /** Where findings on it are: `hops.0`. */
  place: string
  at: (field: string) => Finding[]
  onChange: (by: Change<Pick<Hop, 'policy' | 'policyArns'>>) => void
}

export function SessionPolicy({ of: { policy = '', policyArns = [] }, place, at, onChange }: SessionPolicyProps) {
  // The text keeps its empty lines while it is written; the record has only the ARNs.
  const [arns, setArns] = useState(policyArns.join('\n'))
  const json = parsed(policy)
  const size = [...policy].length
  return (
    <>
      <Field
        label="Session policy"
        optional
        name={`${place}.policy`}
        findings={at('policy')}
        hint={
          policy
            ? `${size.toLocaleString()} of ${LONGEST.toLocaleString()} characters.`
            : 'JSON. The session may then do only what both this and the role’s own policies allow.'
        }
      >
        {(control) => (
          <textarea
            {...control}
            class="mono"
            rows={policy ? 8 : 2}
            spellcheck={false}
            autocomplete="off"
            value={policy}
            onInput={(event) => onChange({ policy: event.currentTarget.value || undefined })}
          />
        )}
      </Field>
      {policy && (
        <div class="row">
          <button
            type="button"
            class="button"
            disabled={!json}
            onClick={() => json && onChange({ policy: JSON.stringify(json.value, null, 2) })}
          >
            Format
          </button>
          <button
            type="button"
            class="button"
            disabled={!json}
            onClick={() => json && onChange({ policy: JSON.stringify(json.value) })}
          >
            Make it short
          </button>
        </div>
      )}
      <Field
        label="Managed policies"
        optional
        name={`${place}.policyArns`}
        findings={at('policyArns')}
        hint="ARNs, one a line, at most 10. They narrow the session too."
      >
        {(control) => (
          <textarea
            {...control}
            class="mono"
            rows={2}
            spellcheck={false}
            autocomplete="off"
            value={arns}
            onInput={({ currentTarget: { value } }) => {
              setArns(value)
              const written = value.split(/[\s,;]+/).filter(Boolean)
              onChange({ policyArns: written.length > 0 ? written : undefined })
            }}
          />
        )}
      </Field>
    </>
  )
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
