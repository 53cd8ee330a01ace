// The secret access key, for a person who shows anew that it is them: to read for half a minute, or to copy.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { Proof, SourceRow, UnlockWay } from '../../protocol.ts'
import { type ClearedAt, copySecret } from '../../ui/controls/copy.ts'
import { CopyIcon } from '../../ui/controls/icons.tsx'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { useVault } from '../../ui/gate/use-gate.ts'
import { ProofField } from '../../ui/password/proof-field.tsx'
import { ClipboardNote } from '../../ui/run/clipboard-note.tsx'
import { useRevealed } from './use-revealed.ts'

export function RevealSecret({ source }: { source: SourceRow }) {
  const { vault } = useVault()
  const [asking, setAsking] = useState(false)
  if (vault?.state !== 'unlocked') {
    return (
      <p class="muted">
        The secret key cannot be shown again: without a password nothing here could tell you from somebody else at this
        computer. <a href="#/protection">Protect your keys with a password</a>, and it can.
      </p>
    )
  }
  if (asking) return <Reveal id={source.id} ways={vault.ways} onClose={() => setAsking(false)} />
  return (
    <div class="row">
      <span>Secret access key</span>
      <span class="mono muted" aria-hidden="true">
        ••••••••••••
      </span>
      <button type="button" class="button" onClick={() => setAsking(true)}>
        Show secret key…
      </button>
    </div>
  )
}

interface RevealProps {
  id: string
  ways: UnlockWay[]
  onClose: () => void
}

function Reveal({ id, ways, onClose }: RevealProps) {
  const [proof, setProof] = useState<Proof>()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [copied, setCopied] = useState<{ clearedAt: ClearedAt } | 'refused'>()
  const { secret, left, show, hide } = useRevealed()

  /** Asks for the secret once; each further time takes a proof of its own. */
  const reveal = async (by: Proof): Promise<string> => {
    setBusy(true)
    setFailure(undefined)
    try {
      const { secretAccessKey } = await call('revealKeys', { id, proof: by })
      setProof(undefined)
      return secretAccessKey
    } catch (thrown) {
      setFailure(thrown as Failure)
      throw thrown
    } finally {
      setBusy(false)
    }
  }
  const read = () => proof && !busy && reveal(proof).then(show, () => {})
  const copy = async () => {
    const asked = secret ?? (proof && reveal(proof))
    if (!asked) return
    const clearedAt = await copySecret(asked).catch(() => undefined)
    setCopied(clearedAt === undefined ? 'refused' : { clearedAt })
  }
  return (
    <section class="stack" aria-label="Secret access key">
      {secret === undefined ? (
        // No form of its own: the source's form is around it, and Enter would save that.
        // biome-ignore lint/a11y/noStaticElementInteractions: it only takes over the field's Enter
        <div
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return
            event.preventDefault()
            void read()
          }}
        >
          <ProofField
            label="Your password, to show that it is you"
            ways={ways}
            value={proof}
            onChange={setProof}
            wrong={failure?.kind === 'wrong-password'}
          />
        </div>
      ) : (
        <p class="revealed">
          <code>{secret}</code>
          <span class="muted" role="timer">
            Hidden in {left} s, or when you leave this page.
          </span>
        </p>
      )}
      {failure && failure.kind !== 'wrong-password' && <FailurePanel failure={failure} title="Not shown" />}
      <div class="row">
        {secret === undefined ? (
          <button type="button" class="button primary" disabled={!proof || busy} onClick={() => void read()}>
            {busy ? 'Checking…' : 'Show for half a minute'}
          </button>
        ) : (
          <button type="button" class="button" onClick={hide}>
            Hide
          </button>
        )}
        <button
          type="button"
          class="button"
          disabled={(!proof && secret === undefined) || busy}
          onClick={() => void copy()}
        >
          <CopyIcon />
          Copy
        </button>
        <button type="button" class="button quiet" onClick={onClose}>
          Done
        </button>
      </div>
      <div role="status">
        {copied === 'refused' && !failure && 'The browser did not let it be copied. Show it, then copy once more.'}
        {copied && copied !== 'refused' && <ClipboardNote clearedAt={copied.clearedAt} />}
      </div>
    </section>
  )
}
