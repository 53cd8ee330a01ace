// How the console opens at the end of the chain.

import type { Finding } from 'rolerelay-core'
import { DurationSelect } from '../../ui/duration-select.tsx'
import { Field } from '../../ui/field.tsx'
import { roleParts } from '../../ui/role.ts'
import { useCall } from '../../ui/use-call.ts'
import { change, type Draft } from './draft.ts'

interface ConsoleFieldsProps {
  draft: Draft
  onChange: (draft: Draft) => void
  at: (place: string) => Finding[]
}

export function ConsoleFields({ draft, onChange, at }: ConsoleFieldsProps) {
  const { hops, region, destination, sessionDuration } = draft.chain
  const partitions = useCall('partitions').reply ?? []
  const partitionId = roleParts(hops.at(-1)?.roleArn ?? '').partition
  const partition = partitions.find(({ id }) => id === partitionId) ?? partitions[0]
  const regions = partition?.regions ?? []
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
            <select
              {...control}
              value={region ?? ''}
              onChange={(event) => onChange(change(draft, { region: event.currentTarget.value || undefined }))}
            >
              <option value="">
                {partition ? `${partition.name}’s default (${partition.defaultRegion})` : 'Default'}
              </option>
              {region && !regions.includes(region) && <option value={region}>{region}</option>}
              {regions.map((id) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
            </select>
          )}
        </Field>
        {hops.length === 1 && (
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
        hint="A path such as /s3/home, or the address of a page. The console’s home without one."
      >
        {(control) => (
          <input
            {...control}
            type="text"
            class="mono"
            value={destination ?? ''}
            placeholder="/s3/home"
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => onChange(change(draft, { destination: event.currentTarget.value || undefined }))}
          />
        )}
      </Field>
    </fieldset>
  )
}
