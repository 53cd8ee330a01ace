// What somebody came for from elsewhere in the browser: a chain that they chose opens; of several one is chosen here.

import { useEffect, useState } from 'preact/hooks'
import { openOptions } from '../client.ts'
import type { WayIn } from '../protocol.ts'
import { ChainFinder } from '../ui/chains/chain-finder.tsx'
import { ChainWindow } from '../ui/chains/chain-window.ts'
import { useFavourites } from '../ui/chains/use-favourites.ts'
import { FailurePanel } from '../ui/failures/failure-panel.tsx'
import { useRun } from '../ui/run/use-run.ts'
import { Elsewhere } from './elsewhere.tsx'
import { Empty } from './empty.tsx'
import './go.css'
import { Nothing } from './nothing.tsx'
import { Opening } from './opening.tsx'
import { useOpening } from './use-opening.tsx'

export function Came({ way }: { way: Promise<WayIn | null> }) {
  const [came, setCame] = useState<WayIn | null>()
  useEffect(() => void way.then(setCame), [])
  if (came === undefined) return null
  if (came === null) return <Nothing />
  if (came.is === 'favourite') return <Favourite {...came} />
  if (came.is === 'page') return <Elsewhere {...came} />
  return came.is === 'chosen' ? <Chosen {...came} /> : <Choice {...came} />
}

function Chosen({ chainId, destination }: WayIn & { is: 'chosen' }) {
  const run = useRun()
  const open = () =>
    void run
      .start({ action: 'open', chainId, where: 'this-tab', ...(destination !== undefined && { destination }) })
      .catch(() => {}) // the panel shows it
  useEffect(open, [])
  return (
    <main class="go">
      <Opening run={run} id={chainId} onRetry={open} />
    </main>
  )
}

function Favourite({ number }: WayIn & { is: 'favourite' }) {
  const { favourites, failure } = useFavourites()
  if (failure) {
    return (
      <main class="go">
        <h1>Not opened</h1>
        <FailurePanel failure={failure} />
      </main>
    )
  }
  if (!favourites) return null
  const row = favourites[number - 1]
  if (row) return <Chosen is="chosen" chainId={row.id} />
  return (
    <main class="go">
      <h1>There is no favourite {number}</h1>
      <p class="muted">
        The keys open the first favourites, in the order in which lists show them: by name. The star of a chain, in the
        popup, makes it one.
      </p>
      <button type="button" class="button primary" onClick={() => openOptions('/chains')}>
        Show my chains
      </button>
    </main>
  )
}

function Choice({ query }: WayIn & { is: 'search' }) {
  const [chains] = useState(() => {
    const chains = new ChainWindow(true)
    chains.search(query)
    return chains
  })
  const { open, shown } = useOpening()
  if (shown) return shown
  return (
    <main class="go choice">
      <h1>Which chain?</h1>
      <ChainFinder chains={chains} autoFocus onPick={open} toolbar={() => null} empty={<Empty />} />
    </main>
  )
}
