// What importing would do: how much is new, each chain and source with a box to leave it out, and what was noted.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { ImportNote } from 'rolerelay-core'
import type { ImportPreview as Preview } from '../../protocol.ts'
import { atFirst, type Choice, choose, familyOf, leftOut, takesSource } from './choice.ts'
import { ImportBar } from './import-bar.tsx'
import { Notes } from './notes.tsx'
import { PlannedChains } from './planned-chains.tsx'
import { PlannedSources } from './planned-sources.tsx'
import { Refused } from './refused.tsx'
import { Replaced } from './replaced.tsx'
import type { ImportControl } from './use-import.ts'

interface ImportPreviewProps {
  preview: Preview
  busy: ImportControl['busy']
  prefix: string
  onAsNew: (prefix: string) => Promise<void>
  onApply: (leaveOut: string[], mend: boolean) => Promise<void>
  onCancel: () => void
}

export function ImportPreview({ preview, busy, prefix, onAsNew, onApply, onCancel }: ImportPreviewProps) {
  const { chains, same, sources, signsIn, newKeys, replaced, notes } = preview
  const family = useMemo(() => familyOf(preview), [preview])
  const all = useMemo(() => atFirst(preview, family), [preview])
  // Other files are another choice.
  const [made, setMade] = useState<{ of: Preview; choice: Choice }>()
  const choice = made?.of === preview ? made.choice : all
  const [mend, setMend] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const below = useRef<HTMLDivElement>(null)
  useEffect(() => heading.current?.focus(), [])

  const changed = chains.filter(({ changes }) => changes?.length).length
  const taken = chains.filter(({ chain }) => choice.has(chain.id)).length
  const takenSources = sources.filter(({ source }) => takesSource(choice, source.id, family)).length
  const errors = notes.filter(({ severity }) => severity === 'error')
  const others = notes.filter(({ severity }) => severity !== 'error')
  const onChoose = (ids: string[], on: boolean) => setMade({ of: preview, choice: choose(choice, ids, on, family) })
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        What would change
      </h2>
      <dl class="figures">
        <Figure name="New" count={chains.length - changed} />
        <Figure name="Changed" count={changed} />
        <Figure name="Unchanged" count={same.length} />
        <Figure name="Left out by you" count={chains.length - taken} />
      </dl>
      {others.length > 0 && (
        <p>
          <button type="button" class="link-button" onClick={() => below.current?.scrollIntoView()}>
            {countNotes(others)}
          </button>
        </p>
      )}
      <Notes notes={errors} />
      <Refused chains={chains} mend={mend} onMend={setMend} />
      {(prefix !== '' || replaced.length > 0 || chains.some(({ other }) => other)) && (
        <Replaced replaced={replaced} choice={choice} prefix={prefix} onChoose={onChoose} onAsNew={onAsNew} />
      )}
      {chains.length > 0 && <PlannedChains preview={preview} family={family} choice={choice} onChoose={onChoose} />}
      {sources.length > 0 && (
        <PlannedSources sources={sources} signsIn={signsIn} family={family} choice={choice} onChoose={onChoose} />
      )}
      {newKeys.length > 0 && (
        <p>
          {newKeys.length === 1
            ? 'One source that is here already gets its keys'
            : `${newKeys.length.toLocaleString()} sources that are here already get their keys`}{' '}
          from these files.
        </p>
      )}
      <div ref={below} class="stack">
        <Notes notes={others} />
      </div>
      <ImportBar
        chains={taken}
        sources={takenSources}
        keys={newKeys.length + replaced.filter(({ sourceId }) => choice.has(sourceId)).length}
        same={same.length}
        errors={errors.length}
        busy={busy}
        onApply={() => onApply(leftOut(preview, choice, family), mend)}
        onCancel={onCancel}
      />
    </>
  )
}

function countNotes(notes: ImportNote[]): string {
  const warnings = notes.filter(({ severity }) => severity === 'warning').length
  const hints = notes.length - warnings
  return [
    warnings > 0 && `${warnings.toLocaleString()} ${warnings === 1 ? 'warning' : 'warnings'}`,
    hints > 0 && `${hints.toLocaleString()} good to know`,
  ]
    .filter(Boolean)
    .join(', ')
}

function Figure({ name, count }: { name: string; count: number }) {
  return (
    <div class={count === 0 ? 'figure none' : 'figure'}>
      <dt>{name}</dt>
      <dd>{count.toLocaleString()}</dd>
    </div>
  )
}
