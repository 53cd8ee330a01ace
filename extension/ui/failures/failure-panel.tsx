// A failure as a person needs it: where, what happened, what may be behind it, what to do, and what AWS said.

import type { ComponentChildren } from 'preact'
import type { Cause, Failure, FailureKind } from 'rolerelay-core'
import { requestAccess } from '../../client.ts'
import './failure-panel.css'
import { ErrorIcon, InfoIcon, OpenIcon } from '../controls/icons.tsx'
import { Causes, likeliest } from './causes.tsx'
import { ClockNote } from './clock-note.tsx'
import { EvidenceDetails } from './evidence.tsx'

/** What can be done about a failure: each is a button where the page can do it. */
export interface Remedies {
  onRetry?: (() => void) | undefined
  onEditChain?: (() => void) | undefined
  onEditSource?: (() => void) | undefined
  /** Goes to a setting of the hop that failed. */
  onEditHop?: ((setting: string) => void) | undefined
  /** Shows who has to allow what. */
  onPolicies?: (() => void) | undefined
}

interface FailurePanelProps extends Remedies {
  failure: Failure
  /** In place of what the kind of failure says. */
  title?: string | undefined
  /** How many hops the chain has. */
  hops?: number
  /** What can be done about one of the causes on the spot: of the most likely one it stands first. */
  actionOf?: ((cause: Cause) => ComponentChildren) | undefined
  /** What helps beside the buttons, below the causes. */
  children?: ComponentChildren
}

export function FailurePanel(props: FailurePanelProps) {
  const { failure, title, hops, actionOf, children, ...remedies } = props
  const { kind, message, causes = [], evidence = {} } = failure
  const calm = kind === 'cancelled'
  const { skewSeconds: skew, detailsPage } = evidence
  const cause = likeliest(causes)
  // To try again is among the buttons.
  const onTheSpot = cause && cause.remedy?.kind !== 'retry' && actionOf?.(cause)
  return (
    <section class={calm ? 'failure calm' : 'failure'} role="alert">
      <h2>
        {calm ? <InfoIcon /> : <ErrorIcon />}
        {title ?? titleOf(failure, hops)}
      </h2>
      <p class="failure-message">{message}</p>
      {cause && !message.includes(cause.sentence) && (
        <p class="failure-likely">
          <strong>Most likely:</strong> {cause.sentence}
        </p>
      )}
      {onTheSpot}
      <Buttons failure={failure} cause={cause} isSecond={Boolean(onTheSpot)} {...remedies} />
      {detailsPage && (
        <p>
          <a class="button" href={detailsPage} target="_blank" rel="noreferrer">
            <OpenIcon />
            See which policy refused
          </a>
        </p>
      )}
      <Causes causes={causes} actionOf={actionOf} />
      {children}
      {skew !== undefined && kind !== 'clock' && <ClockNote skew={skew * 1000} />}
      <EvidenceDetails failure={failure} />
    </section>
  )
}

/** `isSecond`: something above them is to be pressed first. */
function Buttons(
  props: Remedies & { failure: Failure; cause: Cause | undefined; isSecond: boolean },
): ComponentChildren {
  const { failure, cause, isSecond, onRetry, onEditChain, onEditSource, onEditHop, onPolicies } = props
  const { kind, hop = 0, evidence } = failure
  const remedy = cause?.remedy ?? { kind: remedies[kind] ?? 'retry' }
  const is = remedy.kind
  const allow = () => requestAccess(evidence?.origins).then((granted) => granted && onRetry?.())
  const toHop = remedy.kind === 'hop' && onEditHop ? () => onEditHop(remedy.setting) : undefined
  // Of what the source's user asks for itself.
  const isOfSource = failure.hop === undefined
  const isChainFine = is === 'keys' || is === 'sign-in' || is === 'source'
  const buttons = [
    { on: is === 'access' && onRetry && allow, label: 'Allow access', first: true },
    { on: is === 'keys' && onEditSource, label: 'Enter keys', first: true },
    { on: is === 'sign-in' && onEditSource, label: 'Sign in', first: true },
    { on: (is === 'source' || (is === 'hop' && isOfSource)) && onEditSource, label: 'Edit source', first: true },
    { on: toHop, label: `Edit hop ${hop + 1}`, first: true },
    { on: is === 'policies' && onPolicies, label: 'Who has to allow what', first: true },
    { on: onRetry, label: 'Try again', first: is === 'retry' },
    {
      on: !isChainFine && !toHop && onEditChain,
      label: 'Edit chain',
      first: is === 'chain' || (is === 'hop' && !isOfSource),
    },
  ].filter(({ on }) => on)
  if (buttons.length === 0) return null
  buttons.sort((a, b) => Number(b.first) - Number(a.first))
  return (
    <div class="row">
      {buttons.map(({ on, label, first }) => (
        <button
          key={label}
          type="button"
          class={first && !isSecond ? 'button primary' : 'button'}
          onClick={() => on && void on()}
        >
          {label}
        </button>
      ))}
    </div>
  )
}

function titleOf({ kind, hop, evidence }: Failure, hops?: number): string {
  if (kind === 'cancelled') return 'Cancelled'
  const isHere = kind === 'permission' && evidence?.origins?.every((origin) => origin.startsWith('http:'))
  if (isHere) return 'Access to this computer is not allowed yet'
  if (hop !== undefined && kind !== 'mfa') return `Stopped at hop ${hop + 1}${hops ? ` of ${hops}` : ''}`
  return titles[kind] ?? 'That did not work'
}

const titles: Partial<Record<FailureKind, string>> = {
  invalid: 'The chain is not ready',
  'no-credentials': 'Keys are missing',
  'signed-out': 'Nobody is signed in',
  source: 'The source cannot do that as it is',
  expired: 'The keys have expired',
  permission: 'Access to AWS is not allowed yet',
  mfa: 'A code of the MFA device is needed',
  guarded: 'This chain asks before it opens',
  reason: 'A ticket or a reason is needed',
  'sign-in': 'The console did not let the session in',
  destination: 'The console page cannot be opened',
  partition: 'This partition is not supported yet',
  withheld: 'The browser keeps AWS’s answers back',
  'proxy-login': 'A proxy asks for a login',
  interrupted: 'Interrupted',
  unsupported: 'Rolerelay cannot run in this browser',
  locked: 'Rolerelay is locked',
  'wrong-password': 'Not the right password',
  'too-many-guesses': 'Too many wrong passwords',
  damaged: 'What is kept cannot be read',
  storage: 'The browser’s storage did not answer',
}

/** What helps where the kind says it all and no cause is told. Of the others it is tried again. */
const remedies: Partial<Record<FailureKind, 'access' | 'keys' | 'sign-in' | 'source' | 'chain'>> = {
  'signed-out': 'sign-in',
  permission: 'access',
  'no-credentials': 'keys',
  invalid: 'chain',
  partition: 'chain',
  destination: 'chain',
  source: 'source',
}
