// A run on the page: the path, how long it takes, a way to cancel; at its end, what came of it.

import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Chain } from 'rolerelay-core'
import { FailurePanel } from './failure-panel.tsx'
import { HopSteps } from './hop-steps.tsx'
import { BackIcon } from './icons.tsx'
import './run-panel.css'
import { elapsed, useNow } from './time.ts'
import type { RunView } from './use-run.ts'

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
  onCancel?: (() => void) | undefined
  onRetry?: (() => void) | undefined
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
    chain,
    detailed,
    editing,
    onCancel,
    onRetry,
    onClose,
    closeLabel = 'Close',
    goTo,
    children,
  } = props
  const { state, failure, done, request } = view
  const Heading = `h${level}` as 'h1'
  const heading = useRef<HTMLHeadingElement>(null)
  const now = useNow(100, !done)
  useEffect(() => heading.current?.focus(), [])

  const roles = chain?.hops.map((hop) => hop.roleArn) ?? []
  const of = state?.of || roles.length
  const at = failure?.hop ?? state?.at ?? 0
  const chainId = state?.chainId ?? chain?.id
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
          <p class="muted">
            <span role="status">{progress(view, of)}</span>
            {state && (
              <span class="run-time">
                {' '}
                {done ? 'after' : '·'} {elapsed(state.startedAt, state.endedAt ?? now)}
              </span>
            )}
          </p>
        </div>
        {!done && onCancel && (
          <button type="button" class="button" onClick={onCancel}>
            Cancel
          </button>
        )}
      </header>
      {failure && (
        <FailurePanel
          failure={failure}
          hops={of}
          onRetry={onRetry}
          onEditChain={chainId && !editing ? () => goTo(`/chains/${chainId}`) : undefined}
          onEditSource={() => goTo(chain ? `/sources/${chain.sourceId}` : '/sources')}
        />
      )}
      {done && !failure && children}
      <HopSteps
        roles={roles}
        reports={state?.hops ?? []}
        at={at}
        of={of}
        phase={!done ? 'running' : !failure ? 'done' : failure.hop !== undefined || at >= of ? 'failed' : 'stopped'}
        signsIn={(request?.action ?? state?.action) === 'open'}
        detailed={detailed ?? false}
      />
    </section>
  )
}

function progress({ state, done, failure }: RunView, of: number): string {
  if (done) return failure ? 'Stopped' : 'Done'
  if (!state) return 'Starting'
  if (state.at >= of) return state.action === 'open' ? 'Signing in to the console' : 'Finishing'
  return `Hop ${state.at + 1} of ${of}: ${state.role} in ${state.account}`
}
