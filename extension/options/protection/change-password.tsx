// A new password, and with it a new key for all that is kept.

import { useState } from 'preact/hooks'
import { call } from '../../client.ts'
import type { Proof, UnlockWay } from '../../protocol.ts'
import { unsent } from '../../ui/controls/unsent.ts'
import { useWork } from '../../ui/controls/use-work.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { useVault } from '../../ui/gate/use-gate.ts'
import { NewPasswordFields } from '../../ui/password/new-password.tsx'
import { ProofField } from '../../ui/password/proof-field.tsx'
import { useNewPassword } from '../../ui/password/use-new-password.ts'
import type { Done } from './done-panel.tsx'
import { passkeyNames } from './passkeys.tsx'

interface ChangePasswordProps {
  ways: UnlockWay[]
  onDone: (done: Done) => void
}

export function ChangePassword(props: ChangePasswordProps) {
  const [open, setOpen] = useState(false)
  return (
    <section class="card stack" aria-labelledby="change">
      <h2 id="change">Change the password</h2>
      <p>
        All that is kept is encrypted anew under a new key, and passkeys have to be added again{names(props.ways)}. What
        the old password opens is taken out of this browser’s files, also what was kept aside because it was damaged.
        Copies of the profile that somebody has still open with it: then <a href="#/sources">rotate your access keys</a>{' '}
        as well.
      </p>
      {open ? (
        <ChangeForm {...props} onCancel={() => setOpen(false)} />
      ) : (
        <div class="row">
          <button type="button" class="button" onClick={() => setOpen(true)}>
            Change the password…
          </button>
        </div>
      )}
    </section>
  )
}

const names = (ways: UnlockWay[]) => {
  const passkeys = passkeyNames(ways)
  return passkeys.length > 0 ? `: ${passkeys.join(', ')}` : ''
}

function ChangeForm({ ways, onDone, onCancel }: ChangePasswordProps & { onCancel: () => void }) {
  const { take } = useVault()
  const form = useNewPassword()
  const [proof, setProof] = useState<Proof>()
  const { busy, failure, setFailure, during } = useWork()
  const change = async () => {
    const password = await form.take()
    if (password === undefined || !proof) return
    await during(async () => {
      take(await call('changePassword', { proof, password }))
      onCancel()
      onDone({ what: 'changed', passkeys: passkeyNames(ways) })
    })
  }
  const wrong = failure?.kind === 'wrong-password'
  return (
    <form
      class="stack"
      noValidate
      aria-label="Change the password"
      aria-busy={busy}
      {...unsent(() => change().catch(setFailure))}
    >
      <ProofField label="Current password" ways={ways} value={proof} onChange={setProof} wrong={wrong} />
      <NewPasswordFields form={form} />
      {failure && <FailurePanel failure={failure} title="The password was not changed" />}
      <div class="row">
        <button type="submit" class="button primary" disabled={busy || !proof}>
          {busy ? 'Encrypting anew…' : 'Change the password'}
        </button>
        <button type="button" class="button" disabled={busy} onClick={onCancel}>
          Cancel
        </button>
        {!proof && <span class="muted">Write the current password first.</span>}
      </div>
    </form>
  )
}
