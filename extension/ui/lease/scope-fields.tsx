// How wide a lease is. Policies and ARNs are no secret, so they may stand in a text area, which browsers write to disk.

import type { Finding, LeaseScope } from 'rolerelay-core'
import { MOST_OF_AWS } from '../../limits.ts'
import { Field } from '../controls/field.tsx'
import { useCall } from '../controls/use-call.ts'

/** What was written for each way to be narrow, also of those that are not chosen. */
export interface ScopeDraft {
  kind: LeaseScope['kind']
  name: string
  arn: string
  policy: string
  reads: boolean
}

export const newScope: ScopeDraft = { kind: 'read-only', name: 's3', arn: '', policy: '', reads: true }

export function scopeOf({ kind, name, arn, policy, reads }: ScopeDraft): LeaseScope {
  if (kind === 'service') return { kind, name, reads }
  if (kind === 'resource') return { kind, arn, reads }
  return kind === 'policy' ? { kind, policy } : { kind }
}

const kinds: Record<LeaseScope['kind'], { label: string; hint: string }> = {
  'read-only': { label: 'Read-only', hint: 'AWS’s ReadOnlyAccess: all that reads, data too.' },
  'view-only': { label: 'View-only, without data', hint: 'AWS’s ViewOnlyAccess: what there is, not what is in it.' },
  service: { label: 'One service', hint: 'Nothing of any other service.' },
  resource: { label: 'One resource', hint: 'And what is in it, such as the objects of a bucket.' },
  policy: { label: 'A policy by hand', hint: 'JSON, as session policies are.' },
}

interface ScopeFieldsProps {
  draft: ScopeDraft
  at: (place: string) => Finding[]
  /** What is wrong with that kind of lease for this chain. */
  wrong: Finding[]
  onChange: (by: Partial<ScopeDraft>) => void
}

export function ScopeFields({ draft, at, wrong, onChange }: ScopeFieldsProps) {
  const { kind, name, arn, policy, reads } = draft
  const services = useCall('leaseServices').reply ?? []
  return (
    <>
      <Field label="How wide" name="width" findings={wrong} hint={kinds[kind].hint}>
        {(control) => (
          <select
            {...control}
            value={kind}
            onChange={(event) => onChange({ kind: event.currentTarget.value as ScopeDraft['kind'] })}
          >
            {Object.entries(kinds).map(([kind, { label }]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      {kind === 'service' && (
        <Field label="Service" name="scope.name" findings={at('scope.name')}>
          {(control) => (
            <select {...control} value={name} onChange={(event) => onChange({ name: event.currentTarget.value })}>
              {services.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {kind === 'resource' && (
        <Field
          label="ARN of the resource"
          name="scope.arn"
          findings={at('scope.arn')}
          hint="Without wildcards. What is encrypted with a KMS key of your own needs that key too, and this does not give it."
        >
          {(control) => (
            <input
              {...control}
              type="text"
              class="mono"
              spellcheck={false}
              autocomplete="off"
              placeholder="arn:aws:s3:::my-bucket"
              value={arn}
              onInput={(event) => onChange({ arn: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      {kind === 'policy' && (
        <Field
          label="Policy"
          name="scope.policy"
          findings={at('scope.policy')}
          hint={`JSON, of at most ${MOST_OF_AWS.scopedPolicy.toLocaleString()} characters without spaces.`}
        >
          {(control) => (
            <textarea
              {...control}
              class="mono"
              rows={6}
              spellcheck={false}
              autocomplete="off"
              value={policy}
              onInput={(event) => onChange({ policy: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      {(kind === 'service' || kind === 'resource') && (
        <label class="row">
          <input
            type="checkbox"
            checked={reads}
            onChange={(event) => onChange({ reads: event.currentTarget.checked })}
          />
          Only to read: Get, List, Describe, Query and the like
        </label>
      )}
    </>
  )
}
