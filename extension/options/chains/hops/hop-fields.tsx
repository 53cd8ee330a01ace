// One hop: its role ARN, and below it, folded away, what few roles need.

import { createContext } from 'preact'
import { useContext, useEffect, useRef, useState } from 'preact/hooks'
import type { Finding, Hop } from 'rolerelay-core'
import type { SourceRow } from '../../../protocol.ts'
import type { Change } from '../../../ui/controls/assign.ts'
import { CodeInput } from '../../../ui/controls/code-input.tsx'
import { Field } from '../../../ui/controls/field.tsx'
import { Findings, focusPlace, within } from '../../../ui/controls/findings.tsx'
import { DownIcon, TrashIcon, UpIcon } from '../../../ui/controls/icons.tsx'
import { HopDetails } from './hop-details.tsx'
import type { Inherited } from './inherited.ts'
import { InheritedLine } from './inherited-line.tsx'

export interface HopFieldsProps {
  hop: Hop
  /** In the record. */
  index: number
  /** In the whole chain, from 1. */
  number: number
  count: number
  chainName: string
  /** The session name without one of its own. */
  fallbackName: string | undefined
  inherited: Inherited | undefined
  /** Whether the source's keys sign it. */
  first: boolean
  source: SourceRow | undefined
  at: (field: string) => Finding[]
  /** What was found about the hop as a whole. */
  own: Finding[]
  onChange: (by: Change<Hop>) => void
  onMove: (to: number) => void
  onRemove: () => void
  /** Takes a pasted text that is more than one ARN. */
  onPaste: (text: string) => void
}

const details = [
  'externalId',
  'sessionName',
  'durationSeconds',
  'sessionTags',
  'sourceIdentity',
  'policy',
  'policyArns',
  'mfaSerial',
  'region',
] as const

/** The setting that the writing is to begin with. Another object asks anew. */
export const WantedPlace = createContext<{ place: string } | undefined>(undefined)

export function HopFields(props: HopFieldsProps) {
  const { hop, index, number, count, inherited, at, own, onChange, onMove, onRemove, onPaste } = props
  const wrong = details.some((field) => at(field).some(({ severity }) => severity !== 'hint'))
  const set = summary(hop)
  const [opened, setOpened] = useState(false)
  const open = opened || wrong
  const wanted = useContext(WantedPlace)
  const met = useRef<object | undefined>(undefined)
  useEffect(() => {
    if (!wanted || met.current === wanted || !within(wanted.place, `hops.${index}`)) return
    // What else a hop sends is there only once it is unfolded.
    if (!open && !wanted.place.endsWith('.roleArn')) return setOpened(true)
    met.current = wanted
    focusPlace(wanted.place)
  }, [wanted, open])
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain').trim() ?? ''
    if (!/[\s,;"']/.test(text)) return
    event.preventDefault()
    onPaste(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowUp: index - 1, ArrowDown: index + 1 }[event.key]
    if (!event.altKey || to === undefined) return
    event.preventDefault()
    if (to >= 0 && to < count) onMove(to)
  }
  return (
    <li class="hop">
      <span class="hop-number" aria-hidden="true">
        {number}
      </span>
      <div class="hop-role">
        <Field label={`Role ARN of hop ${number}`} name={`hops.${index}.roleArn`} findings={at('roleArn')}>
          {(control) => (
            <CodeInput
              {...control}
              value={hop.roleArn}
              placeholder="arn:aws:iam::123456789012:role/name"
              onInput={(event) => onChange({ roleArn: event.currentTarget.value })}
              onPaste={paste}
              onKeyDown={onKeyDown}
            />
          )}
        </Field>
      </div>
      <div class="hop-buttons">
        <HopButton label={`Move hop ${number} up`} icon={UpIcon} off={index === 0} onClick={() => onMove(index - 1)} />
        <HopButton
          label={`Move hop ${number} down`}
          icon={DownIcon}
          off={index === count - 1}
          onClick={() => onMove(index + 1)}
        />
        <HopButton
          label={`Remove hop ${number}`}
          icon={TrashIcon}
          off={count === 1 && !props.source?.ownEnd}
          onClick={onRemove}
        />
      </div>
      <div class="hop-more">
        {own.length > 0 && <Findings findings={own} />}
        {inherited && <InheritedLine inherited={inherited} />}
        <details open={open} onToggle={(event) => setOpened(event.currentTarget.open)}>
          <summary>
            {set.length > 0 ? `Also sends: ${set.join(', ')}` : 'External ID, session name, tags and more'}
          </summary>
          {open && <HopDetails {...props} />}
        </details>
      </div>
    </li>
  )
}

/** What is set beside the role. */
function summary({ sessionTags = [], policyArns = [], ...hop }: Hop): string[] {
  const tags = sessionTags.length === 1 ? '1 tag' : `${sessionTags.length} tags`
  const policies = policyArns.length === 1 ? '1 managed policy' : `${policyArns.length} managed policies`
  const all = [
    hop.externalId && 'external ID',
    hop.sessionName && 'session name',
    hop.durationSeconds && 'duration',
    sessionTags.length > 0 && tags,
    hop.sourceIdentity && 'source identity',
    hop.policy && 'session policy',
    policyArns.length > 0 && policies,
    hop.mfaSerial && 'MFA code',
  ]
  return [...all.filter((each) => typeof each === 'string'), ...(hop.region ? [`to ${hop.region}`] : [])]
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
