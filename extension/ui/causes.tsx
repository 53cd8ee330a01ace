// What may be behind a failure: one cause alone is told already, so only what it rests on is left to show; several are listed.

import type { Cause } from 'rolerelay-core'
import './causes.css'

export function Causes({ causes }: { causes: Cause[] }) {
  const [first, second] = causes
  if (!first) return null
  if (!second) return <Basis cause={first} label="What this rests on" />
  return (
    <section class="causes" aria-label="What may be behind it">
      <h3>What may be behind it, the most likely first</h3>
      <ol>
        {causes.map((cause) => (
          <li key={cause.kind}>
            <p>{cause.sentence}</p>
            {cause.test && (
              <p class="cause-test">
                <strong>What shows it:</strong> {cause.test}
              </p>
            )}
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
