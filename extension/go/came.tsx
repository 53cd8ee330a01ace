// What somebody came for from elsewhere in the browser: a chain that they chose opens; of several one is chosen here.

import { useEffect, useState } from 'preact/hooks'
import { openOptions } from '../client.ts'
import type { ChainRow, RunRequest, WayIn } from '../protocol.ts'
import { ChainFinder } from '../ui/chain-finder.tsx'
import { ChainWindow } from '../ui/chain-window.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { openRequest } from '../ui/open-request.ts'
import { useFavourites } from '../ui/use-favourites.ts'
import { useRun } from '../ui/use-run.ts'
import './go.css'
import { Nothing } from './nothing.tsx'
import { Opening } from './opening.tsx'

export function Came({ way }: { way: Promise<WayIn | null> }) {
  const [came, setCame] = useState<WayIn | null>()
  useEffect(() => void way.then(setCame), [])
  if (came === undefined) return null
  if (came === null) return <Nothing />
  if (came.is === 'favourite') return <Favourite {...came} />
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
  const run = useRun()
  const [asked, setAsked] = useState<RunRequest & { action: 'open' }>()
  const open = (request: RunRequest & { action: 'open' }) => {
    setAsked(request)
    run.start(request).then(
      () => request.where !== 'this-tab' && run.dismiss(),
      () => {}, // the panel shows it
    )
  }
  const pick = (row: ChainRow, aside: boolean) =>
    open({ ...openRequest(row, aside), ...(!aside && { where: 'this-tab' }) })
  if (asked && run.view) {
    return (
      <main class="go">
        <Opening run={run} id={asked.chainId} onRetry={() => open(asked)} onClose={run.dismiss} />
      </main>
    )
  }
  return (
    <main class="go choice">
      <h1>Which chain?</h1>
      <ChainFinder chains={chains} autoFocus onPick={pick} toolbar={() => null} empty={<Empty />} />
    </main>
  )
}

function Empty() {
  return (
    <>
      <p class="muted">There are no chains yet.</p>
      <button type="button" class="button primary" onClick={() => openOptions('/welcome')}>
        Set up your first chain
      </button>
    </>
  )
}
