// The passkeys that unlock: what there are, one more, one less.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import { makePasskey, passkeysWork } from '../../passkey.ts'
import type { Proof, UnlockWay } from '../../protocol.ts'
import { Dialog } from '../../ui/controls/dialog.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { KeyIcon, PlusIcon, TrashIcon } from '../../ui/controls/icons.tsx'
import { clock } from '../../ui/controls/time.ts'
import { unsent } from '../../ui/controls/unsent.ts'
import { useWork } from '../../ui/controls/use-work.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { useVault } from '../../ui/gate/use-gate.ts'
import { ProofField } from '../../ui/password/proof-field.tsx'

export const passkeyNames = (ways: UnlockWay[]): string[] =>
  ways.filter(({ lock }) => lock.kind === 'passkey').map(nameOf)

const nameOf = ({ name }: UnlockWay) => name || 'Passkey without a name'

export function Passkeys({ ways }: { ways: UnlockWay[] }) {
  const { take } = useVault()
  const passkeys = ways.filter(({ lock }) => lock.kind === 'passkey')
  const work = passkeysWork()
  const [failure, setFailure] = useState<Failure>()
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<UnlockWay>()
  const remove = (id: string) => {
    setRemoving(undefined)
    setFailure(undefined)
    call('removePasskey', { id }).then(take, setFailure)
  }
  return (
    <section class="card stack" aria-labelledby="passkeys">
      <h2 id="passkeys">Passkeys</h2>
      <p>
        A passkey unlocks Rolerelay in place of the password: a fingerprint, your face, a security key. The password
        works as before.
      </p>
      {passkeys.length > 0 && (
        <ul class="passkeys">
          {passkeys.map((way) => (
            <li key={way.id}>
              <KeyIcon />
              <strong>{nameOf(way)}</strong>
              {way.addedAt !== undefined && <span class="muted">added {clock(way.addedAt)}</span>}
              <button
                type="button"
                class="button danger"
                aria-label={`Remove ${nameOf(way)}`}
                onClick={() => setRemoving(way)}
              >
                <TrashIcon />
                Remove
              </button>
            </li>
          ))}
        </ul>
      )}
      {failure && <FailurePanel failure={failure} title="Not removed" />}
      {!work.works && <p class="muted">{work.why}</p>}
      {work.works && adding && <AddPasskey ways={ways} onClose={() => setAdding(false)} />}
      {work.works && !adding && (
        <div class="row">
          <button type="button" class="button" onClick={() => setAdding(true)}>
            <PlusIcon />
            Add a passkey…
          </button>
        </div>
      )}
      {removing && (
        <Dialog
          title={`Remove ${nameOf(removing)}?`}
          confirm="Remove passkey"
          keep="Keep it"
          danger
          onConfirm={() => remove(removing.id)}
          onClose={() => setRemoving(undefined)}
        >
          <p>
            It no longer unlocks Rolerelay here. Who has it and an old copy of this browser’s profile can still open
            that copy: if it was stolen, change the password too, and rotate your access keys.
          </p>
        </Dialog>
      )}
    </section>
  )
}

interface AddPasskeyProps {
  ways: UnlockWay[]
  onClose: () => void
}

function AddPasskey({ ways, onClose }: AddPasskeyProps) {
  const { take } = useVault()
  const [name, setName] = useState('')
  const [proof, setProof] = useState<Proof>()
  const { busy, failure, during } = useWork()
  const add = async () => {
    if (!proof) return
    await during(async () => {
      const made = await makePasskey(await call('offerPasskey', null), name.trim())
      take(await call('addPasskey', { ...made, proof }))
      onClose()
    })
  }
  return (
    <form class="stack" autocomplete="off" aria-label="Add a passkey" aria-busy={busy} {...unsent(() => void add())}>
      <Field
        label="Name of the new passkey"
        name="passkey"
        hint="Such as “Laptop’s fingerprint”, to tell it from others."
      >
        {(control) => (
          <input
            {...control}
            type="text"
            class="narrow"
            maxLength={60}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <ProofField
        label="Your password, to show that it is you"
        ways={ways}
        value={proof}
        onChange={setProof}
        wrong={failure?.kind === 'wrong-password'}
      />
      {failure && <FailurePanel failure={failure} title="No passkey was added" />}
      <div class="row">
        <button type="submit" class="button" disabled={busy || !proof || !name.trim()}>
          <PlusIcon />
          {busy ? 'Waiting for the passkey…' : 'Add a passkey'}
        </button>
        <button type="button" class="button" disabled={busy} onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  )
}
