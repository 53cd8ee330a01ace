// What stands before all that a chain may do: whether it is meant, for which ticket or reason, and whether it opens read-only.

import { useEffect, useState } from 'preact/hooks'
import type { Chain, Finding, ReadOnly } from 'rolerelay-core'
import { call } from '../../client.ts'
import { GuardBadge } from '../../ui/chains/guard-badge.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { change, type Draft, type Edit } from './draft.ts'
import './guard-fields.css'
import { OpensWith } from './opens-with.tsx'

interface GuardFieldsProps {
  draft: Draft
  onChange: Edit
  at: (place: string) => Finding[]
}

export function GuardFields({ draft, onChange, at }: GuardFieldsProps) {
  const { guard, colour, asksReason, readOnly } = draft.chain
  const byWord = useHeldByWord(draft.chain)
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
      <Field
        label="Opens with"
        name="readOnly"
        findings={at('readOnly')}
        hint={
          readOnly
            ? 'AWS refuses what changes anything, in the console and to copied credentials, until you allow changes for a while. Not held are ' +
              'resources whose own policy names this very session. Some pages of the console may show errors.'
            : byWord
              ? 'The settings have it open read-only, by one of its tags or the word that it is marked with.'
              : 'Read-only is held by AWS, with its own managed policy as the session policy of the last role.'
        }
      >
        {(control) => (
          <select
            {...control}
            value={readOnly ?? ''}
            onChange={({ currentTarget: { value } }) =>
              onChange(change(draft, { readOnly: (value as ReadOnly | '') || undefined }))
            }
          >
            <option value="">All that the role may do</option>
            <OpensWith />
          </select>
        )}
      </Field>
    </div>
  )
}

/** Whether the settings have it open read-only, though it does not say so itself. */
function useHeldByWord(chain: Chain): boolean {
  const [isHeld, setHeld] = useState(false)
  const marks = JSON.stringify([chain.tags, chain.guard])
  useEffect(() => {
    let current = true
    const told = (held: boolean) => current && setHeld(held)
    call('resolveChain', chain).then(
      ({ readOnly }) => told(readOnly !== undefined),
      () => told(false), // the editor says what is wrong with it
    )
    return () => {
      current = false
    }
  }, [marks, chain.readOnly])
  return chain.readOnly === undefined && isHeld
}
