// How what is kept is protected: with a password or without, what unlocks it, when it locks, and backups.

import { useState } from 'preact/hooks'
import { useVault } from '../../ui/gate/use-gate.ts'
import { Backup } from './backup.tsx'
import { ChangePassword } from './change-password.tsx'
import { Locking } from './locking.tsx'
import { NotProtected } from './not-protected.tsx'
import { Passkeys } from './passkeys.tsx'
import { Protected } from './protected.tsx'
import './protection.css'
import { type Done, DonePanel } from './done-panel.tsx'
import { Restore } from './restore.tsx'
import { StartAnew } from './start-anew.tsx'
import { Sweeping } from './sweeping.tsx'

/** `onReplaced` hears when other chains are kept than before. */
export function ProtectionPage({ onReplaced }: { onReplaced: () => void }) {
  const { vault, ask } = useVault()
  const [done, setDone] = useState<Done>()
  const onRestored = () => {
    setDone({ what: 'restored' })
    onReplaced()
  }
  return (
    <article class="prose protection">
      <h1>Protection</h1>
      {done && <DonePanel done={done} />}
      <Sweeping after={vault} />
      {vault?.state === 'open' && (
        <>
          <NotProtected onDone={setDone} />
          <Locking vault={false} />
          <Restore vault={false} onRestored={onRestored} />
        </>
      )}
      {vault?.state === 'unlocked' && (
        <>
          <Protected vault={vault} />
          <Locking vault />
          <Backup />
          <Restore vault onRestored={onRestored} />
          <ChangePassword ways={vault.ways} onDone={setDone} />
          <Passkeys ways={vault.ways} />
          <StartAnew onDone={ask} />
        </>
      )}
    </article>
  )
}
