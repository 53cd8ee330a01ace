// What the chain is called and where it starts.

import { useState } from 'preact/hooks'
import type { Finding } from 'rolerelay-core'
import type { SourceRow } from '../../protocol.ts'
import { Field } from '../../ui/field.tsx'
import { keysText } from '../sources/keys-badge.tsx'
import { ColourChoice } from './colour-choice.tsx'
import { change, type Draft } from './draft.ts'

interface ChainFieldsProps {
  draft: Draft
  sources: SourceRow[]
  onChange: (draft: Draft) => void
  at: (place: string) => Finding[]
}

export function ChainFields({ draft, sources, onChange, at }: ChainFieldsProps) {
  const { name, sourceId, tags = [], colour } = draft.chain
  // The text keeps its commas and spaces while it is written; the record has only the tags.
  const [tagText, setTagText] = useState(tags.join(', '))
  const source = sources.find(({ id }) => id === sourceId)
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
                onChange(
                  change(draft, {
                    tags: value
                      .split(',')
                      .map((tag) => tag.trim())
                      .filter(Boolean),
                  }),
                )
              }}
            />
          )}
        </Field>
      </div>
      <ColourChoice value={colour} onChange={(colour) => onChange(change(draft, { colour }))} />
      <Field
        label="Source"
        name="sourceId"
        findings={at('sourceId')}
        hint={
          <>
            {source ? `${keysText(source)} ` : 'Whose keys assume the first role. '}
            <a href={source && source.keys !== 'ready' ? `#/sources/${source.id}` : '#/sources/new'}>
              {source && source.keys !== 'ready' ? 'Enter its keys' : 'Add a source'}
            </a>
          </>
        }
      >
        {(control) => (
          <select
            {...control}
            value={sourceId}
            onChange={(event) => onChange(change(draft, { sourceId: event.currentTarget.value }))}
          >
            {!source && <option value={sourceId}>{sourceId ? 'A source that was deleted' : 'Choose a source'}</option>}
            {sources.map(({ id, name, likelyAccount }) => (
              <option key={id} value={id}>
                {likelyAccount ? `${name} (${likelyAccount})` : name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  )
}
