// Whether the clipboard is looked at before it is cleared. The browser is asked by the click, and answers for itself: nothing of
// it is among the settings.

import { useEffect, useState } from 'preact/hooks'
import { clipboardReading } from '../client.ts'

export function ClipboardPermission() {
  const [granted, setGranted] = useState<boolean>()
  const look = () => clipboardReading.isAllowed().then(setGranted)
  useEffect(() => void look(), [])
  if (granted === undefined) return null
  return (
    <div class="setting">
      <input
        id="read-clipboard"
        type="checkbox"
        checked={granted}
        aria-describedby="read-clipboard-note"
        onChange={(event) => {
          const change = event.currentTarget.checked ? clipboardReading.ask() : clipboardReading.giveUp()
          // Who says no sees the box empty again.
          void change.then(look, look)
        }}
      />
      <div class="stack">
        <label for="read-clipboard">Leave alone what I copied meanwhile</label>
        <p id="read-clipboard-note" class="muted">
          For this Rolerelay has to look at the clipboard, once, when the time is over. Your browser asks you to allow
          that. Without it the clipboard is cleared whatever is on it by then.
        </p>
      </div>
    </div>
  )
}
