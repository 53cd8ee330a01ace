// Writes chains as text for other tools: choose which, choose the form, copy or save.

import { useEffect, useState } from 'preact/hooks'
import type { ExportForm } from 'rolerelay-core'
import { ChainWindow } from '../../ui/chains/chain-window.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { ExportChoice } from './export-choice.tsx'
import { ExportedText } from './exported-text.tsx'
import { forms } from './formats.ts'
import { Notes } from './notes.tsx'
import { SetAsidePanel } from './set-aside.tsx'
import './transfer.css'
import { useExport } from './use-export.ts'

/** `id` is of the chain that the page is opened for. */
export function ExportPage({ id }: { id: string | undefined }) {
  const work = useExport(id)
  // What is searched for here is nothing to the Chains page.
  const [chains] = useState(() => new ChainWindow())
  const [known, setKnown] = useState<number>()
  useEffect(() => void chains.latest.then(() => setKnown(chains.shown?.known)), [])
  const { form, exported, failure, busy } = work
  return (
    <article class="transfer">
      <h1>Export chains</h1>
      <p class="muted">What is written holds no keys. Chains that the chosen ones build on are written with them.</p>
      {known === 0 && (
        <p>
          There are no chains yet. <a href="#/import">Import some</a> or <a href="#/chains/new">write one</a>.
        </p>
      )}
      <SetAsidePanel />
      <ExportChoice chains={chains} known={known} work={work} />
      <fieldset class="choices">
        <legend class="legend">As</legend>
        {(Object.keys(forms) as ExportForm[]).map((each) => (
          <label key={each} class="choice">
            <input type="radio" name="form" checked={form === each} onChange={() => work.setForm(each)} />
            <span>
              <strong>{forms[each].name}</strong>
              <span class="muted">{forms[each].what}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {failure && <FailurePanel failure={failure} title="Nothing was written" onRetry={work.again} />}
      <p class="hidden" role="status">
        {busy ? 'Writing.' : exported && `Written: ${exported.fileName}.`}
      </p>
      {exported && (
        <>
          <ExportedText exported={exported} />
          <Notes notes={exported.notes} />
        </>
      )}
    </article>
  )
}
