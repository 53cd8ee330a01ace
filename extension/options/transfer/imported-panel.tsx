// After an import: what was done, a way back, and what is left to do.

import { useEffect, useRef } from 'preact/hooks'
import type { SourceRow } from '../../protocol.ts'
import { FailurePanel } from '../../ui/failure-panel.tsx'
import { CheckIcon, InfoIcon } from '../../ui/icons.tsx'
import { useCall } from '../../ui/use-call.ts'
import type { Imported, LastImport } from './use-imported.ts'

export function ImportedPanel({ imported, last }: { imported: Imported; last: LastImport }) {
  const { done, sources, keys, undone, failure } = last
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [undone])
  const facts: [string, number][] = [
    ['Chains added', done.added.length],
    ['Chains changed', done.changed.length],
    ['Sources added', done.sourcesAdded.length],
    ['Sources changed', done.sourcesChanged.length],
    ['Sources with new keys', keys],
  ]
  return (
    <section class={undone ? 'imported undone' : 'imported'} aria-label="The last import">
      <h2 ref={heading} tabIndex={-1}>
        {undone ? <InfoIcon /> : <CheckIcon />}
        {undone ? 'Undone: all is as it was' : 'Imported'}
      </h2>
      {!undone && (
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
            <button type="button" class="button" onClick={imported.undo}>
              Undo the import
            </button>
          </div>
        </>
      )}
    </section>
  )
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
