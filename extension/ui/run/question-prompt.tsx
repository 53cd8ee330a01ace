// Asks a person before a chain goes on, in place of the failure of a run that has to know: whether a guarded chain is meant, and
// for which ticket or reason; and whether what the browser is signed in to may be signed out, or which of it. Enter alone never opens a
// guarded chain.

import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { OpenSession, RunQuestion, RunRequest, RunState, SignsOut } from '../../protocol.ts'
import { GuardBadge } from '../chains/guard-badge.tsx'
import { OfferList } from '../consoles/listed-sessions.tsx'
import { GuardIcon, InfoIcon } from '../controls/icons.tsx'
import './prompt.css'
import './question-prompt.css'
import { useArmed } from '../controls/use-armed.ts'
import { ReasonField } from './reason-field.tsx'

interface QuestionPromptProps {
  asks: RunQuestion
  failure: Failure
  state: RunState
  onAnswer: (answers: Pick<RunRequest, 'confirmed' | 'reason' | 'lift' | 'signOut' | 'leaves' | 'stands'>) => void
  onCancel: (() => void) | undefined
  cancelLabel: string
}

export function QuestionPrompt(props: QuestionPromptProps) {
  const { signsOut, full, stands } = props.asks
  const onAnswer: QuestionPromptProps['onAnswer'] = (answers) =>
    props.onAnswer({ ...answers, ...(stands !== undefined && { stands }) })
  if (full) return <FullPrompt {...props} onAnswer={onAnswer} full={full} />
  if (signsOut === undefined) return <AskFirst {...props} />
  return <SignOutPrompt {...props} onAnswer={onAnswer} signsOut={signsOut} />
}

function AskFirst({ asks, failure, state, onAnswer, onCancel, cancelLabel }: QuestionPromptProps) {
  const id = useId()
  const cancel = useRef<HTMLButtonElement>(null)
  const [reason, setReason] = useState('')
  const [fits, setFits] = useState(!asks.reason)
  const armed = useArmed()
  const { guard, colour, lift } = asks
  const { name, account, role } = state
  const [minutes, setMinutes] = useState(lift)
  useEffect(() => {
    if (!asks.reason) cancel.current?.focus()
  }, [])
  const goOn = () =>
    fits &&
    onAnswer({
      confirmed: { name, account, role, ...(guard && { guard }) },
      ...(asks.reason && { reason }),
      ...(minutes && { lift: minutes }),
    })
  const copying = state.action === 'copy'
  return (
    <section class={guard ? 'question prompt urgent' : 'question prompt'} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {guard ? <GuardIcon /> : <InfoIcon />}
        {guard
          ? `${copying ? 'Copy credentials of' : 'Open'} ${guard} chain?`
          : lift !== undefined
            ? 'Allow changes for a while?'
            : asks.reason
              ? 'For which ticket or reason?'
              : 'Open the chain as it is now?'}
      </h2>
      <p>{failure.message}</p>
      <dl class="prompt-facts">
        <dt>Chain</dt>
        <dd class="row">
          {state.name}
          {guard && <GuardBadge word={guard} colour={colour} />}
        </dd>
        <dt>Role</dt>
        <dd>{state.role}</dd>
        <dt>Account</dt>
        <dd class="mono">{state.account}</dd>
      </dl>
      {minutes !== undefined && (
        <div class="lift-field">
          <label for={`${id}-minutes`}>Changes allowed for</label>
          <select
            id={`${id}-minutes`}
            value={minutes}
            onChange={(event) => setMinutes(Number(event.currentTarget.value))}
          >
            {LIFTS.map((one) => (
              <option key={one} value={one}>
                {one} minutes
              </option>
            ))}
          </select>
        </div>
      )}
      {asks.reason && (
        <ReasonField
          isRecorded={!asks.forJournal}
          chainId={state.chainId}
          value={reason}
          last={asks.lastReason}
          onChange={setReason}
          onFits={setFits}
          onEnter={() => !guard && goOn()}
        />
      )}
      <div class="row">
        {onCancel && (
          <button ref={cancel} type="button" class="button" onClick={onCancel}>
            {cancelLabel}
          </button>
        )}
        <button type="button" class="button primary" disabled={!fits || !armed} onClick={goOn}>
          {guard
            ? `${copying ? 'Copy credentials of' : 'Open'} ${guard} chain`
            : copying
              ? 'Copy the credentials'
              : lift === undefined
                ? 'Open the console'
                : 'Open with changes allowed'}
        </button>
      </div>
    </section>
  )
}

/** AWS lets a browser be in five sessions at a time: the person chooses the one that gives way. */
function FullPrompt({
  full,
  asks: { stands },
  failure,
  state,
  onAnswer,
  onCancel,
  cancelLabel,
}: QuestionPromptProps & { full: NonNullable<RunQuestion['full']> }) {
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const armed = useArmed()
  const [{ sessions, list }, setFull] = useState(full)
  const ask = () =>
    call('openSessions', { chainId: state.chainId, tab: stands ?? 0 })
      .then(setFull)
      .catch(() => setFull({ ...full, list: 'unknown' }))
  const isOurs = sessions.some(({ signOut }) => signOut !== undefined)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section class="question prompt" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} ref={heading} tabIndex={-1}>
        <InfoIcon />
        Which console is to be signed out?
      </h2>
      <p>
        {isOurs
          ? 'This browser is in as many consoles as AWS allows. The one that you choose is signed out, and this one opens in its place.'
          : failure.message}
      </p>
      <p role="status" hidden={list !== 'unknown'}>
        {list === 'unknown' && 'AWS gave no list that Rolerelay knows. These are those that it opened itself.'}
      </p>
      <ul class="open-sessions" aria-label="Consoles that this browser is signed in to">
        {sessions.map((session) => (
          <li key={`${session.account} ${session.role} ${session.signOut}`}>
            <SessionFacts session={session} />
            {session.signOut !== undefined ? (
              <button
                type="button"
                class="button"
                disabled={!armed}
                aria-label={`Sign out and open in place of ${session.chain ?? `${session.role} in ${session.account}`}`}
                onClick={() => session.signOut && onAnswer({ leaves: { signOut: session.signOut } })}
              >
                Sign out
              </button>
            ) : (
              <span class="muted">Only on AWS’s page: its address was not seen</span>
            )}
          </li>
        ))}
      </ul>
      {list === 'off' && <OfferList onChosen={ask} />}
      <div class="row">
        {onCancel && (
          <button type="button" class="button" onClick={onCancel}>
            {cancelLabel}
          </button>
        )}
        <button type="button" class="button" disabled={!armed} onClick={() => onAnswer({})}>
          Try again
        </button>
      </div>
    </section>
  )
}

function SessionFacts({ session: { chain, role, account, endsAt } }: { session: OpenSession }) {
  return (
    <span class="open-session">
      <strong class="ellipsis">{chain ?? 'No chain known'}</strong>
      <span class="muted">
        {role} in <span class="mono">{account}</span>
        {minutesLeft(endsAt)}
      </span>
    </span>
  )
}

/** What follows a session, where its end is known. */
function minutesLeft(endsAt: number | undefined): string {
  if (endsAt === undefined) return ''
  const minutes = Math.max(0, Math.ceil((endsAt - Date.now()) / 60_000))
  return `, ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} left`
}

/** AWS lets a browser be in one account at a time, unless the person turned several sessions on. */
function SignOutPrompt({
  signsOut,
  failure,
  state,
  onAnswer,
  onCancel,
  cancelLabel,
}: QuestionPromptProps & { signsOut: SignsOut | null }) {
  const id = useId()
  const goOn = useRef<HTMLButtonElement>(null)
  const [always, setAlways] = useState(false)
  const armed = useArmed()
  useEffect(() => {
    if (armed) goOn.current?.focus()
  }, [armed])
  return (
    <section class="question prompt" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        <InfoIcon />
        Sign out of {signsOut ? signsOut.account : 'the console'} first?
      </h2>
      <p>{failure.message}</p>
      <dl class="prompt-facts">
        <dt>Signed out</dt>
        <dd>
          {signsOut ? (
            <>
              {signsOut.role} in <span class="mono">{signsOut.account}</span>
              {minutesLeft(signsOut.endsAt)}
            </>
          ) : (
            'What this browser is signed in to. Rolerelay does not know of it.'
          )}
        </dd>
        <dt>Opened</dt>
        <dd>
          {state.role} in <span class="mono">{state.account}</span>
        </dd>
      </dl>
      <label class="row">
        <input type="checkbox" checked={always} onChange={(event) => setAlways(event.currentTarget.checked)} />
        Always, without asking
      </label>
      <div class="row">
        {onCancel && (
          <button type="button" class="button" onClick={onCancel}>
            {cancelLabel}
          </button>
        )}
        <button
          ref={goOn}
          type="button"
          class="button primary"
          disabled={!armed}
          onClick={() => onAnswer({ signOut: always ? 'always' : 'once' })}
        >
          Sign out and open
        </button>
        <button type="button" class="button" disabled={!armed} onClick={() => onAnswer({ signOut: 'no' })}>
          Open without signing out
        </button>
      </div>
    </section>
  )
}

/** In minutes: AssumeRole gives no shorter session, and to what another session assumes no longer one. */
const LIFTS = [15, 30, 60]
