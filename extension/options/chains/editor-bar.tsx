import { useState } from 'preact/hooks'
import { ChainIcon, CopyIcon, ExportIcon, LeaseIcon, MoreIcon, PlayIcon, TrashIcon } from '../../ui/controls/icons.tsx'
import { Menu } from '../../ui/controls/menu.tsx'

interface EditorBarProps {
  dirty: boolean
  /** Whether it is kept already, and so can be copied or deleted. */
  saved: boolean
  onTest: () => void
  onDuplicate: () => void
  /** Absent for a shape: chains build on the chain of one of its accounts. */
  onBuildOn: (() => void) | undefined
  /** Absent for a shape too. */
  onLease: (() => void) | undefined
  onExport: () => void
  onDelete: () => void
}

/** What can be done with the chain in the editor. Save is the form's submit. */
export function EditorBar({
  dirty,
  saved,
  onTest,
  onDuplicate,
  onBuildOn,
  onLease,
  onExport,
  onDelete,
}: EditorBarProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const items = [
    ...(onBuildOn ? [{ label: 'Build a chain on this one', icon: ChainIcon, onSelect: onBuildOn }] : []),
    { label: 'Duplicate', icon: CopyIcon, onSelect: onDuplicate },
    ...(onLease ? [{ label: 'Copy a lease…', icon: LeaseIcon, onSelect: onLease }] : []),
    { label: 'Export', icon: ExportIcon, onSelect: onExport },
    { label: 'Delete', icon: TrashIcon, onSelect: onDelete },
  ]
  return (
    <div class="row">
      {dirty && <span class="muted">Not saved yet</span>}
      <button type="button" class="button" onClick={onTest}>
        <PlayIcon />
        Test this chain
      </button>
      <button type="submit" class="button primary">
        Save
      </button>
      {saved && (
        <button
          type="button"
          class="button quiet square"
          aria-label="More"
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <MoreIcon />
        </button>
      )}
      {anchor && <Menu label="More for this chain" items={items} anchor={anchor} onClose={() => setAnchor(null)} />}
    </div>
  )
}
