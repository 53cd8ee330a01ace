// Asks before a chain is deleted that others build on.

import { Dialog } from '../../ui/controls/dialog.tsx'

/** How many are named. */
const MOST = 20

interface DeleteDialogProps {
  name: string
  /** The chains that build on it. */
  dependents: { id: string; name: string }[]
  onConfirm: () => void
  onClose: () => void
}

export function DeleteDialog({ name, dependents, onConfirm, onClose }: DeleteDialogProps) {
  const more = dependents.length - MOST
  return (
    <Dialog
      title={`Delete ${name}?`}
      confirm="Delete chain"
      keep="Keep it"
      danger
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>
        {dependents.length === 1
          ? 'This chain builds on it and cannot be walked without it:'
          : `These ${dependents.length.toLocaleString()} chains build on it and cannot be walked without it:`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that a keyboard can scroll it */}
      <ul class="dialog-list" tabIndex={0}>
        {dependents.slice(0, MOST).map((chain) => (
          <li key={chain.id}>{chain.name}</li>
        ))}
        {more > 0 && <li class="muted">and {more.toLocaleString()} more</li>}
      </ul>
    </Dialog>
  )
}
