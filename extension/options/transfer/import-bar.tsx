import { ImportIcon } from '../../ui/controls/icons.tsx'
import type { ImportControl } from './use-import.ts'

interface ImportBarProps {
  /** How many would be imported. */
  chains: number
  sources: number
  /** How many sources stay as they are but get other keys. */
  keys: number
  /** How many chains are here already. */
  same: number
  errors: number
  busy: ImportControl['busy']
  onApply: () => void
  onCancel: () => void
}

/** The button that imports; while it cannot, it says why. */
export function ImportBar({ chains, sources, keys, same, errors, busy, onApply, onCancel }: ImportBarProps) {
  const why = whyNot({ chains, sources, keys, same, errors })
  const off = why !== '' || busy !== undefined
  return (
    <div class="import-bar">
      {/* It stays in the order of the tab key while it is off, so that the reason is heard. */}
      <button
        type="button"
        class="button primary"
        aria-disabled={off}
        aria-describedby="import-why"
        onClick={() => off || onApply()}
      >
        <ImportIcon />
        {busy === 'importing' ? 'Importing…' : `Import ${amount(chains, sources, keys)}`}
      </button>
      <button type="button" class="button" disabled={busy === 'importing'} onClick={onCancel}>
        Cancel
      </button>
      <p id="import-why" class="muted">
        {why || 'All of it is imported, or nothing. You can undo it.'}
      </p>
    </div>
  )
}

function whyNot({
  chains,
  sources,
  keys,
  same,
  errors,
}: Pick<ImportBarProps, 'chains' | 'sources' | 'keys' | 'same' | 'errors'>) {
  if (errors > 0)
    return 'A file has an error. Mend it and add it again, have it read as another format, or take it away.'
  if (chains + sources + keys > 0) return ''
  return same > 0 ? 'All that is chosen is here already.' : 'There is nothing to import.'
}

export function amount(chains: number, sources: number, keys = 0): string {
  const counted = (count: number, one: string) => `${count.toLocaleString()} ${count === 1 ? one : `${one}s`}`
  if (chains + sources === 0 && keys > 0) return `the keys of ${counted(keys, 'source')}`
  return chains === 0 && sources > 0 ? counted(sources, 'source') : counted(chains, 'chain')
}
