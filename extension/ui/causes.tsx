// What may be behind a failure: one cause alone is told already, so only what it rests on is left to show; several are listed.

import type { ComponentChildren } from 'preact'
import type { Cause } from 'rolerelay-core'
import './causes.css'

interface CausesProps {
  causes: Cause[]
  /** What can be done about one on the spot. */
  actionOf?: ((cause: Cause) => ComponentChildren) | undefined
}

export function Causes({ causes, actionOf }: CausesProps) {
  const [first, second] = causes
  if (!first) return null
  if (!second)
    return (
      <>
        {actionOf?.(first)}
        <Basis cause={first} label="What this rests on" />
      </>
    )
  return (
    <section class="causes" aria-label="What may be behind it">
      <h3>What may be behind it, the most likely first</h3>
      <p class="muted">The order is one of likelihood: how often people found each. It proves nothing.</p>
      <ol>
        {causes.map((cause) => (
          <li key={cause.kind}>
            <p>{cause.sentence}</p>
            {cause.test && (
              <p class="cause-test">
                <strong>What shows it:</strong> {cause.test}
              </p>
            )}
            {actionOf?.(cause)}
            <Basis cause={cause} label="What speaks for it" />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Basis({ cause, label }: { cause: Cause; label: string }) {
  const evidence = cause.evidence ?? []
  if (evidence.length === 0) return null
  return (
    <details class="evidence cause-basis">
      <summary>
        {label}
        <span class="hidden">: {cause.sentence}</span>
      </summary>
      <ul>
        {evidence.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  )
}
