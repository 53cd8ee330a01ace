// A failure as a person needs it: where, what happened, what may be behind it, what to do, and what AWS said.

import type { ComponentChildren } from 'preact'
import type { Cause, Failure, FailureKind } from 'rolerelay-core'
import { requestAccess } from '../client.ts'
import './failure-panel.css'
import { Causes } from './causes.tsx'
import { ClockNote } from './clock-note.tsx'
import { EvidenceDetails } from './evidence.tsx'
import { ErrorIcon, InfoIcon, OpenIcon } from './icons.tsx'

interface FailurePanelProps {
  failure: Failure
  /** In place of what the kind of failure says. */
  title?: string | undefined
  /** How many hops the chain has. */
  hops?: number
  onRetry?: (() => void) | undefined
  onEditChain?: (() => void) | undefined
  onEditSource?: (() => void) | undefined
  /** What can be done about one of the causes on the spot. */
  actionOf?: ((cause: Cause) => ComponentChildren) | undefined
  /** What helps beside the buttons, below the causes. */
  children?: ComponentChildren
}

export function FailurePanel(props: FailurePanelProps) {
  const { failure, title, hops, onRetry, onEditChain, onEditSource, actionOf, children } = props
  const calm = failure.kind === 'cancelled'
  const remedy = remedyFor(failure)
  const { skewSeconds: skew, detailsPage } = failure.evidence ?? {}
  const allow = () => requestAccess(failure.evidence?.origins).then((granted) => granted && onRetry?.())
  const buttons = [
    { on: remedy === 'access' && onRetry && allow, label: 'Allow access', first: remedy === 'access' },
    { on: remedy === 'source' && onEditSource, label: 'Enter keys', first: remedy === 'source' },
    { on: remedy === 'sign-in' && onEditSource, label: 'Sign in', first: remedy === 'sign-in' },
    { on: remedy !== 'source' && remedy !== 'sign-in' && onEditChain, label: 'Edit chain', first: remedy === 'chain' },
    { on: onRetry, label: 'Try again', first: remedy === 'retry' },
  ].filter(({ on }) => on)
  buttons.sort((a, b) => Number(b.first) - Number(a.first))
  return (
    <section class={calm ? 'failure calm' : 'failure'} role="alert">
      <h2>
        {calm ? <InfoIcon /> : <ErrorIcon />}
        {title ?? titleOf(failure, hops)}
      </h2>
      <p class="failure-message">{failure.message}</p>
      <Causes causes={failure.causes ?? []} actionOf={actionOf} />
      {detailsPage && (
        <p>
          <a class="button" href={detailsPage} target="_blank" rel="noreferrer">
            <OpenIcon />
            See which policy refused
          </a>
        </p>
      )}
      {children}
      {skew !== undefined && failure.kind !== 'clock' && <ClockNote skew={skew * 1000} />}
      <EvidenceDetails failure={failure} />
      {buttons.length > 0 && (
        <div class="row">
          {buttons.map(({ on, label, first }) => (
            <button
              key={label}
              type="button"
              class={first ? 'button primary' : 'button'}
              onClick={() => on && void on()}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </section>
  )
}

function titleOf({ kind, hop }: Failure, hops?: number): string {
  if (kind === 'cancelled') return 'Cancelled'
  if (hop !== undefined && kind !== 'mfa') return `Stopped at hop ${hop + 1}${hops ? ` of ${hops}` : ''}`
  return titles[kind] ?? 'That did not work'
}

const titles: Partial<Record<FailureKind, string>> = {
  invalid: 'The chain is not ready',
  'no-credentials': 'Keys are missing',
  'signed-out': 'Nobody is signed in',
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

/** What most likely helps; it becomes the first button. */
function remedyFor({ kind, hop }: Failure): 'access' | 'source' | 'sign-in' | 'chain' | 'retry' {
  if (kind === 'signed-out') return 'sign-in'
  if (kind === 'permission') return 'access'
  // Only the first hop is signed by the source's own keys.
  const ownKeys = hop === undefined || hop === 0
  if (kind === 'no-credentials') return 'source'
  if (ownKeys && (kind === 'expired' || kind === 'invalid-key' || kind === 'signature')) return 'source'
  return chainKinds.has(kind) ? 'chain' : 'retry'
}

const chainKinds = new Set<FailureKind>([
  'invalid',
  'partition',
  'destination',
  'denied',
  'region',
  'duration',
  'validation',
  'wrong-role',
])
