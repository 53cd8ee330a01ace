// What a chain asks before it opens: whether it is meant, and for which ticket or reason.

import type { Finding } from 'rolerelay-core'
import { Field } from '../../ui/field.tsx'
import { GuardBadge } from '../../ui/guard-badge.tsx'
import { change, type Draft, type Edit } from './draft.ts'
import './guard-fields.css'

interface GuardFieldsProps {
  draft: Draft
  onChange: Edit
  at: (place: string) => Finding[]
}

export function GuardFields({ draft, onChange, at }: GuardFieldsProps) {
  const { guard, colour, asksReason } = draft.chain
  return (
    <div class="form-grid">
      <Field
        label="Ask before it opens"
        optional
        name="guard"
        findings={at('guard')}
        hint={
          guard ? (
            <span class="guard-shown">
              Marked <GuardBadge word={guard} colour={colour} /> wherever it is shown.
            </span>
          ) : (
            'A word such as PRODUCTION. The chain is marked with it, and asks before it opens or gives credentials.'
          )
        }
      >
        {(control) => (
          <input
            {...control}
            type="text"
            autocomplete="off"
            spellcheck={false}
            placeholder="PRODUCTION"
            value={guard ?? ''}
            onInput={({ currentTarget: { value } }) => onChange(change(draft, { guard: value || undefined }))}
          />
        )}
      </Field>
      <div class="field">
        <span class="label">Ticket or reason</span>
        <label class="guard-reason">
          <input
            type="checkbox"
            name="asksReason"
            checked={asksReason ?? false}
            aria-describedby="asks-reason-note"
            onChange={({ currentTarget: { checked } }) => onChange(change(draft, { asksReason: checked || undefined }))}
          />
          Ask for one each time
        </label>
        <div id="asks-reason-note" class="note">
          AWS records it. <a href="#/settings">The settings</a> say where; {'{reason}'} in a session name or a source
          identity asks for it as well.
        </div>
      </div>
    </div>
  )
}
