import type { SourceRow } from '../../protocol.ts'
import { CheckIcon, WarningIcon } from '../../ui/controls/icons.tsx'
import { clock, until } from '../../ui/controls/time.ts'

/** Whether the source's keys are here, as icon and words. */
export function KeysBadge({ source }: { source: SourceRow }) {
  const ready = source.keys === 'ready'
  return (
    <span class={ready ? 'keys-badge ready' : 'keys-badge'}>
      {ready ? <CheckIcon /> : <WarningIcon />}
      {words[source.keys]}
    </span>
  )
}

const words: Record<SourceRow['keys'], string> = {
  ready: 'Ready',
  missing: 'Enter the keys',
  expired: 'Expired',
  refused: 'Refused by AWS',
  'signed-out': 'Sign in',
}

const places: Record<SourceRow['kind'], string> = {
  keys: 'for it',
  'identity-center': 'at its portal',
  saml: 'at its identity provider',
  'web-identity': 'at its identity provider',
  'console-sign-in': 'to the console for it',
  endpoint: 'for it',
}

/** The same as a sentence. */
export function keysText({ kind, isEntered, keys, expiresAt, keptIn, accessKeyId }: SourceRow): string {
  if (keys === 'signed-out') return `Nobody is signed in ${places[kind]}.`
  if (keys === 'refused') {
    if (kind === 'endpoint')
      return 'Its endpoint refused its keys when they were last used. Check them, or enter others.'
    return isEntered || accessKeyId
      ? 'AWS refused its keys when they were last used. Check them, or enter others.'
      : 'AWS refused what its sign-in gave when that was last used. Try again, or sign in anew.'
  }
  if (!isEntered && !accessKeyId) {
    return expiresAt ? `Signed in until ${clock(expiresAt)} (${until(expiresAt)}).` : 'Signed in.'
  }
  if (keys === 'missing') return 'Its keys are not here; they end when the browser closes or Rolerelay is updated.'
  if (keys === 'expired') return 'Its keys have expired.'
  return expiresAt
    ? `Its keys end at ${clock(expiresAt)} (${until(expiresAt)}).`
    : keptIn === 'vault'
      ? 'Its keys are here, encrypted.'
      : 'Its keys are ready until the browser closes or Rolerelay is updated.'
}
