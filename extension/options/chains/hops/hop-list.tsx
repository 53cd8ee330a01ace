// The roles of a chain in their order: those that it inherits, then its own, each to be written, moved and removed.

import { useEffect, useRef } from 'preact/hooks'
import type { Chain, Finding } from 'rolerelay-core'
import { call } from '../../../client.ts'
import type { SourceRow } from '../../../protocol.ts'
import { Findings } from '../../../ui/controls/findings.tsx'
import { PlusIcon } from '../../../ui/controls/icons.tsx'
import { useToast } from '../../../ui/controls/toast.tsx'
import { addHop, changeHop, type Draft, type Edit, moveHop, pasteHops, removeHop, turnHops } from '../draft.ts'
import { HopFields } from './hop-fields.tsx'
import './hop-list.css'
import { inheritedBy } from './inherited.ts'
import { InheritedHops } from './inherited-hops.tsx'

interface HopListProps {
  draft: Draft
  parents: Chain[]
  /** The source that it starts from itself, if it does and if it is known. */
  source: SourceRow | undefined
  onChange: Edit
  at: (place: string) => Finding[]
}

export function HopList({ draft, parents, source, onChange, at }: HopListProps) {
  const toast = useToast()
  const list = useRef<HTMLOListElement>(null)
  const { chain, keys } = draft
  const count = chain.hops.length
  const before = useRef(count)
  useEffect(() => {
    // A hop that was added is where the writing goes on.
    if (count === before.current + 1) list.current?.querySelector<HTMLElement>(':scope > li:last-child input')?.focus()
    before.current = count
  }, [count])
  const above = parents.flatMap((parent) => parent.hops)
  const inherited = inheritedBy([...above, ...chain.hops])
  const sessionName = [chain, ...parents.toReversed()].find((one) => one.sessionName)?.sessionName
  const general = at('hops').filter(({ place }) => place === 'hops')

  const read = async (index: number, text: string) => {
    const { hops, notes } = await call('readHops', { text })
    if (hops.length === 0) {
      const roleArn = text.replace(/\s+/g, ' ').trim()
      return onChange((now) => changeHop(now, index, { roleArn }))
    }
    onChange((now) => pasteHops(now, index, hops))
    const roles = hops.length === 1 ? 'one role' : `${hops.length} roles`
    const turn = () => {
      onChange((now) => turnHops(now, index, hops))
      tell('The order is turned round.')
    }
    const tell = (text: string) =>
      toast({ text, ...(hops.length > 1 && { action: { label: 'Turn the order round', run: turn } }) })
    tell([`Read ${roles}.`, ...notes.map(({ message }) => message)].join(' '))
  }
  return (
    <fieldset class="hop-list">
      <legend class="legend">Roles, in the order in which they are assumed</legend>
      {above.length > 0 && <InheritedHops parents={parents} />}
      {count === 0 && source?.ownEnd && (
        <p class="muted">
          None: the console opens as <span class="mono">{source.ownEnd.role}</span> in{' '}
          <span class="mono">{source.ownEnd.account}</span>, whose session {source.name} gives, for as long as that
          lasts.
        </p>
      )}
      <ol ref={list} hidden={count === 0}>
        {chain.hops.map((hop, index) => (
          <HopFields
            key={keys[index]}
            hop={hop}
            index={index}
            number={above.length + index + 1}
            count={count}
            chainName={chain.name}
            fallbackName={sessionName}
            inherited={inherited[above.length + index]}
            first={index === 0 && !chain.parentId}
            source={source}
            at={(field) => at(`hops.${index}.${field}`)}
            own={at(`hops.${index}`).filter(({ place }) => place === `hops.${index}`)}
            onChange={(by) => onChange((now) => changeHop(now, index, by))}
            onMove={(to) => onChange(moveHop(draft, index, to))}
            onRemove={() => onChange(removeHop(draft, index))}
            onPaste={(text) => read(index, text).catch(({ message }) => toast({ text: message }))}
          />
        ))}
      </ol>
      <button type="button" class="button" onClick={() => onChange(addHop(draft))}>
        <PlusIcon />
        Add a role
      </button>
      {general.length > 0 && <Findings findings={general} />}
    </fieldset>
  )
}
