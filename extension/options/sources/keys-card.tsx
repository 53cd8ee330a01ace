// The keys that a source has: which, where they are kept and since when; its secret for who asks anew; and newer ones for old ones.

import type { SourceRow } from '../../protocol.ts'
import { ageInDays, oldAge } from '../../ui/chains/key-age.tsx'
import { LockIcon, WarningIcon } from '../../ui/controls/icons.tsx'
import { clock } from '../../ui/controls/time.ts'
import { RevealSecret } from './reveal-secret.tsx'
import { RotationPanel } from './rotation/rotation-panel.tsx'

interface KeysCardProps {
  source: SourceRow
  onChanged: () => Promise<void>
}

export function KeysCard({ source, onChanged }: KeysCardProps) {
  const { accessKeyId, likelyAccount, keysSince, keptIn } = source
  const age = oldAge(source)
  if (!accessKeyId) return null
  return (
    <section class="card stack" aria-label="Keys that are here">
      <dl class="facts">
        <dt>Access key ID</dt>
        <dd class="mono">
          {accessKeyId}
          {likelyAccount && <span class="muted"> · likely account {likelyAccount}</span>}
        </dd>
        <dt>Kept</dt>
        <dd>
          {keptIn === 'vault' ? (
            <span class="kept-in">
              <LockIcon />
              Encrypted on disk
            </span>
          ) : (
            'In memory, until the browser closes or Rolerelay is updated'
          )}
        </dd>
        {keysSince !== undefined && (
          <>
            <dt>Since</dt>
            <dd>
              {clock(keysSince)}
              {daysOf(keysSince)}
            </dd>
          </>
        )}
      </dl>
      {age !== undefined && (
        <p class="old-note">
          <WarningIcon />
          These keys are {age} days old. Rotate them: whoever got hold of a copy meanwhile then has nothing.
        </p>
      )}
      <RevealSecret source={source} />
      {/* What is not AWS's is changed where it was made. */}
      {!source.endpoint && <RotationPanel source={source} onChanged={onChanged} />}
    </section>
  )
}

function daysOf(since: number): string {
  const days = ageInDays(since)
  return days < 1 ? '' : days === 1 ? ' (1 day)' : ` (${days} days)`
}
