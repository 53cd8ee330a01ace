// How the console opens at the end of the chain.

import type { Finding } from 'rolerelay-core'
import { DurationSelect } from '../../ui/duration-select.tsx'
import { Field } from '../../ui/field.tsx'
import { change, type Draft, type Edit } from './draft.ts'
import { PageInput } from './page-input.tsx'
import { RegionSelect } from './region-select.tsx'

interface ConsoleFieldsProps {
  draft: Draft
  onChange: Edit
  at: (place: string) => Finding[]
}

export function ConsoleFields({ draft, onChange, at }: ConsoleFieldsProps) {
  const { hops, parentId, region, destination, sessionDuration } = draft.chain
  return (
    <fieldset class="stack">
      <legend class="legend">Console</legend>
      <div class="form-grid">
        <Field
          label="Region"
          name="region"
          findings={at('region')}
          hint="Of the sign-in requests and of the console page."
        >
          {(control) => (
            <RegionSelect
              control={control}
              roleArn={hops.at(-1)?.roleArn ?? ''}
              value={region}
              unset={(partition) =>
                partition ? `${partition.name}’s default (${partition.defaultRegion})` : 'Default'
              }
              onChange={(region) => onChange(change(draft, { region }))}
            />
          )}
        </Field>
        {hops.length === 1 && !parentId && (
          <Field
            label="Console session"
            name="sessionDuration"
            findings={at('sessionDuration')}
            hint="Only for one role, from a long-term key."
          >
            {(control) => (
              <DurationSelect
                control={control}
                value={sessionDuration}
                unset="As long as the role’s session"
                onChange={(seconds) => onChange(change(draft, { sessionDuration: seconds }))}
              />
            )}
          </Field>
        )}
      </div>
      <Field
        label="Console page"
        optional
        name="destination"
        findings={at('destination')}
        hint="A service and a region (s3 eu-west-1), a path such as /s3/home, an ARN, or the address of a page. The console’s home without one."
      >
        {(control) => (
          <PageInput
            control={control}
            value={destination ?? ''}
            onChange={(page) => onChange(change(draft, { destination: page || undefined }))}
          />
        )}
      </Field>
    </fieldset>
  )
}
