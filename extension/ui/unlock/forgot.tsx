// Nobody can open a vault without its password. What can be done instead.

import { GoOnInTab } from './go-on-in-tab.tsx'
import { StartOver } from './start-over.tsx'

export function Forgot({ popup, onGone }: { popup: boolean; onGone: () => void }) {
  return (
    <details class="unlock-forgot">
      <summary>Forgot the password?</summary>
      <p>
        Nobody can open what is kept here without the password or a passkey, not even whoever makes Rolerelay. What is
        left is to start over. If you have a backup whose password you know, restore it then, under Protection.
      </p>
      {popup ? <GoOnInTab label="Go on in a tab" /> : <StartOver onDone={onGone} />}
    </details>
  )
}
