// The console page of a tab, opened as another role: of which chain, and in which region where its partition has none of the page's.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../client.ts'
import type { ChainRow, WayIn } from '../protocol.ts'
import { ChainFinder } from '../ui/chains/chain-finder.tsx'
import { ChainWindow } from '../ui/chains/chain-window.ts'
import { Field } from '../ui/controls/field.tsx'
import { OpenIcon } from '../ui/controls/icons.tsx'
import { FailurePanel } from '../ui/failures/failure-panel.tsx'
import { Empty } from './empty.tsx'
import { useOpening } from './use-opening.tsx'

interface Asked {
  row: ChainRow
  aside: boolean
  regions: string[]
}

export function Elsewhere({ page }: WayIn & { is: 'page' }) {
  const [chains] = useState(() => new ChainWindow())
  const [asked, setAsked] = useState<Asked>()
  const [failure, setFailure] = useState<Failure>()
  const { open, shown } = useOpening()
  const pick = async (row: ChainRow, aside: boolean, region?: string) => {
    setFailure(undefined)
    try {
      const found = await call('elsewhere', { chainId: row.id, page, ...(region && { region }) })
      const { destination, regions = [] } = found
      if (destination === undefined) setAsked({ row, aside, regions })
      else open({ id: row.id, at: { page: destination, label: destination } }, aside)
    } catch (thrown) {
      setFailure(thrown as Failure)
    }
  }
  if (shown) return shown
  return (
    <main class={asked ? 'go' : 'go choice'}>
      <h1>{asked ? `In which region of ${asked.row.name}?` : 'Open this page as which role?'}</h1>
      <p class="mono ellipsis" title={page}>
        {page}
      </p>
      {failure && <FailurePanel failure={failure} title="It does not open there" />}
      {asked ? (
        <RegionForm
          {...asked}
          onChoose={(region) => pick(asked.row, asked.aside, region)}
          onBack={() => setAsked(undefined)}
        />
      ) : (
        <ChainFinder chains={chains} autoFocus onPick={pick} toolbar={() => null} empty={<Empty />} />
      )}
    </main>
  )
}

interface RegionFormProps {
  regions: string[]
  onChoose: (region: string) => void
  onBack: () => void
}

function RegionForm({ regions, onChoose, onBack }: RegionFormProps) {
  const [region, setRegion] = useState(regions[0] ?? '')
  const select = useRef<HTMLSelectElement>(null)
  // The list that had the focus is gone.
  useEffect(() => select.current?.focus(), [])
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        onChoose(region)
      }}
    >
      <Field
        label="Region"
        name="region"
        hint="The page is in a region of another partition, which this chain’s does not have."
      >
        {(control) => (
          <select ref={select} {...control} value={region} onChange={(event) => setRegion(event.currentTarget.value)}>
            {regions.map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div class="row">
        <button type="submit" class="button primary">
          <OpenIcon />
          Open there
        </button>
        <button type="button" class="button" onClick={onBack}>
          Another chain
        </button>
      </div>
    </form>
  )
}
