import type { ImportFormat } from 'rolerelay-core'
import { CrossIcon, PlusIcon, WarningIcon } from '../../ui/controls/icons.tsx'
import { OpenFiles } from './drop-zone.tsx'
import { formatNames } from './formats.ts'
import type { ImportControl } from './use-import.ts'

interface FileListProps {
  files: ImportControl['files']
  busy: boolean
  onFiles: (files: File[]) => Promise<void>
  onRemove: (index: number) => void
  onReadAs: (index: number, format: ImportFormat) => void
}

/** The files that were given, and what each was taken for, or is to be read as. */
export function FileList({ files, busy, onFiles, onRemove, onReadAs }: FileListProps) {
  return (
    <section class="row" aria-label="Files">
      <ul class="file-list row">
        {files.map(({ name, format, turned }, at) => (
          <li key={at} class="file">
            <strong class="ellipsis">{name || 'Pasted text'}</strong>
            {!format && !busy && (
              <span class="file-unknown">
                <WarningIcon />
                Not recognised
              </span>
            )}
            <select
              aria-label={`Read ${name || 'the pasted text'} as`}
              disabled={busy}
              value={format ?? ''}
              onChange={(event) => onReadAs(at, event.currentTarget.value as ImportFormat)}
            >
              {!format && <option value="">Read it as…</option>}
              {Object.entries(formatNames).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
            {turned && (
              <button type="button" class="link-button" disabled={busy} onClick={() => onReadAs(at, turned)}>
                Turn the order round
              </button>
            )}
            <button
              type="button"
              class="button quiet square"
              aria-label={`Take away ${name || 'the pasted text'}`}
              title="Take away"
              disabled={busy}
              onClick={() => onRemove(at)}
            >
              <CrossIcon />
            </button>
          </li>
        ))}
      </ul>
      <OpenFiles onFiles={onFiles} class="button" disabled={busy}>
        <PlusIcon />
        Add files…
      </OpenFiles>
    </section>
  )
}
