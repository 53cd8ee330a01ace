// The map: where chains start, which roles they pass, and in which accounts they end. What is chosen of it is what the list beside it shows.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { MapPlace } from '../../protocol.ts'
import { ChainFinder } from '../../ui/chains/chain-finder.tsx'
import type { ChainWindow } from '../../ui/chains/chain-window.ts'
import { OpenIcon } from '../../ui/controls/icons.tsx'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { ListNarrow } from '../chains/list-narrow.tsx'
import { ListRunPanel, useListRun } from '../chains/list-run.tsx'
import { goTo } from '../route.ts'
import '../two-panes.css'
import { Drawing } from './drawing.tsx'
import './map-page.css'
import { drawn } from './places.ts'
import { keyOf, useTree } from './use-tree.ts'

const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3]

export function MapPage({ chains }: { chains: ChainWindow }) {
  const tree = useTree()
  const listRun = useListRun(chains)
  const [place, setPlace] = useState(chains.narrowed.filter?.place)
  const [zoom, setZoom] = useState(1)
  const scroller = useRef<HTMLDivElement>(null)
  const step = (by: 1 | -1) => setZoom((zoom) => ZOOMS[ZOOMS.indexOf(zoom) + by] ?? zoom)
  useEffect(() => {
    const element = scroller.current
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return
      // Otherwise the whole page is zoomed.
      event.preventDefault()
      step(event.deltaY < 0 ? 1 : -1)
    }
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  }, [])

  const rows = tree.rows ?? []
  const pick = (key: string) => {
    const row = rows.find((row) => row.key === key)
    const above = row?.parent === undefined ? undefined : rows[row.parent]?.node?.place
    if (!row?.node) return void tree.more(above)
    const { place: _, ...others } = chains.narrowed.filter ?? {}
    const isChosen = place !== undefined && keyOf(place) === key
    const filter: NonNullable<ChainWindow['narrowed']['filter']> = isChosen
      ? others
      : { ...others, place: row.node.place }
    const { filter: __, ...order } = chains.narrowed
    void chains.narrow({ ...order, ...(Object.keys(filter).length > 0 && { filter }) })
    setPlace(filter.place)
  }
  return (
    <div class="panes map">
      <header class="panes-head map-head">
        <h1>Map</h1>
        <p class="muted">What you choose here is what the list shows.</p>
        {/* biome-ignore lint/a11y/useSemanticElements: no fields */}
        <div class="map-zoom" role="group" aria-label="Zoom">
          <button
            type="button"
            class="button square"
            aria-label="Smaller"
            disabled={zoom === ZOOMS[0]}
            onClick={() => step(-1)}
          >
            −
          </button>
          <button
            type="button"
            class="button"
            aria-label={`${Math.round(zoom * 100)} %: usual size`}
            onClick={() => setZoom(1)}
          >
            {Math.round(zoom * 100)} %
          </button>
          <button
            type="button"
            class="button square"
            aria-label="Larger"
            disabled={zoom === ZOOMS.at(-1)}
            onClick={() => step(1)}
          >
            +
          </button>
        </div>
      </header>
      <div class="panes-body">
        <section class="map-drawing" aria-label="Map" aria-busy={!tree.rows} ref={scroller}>
          {tree.failure && <FailurePanel failure={tree.failure} onRetry={tree.again} />}
          {tree.rows?.length === 0 && !tree.failure && (
            <p class="muted">
              No chains yet. <a href="#/chains/new">Make one</a>, and it is drawn here.
            </p>
          )}
          {rows.length > 0 && (
            <Drawing
              label="Where chains start, which roles they pass, and where they end"
              nodes={drawn(rows)}
              chosen={place && keyOf(place)}
              zoom={zoom}
              onPick={({ key }) => pick(key)}
              onFold={({ key }) => {
                const node = rows.find((row) => row.key === key)?.node
                if (node) void tree.fold(node.place)
              }}
            />
          )}
        </section>
        <section class="master map-list" aria-label="Chains">
          <ChainFinder
            chains={chains}
            live={listRun.live}
            onPick={(row, aside) => (aside ? listRun.open(row, true) : goTo(`/chains/${row.id}`))}
            below={() => <Narrowing chains={chains} onChange={setPlace} />}
            empty={<p class="master-empty muted">No chains yet.</p>}
            toolbar={(row) => (
              <button
                type="button"
                class="button quiet square"
                aria-label="Open the console"
                title="Open the console"
                onClick={(event) => listRun.open(row, event.ctrlKey || event.metaKey)}
              >
                <OpenIcon />
              </button>
            )}
          />
          <ListRunPanel {...listRun} />
        </section>
      </div>
    </div>
  )
}

/** All can be shown again below the search too, and then nothing of the map is chosen. */
function Narrowing({ chains, onChange }: { chains: ChainWindow; onChange: (place: MapPlace | undefined) => void }) {
  const { place } = chains.narrowed.filter ?? {}
  useEffect(() => onChange(place), [place])
  return <ListNarrow chains={chains} />
}
