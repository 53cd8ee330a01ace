// The imports that can be undone: the newest, and then the one before it.

import type { ImportRow } from '../../protocol.ts'
import { clock } from '../../ui/controls/time.ts'

interface ImportListProps {
  rows: ImportRow[]
  /** What is told of above, with an undo of its own. */
  shown: string | undefined
  onUndo: (id: string) => Promise<void>
}

export function ImportList({ rows, shown, onUndo }: ImportListProps) {
  return (
    <section class="imports" aria-label="Last imports">
      <h2>Last imports</h2>
      <ol>
        {rows.map((row, at) => (
          <li key={row.id}>
            <div>
              <strong>{clock(row.at)}</strong> <span class="muted">{fromWords(row.from)}</span>
              <p>{broughtWords(row)}</p>
            </div>
            {at === 0 && row.id !== shown && (
              <button type="button" class="button" onClick={() => onUndo(row.id)}>
                Undo this import
              </button>
            )}
          </li>
        ))}
      </ol>
      <p class="muted">The last one can be undone, then the one before it. What you have changed since then stays.</p>
    </section>
  )
}

/** How many files are named. */
const NAMED = 3

function fromWords(from: string[]): string {
  if (from.length === 0) return 'pasted'
  const more = from.length > NAMED ? ` and ${(from.length - NAMED).toLocaleString()} more` : ''
  return `from ${from.slice(0, NAMED).join(', ')}${more}`
}

function broughtWords({ chainsAdded, chainsChanged, sourcesAdded, sourcesChanged, keys }: ImportRow): string {
  const facts: [number, string, string][] = [
    [chainsAdded, 'chain', 'added'],
    [chainsChanged, 'chain', 'changed'],
    [sourcesAdded, 'source', 'added'],
    [sourcesChanged, 'source', 'changed'],
    [keys, 'source', 'with new keys'],
  ]
  return facts
    .flatMap(([count, what, how]) =>
      count > 0 ? [`${count.toLocaleString()} ${what}${count === 1 ? '' : 's'} ${how}`] : [],
    )
    .join(', ')
}
