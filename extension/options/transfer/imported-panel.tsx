// After an import: what was done, a way back, and what is left to do.

import { useEffect, useRef } from 'preact/hooks'
import type { Few, ImportUndone, SourceRow } from '../../protocol.ts'
import { CheckIcon, InfoIcon } from '../../ui/controls/icons.tsx'
import { useCall } from '../../ui/controls/use-call.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import type { Imported, LastImport } from './use-imported.ts'

export function ImportedPanel({ imported, last }: { imported: Imported; last: LastImport }) {
  const { id, done, sources, keys, undone, failure } = last
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [undone])
  const facts: [string, number][] = [
    ['Chains added', done?.added.length ?? 0],
    ['Chains changed', done?.changed.length ?? 0],
    ['Sources added', done?.sourcesAdded.length ?? 0],
    ['Sources changed', done?.sourcesChanged.length ?? 0],
    ['Sources with new keys', keys],
  ]
  return (
    <section class={undone ? 'imported undone' : 'imported'} aria-label="The last import">
      <h2 ref={heading} tabIndex={-1}>
        {done && !undone ? <CheckIcon /> : <InfoIcon />}
        {undone ? undoneWords(undone) : done ? 'Imported' : 'An earlier import'}
      </h2>
      {undone && <Staying undone={undone} />}
      {failure && !done && <FailurePanel failure={failure} title="Not undone" />}
      {done && !undone && (
        <>
          <ul>
            {facts.map(([what, count]) => count > 0 && <li key={what}>{`${what}: ${count.toLocaleString()}`}</li>)}
          </ul>
          {failure && <FailurePanel failure={failure} title="Not undone" />}
          <KeysToEnter ids={sources} />
          <p>To open a chain, click Rolerelay’s icon in the browser’s toolbar.</p>
          <div class="row">
            <a class="button" href="#/chains">
              Show the chains
            </a>
            {id && (
              <button type="button" class="button" onClick={() => imported.undo(id)}>
                Undo the import
              </button>
            )}
          </div>
        </>
      )}
    </section>
  )
}

const undoneWords = ({ chains, sources, keys }: ImportUndone): string =>
  chains.count + sources.count + keys.count === 0 ? 'Undone: all is as it was' : 'Undone, but for this'

/** What could not be taken back, and what is to be done about it. */
function Staying({ undone: { chains, sources, keys } }: { undone: ImportUndone }) {
  return (
    <>
      {chains.count > 0 && (
        <p>Chains left as they are, since they were changed, deleted or built on: {named(chains)}.</p>
      )}
      {sources.count > 0 && (
        <p>
          Sources left as they are, since they were changed or given keys, or chains start from them: {named(sources)}.
        </p>
      )}
      {keys.count > 0 && (
        <p>
          Sources without keys now, since the keys before the import ended with the browser: {named(keys)}.{' '}
          <a href="#/sources">Enter them</a>
        </p>
      )}
    </>
  )
}

function named({ count, names }: Few): string {
  const shown = names.slice(0, NAMED).map((name) => `“${name}”`)
  const more = count > shown.length ? ` and ${(count - shown.length).toLocaleString()} more` : ''
  return `${shown.join(', ')}${more}`
}

/** How many are named; the Sources page has them all. */
const NAMED = 10

function nextWords(waiting: SourceRow[]): string {
  const portals = new Set(waiting.map(({ portal }) => portal?.id))
  if (!portals.has(undefined)) return portals.size === 1 ? 'Next: sign in, once for all of these' : 'Next: sign in'
  return `Next: enter the keys of ${waiting.length === 1 ? 'this source' : 'these sources'}${portals.size > 1 ? ', or sign in' : ''}`
}

function KeysToEnter({ ids }: { ids: string[] }) {
  const { reply } = useCall('sources')
  const fresh = new Set(ids)
  const waiting = reply?.filter(({ id, keys }) => fresh.has(id) && keys !== 'ready') ?? []
  if (waiting.length === 0) return null
  return (
    <div>
      <h3>{nextWords(waiting)}</h3>
      <ul class="keys-to-enter">
        {waiting.slice(0, NAMED).map(({ id, name }) => (
          <li key={id}>
            <a href={`#/sources/${encodeURIComponent(id)}`}>{name}</a>
          </li>
        ))}
        {waiting.length > NAMED && (
          <li>
            <a href="#/sources">and {waiting.length - NAMED} more</a>
          </li>
        )}
      </ul>
    </div>
  )
}
