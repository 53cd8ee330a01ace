// Which chains open read-only, beside those that say so themselves.

import { useState } from 'preact/hooks'
import type { ReadOnly } from 'rolerelay-core'
import type { Settings } from '../../protocol.ts'
import { Field } from '../../ui/controls/field.tsx'
import { wordsIn } from '../chains/draft.ts'
import { OpensWith } from '../chains/opens-with.tsx'
import { LeaveGuard } from '../leave-guard.tsx'

interface ReadOnlySettingsProps {
  settings: Settings
  onSave: (by: Partial<Settings>) => void
}

export function ReadOnlySettings({ settings: { readOnlyWords, readOnlyWith }, onSave }: ReadOnlySettingsProps) {
  const kept = readOnlyWords.join(', ')
  const [text, setText] = useState(kept)
  const words = wordsIn(text)
  const changed = words.join(', ') !== kept
  return (
    <form
      class="card stack"
      autocomplete="off"
      aria-labelledby="read-only-title"
      onSubmit={(event) => {
        event.preventDefault()
        onSave({ readOnlyWords: words })
      }}
    >
      <LeaveGuard dirty={changed} />
      <h2 id="read-only-title">Open read-only</h2>
      <p class="muted">
        A chain opens read-only where it says so, and where it has one of these tags or is marked with one of these
        words. AWS holds its console and its credentials to that, until you allow changes for a while.
      </p>
      <Field
        label="Tags and words"
        optional
        name="readOnlyWords"
        hint="With commas between them: prod, PRODUCTION. Large and small letters are the same."
      >
        {(control) => (
          <input
            {...control}
            type="text"
            autocomplete="off"
            spellcheck={false}
            placeholder="prod"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="They open with" name="readOnlyWith">
        {(control) => (
          <select
            {...control}
            value={readOnlyWith}
            onChange={(event) => onSave({ readOnlyWith: event.currentTarget.value as ReadOnly })}
          >
            <OpensWith />
          </select>
        )}
      </Field>
      <div class="row">
        <button type="submit" class="button primary" disabled={!changed}>
          Save the words
        </button>
      </div>
    </form>
  )
}
