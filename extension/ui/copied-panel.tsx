import type { CredentialShape } from 'rolerelay-core'
import { ClipboardNote } from '../ui/clipboard-note.tsx'
import type { ClearedAt } from '../ui/copy.ts'
import { CheckIcon, CopyIcon, KeyIcon } from '../ui/icons.tsx'
import { clock, until, useNow } from '../ui/time.ts'
import { type CredentialCopy, shapeNames } from './use-credential-copy.ts'

interface CopiedPanelProps {
  shape: CredentialShape
  state: CredentialCopy['state']
  onCopy: () => void
  clearedAt: ClearedAt
  endsAt: number | undefined
}

/** Says that credentials are on the clipboard and when they end, or asks for the click that the browser wants. */
export function CopiedPanel({ shape, state, onCopy, clearedAt, endsAt }: CopiedPanelProps) {
  const now = useNow(30_000)
  return (
    <div class="copied" role="status">
      <h2>
        {state === 'copied' ? <CheckIcon /> : <KeyIcon />}
        {state === 'copied' ? `Copied for ${shapeNames[shape]}` : 'The credentials are ready'}
      </h2>
      {state === 'refused' && (
        <button type="button" class="button primary" onClick={onCopy}>
          <CopyIcon />
          Copy for {shapeNames[shape]}
        </button>
      )}
      <p>
        {endsAt && `They end at ${clock(endsAt, now)} (${until(endsAt, now)}). `}
        Until then they work for anyone who can read the clipboard.
      </p>
      {state === 'copied' && <ClipboardNote clearedAt={clearedAt} />}
    </div>
  )
}
