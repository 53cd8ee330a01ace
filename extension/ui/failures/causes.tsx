// What may be behind a failure: the likeliest is told above, so all are folded away; of one alone what it rests on is left to show.

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
  if (!second) return <Basis cause={first} label="What this rests on" />
  const more = causes.length - 1
  const told = likeliest(causes)
  return (
    <details class="causes">
      <summary>{more === 1 ? '1 more cause, and what shows each' : `${more} more causes, and what shows each`}</summary>
      <p class="muted">
        All that may be behind it, the most likely first. The order is one of likelihood: how often people found each.
        It proves nothing.
      </p>
      <ol>
        {causes.map((cause) => (
          <li key={cause.kind}>
            <p>{cause.sentence}</p>
            {cause.test && (
              <p class="cause-test">
                <strong>What shows it:</strong> {cause.test}
              </p>
            )}
            {/* That of the likeliest stands above. */}
            {cause !== told && actionOf?.(cause)}
            <Basis cause={cause} label="What speaks for it" />
          </li>
        ))}
      </ol>
    </details>
  )
}

/** The most likely cause; before it one of which it is known what has to stand in the place of the role. */
export const likeliest = (causes: Cause[]): Cause | undefined =>
  causes.find(({ remedy }) => remedy?.kind === 'hop' && remedy.setting === 'roleArn' && remedy.suggestion) ?? causes[0]

function Basis({ cause, label }: { cause: Cause; label: string }) {
  const evidence = cause.evidence ?? []
  if (evidence.length === 0) return null
  return (
    <details class="evidence cause-basis">
      <summary>{label}</summary>
      <ul>
        {evidence.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  )
}
