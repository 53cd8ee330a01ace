// Asks for the code of an MFA device, in place of the failure of a run that needs one. Six digits submit by themselves.

import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Chain, Failure } from 'rolerelay-core'
import { digitsOf } from '../controls/digits.ts'
import { KeyIcon, WarningIcon } from '../controls/icons.tsx'
import { EvidenceDetails } from '../failures/evidence.tsx'
import './mfa-prompt.css'
import './prompt.css'
import { roleParts } from '../controls/role.ts'
import { useNow } from '../controls/time.ts'
import { useCall } from '../controls/use-call.ts'

interface MfaPromptProps {
  failure: Failure
  /** When AWS refused a code, in milliseconds since 1970; absent where none was sent yet. */
  refusedAt: number | undefined
  sentCode: string | undefined
  /** The whole chain, for the device and the source; without it the failure's own sentence has to do. */
  chain: Chain | undefined
  onCode: (code: string) => void
  onCancel: (() => void) | undefined
  cancelLabel: string
}

const DIGITS = 6

export function MfaPrompt({ failure, refusedAt, sentCode, chain, onCode, onCancel, cancelLabel }: MfaPromptProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [code, setCode] = useState('')
  const [repeated, setRepeated] = useState(false)
  const wait = useNextCode(refusedAt, (failure.evidence?.skewSeconds ?? 0) * 1000)
  const refused = refusedAt !== undefined
  const whole = code.length === DIGITS
  const send = () => whole && wait === 0 && onCode(code)
  useEffect(() => input.current?.focus(), [])
  // What was typed while there was nothing to do but wait; the rest went off at its last digit.
  useEffect(() => void send(), [wait === 0])

  const write = (field: HTMLInputElement) => {
    const digits = digitsOf(field.value).slice(0, DIGITS)
    const again = digits === sentCode
    field.value = again ? '' : digits
    setCode(field.value)
    setRepeated(again)
    if (field.value.length === DIGITS && wait === 0) onCode(field.value)
  }

  return (
    <section class={refused ? 'mfa prompt urgent' : 'mfa prompt'} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {refused ? <WarningIcon /> : <KeyIcon />}
        {refused ? 'AWS did not take the code' : 'Enter the code of your MFA device'}
      </h2>
      <p id={`${id}-message`}>{failure.message}</p>
      <Facts failure={failure} chain={chain} />
      {/* No form of its own: the editor's form is around it. */}
      <div class="mfa-form">
        <label for={`${id}-code`}>MFA code</label>
        {/* Not `one-time-code`: browsers keep such a field's text for a restored session, and on our pages none fills it. */}
        <input
          ref={input}
          id={`${id}-code`}
          class="mfa-code"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          aria-describedby={`${id}-message ${id}-note`}
          value={code}
          onInput={(event) => write(event.currentTarget)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            send()
          }}
        />
        <div class="row">
          <button type="button" class="button primary" disabled={!whole || wait > 0} onClick={send}>
            Continue
          </button>
          {onCancel && (
            <button type="button" class="button" onClick={onCancel}>
              {cancelLabel}
            </button>
          )}
        </div>
      </div>
      <p id={`${id}-note`} class="note" role="status">
        {repeated && 'That code was sent before, and AWS takes each code once. Wait for the next one.'}
        {!repeated && wait > 0 && (whole ? 'It is sent when the device’s next code comes.' : 'Wait for the next code.')}
        {!repeated && refused && wait === 0 && 'Your device shows its next code now.'}
      </p>
      {wait > 0 && (
        <p class="mfa-wait" role="timer">
          <progress max={WINDOW / 1000} value={WINDOW / 1000 - wait} aria-hidden="true" />
          Next code in {wait} s
        </p>
      )}
      {refused && <EvidenceDetails failure={failure} />}
    </section>
  )
}

function Facts({ failure, chain }: { failure: Failure; chain: Chain | undefined }) {
  const { reply: sources } = useCall('sources')
  const source = sources?.find(({ id }) => id === chain?.sourceId)
  const device = chain?.hops[0]?.mfaSerial ?? source?.mfaSerial
  const role = failure.roleArn ? roleParts(failure.roleArn) : undefined
  return (
    <dl class="prompt-facts">
      {device && !failure.message.includes(device) && (
        <>
          <dt>Device</dt>
          <dd class="mono">{device}</dd>
        </>
      )}
      {source && (
        <>
          <dt>Source</dt>
          <dd>{source.name}</dd>
        </>
      )}
      {role && (
        <>
          <dt>Role</dt>
          <dd>
            {role.role} <span class="muted">in</span> <span class="mono">{role.account}</span>
          </dd>
        </>
      )}
    </dl>
  )
}

/** How long a code is shown: devices go by the half minutes of the clock (RFC 6238). */
const WINDOW = 30_000

/** The seconds until a device, whose clock is `skew` ahead of this computer's, shows another code than it did at `from`; 0 once
 * it does. */
function useNextCode(from: number | undefined, skew: number): number {
  const turn = from === undefined ? 0 : (Math.floor((from + skew) / WINDOW) + 1) * WINDOW - skew
  useNow(250, Date.now() < turn)
  return Math.max(0, Math.ceil((turn - Date.now()) / 1000))
}
