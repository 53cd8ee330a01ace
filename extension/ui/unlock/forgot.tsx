// Nobody can open a vault without its password. What can be done instead.

import type { VaultState } from '../../protocol.ts'
import { GoOnInTab } from './go-on-in-tab.tsx'
import { RestoreBackup } from './restore-backup.tsx'
import { StartOver } from './start-over.tsx'

interface ForgotProps {
  popup: boolean
  onRestored: (vault: VaultState) => void
  onGone: () => void
}

export function Forgot({ popup, onRestored, onGone }: ForgotProps) {
  return (
    <details class="unlock-forgot">
      <summary>Forgot the password?</summary>
      <p>
        Nobody can open what is kept here without the password or a passkey, not even whoever makes Rolerelay. Restore a
        backup whose password you know, or start over.
      </p>
      {popup ? (
        <GoOnInTab label="Go on in a tab" />
      ) : (
        <>
          <RestoreBackup onRestored={onRestored} />
          <StartOver onDone={onGone} />
        </>
      )}
    </details>
  )
}
