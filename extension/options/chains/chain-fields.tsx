// What the chain is called, how it is found, and where it starts; and how it looks.

import { useState } from 'preact/hooks'
import type { Chain, Finding } from 'rolerelay-core'
import type { SourceRow } from '../../protocol.ts'
import { Field } from '../../ui/controls/field.tsx'
import { ColourChoice } from './colour-choice.tsx'
import { change, type Draft, type Edit, wordsIn } from './draft.ts'
import { GuardFields } from './guard-fields.tsx'
import { StartField } from './start-field.tsx'

interface ChainFieldsProps {
  draft: Draft
  sources: SourceRow[]
  /** The chains that it builds on; undefined while they are read. */
  parents: Chain[] | undefined
  onChange: Edit
  at: (place: string) => Finding[]
}

export function ChainFields({ draft, sources, parents, onChange, at }: ChainFieldsProps) {
  const { name, tags = [] } = draft.chain
  // The text keeps its commas and spaces while it is written; the record has only the tags.
  const [tagText, setTagText] = useState(tags.join(', '))
  return (
    <div class="stack">
      <div class="form-grid">
        <Field label="Name" name="name" findings={at('name')}>
          {(control) => (
            <input
              {...control}
              type="text"
              value={name}
              onInput={(event) => onChange(change(draft, { name: event.currentTarget.value }))}
            />
          )}
        </Field>
        <Field label="Tags" optional name="tags" findings={at('tags')} hint="Words to find it by, with commas between.">
          {(control) => (
            <input
              {...control}
              type="text"
              value={tagText}
              onInput={({ currentTarget: { value } }) => {
                setTagText(value)
                onChange(change(draft, { tags: wordsIn(value) }))
              }}
            />
          )}
        </Field>
      </div>
      <StartField draft={draft} sources={sources} parents={parents} onChange={onChange} at={at} />
    </div>
  )
}

/** Below the roles, since a chain can do without. */
export function LookFields({ draft, onChange, at }: Pick<ChainFieldsProps, 'draft' | 'onChange' | 'at'>) {
  return (
    <div class="stack">
      <ColourChoice value={draft.chain.colour} onChange={(colour) => onChange(change(draft, { colour }))} />
      <GuardFields draft={draft} onChange={onChange} at={at} />
    </div>
  )
}
