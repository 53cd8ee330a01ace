// The roles of a chain in their order, each to be written, moved and removed.

import { useEffect, useRef } from 'preact/hooks'
import type { Finding } from 'rolerelay-core'
import { Findings } from '../../ui/findings.tsx'
import { PlusIcon } from '../../ui/icons.tsx'
import { addHop, changeHop, type Draft, moveHop, pasteRoles, removeHop } from './draft.ts'
import { HopFields } from './hop-fields.tsx'
import './hop-list.css'

interface HopListProps {
  draft: Draft
  onChange: (draft: Draft) => void
  at: (place: string) => Finding[]
}

export function HopList({ draft, onChange, at }: HopListProps) {
  const list = useRef<HTMLOListElement>(null)
  const count = draft.chain.hops.length
  const before = useRef(count)
  useEffect(() => {
    // A hop that was added is where the writing goes on.
    if (count === before.current + 1) list.current?.querySelector<HTMLElement>('li:last-child input')?.focus()
    before.current = count
  }, [count])
  const general = at('hops').filter(({ place }) => place === 'hops')
  return (
    <fieldset class="hop-list">
      <legend class="legend">Roles, in the order in which they are assumed</legend>
      <ol ref={list}>
        {draft.chain.hops.map((hop, index) => (
          <HopFields
            key={draft.keys[index]}
            hop={hop}
            index={index}
            count={count}
            at={(field) => at(`hops.${index}.${field}`)}
            onChange={(by) => onChange(changeHop(draft, index, by))}
            onMove={(to) => onChange(moveHop(draft, index, to))}
            onRemove={() => onChange(removeHop(draft, index))}
            onPasteRoles={(arns) => onChange(pasteRoles(draft, index, arns))}
          />
        ))}
      </ol>
      {general.length > 0 && <Findings findings={general} />}
      <button type="button" class="button" onClick={() => onChange(addHop(draft))}>
        <PlusIcon />
        Add a role
      </button>
    </fieldset>
  )
}
