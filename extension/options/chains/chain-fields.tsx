// What the chain is called, how it is found, where it starts, and what all its hops share.

import { useState } from 'preact/hooks'
import type { Chain, Finding } from 'rolerelay-core'
import type { SourceRow } from '../../protocol.ts'
import { Field } from '../../ui/field.tsx'
import { ColourChoice } from './colour-choice.tsx'
import { change, type Draft, type Edit } from './draft.ts'
import { TemplateField } from './hops/template-field.tsx'
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
  const { name, tags = [], colour, sessionName, hops } = draft.chain
  // The text keeps its commas and spaces while it is written; the record has only the tags.
  const [tagText, setTagText] = useState(tags.join(', '))
  const above = parents ?? []
  const inherited = above.findLast((parent) => parent.sessionName)
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
                onChange(change(draft, { tags: split(value) }))
              }}
            />
          )}
        </Field>
      </div>
      <ColourChoice value={colour} onChange={(colour) => onChange(change(draft, { colour }))} />
      <StartField draft={draft} sources={sources} parents={parents} onChange={onChange} at={at} />
      <TemplateField
        label="Session name of all hops"
        name="sessionName"
        findings={at('sessionName')}
        hint={
          inherited
            ? `For each hop that names none. “${inherited.sessionName}” without one, as ${inherited.name} has it.`
            : 'For each hop that names none, also in chains that build on this one. “rolerelay” without one.'
        }
        value={sessionName}
        named={{
          chain: name,
          hop: above.reduce((sum, parent) => sum + parent.hops.length, 0),
          roleArn: hops[0]?.roleArn ?? '',
        }}
        onChange={(text) => onChange((now) => change(now, { sessionName: text }))}
      />
    </div>
  )
}

const split = (text: string): string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)
