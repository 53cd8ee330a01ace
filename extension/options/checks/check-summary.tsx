// What is known of all chains in numbers, which of them the list shows, and whether a check is left to go on.

import type { CheckProgress, ChecksPage } from '../../protocol.ts'
import { clock } from '../../ui/controls/time.ts'
import type { Show } from './use-checks.ts'

interface CheckSummaryProps {
  counts: ChecksPage['counts'] | undefined
  progress: CheckProgress | null | undefined
  show: Show
  onShow: (show: Show) => void
  onResume: () => void
}

export function CheckSummary({ counts, progress, show, onShow, onResume }: CheckSummaryProps) {
  if (!counts) return null
  const { works, broken, skipped, unchecked } = counts
  const known = works + broken + skipped
  const going = progress != null && progress.endedAt === undefined
  if (known === 0) return null
  const choices: [Show, string, number][] = [
    ['broken', 'Broken', broken],
    ['skipped', 'Skipped', skipped],
    ['all', 'All', known + unchecked],
  ]
  return (
    <div class="check-summary">
      {!going && (
        <p role="status">
          <strong>{inWords(counts)}</strong>{' '}
          {progress?.endedAt !== undefined && (
            <span class="muted">The last check ended {clock(progress.endedAt)}.</span>
          )}
        </p>
      )}
      {progress?.stopped && <Stopped progress={progress} onResume={onResume} />}
      {/* biome-ignore lint/a11y/useSemanticElements: buttons that choose what is shown, no fields */}
      <div class="row" role="group" aria-label="Show">
        {choices.map(([choice, label, count]) => (
          <button
            key={choice}
            type="button"
            class="button check-choice"
            aria-pressed={choice === show}
            onClick={() => onShow(choice)}
          >
            {label} <span class="check-count">{count.toLocaleString()}</span>
          </button>
        ))}
      </div>
    </div>
  )
}

function Stopped({ progress, onResume }: { progress: CheckProgress; onResume: () => void }) {
  const { works, broken, skipped, total, stopped } = progress
  const left = total - works - broken - skipped
  return (
    <div class="check-stopped">
      <p>
        {stopped === 'cancelled'
          ? 'You cancelled the last check'
          : 'The last check was interrupted: the browser stopped Rolerelay, or it was locked'}
        . {left === 1 ? 'One of its chains is' : `${left.toLocaleString()} of its ${total.toLocaleString()} chains are`}{' '}
        left.
      </p>
      <button type="button" class="button" onClick={onResume}>
        Go on
      </button>
    </div>
  )
}

function inWords({ works, broken, skipped, unchecked }: ChecksPage['counts']): string {
  const parts = [
    works === 1 ? '1 works' : `${works.toLocaleString()} work`,
    broken === 1 ? '1 is broken' : broken > 0 ? `${broken.toLocaleString()} are broken` : 'none is broken',
    skipped > 0 && (skipped === 1 ? '1 was skipped' : `${skipped.toLocaleString()} were skipped`),
    unchecked > 0 && (unchecked === 1 ? '1 was not tried yet' : `${unchecked.toLocaleString()} were not tried yet`),
  ]
  return `${parts.filter(Boolean).join(', ')}.`
}
