// Whether keys are kept for good: the person's choice in a vault, and without one no question.

import type { Finding } from 'rolerelay-core'
import { Findings } from '../../ui/controls/findings.tsx'
import { useVault } from '../../ui/gate/use-gate.ts'

interface KeepingFieldProps {
  on: boolean
  onChange: (on: boolean) => void
  at: (place: string) => Finding[]
}

export function KeepingField({ on, onChange, at }: KeepingFieldProps) {
  const { vault } = useVault()
  const found = at('sessionOnly')
  if (vault?.state !== 'unlocked') {
    return (
      <p class="muted">
        Keys are kept in the browser’s memory until it closes or Rolerelay is updated, and never written to disk. To
        keep them for good, <a href="#/protection">protect them with a password</a>.
      </p>
    )
  }
  return (
    <div class="stack">
      <label class="session-only">
        <input
          type="checkbox"
          name="sessionOnly"
          checked={on}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>
          <strong>Keep these keys only until the browser closes or Rolerelay is updated</strong>
          <span class="muted">
            In memory alone. Otherwise they are encrypted on disk, and here whenever you unlock.
          </span>
        </span>
      </label>
      {found.length > 0 && <Findings findings={found} />}
    </div>
  )
}
