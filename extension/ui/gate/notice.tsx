import { CrossIcon, WarningIcon } from '../controls/icons.tsx'

/** What has to be told once, such as that an older copy was opened. */
export function Notice({ text, onDismiss }: { text: string; onDismiss: () => void }) {
  return (
    <div class="gate-notice" role="status">
      <WarningIcon />
      <p>{text}</p>
      <button type="button" class="button quiet square" aria-label="Dismiss" onClick={onDismiss}>
        <CrossIcon />
      </button>
    </div>
  )
}
