// When the vault locks by itself, and when what was copied leaves the clipboard. Saved as it changes.

import { tellsOfScreenLock } from '../../client.ts'
import { Field } from '../../ui/controls/field.tsx'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { ClipboardPermission } from '../../ui/run/clipboard-permission.tsx'
import { useSettings } from '../settings/use-settings.ts'

/** In minutes. */
const locks: [number, string][] = [
  [5, '5 minutes without use'],
  [15, '15 minutes without use'],
  [30, '30 minutes without use'],
  [60, '1 hour without use'],
  [240, '4 hours without use'],
  [0, 'Only when the browser closes or Rolerelay is updated'],
]

/** In seconds. */
const clears: [number, string][] = [
  [30, '30 seconds'],
  [60, '1 minute'],
  [120, '2 minutes'],
  [300, '5 minutes'],
  [0, 'Never'],
]

export function Locking({ vault }: { vault: boolean }) {
  const { settings, failure, saved, save } = useSettings()
  return (
    <section class="card stack" aria-labelledby="locking">
      <div class="row">
        <h2 id="locking">{vault ? 'Locking and the clipboard' : 'The clipboard'}</h2>
        <span role="status" class="muted">
          {saved && 'Saved.'}
        </span>
      </div>
      {failure && <FailurePanel failure={failure} title="Not saved" />}
      {settings && (
        <>
          {vault && (
            <>
              <Choice
                label="Lock after"
                name="lockAfter"
                choices={locks}
                value={settings.lockAfter}
                onChange={(lockAfter) => save({ lockAfter })}
              />
              {tellsOfScreenLock ? (
                <div class="setting">
                  <input
                    id="lock-with-screen"
                    type="checkbox"
                    checked={settings.lockWithScreen}
                    onChange={(event) => save({ lockWithScreen: event.currentTarget.checked })}
                  />
                  <label for="lock-with-screen">Lock when the computer’s screen is locked</label>
                </div>
              ) : (
                <p class="muted">This browser does not tell extensions when the computer’s screen is locked.</p>
              )}
            </>
          )}
          <Choice
            label="Clear copied credentials from the clipboard after"
            name="clearClipboardAfter"
            choices={clears}
            value={settings.clearClipboardAfter}
            onChange={(clearClipboardAfter) => save({ clearClipboardAfter })}
          />
          {settings.clearClipboardAfter > 0 && <ClipboardPermission />}
        </>
      )}
    </section>
  )
}

interface ChoiceProps {
  label: string
  name: string
  choices: [number, string][]
  value: number
  onChange: (value: number) => void
}

function Choice({ label, name, choices, value, onChange }: ChoiceProps) {
  return (
    <Field label={label} name={name}>
      {(control) => (
        <select
          {...control}
          class="narrow"
          value={value}
          onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
        >
          {choices.map(([number, text]) => (
            <option key={number} value={number}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
