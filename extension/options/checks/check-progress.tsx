// How far a check is, and a way to stop it.

import { useRef } from 'preact/hooks'
import type { CheckProgress } from '../../protocol.ts'
import { useNow } from '../../ui/controls/time.ts'

interface CheckProgressBarProps {
  progress: CheckProgress
  onCancel: () => void
}

export function CheckProgressBar({ progress, onCancel }: CheckProgressBarProps) {
  const { works, broken, skipped, total, pausedUntil = 0 } = progress
  const now = useNow(1_000)
  const done = works + broken + skipped
  const pause = Math.ceil((pausedUntil - now) / 1_000)
  const text = `${done.toLocaleString()} of ${total.toLocaleString()} checked`
  // A screen reader hears of each quarter, not of each chain.
  const told = useRef({ quarter: -1, text: '' }).current
  const quarter = Math.floor((4 * done) / Math.max(1, total))
  if (quarter !== told.quarter) Object.assign(told, { quarter, text })
  return (
    <div class="check-progress">
      <p class="hidden" role="status">
        {told.text}
      </p>
      <progress max={total} value={done} aria-label="Progress of the check" />
      <p>
        <strong>{text}</strong>
        {broken > 0 && <span class="check-broken"> · {broken.toLocaleString()} broken</span>}
        {pause > 0 && <span class="muted"> · AWS asked to slow down, so it waits {pause} s</span>}
      </p>
      <button type="button" class="button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  )
}
