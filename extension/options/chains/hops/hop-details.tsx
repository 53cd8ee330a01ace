// What an AssumeRole may say beside the role: what is needed often first, then what belongs to the session.

import { CodeInput } from '../../../ui/controls/code-input.tsx'
import { DurationSelect } from '../../../ui/controls/duration-select.tsx'
import { Field } from '../../../ui/controls/field.tsx'
import { roleParts } from '../../../ui/controls/role.ts'
import { RegionSelect } from '../region-select.tsx'
import type { HopFieldsProps } from './hop-fields.tsx'
import { MfaField } from './mfa-field.tsx'
import { SessionPolicy } from './session-policy.tsx'
import { SessionTags } from './session-tags.tsx'
import { TemplateField, UNNAMED } from './template-field.tsx'

export function HopDetails(props: HopFieldsProps) {
  const { hop, index, number, chainName, fallbackName, inherited, first, source, at, onChange } = props
  const { roleArn, externalId, sessionName, durationSeconds, sourceIdentity } = hop
  const named = { chain: chainName, hop: number - 1, roleArn }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would stand in the way of the summary above
    <div class="hop-details" role="group" aria-label={`Details of hop ${number}`}>
      <div class="form-grid">
        <Field
          label="External ID"
          optional
          name={`hops.${index}.externalId`}
          findings={at('externalId')}
          hint="When the role’s trust policy asks for one."
        >
          {(control) => (
            <CodeInput
              {...control}
              value={externalId ?? ''}
              onInput={(event) => onChange({ externalId: event.currentTarget.value || undefined })}
            />
          )}
        </Field>
        <Field
          label="Duration"
          optional
          name={`hops.${index}.durationSeconds`}
          findings={at('durationSeconds')}
          hint={first ? 'Over an hour only from a long-term key.' : 'AWS ends a chained session after an hour.'}
        >
          {(control) => (
            <DurationSelect
              control={control}
              value={durationSeconds}
              unset="As AWS chooses (1 h)"
              onChange={(seconds) => onChange({ durationSeconds: seconds })}
            />
          )}
        </Field>
      </div>
      <TemplateField
        of="sessionName"
        label="Session name"
        name={`hops.${index}.sessionName`}
        findings={at('sessionName')}
        hint={`What CloudTrail shows. Without one: ${fallbackName ?? UNNAMED}.`}
        value={sessionName}
        named={named}
        onChange={(text) => onChange({ sessionName: text })}
      />
      {/* Where it may not be, so that what is wrong with it is shown. */}
      {(first || hop.mfaSerial) && (
        <MfaField hop={hop} index={index} source={source} findings={at('mfaSerial')} onChange={onChange} />
      )}
      <fieldset class="hop-group">
        <legend>Session</legend>
        <SessionTags
          tags={hop.sessionTags ?? []}
          place={`hops.${index}.sessionTags`}
          findings={at('sessionTags')}
          onChange={(tags) => onChange({ sessionTags: tags.length > 0 ? tags : undefined })}
        />
        <TemplateField
          of="sourceIdentity"
          label="Source identity"
          name={`hops.${index}.sourceIdentity`}
          findings={at('sourceIdentity')}
          hint={
            inherited?.sourceIdentity
              ? `Hop ${inherited.sourceIdentity.hop} set it for all later hops: “${inherited.sourceIdentity.value}”.`
              : 'Who is behind the session. Once set it stays for every later hop, and CloudTrail shows it.'
          }
          value={sourceIdentity}
          named={named}
          onChange={(text) => onChange({ sourceIdentity: text })}
        />
        <SessionPolicy of={hop} place={`hops.${index}`} at={at} onChange={onChange} />
      </fieldset>
      <div class="form-grid">
        <Field
          label="Region of this hop’s STS"
          optional
          name={`hops.${index}.region`}
          findings={at('region')}
          hint="Where AssumeRole is sent for this hop."
        >
          {(control) => (
            <RegionSelect
              control={control}
              partitionId={roleParts(roleArn).partition}
              value={hop.region}
              unset={() => 'As for the whole chain'}
              onChange={(region) => onChange({ region })}
            />
          )}
        </Field>
      </div>
    </div>
  )
}
