// Brings chains in from where people keep them today: give files, see what they would change, import.

import { useEffect } from 'preact/hooks'
import { useCall } from '../../ui/controls/use-call.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { DropZone } from './drop-zone.tsx'
import { FileList } from './file-list.tsx'
import { FoundAccounts } from './found-accounts.tsx'
import { ImportList } from './import-list.tsx'
import { ImportPreview } from './import-preview.tsx'
import { ImportedPanel } from './imported-panel.tsx'
import './transfer.css'
import { useImport } from './use-import.ts'
import type { Imported } from './use-imported.ts'
import { useIntake } from './use-intake.ts'

export function ImportPage({ imported }: { imported: Imported }) {
  const work = useImport(imported.note)
  const over = useIntake((files) => void work.add(files))
  const { files, preview, busy, failure, problems } = work
  const { last } = imported
  const { reply = [], again } = useCall('imports')
  const rows = reply.filter(({ id }) => !(last?.undone && last.id === id))
  useEffect(() => {
    if (last) void again()
  }, [last])
  return (
    <article class={over ? 'transfer over' : 'transfer'}>
      <h1>Import chains</h1>
      <p class="hidden" role="status">
        {busy === 'reading' && 'Reading.'}
        {busy === 'importing' && 'Importing.'}
        {!busy && preview && summaryOf(preview)}
      </p>
      {files.length === 0 && last && <ImportedPanel imported={imported} last={last} />}
      {problems.length > 0 && (
        <ul class="transfer-problems" role="alert">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {work.lists.map((list, at) => (
        <FoundAccounts key={at} list={list} onDismiss={() => work.dismiss(list)} />
      ))}
      {files.length === 0 ? (
        <DropZone busy={busy === 'reading'} onFiles={work.add}>
          {rows.length > 0 && <ImportList rows={rows} shown={last?.done && last.id} onUndo={imported.undo} />}
        </DropZone>
      ) : (
        <FileList
          files={files}
          busy={busy !== undefined}
          onFiles={work.add}
          onRemove={work.remove}
          onReadAs={work.readAs}
        />
      )}
      {failure && <FailurePanel failure={failure} title="Nothing was imported" />}
      {preview && files.length > 0 && (
        <ImportPreview
          preview={preview}
          busy={busy}
          prefix={work.prefix}
          onAsNew={work.asNew}
          onApply={work.apply}
          onCancel={work.forget}
        />
      )}
      {over && <p class="transfer-over">Drop to read</p>}
    </article>
  )
}

function summaryOf({ chains, same, notes }: { chains: unknown[]; same: string[]; notes: unknown[] }): string {
  const count = (n: number, one: string) => `${n.toLocaleString()} ${n === 1 ? one : `${one}s`}`
  return `Read. ${count(chains.length, 'chain')} to import, ${same.length.toLocaleString()} unchanged, ${count(notes.length, 'note')}.`
}
