// The first password: all that is kept is encrypted under it.

import { call } from '../../client.ts'
import { LockIcon } from '../../ui/controls/icons.tsx'
import { unsent } from '../../ui/controls/unsent.ts'
import { useWork } from '../../ui/controls/use-work.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { useVault } from '../../ui/gate/use-gate.ts'
import { NewPasswordFields } from '../../ui/password/new-password.tsx'
import { useNewPassword } from '../../ui/password/use-new-password.ts'

/** `onDone` hears how many sources have their keys in the vault now. */
export function SetPassword({ onDone }: { onDone: (keys: number) => void }) {
  const { take } = useVault()
  const form = useNewPassword()
  const { busy, failure, setFailure, during } = useWork()
  const set = async () => {
    const password = await form.take()
    if (password === undefined) return
    await during(async () => {
      take(await call('createVault', { password }))
      // It is set, whatever becomes of the count.
      const sources = await call('sources', null).catch(() => [])
      onDone(sources.filter(({ keys, keptIn }) => keys !== 'missing' && keptIn === 'vault').length)
    })
  }
  return (
    <form
      class="stack"
      noValidate
      aria-label="Set a password"
      aria-busy={busy}
      {...unsent(() => set().catch(setFailure))}
    >
      <NewPasswordFields form={form} />
      {failure && <FailurePanel failure={failure} title="The password was not set" />}
      <div class="row">
        <button type="submit" class="button primary" disabled={busy}>
          <LockIcon />
          {busy ? 'Encrypting…' : 'Set this password'}
        </button>
      </div>
    </form>
  )
}
