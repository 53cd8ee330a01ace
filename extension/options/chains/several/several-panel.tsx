// Several consoles that are opened, below the list: which is under way, and at the end those that are not open, each with what to do about it.

import { useEffect, useRef } from 'preact/hooks'
import { useChain } from '../../../ui/chains/use-chain.ts'
import { CrossIcon } from '../../../ui/controls/icons.tsx'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'
import { RunPanel } from '../../../ui/run/run-panel.tsx'
import { goTo } from '../../route.ts'
import './several.css'
import { SeveralAsk } from './several-ask.tsx'
import { type Came, consoles, isThere, type Several, saidOf } from './use-several.ts'

export function SeveralPanel({ several }: { several: Several }) {
  const { asks, ones, at, again, close, begin } = several
  const place = useRef<HTMLDivElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const isGoing = at !== undefined
  const isTold = ones.length > 0
  const wasGoing = useRef(false)
  useEffect(() => {
    // The button that was pressed went with the run.
    if (wasGoing.current && !isGoing && document.activeElement === document.body)
      (heading.current ?? place.current)?.focus()
    wasGoing.current = isGoing
  }, [isTold, isGoing])
  const left = ones.flatMap(({ came }, at) => (came?.is === 'left' || came?.is === 'cut' ? [at] : []))
  const wasLocked = ones.some(({ came }) => came?.is === 'cut')
  return (
    <div ref={place} class="several-place" tabIndex={-1}>
      {asks && <SeveralAsk weighed={asks} onBegin={begin} onClose={close} />}
      {isTold && (
        <section class="list-run several" aria-label="Opening several consoles">
          <header class="several-head">
            <h2 ref={heading} tabIndex={-1}>
              {isGoing ? `Opening ${consoles(ones.length)}` : 'Not all of them are open'}
            </h2>
            {isGoing ? (
              <button type="button" class="button" onClick={several.stop}>
                Stop
              </button>
            ) : (
              <button type="button" class="button quiet square" aria-label="Close" title="Close" onClick={close}>
                <CrossIcon />
              </button>
            )}
          </header>
          <p role="status">{isGoing ? `${at + 1} of ${ones.length}: ${ones[at]?.name}` : saidOf(ones)}</p>
          {isGoing && <progress aria-label="Consoles that were opened" max={ones.length} value={at} />}
          {isGoing && <UnderWay several={several} />}
          {!isGoing && left.length > 1 && (
            <div class="row">
              <button type="button" class="button primary" onClick={() => again(left)}>
                Open the {left.length} that {wasLocked ? 'are not open' : 'were not begun'}
              </button>
            </div>
          )}
          {!isGoing && (
            <ul class="several-missing" aria-label="Not opened">
              {ones.map(
                (one, at) =>
                  !isThere(one) && (
                    <li key={one.id}>
                      <Missing {...one} onOpen={() => again([at])} />
                    </li>
                  ),
              )}
            </ul>
          )}
        </section>
      )}
    </div>
  )
}

function UnderWay({ several: { ones, at = 0, run, answer, skip } }: { several: Several }) {
  const { view } = run
  const chain = useChain(ones[at]?.id)
  if (!view) return null
  return (
    <RunPanel
      view={view}
      title={`Opening ${ones[at]?.name}`}
      level={2}
      chain={chain}
      onCancel={skip}
      cancelLabel="Skip this one"
      onAnswer={answer}
      goTo={goTo}
    />
  )
}

function Missing({ id, name, came, onOpen }: Several['ones'][number] & { onOpen: () => void }) {
  if (came?.is === 'failed') {
    const { sourceId } = came.failure.evidence ?? {}
    return (
      <FailurePanel
        title={name}
        failure={came.failure}
        onRetry={onOpen}
        onEditChain={() => goTo(`/chains/${id}`)}
        onEditSource={() => goTo(sourceId ? `/sources/${sourceId}` : '/sources')}
      />
    )
  }
  return (
    <>
      <strong>{name}</strong>
      <span class="muted">{came && whyOf(came)}</span>
      <button type="button" class="button" aria-label={`Open ${name}`} onClick={onOpen}>
        Open
      </button>
    </>
  )
}

function whyOf(came: Came): string {
  if (came.is === 'hindered') return WHY[came.by]
  if (came.is === 'cut') return 'Rolerelay was locked before it was open.'
  return came.is === 'skipped' ? 'You left it out.' : 'It was not begun.'
}

const WHY: Record<Extract<Came, { is: 'hindered' }>['by'], string> = {
  single: 'AWS keeps this browser in one console at a time. To open it signs out of the one that is open.',
  'signs-out':
    'The settings have the browser signed out before each sign-in. To open it signs out of the one that is open.',
  full: 'AWS lets in no more consoles. To open it, choose one to sign out of.',
}
