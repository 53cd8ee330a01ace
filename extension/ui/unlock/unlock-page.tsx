// What a page shows while the vault is locked: the password, a passkey where there is one, and what is to know before.

import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { openOptions } from '../../client.ts'
import { askable, askPasskeys, passkeysWork } from '../../passkey.ts'
import type { VaultState } from '../../protocol.ts'
import { KeyIcon, LockIcon, WarningIcon } from '../controls/icons.tsx'
import { unsent } from '../controls/unsent.ts'
import { Forgot } from './forgot.tsx'
import './unlock.css'
import { useUnlock } from './use-unlock.ts'

interface UnlockPageProps {
  vault: Extract<VaultState, { state: 'locked' }>
  popup: boolean
  /** Why to unlock, where that is not plain. */
  lead: string | undefined
  /** Whether something that was not saved went when it locked. */
  lost: boolean
  onUnlocked: (vault: VaultState) => void
  /** Asks for the vault's state anew. */
  again: () => Promise<void>
}

/** The place on the options page where the browser asks for a passkey at once. */
const ASK = '/passkey'

export function UnlockPage({ vault, popup, lead, lost, onUnlocked, again }: UnlockPageProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [capsLock, setCapsLock] = useState(false)
  const { busy, failure, wait, attempt } = useUnlock(vault.waitUntil, onUnlocked, again)
  const passkeys = vault.ways.some(({ lock }) => lock.kind === 'passkey')
  const usable = askable(vault.ways).length > 0
  const toInput = () => input.current?.select()

  const withPassword = () => {
    const password = input.current?.value
    if (password && wait === 0) attempt('password', async () => ({ password }), toInput)
    else toInput()
  }
  // Browsers close a popup when their own dialog takes the focus: seen by users of Bitwarden, bitwarden/clients #19217, #20454.
  const withPasskey = () =>
    popup ? openOptions(ASK).then(() => window.close()) : attempt('passkey', () => askPasskeys(vault.ways), toInput)

  // With the first drawing: what is typed after that is meant for it.
  useLayoutEffect(() => input.current?.focus(), [])
  useEffect(() => {
    document.title = 'Locked · Rolerelay'
    if (!popup && usable && location.hash === `#${ASK}`) withPasskey()
    return () => {
      document.title = 'Rolerelay'
    }
  }, [])

  const cancelled = failure?.kind === 'cancelled'
  return (
    <main class={popup ? 'unlock in-popup' : 'unlock'} aria-busy={busy !== undefined}>
      <form class="unlock-form" aria-labelledby={`${id}-title`} {...unsent(withPassword)}>
        <h1 id={`${id}-title`}>
          <LockIcon />
          Rolerelay is locked
        </h1>
        {lead && <p>{lead}</p>}
        {lost && <p class="unlock-note">It locked while you were writing. What was not saved is gone.</p>}
        {vault.recovered && (
          <p class="unlock-note warning">
            <WarningIcon />
            {vault.recovered}
          </p>
        )}
        <div class="field">
          <label for={`${id}-password`}>Password</label>
          {/* Not `current-password`: nobody is to be led to keep it in the browser's own store (see `unsent`; Chrome's password
              manager stays out of extensions). What is typed is in the field alone, which browsers do not restore. */}
          <input
            ref={input}
            id={`${id}-password`}
            type="password"
            name="password"
            autocomplete="off"
            maxLength={LONGEST}
            readOnly={busy === 'password'}
            aria-invalid={failure?.kind === 'wrong-password'}
            aria-describedby={`${id}-said`}
            onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}
          />
          <div id={`${id}-said`} class="unlock-said">
            <p role="alert" class={cancelled ? 'muted' : 'unlock-wrong'}>
              {failure && (failure.kind === 'too-many-guesses' ? 'Too many wrong passwords.' : failure.message)}
            </p>
            {wait > 0 && (
              <p role="timer" class="unlock-wait">
                The next password can be tried in {inSeconds(wait)}.
              </p>
            )}
            {capsLock && <p class="muted">Caps Lock is on.</p>}
          </div>
        </div>
        <div class="unlock-ways">
          <button type="submit" class="button primary" disabled={wait > 0 || busy !== undefined}>
            {busy === 'password' ? 'Unlocking…' : 'Unlock'}
          </button>
          {usable && (
            <button type="button" class="button" disabled={busy !== undefined} onClick={withPasskey}>
              <KeyIcon />
              {busy === 'passkey' ? 'Waiting for the passkey…' : 'Unlock with passkey'}
            </button>
          )}
        </div>
        {passkeys && !usable && <p class="muted">{whyNoPasskey()}</p>}
      </form>
      <Forgot popup={popup} onGone={again} />
    </main>
  )
}

/** In characters, as the background takes it. */
const LONGEST = 1000

const inSeconds = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`

function whyNoPasskey(): string {
  const passkeys = passkeysWork()
  return passkeys.works ? 'The passkey here belongs to another build of Rolerelay. Use the password.' : passkeys.why
}
