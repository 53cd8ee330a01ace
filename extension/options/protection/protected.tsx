// How it is protected: what opens it, until when it is open, and, for who wants to know, by which means.

import type { UnlockWay, VaultState } from '../../protocol.ts'
import { LockIcon } from '../../ui/controls/icons.tsx'
import { clock } from '../../ui/controls/time.ts'

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
        <dt>Unlocked</dt>
        <dd>
          {until === undefined
            ? 'until the browser closes, Rolerelay is updated, or you lock it'
            : `until ${clock(until)}, and longer while you use it`}
        </dd>
      </dl>
      <details class="how">
        <summary>How</summary>
        <ul>
          <li>All that is kept: XChaCha20-Poly1305, with a random key of 256 bits</li>
          {ways.map(({ id, lock }) => (
            <li key={id}>{methodOf(lock)}</li>
          ))}
        </ul>
      </details>
    </section>
  )
}

const describe = ({ lock, name }: UnlockWay): string =>
  lock.kind === 'passkey'
    ? `Passkey${name ? ` “${name}”` : ''}`
    : 'The password, of which each guess costs whoever guesses much time and memory'

function methodOf(lock: UnlockWay['lock']): string {
  if (lock.kind === 'passkey') return 'A passkey: what it gives for this extension alone (its PRF) wraps that key'
  const { memory, passes } = lock.argon2id
  return `The password: Argon2id, ${Math.round(memory / 1024)} MiB of memory gone over ${passes} times for each guess`
}
