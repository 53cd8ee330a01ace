// How the console opens at the end of the chain.

import type { Finding } from 'rolerelay-core'
import type { SourceRow } from '../../protocol.ts'
import { DurationSelect } from '../../ui/controls/duration-select.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { roleParts } from '../../ui/controls/role.ts'
import { change, type Draft, type Edit } from './draft.ts'
import { PageInput } from './page-input.tsx'
import { RegionSelect } from './region-select.tsx'

interface ConsoleFieldsProps {
  draft: Draft
  /** Where it starts in the end, if that is known. */
  source: SourceRow | undefined
  onChange: Edit
  at: (place: string) => Finding[]
}

export function ConsoleFields({ draft, source, onChange, at }: ConsoleFieldsProps) {
  const { hops, parentId, region, destination, sessionDuration } = draft.chain
  const end = hops.at(-1)
  const ownEnd = !end && !parentId && source?.ownEnd
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
              partitionId={ownEnd ? ownEnd.partition : roleParts(end?.roleArn ?? '').partition}
              value={region}
              unset={(partition) =>
                partition ? `${partition.name}’s default (${partition.defaultRegion})` : 'Default'
              }
              onChange={(region) => onChange(change(draft, { region }))}
            />
          )}
        </Field>
        {(hops.length === 1 || ownEnd) && !parentId && (
          <Field
            label="Console session"
            name="sessionDuration"
            findings={at('sessionDuration')}
            hint={
              ownEnd
                ? 'Longer than the source’s own session only where AWS gives that.'
                : 'Only for one role, from a long-term key.'
            }
          >
            {(control) => (
              <DurationSelect
                control={control}
                value={sessionDuration}
                unset={ownEnd ? 'As long as the source’s session' : 'As long as the role’s session'}
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
