// A ticket or a reason, with what AWS will record of it.

import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Failure, ReasonPlace, ReasonRecord } from 'rolerelay-core'
import { call } from '../../client.ts'
import { MOST_OF_AWS } from '../../limits.ts'

interface ReasonFieldProps {
  chainId: string
  /** Whether AWS records it, and not the journal alone. */
  isRecorded: boolean
  value: string
  /** The one that was given last in this browser session. */
  last: string | undefined
  onChange: (reason: string) => void
  /** Hears whether AWS takes it. */
  onFits: (fits: boolean) => void
  onEnter: () => void
}

export function ReasonField({ chainId, isRecorded, value, last, onChange, onFits, onEnter }: ReasonFieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const { record, wrong } = useRecord(chainId, isRecorded ? value : '')
  useEffect(() => input.current?.focus(), [])
  // As it is drawn: who reads that it fits presses Enter.
  const fits = isRecorded ? record !== undefined : value.trim() !== ''
  useLayoutEffect(() => onFits(fits), [fits])
  return (
    <div class="reason-field">
      <label for={`${id}-reason`}>Ticket or reason</label>
      {/* Without a name, and with nothing to complete: it belongs to this run and not into the browser's memory of forms. */}
      <input
        ref={input}
        id={`${id}-reason`}
        type="text"
        autocomplete="off"
        spellcheck={false}
        maxLength={MOST_OF_AWS.tagValue}
        aria-describedby={`${id}-note`}
        aria-invalid={wrong !== undefined}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          onEnter()
        }}
      />
      <p id={`${id}-note`} class={wrong ? 'note error' : 'note'} role="status">
        {wrong?.message ??
          (record ? (
            <>
              CloudTrail will show: <strong class="mono">{record.text}</strong> ({placeName(record.place)})
            </>
          ) : isRecorded ? (
            'AWS records it with all that this session does.'
          ) : (
            'The journal keeps it with what was opened.'
          ))}
      </p>
      {last !== undefined && last !== value && (
        <button
          type="button"
          class="link-button"
          onClick={() => {
            onChange(last)
            input.current?.focus()
          }}
        >
          Use “{last}” again
        </button>
      )}
    </div>
  )
}

function placeName(place: ReasonPlace): string {
  if (place.kind === 'tag') return `as the session tag ${place.key}`
  return place.kind === 'session-name' ? 'in the session name' : 'as the source identity'
}

const TYPING = 150

/** What AWS would record of it, or why it would not. Nothing of either while it is empty, or not looked at yet. */
function useRecord(chainId: string, reason: string): { record?: ReasonRecord; wrong?: Failure } {
  const [seen, setSeen] = useState<{ of: string; record?: ReasonRecord; wrong?: Failure }>({ of: '' })
  useEffect(() => {
    if (!reason.trim()) return
    let current = true
    const timer = setTimeout(() => {
      call('recordOfReason', { chainId, reason }).then(
        (record) => current && setSeen({ of: reason, record }),
        (wrong) => current && setSeen({ of: reason, wrong }),
      )
    }, TYPING)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [chainId, reason])
  return seen.of === reason ? seen : {}
}
