// A run on the page: the path, how long it takes, a way to cancel; at its end, what came of it.

import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Cause, Chain, Failure } from 'rolerelay-core'
import type { RunState } from '../../protocol.ts'
import { shapeIn } from '../../shape-id.ts'
import { GuardBadge } from '../chains/guard-badge.tsx'
import { BackIcon } from '../controls/icons.tsx'
import { ClockNote } from '../failures/clock-note.tsx'
import { FailurePanel } from '../failures/failure-panel.tsx'
import { LeaveOut, ownHop } from '../failures/leave-out.tsx'
import { isMendable, MendPanel } from '../mend/mend-panel.tsx'
import { HopSteps } from './hop-steps.tsx'
import { MfaPrompt } from './mfa-prompt.tsx'
import { QuestionPrompt } from './question-prompt.tsx'
import './run-panel.css'
import { useWholeChain } from '../chains/use-chain.ts'
import { elapsed, useNow } from '../controls/time.ts'
import { UseSuggestion } from '../controls/use-suggestion.tsx'
import type { Answers, RunView } from './use-run.ts'

interface RunPanelProps {
  view: RunView
  title: string
  /** For the roles to come; without it they are only counted. */
  chain?: Chain | undefined
  /** Where it stands in the page's outline. */
  level?: 1 | 2
  detailed?: boolean
  /** In the chain's own editor there is no way to it. */
  editing?: boolean
  /** In the chain's own editor: goes to a setting of it. */
  onEditPlace?: ((place: string) => void) | undefined
  onCancel?: (() => void) | undefined
  /** What cancelling is here. */
  cancelLabel?: string
  onRetry?: (() => void) | undefined
  /** Leaves out one of the record's own hops, in the place of saving it so: for the chain's own editor. */
  onLeaveOut?: ((own: number) => void) | undefined
  /** Goes on with what the run asked for, where the page has more to do than to run it again. */
  onAnswer?: ((answers: Answers) => void) | undefined
  /** Takes the ended run off the page. */
  onClose?: (() => void) | undefined
  closeLabel?: string
  /** Opens the options page at a hash. */
  goTo: (hash: string) => void
  /** What to show when it went well. */
  children?: ComponentChildren
}

export function RunPanel(props: RunPanelProps) {
  const {
    view,
    title,
    level = 1,
    chain: record,
    detailed,
    editing,
    onEditPlace,
    onCancel,
    cancelLabel = 'Cancel',
    onRetry,
    onLeaveOut,
    onAnswer = view.answer,
    onClose,
    closeLabel = 'Close',
    goTo,
    children,
  } = props
  const { state, failure, done, request, sentCode } = view
  const Heading = `h${level}` as 'h1'
  const heading = useRef<HTMLHeadingElement>(null)
  const now = useNow(100, !done)
  const asksForCode = failure?.kind === 'mfa' && onAnswer !== undefined
  const isAsked = asksFirst(failure, state)
  const question = isAsked && failure && onAnswer ? state?.asks : undefined
  const asks = asksForCode || question !== undefined
  useEffect(() => {
    // What asks has the focus already.
    if (!asks) heading.current?.focus()
  }, [])

  useEffect(() => {
    // The button that was pressed goes with what it was about.
    if (!asks && document.activeElement === document.body) heading.current?.focus()
  }, [done, failure])

  const chain = useWholeChain(record)
  const roles = chain?.hops.map((hop) => hop.roleArn) ?? []
  const of = state?.of || roles.length
  const at = failure?.hop ?? state?.at ?? 0
  const chainId = state?.chainId ?? record?.id
  const mend = useRef<HTMLDetailsElement>(null)
  const hop = failure?.hop
  const own = record && hop !== undefined ? ownHop(record, chain, hop) : undefined
  // What is made by a shape, or tested before it was saved, is written in the editor.
  const isPlain = record !== undefined && !record.accounts && !shapeIn(record.id) && !editing
  /** Where the page mends something, and then goes on by itself, if this opens the console. */
  const leave = (place: string, at?: string) => {
    const then = request?.action === 'open' && !request.destination ? chainId : undefined
    const asked = new URLSearchParams({ ...(at && { at }), ...(then && { then }) }).toString()
    goTo(asked ? `${place}?${asked}` : place)
  }
  const editHop = (place: string) => (onEditPlace ? onEditPlace(place) : leave(`/chains/${chainId}`, place))
  const actionOf = ({ kind, leaveOut, remedy }: Cause) => {
    if (remedy?.kind === 'hop' && remedy.suggestion && isPlain && own !== undefined && onRetry) {
      const { setting, suggestion } = remedy
      return <UseSuggestion {...{ record, own, setting, suggestion }} onSaved={onRetry} />
    }
    if (kind === 'just-made' && onRetry)
      return (
        <div class="row cause-action">
          <button type="button" class="button" onClick={onRetry}>
            Try again
          </button>
        </div>
      )
    // The only hop is not left out, and what a shape makes is changed there.
    if (!record || leaveOut === undefined || own === undefined || record.hops.length === 1) return null
    if (!onLeaveOut && !isPlain) return null
    return <LeaveOut record={record} own={own} number={leaveOut + 1} onLeaveOut={onLeaveOut} onRetry={onRetry} />
  }
  return (
    <section class="run" aria-label={title}>
      <header class="run-head">
        {done && onClose && (
          <button
            type="button"
            class="button quiet square"
            aria-label={closeLabel}
            title={closeLabel}
            onClick={onClose}
          >
            <BackIcon />
          </button>
        )}
        <div class="run-title">
          <Heading ref={heading} tabIndex={-1}>
            {title}
          </Heading>
          {record?.guard && !question && <GuardBadge word={record.guard} colour={record.colour} />}
          <p class="muted">
            <span role="status">
              {asksForCode
                ? 'A code is needed to go on'
                : failure?.kind === 'sign-in'
                  ? 'AWS kept the tab'
                  : asks
                    ? 'Nothing was sent yet'
                    : progress(view, of)}
            </span>
            {state && !asks && <span class="run-time"> {timeOf(state, done, now)}</span>}
          </p>
        </div>
        {!done && onCancel && (
          <button type="button" class="button" onClick={onCancel}>
            {cancelLabel}
          </button>
        )}
      </header>
      {asksForCode && (
        <MfaPrompt
          failure={failure}
          refusedAt={failure.evidence?.status === undefined ? undefined : (state?.endedAt ?? now)}
          sentCode={sentCode}
          chain={chain}
          onCode={(code) => onAnswer({ code })}
          onCancel={onCancel}
          cancelLabel={cancelLabel}
        />
      )}
      {failure && question && state && onAnswer && (
        <QuestionPrompt
          asks={question}
          failure={failure}
          state={state}
          onAnswer={onAnswer}
          onCancel={onCancel}
          cancelLabel={cancelLabel}
        />
      )}
      {failure && !asks && (
        <FailurePanel
          failure={failure}
          hops={of}
          onRetry={onRetry}
          onEditChain={chainId && !editing ? () => leave(`/chains/${chainId}`) : undefined}
          onEditSource={() => {
            const sourceId = failure.evidence?.sourceId ?? chain?.sourceId
            const place = sourceId ? `/sources/${sourceId}` : '/sources'
            // A sign-in knows by itself what waits for it.
            if (failure.kind === 'signed-out') goTo(place)
            else leave(place)
          }}
          onEditHop={own === undefined ? undefined : (setting) => editHop(`hops.${own}.${setting}`)}
          onPolicies={
            isMendable(failure) && record
              ? () => {
                  mend.current?.setAttribute('open', '')
                  mend.current?.querySelector('summary')?.focus()
                }
              : undefined
          }
          actionOf={actionOf}
        >
          {record && isMendable(failure) && (
            <MendPanel
              details={mend}
              chain={record}
              account={request?.action === 'test' ? request.account : undefined}
              failure={failure}
              done={failure.hop ?? 0}
            />
          )}
        </FailurePanel>
      )}
      {done && !failure && children}
      {state?.skew !== undefined && !failure && <ClockNote skew={state.skew} />}
      <HopSteps
        roles={roles}
        reports={state?.hops ?? []}
        at={at}
        of={of}
        phase={phaseOf(view, asks || (failure?.hop === undefined && at < of))}
        signsIn={(request?.action ?? state?.action) === 'open'}
        detailed={detailed ?? false}
        surveyed={state?.survey?.hops}
        took={state?.took}
      />
    </section>
  )
}

/** Whether a run failed because the person has to say something first, beside a code. */
export const asksFirst = (failure: Failure | undefined, state: RunState | undefined): boolean =>
  failure?.kind === 'guarded' ||
  failure?.kind === 'reason' ||
  state?.asks?.signsOut !== undefined ||
  state?.asks?.full !== undefined

function progress({ state, done, failure }: RunView, of: number): string {
  if (done) return failure ? 'Stopped' : 'Done'
  if (!state) return 'Starting'
  if (state.isStill)
    return 'The tab does not go on. A page with unsaved work asks before it is left: answer in that tab'
  if (state.waitingUntil) return 'Waiting for the next code of the MFA device'
  if (state.at >= of) return state.action === 'open' ? 'Signing in to the console' : 'Finishing'
  return `Hop ${state.at + 1} of ${of}: ${state.role} in ${state.account}`
}

function timeOf({ startedAt, endedAt, waitingUntil }: RunState, done: boolean, now: number): string {
  if (!done && waitingUntil) return `· ${Math.max(0, Math.ceil((waitingUntil - now) / 1000))} s to go`
  const took = (endedAt ?? now) - startedAt
  // What nothing was sent for took no time that means anything.
  if (done && took < 50) return ''
  return `${done ? 'after' : '·'} ${elapsed(startedAt, endedAt ?? now)}`
}

/** `faultless`: it ended without any hop being at fault. */
function phaseOf({ done, failure }: RunView, faultless: boolean) {
  if (!done) return 'running'
  if (!failure) return 'done'
  return faultless ? 'stopped' : 'failed'
}
