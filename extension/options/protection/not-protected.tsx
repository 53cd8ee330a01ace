// There is no password. What that means, and the choice.

import { useState } from 'preact/hooks'
import type { Done } from './done-panel.tsx'
import { SetPassword } from './set-password.tsx'
import { TwoWays, type Way } from './two-ways.tsx'

export function NotProtected({ onDone }: { onDone: (done: Done) => void }) {
  const [way, setWay] = useState<Way>('session')
  return (
    <section class="card stack" aria-labelledby="not-protected">
      <h2 id="not-protected">What is on this computer’s disk now</h2>
      <dl class="facts">
        <dt>On disk</dt>
        <dd>
          Your chains and the names of your sources, with account IDs, role names and external IDs. Whoever reads this
          disk can read them.
        </dd>
        <dt>Not on disk</dt>
        <dd>
          Access keys and the seeds of MFA devices. They are in the browser’s memory until it closes or Rolerelay is
          updated.
        </dd>
      </dl>
      <TwoWays legend="How it is kept" chosen={way} onChoose={setWay} now="session" />
      {way === 'password' && <SetPassword onDone={(keys) => onDone({ what: 'protected', keys })} />}
    </section>
  )
}
