// The session name of all hops that have none of their own.

import { useState } from 'preact/hooks'
import type { Chain, Finding } from 'rolerelay-core'
import { change, type Draft, type Edit } from './draft.ts'
import { TemplateField, UNNAMED } from './hops/template-field.tsx'

interface SharedNameProps {
  draft: Draft
  parents: Chain[]
  onChange: Edit
  at: (place: string) => Finding[]
}

export function SharedName({ draft, parents, onChange, at }: SharedNameProps) {
  const { name, sessionName, hops } = draft.chain
  const findings = at('sessionName')
  const [opened, setOpened] = useState(false)
  const open = opened || findings.length > 0
  const inherited = parents.findLast((parent) => parent.sessionName)
  const shared = sessionName ?? inherited?.sessionName
  return (
    <details class="folded" open={open} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary class="legend">
        Session name of all hops{': '}
        {shared ? <code>{shared}</code> : UNNAMED}
      </summary>
      {open && (
        <TemplateField
          of="sessionName"
          label="Session name of all hops"
          name="sessionName"
          findings={findings}
          hint={
            inherited
              ? `For each hop that names none. ${inherited.name} has “${inherited.sessionName}”.`
              : 'For each hop that names none, also in chains that build on this one. CloudTrail shows it.'
          }
          value={sessionName}
          named={{
            chain: name,
            hop: parents.reduce((sum, parent) => sum + parent.hops.length, 0),
            roleArn: hops[0]?.roleArn ?? '',
          }}
          onChange={(text) => onChange((now) => change(now, { sessionName: text }))}
        />
      )}
    </details>
  )
}
