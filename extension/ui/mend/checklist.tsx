// What each hop needs, and what is known of it. The hop that failed is open; the others fold up.

import type { HopChecklist, Requirement, RequirementState } from 'rolerelay-core'
import { CheckIcon, CrossIcon } from '../controls/icons.tsx'
import { roleParts } from '../controls/role.ts'

export function Checklist({ checklist, failing }: { checklist: HopChecklist[]; failing: number | undefined }) {
  return (
    <ol class="mend-hops" aria-label="What each hop needs">
      {checklist.map(({ hop, roleArn, requirements }) => {
        const { role, account } = roleParts(roleArn)
        const known = requirements.every(({ state }) => state === 'met') ? 'all met' : 'not reached'
        return (
          <li key={hop}>
            <details open={hop === failing}>
              <summary>
                Hop {hop + 1}: {role} in {account}
                {hop !== failing && <span class="muted"> · {known}</span>}
              </summary>
              <ul class="mend-needs">
                {requirements.map((requirement) => (
                  <Need key={requirement.kind} requirement={requirement} />
                ))}
              </ul>
            </details>
          </li>
        )
      })}
    </ol>
  )
}

function Need({ requirement: { sentence, state } }: { requirement: Requirement }) {
  return (
    <li class={`mend-need ${state}`}>
      <span class="mend-mark" aria-hidden="true">
        {state === 'met' ? <CheckIcon /> : state === 'broken' ? <CrossIcon /> : state === 'suspect' ? '?' : '·'}
      </span>
      <span>
        {sentence} <strong class="mend-state">{words[state]}</strong>
      </span>
    </li>
  )
}

const words: Record<RequirementState, string> = {
  met: 'It is so.',
  broken: 'It is not so.',
  suspect: 'This may be missing.',
  unknown: 'Not known.',
}
