// One hop: its role ARN, and below it what few roles need.

import { useState } from 'preact/hooks'
import type { Finding, Hop } from 'rolerelay-core'
import type { Change } from '../../ui/assign.ts'
import { DurationSelect } from '../../ui/duration-select.tsx'
import { Field } from '../../ui/field.tsx'
import { DownIcon, TrashIcon, UpIcon } from '../../ui/icons.tsx'
import { severalArns } from './draft.ts'

interface HopFieldsProps {
  hop: Hop
  index: number
  count: number
  at: (field: string) => Finding[]
  onChange: (by: Change<Hop>) => void
  onMove: (to: number) => void
  onRemove: () => void
  onPasteRoles: (arns: string[]) => void
}

export function HopFields({ hop, index, count, at, onChange, onMove, onRemove, onPasteRoles }: HopFieldsProps) {
  const { roleArn, externalId, sessionName, durationSeconds } = hop
  const wrong = [...at('externalId'), ...at('sessionName'), ...at('durationSeconds')].length > 0
  const set = [externalId && 'external ID', sessionName && 'session name', durationSeconds && 'duration'].filter(
    Boolean,
  )
  const [open, setOpen] = useState(false)
  const onPaste = (event: ClipboardEvent) => {
    const arns = severalArns(event.clipboardData?.getData('text/plain') ?? '')
    if (arns.length === 0) return
    event.preventDefault()
    onPasteRoles(arns)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowUp: index - 1, ArrowDown: index + 1 }[event.key]
    if (!event.altKey || to === undefined) return
    event.preventDefault()
    if (to >= 0 && to < count) onMove(to)
  }
  const text = (field: 'externalId' | 'sessionName') => (event: { currentTarget: HTMLInputElement }) =>
    onChange({ [field]: event.currentTarget.value || undefined })

  return (
    <li class="hop">
      <span class="hop-number" aria-hidden="true">
        {index + 1}
      </span>
      <div class="hop-role">
        <Field label={`Role ARN of hop ${index + 1}`} name={`hops.${index}.roleArn`} findings={at('roleArn')}>
          {(control) => (
            <input
              {...control}
              type="text"
              class="mono"
              value={roleArn}
              placeholder="arn:aws:iam::123456789012:role/name"
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => onChange({ roleArn: event.currentTarget.value })}
              onPaste={onPaste}
              onKeyDown={onKeyDown}
            />
          )}
        </Field>
      </div>
      <div class="hop-buttons">
        <HopButton
          label={`Move hop ${index + 1} up`}
          icon={UpIcon}
          off={index === 0}
          onClick={() => onMove(index - 1)}
        />
        <HopButton
          label={`Move hop ${index + 1} down`}
          icon={DownIcon}
          off={index === count - 1}
          onClick={() => onMove(index + 1)}
        />
        <HopButton label={`Remove hop ${index + 1}`} icon={TrashIcon} off={count === 1} onClick={onRemove} />
      </div>
      <details class="hop-more" open={open || wrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{set.length > 0 ? `Also sends: ${set.join(', ')}` : 'External ID, session name, duration'}</summary>
        <div class="form-grid">
          <Field
            label="External ID"
            optional
            name={`hops.${index}.externalId`}
            findings={at('externalId')}
            hint="When the role’s trust policy asks for one."
          >
            {(control) => (
              <input
                {...control}
                type="text"
                class="mono"
                autocomplete="off"
                spellcheck={false}
                value={externalId ?? ''}
                onInput={text('externalId')}
              />
            )}
          </Field>
          <Field
            label="Session name"
            optional
            name={`hops.${index}.sessionName`}
            findings={at('sessionName')}
            hint="What CloudTrail shows. “rolerelay” without one."
          >
            {(control) => (
              <input
                {...control}
                type="text"
                class="mono"
                autocomplete="off"
                spellcheck={false}
                value={sessionName ?? ''}
                onInput={text('sessionName')}
              />
            )}
          </Field>
          <Field
            label="Duration"
            optional
            name={`hops.${index}.durationSeconds`}
            findings={at('durationSeconds')}
            hint={index === 0 ? 'Over an hour only from a long-term key.' : 'AWS ends a chained session after an hour.'}
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
      </details>
    </li>
  )
}

interface HopButtonProps {
  label: string
  icon: typeof UpIcon
  off: boolean
  onClick: () => void
}

function HopButton({ label, icon: Icon, off, onClick }: HopButtonProps) {
  return (
    <button type="button" class="button quiet square" aria-label={label} title={label} disabled={off} onClick={onClick}>
      <Icon />
    </button>
  )
}
