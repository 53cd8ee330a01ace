import type { RunRequest, RunState } from '../../protocol.ts'
import { ClipboardNote } from './clipboard-note.tsx'
import './copied-panel.css'
import { CheckIcon, CopyIcon, KeyIcon } from '../controls/icons.tsx'
import { amount, clock, useNow } from '../controls/time.ts'
import { type CredentialCopy, shapeNames } from './use-credential-copy.ts'

interface CopiedPanelProps {
  request: RunRequest & { action: 'copy' }
  state: RunState | undefined
  copy: CredentialCopy
}

/** Says that credentials are on the clipboard and when they end, or asks for the click that the browser wants. */
export function CopiedPanel({ request: { shape, lease, hop }, state: run, copy }: CopiedPanelProps) {
  const now = useNow(30_000)
  const { state, clearedAt } = copy
  const endsAt = run && endOf(run)
  return (
    <div class="copied" role="status">
      <h2>
        {state === 'copied' ? <CheckIcon /> : <KeyIcon />}
        {state === 'copied' ? `Copied for ${shapeNames[shape]}` : 'The credentials are ready'}
      </h2>
      {state === 'refused' && (
        <button type="button" class="button primary" onClick={copy.again}>
          <CopyIcon />
          Copy for {shapeNames[shape]}
        </button>
      )}
      <p>
        {hop !== undefined && run && `Of hop ${hop}, ${run.role} in ${run.account}. `}
        {lease && `A lease for ${lease.recipient.trim()}: ${lease.purpose.trim()}. `}
        {endsAt &&
          (endsAt > now ? `Good for ${amount(endsAt - now)}, until ${clock(endsAt, now)}. ` : 'They have ended. ')}
        Until they end they work for anyone who can read the clipboard.
      </p>
      {state === 'copied' && <ClipboardNote clearedAt={clearedAt} />}
    </div>
  )
}

/** When they end, by this computer's clock. */
const endOf = ({ endsAt, skew = 0 }: Pick<RunState, 'endsAt' | 'skew'>): number | undefined =>
  endsAt === undefined ? undefined : endsAt - skew
