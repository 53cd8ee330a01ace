// Where a source's chains are walked: at AWS, or at an endpoint of the person's own.

import type { Endpoint, Finding } from 'rolerelay-core'
import { CodeInput } from '../../ui/controls/code-input.tsx'
import { Field } from '../../ui/controls/field.tsx'

interface EndpointFieldsProps {
  /** Undefined is AWS. */
  value: Endpoint | undefined
  at: (place: string) => Finding[]
  onChange: (value: Endpoint | undefined) => void
}

export function EndpointFields({ value, at, onChange }: EndpointFieldsProps) {
  return (
    <fieldset class="stack">
      <legend class="legend">Where its chains are walked</legend>
      <div class="source-uses">
        <label class="source-use">
          <input type="radio" name="endpoint" checked={!value} onChange={() => onChange(undefined)} />
          <span>
            <strong>At AWS</strong>
            <span class="muted">STS of the region of each role.</span>
          </span>
        </label>
        <label class="source-use">
          <input type="radio" name="endpoint" checked={value !== undefined} onChange={() => onChange({ sts: '' })} />
          <span>
            <strong>At an endpoint of your own</strong>
            <span class="muted">
              LocalStack, moto, MinIO and the like on this computer. Every role of its chains is assumed there, and
              nothing goes to AWS. Do not enter keys of AWS for it: they are of no use there.
            </span>
          </span>
        </label>
      </div>
      {value && (
        <>
          <Field
            label="STS endpoint"
            name="endpoint.sts"
            findings={at('endpoint.sts')}
            hint="http://localhost or http://127.0.0.1 with a port. The browser asks you to allow this computer when a chain is first walked there."
          >
            {(control) => (
              <CodeInput
                {...control}
                placeholder="http://localhost:4566"
                value={value.sts}
                onInput={(event) => onChange({ ...value, sts: event.currentTarget.value.trim() })}
              />
            )}
          </Field>
          <Field
            label="Console"
            optional
            name="endpoint.console"
            findings={at('endpoint.console')}
            hint="The address of a console on this computer, such as MinIO’s. It opens as it is, once the chain was walked: no session signs in there. Without one a chain can be tested, and its credentials copied."
          >
            {(control) => (
              <CodeInput
                {...control}
                placeholder="http://localhost:9001"
                value={value.console ?? ''}
                onInput={(event) => {
                  const { console: _, ...rest } = value
                  const written = event.currentTarget.value.trim()
                  onChange(written ? { ...rest, console: written } : rest)
                }}
              />
            )}
          </Field>
        </>
      )}
    </fieldset>
  )
}
