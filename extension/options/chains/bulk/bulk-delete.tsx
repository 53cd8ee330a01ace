// Asks once before many chains are deleted: how many, and which others build on them.

import type { ChainsWeighed } from '../../../protocol.ts'
import { Dialog } from '../../../ui/controls/dialog.tsx'

interface BulkDeleteProps {
  count: number
  weighed: ChainsWeighed
  onConfirm: () => void
  onClose: () => void
}

export function BulkDelete({ count, weighed: { dependents }, onConfirm, onClose }: BulkDeleteProps) {
  const what = count === 1 ? '1 chain' : `${count.toLocaleString()} chains`
  const more = dependents.count - dependents.names.length
  return (
    <Dialog
      title={`Delete ${what}?`}
      confirm={`Delete ${what}`}
      keep="Keep them"
      danger
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {dependents.count === 0 && <p>No other chain builds on them. You can undo this.</p>}
      {dependents.count > 0 && (
        <>
          <p>
            {dependents.count === 1
              ? 'This chain is not among them, builds on one of them, and cannot be walked without it:'
              : `These ${dependents.count.toLocaleString()} chains are not among them, build on them, and cannot be walked without them:`}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that a keyboard can scroll it */}
          <ul class="dialog-list" tabIndex={0}>
            {dependents.names.map((name, at) => (
              <li key={at}>{name}</li>
            ))}
            {more > 0 && <li class="muted">and {more.toLocaleString()} more</li>}
          </ul>
          <p>You can undo this.</p>
        </>
      )}
    </Dialog>
  )
}
