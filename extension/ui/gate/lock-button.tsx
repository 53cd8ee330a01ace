// Locks the vault. Where there is none, there is nothing to lock, and no button.

import { useEffect, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call, lockShortcut } from '../../client.ts'
import { LockIcon } from '../controls/icons.tsx'
import { useToast } from '../controls/toast.tsx'
import { useVault } from './use-gate.ts'

/** `compact` has the icon alone. */
export function LockButton({ compact = false }: { compact?: boolean }) {
  const { vault, ask } = useVault()
  return vault?.state === 'unlocked' ? <Lock compact={compact} onLocked={ask} /> : null
}

function Lock({ compact, onLocked }: { compact: boolean; onLocked: () => Promise<void> }) {
  const toast = useToast()
  const [keys, setKeys] = useState('')
  useEffect(() => {
    lockShortcut().then(setKeys, () => {}) // the button does without
  }, [])
  const lock = () =>
    call('lock', null).then(onLocked, ({ kind, message }: Failure) => {
      // Where the browser keeps the key, it is locked all the same.
      if (kind === 'storage') void onLocked()
      toast({ text: kind === 'storage' ? message : `Not locked. ${message}` })
    })
  return (
    <button
      type="button"
      class={compact ? 'button quiet square' : 'button quiet'}
      aria-label={compact ? 'Lock' : undefined}
      title={keys ? `Lock (${keys})` : 'Lock'}
      onClick={lock}
    >
      <LockIcon />
      {!compact && 'Lock'}
    </button>
  )
}
