// Chains of a preview that could not be walked as they are: what the editor would refuse of each, and a box that mends what can be.

import type { PlannedChain } from 'rolerelay-core'
import { ErrorIcon } from '../../ui/controls/icons.tsx'

interface RefusedProps {
  chains: PlannedChain[]
  mend: boolean
  onMend: (on: boolean) => void
}

/** How many are named: a file of thousands may have the same mistake in each. */
const SHOWN = 20

export function Refused({ chains, mend, onMend }: RefusedProps) {
  const refused = chains.filter(({ faults }) => faults?.length)
  const mendable = refused.filter(({ mended }) => mended).length
  if (refused.length === 0) return null
  const more = refused.length - SHOWN
  const it = refused.length === 1 ? 'it' : 'them'
  return (
    <section class="planned" aria-label="Chains that could not be walked">
      <header class="planned-head">
        <h3>{countOf(refused.length)} could not be walked</h3>
        <p class="muted">
          The editor would refuse {it} as {refused.length === 1 ? 'it is' : 'they are'}. You can import {it} all the
          same, and mend {it} later.
        </p>
      </header>
      {mendable > 0 && (
        <label class="check">
          <input type="checkbox" checked={mend} onChange={(event) => onMend(event.currentTarget.checked)} />
          Mend {refused.length === 1 ? 'it' : `${mendable.toLocaleString()} of them`} as it says below
        </label>
      )}
      <ul class="findings">
        {refused.slice(0, SHOWN).flatMap(({ chain, faults = [] }) =>
          faults.map(({ place, message, fix }, at) => (
            <li key={`${chain.id} ${at}`} class="error">
              <ErrorIcon />
              <span>
                <strong>{chain.name}</strong>
                {hopOf(place)}: {message}
                {fix && (
                  <>
                    {' '}
                    Mended by: <strong>{fix}</strong>.
                  </>
                )}
              </span>
            </li>
          )),
        )}
        {more > 0 && <li class="muted">and {countOf(more)} more</li>}
      </ul>
    </section>
  )
}

const countOf = (count: number) => (count === 1 ? '1 chain' : `${count.toLocaleString()} chains`)

function hopOf(place: string): string {
  const hop = /^hops\.(\d+)/.exec(place)?.[1]
  return hop === undefined ? '' : `, hop ${Number(hop) + 1}`
}
