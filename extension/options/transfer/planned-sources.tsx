import { useState } from 'preact/hooks'
import type { PlannedSource } from 'rolerelay-core'
import { CheckIcon, WarningIcon } from '../../ui/controls/icons.tsx'
import { type Choice, type Family, takesSource } from './choice.ts'

/** How many are shown at first. */
const FIRST = 20

interface PlannedSourcesProps {
  sources: PlannedSource[]
  /** The ids of those that need no keys. */
  signsIn: string[]
  family: Family
  choice: Choice
  onChoose: (ids: string[], on: boolean) => void
}

/** The sources of a preview: whether their keys were found, and a box to leave each out, together with its chains. */
export function PlannedSources({ sources, signsIn, family, choice, onChoose }: PlannedSourcesProps) {
  const [most, setMost] = useState(FIRST)
  const signs = new Set(signsIn)
  return (
    <section class="planned" aria-label="Sources">
      <header class="planned-head">
        <h3>Sources</h3>
        <p class="muted">Keys go into the browser’s memory, not to disk, and are gone when it closes.</p>
      </header>
      <ul class="planned-sources">
        {sources.slice(0, most).map(({ source, changed, hasKeys }) => {
          const chains = family.chainsOf.get(source.id) ?? []
          return (
            <li key={source.id}>
              <label class="planned-source">
                <input
                  type="checkbox"
                  checked={takesSource(choice, source.id, family)}
                  onChange={(event) => onChoose(chains.length > 0 ? chains : [source.id], event.currentTarget.checked)}
                />
                <span class="planned-source-name">{source.name}</span>
                {changed && <span class="badge changed">Changed</span>}
                <span class={hasKeys ? 'keys-found' : 'keys-missing'}>
                  {hasKeys ? <CheckIcon /> : <WarningIcon />}
                  {hasKeys ? 'Keys found' : signs.has(source.id) ? 'Sign in to use it' : 'Keys to be entered'}
                </span>
                <span class="muted">
                  {chains.length > 0 && `${chains.length.toLocaleString()} ${chains.length === 1 ? 'chain' : 'chains'}`}
                </span>
              </label>
            </li>
          )
        })}
      </ul>
      {sources.length > most && (
        <button type="button" class="button" onClick={() => setMost(sources.length)}>
          Show all {sources.length.toLocaleString()} sources
        </button>
      )}
    </section>
  )
}
