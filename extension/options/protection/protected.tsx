// How it is protected: the cipher, what opens it, and until when it is open.

import type { UnlockWay, VaultState } from '../../protocol.ts'
import { LockIcon } from '../../ui/icons.tsx'
import { clock } from '../../ui/time.ts'

export function Protected({ vault: { ways, until } }: { vault: Extract<VaultState, { state: 'unlocked' }> }) {
  return (
    <section class="card stack" aria-labelledby="protected">
      <h2 id="protected" class="row">
        <LockIcon />
        Protected by a password
      </h2>
      <p>Chains, sources, keys and settings are encrypted on this computer’s disk. Nothing but this unlocks them:</p>
      <dl class="facts">
        <dt>Unlocks with</dt>
        <dd>
          <ul>
            {ways.map((way) => (
              <li key={way.id}>{describe(way)}</li>
            ))}
          </ul>
        </dd>
        <dt>Cipher</dt>
        <dd>XChaCha20-Poly1305, with a random key of 256 bits</dd>
        <dt>Unlocked</dt>
        <dd>
          {until === undefined
            ? 'until the browser closes, Rolerelay is updated, or you lock it'
            : `until ${clock(until)}, and longer while you use it`}
        </dd>
      </dl>
    </section>
  )
}

function describe({ lock, name }: UnlockWay): string {
  if (lock.kind === 'passkey') return `Passkey${name ? ` “${name}”` : ''}`
  const { memory, passes } = lock.argon2id
  return `Password: Argon2id, ${Math.round(memory / 1024)} MiB of memory gone over ${passes} times for each guess`
}
