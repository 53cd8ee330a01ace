// The order of the list, and what it is narrowed to, besides the search.

import { useState } from 'preact/hooks'
import { call } from '../../client.ts'
import type { Calls, ListedChains, MapPlace, SourceRow } from '../../protocol.ts'
import type { ChainWindow } from '../../ui/chains/chain-window.ts'
import { roleParts } from '../../ui/controls/role.ts'

type Filter = NonNullable<ListedChains['filter']>
type Sort = ListedChains['sort']
type Group = ListedChains['group']

export function ListNarrow({ chains }: { chains: ChainWindow }) {
  const { sort, group, filter = {} } = chains.narrowed
  const [facets, setFacets] = useState<Calls['facets']['reply']>({ tags: [], accounts: [] })
  const [sources, setSources] = useState<SourceRow[]>([])
  const active = Object.keys(filter).length
  const narrow = (change: { sort?: Sort; group?: Group; filter?: Filter }) => {
    const { sort, group, filter = {} } = { ...chains.narrowed, ...change }
    const by = Object.keys(filter).length > 0 && { filter }
    void chains.narrow({ ...(sort && { sort }), ...(group && { group }), ...by })
  }
  const choose = (field: keyof Filter, value: string) => {
    const { [field]: _, ...rest } = filter
    narrow({ filter: value ? { ...rest, [field]: value } : rest })
  }
  const read = () => {
    call('facets', null).then(setFacets, () => {}) // without them there is the search
    call('sources', null).then(setSources, () => {}) // as above
  }
  return (
    <details class="narrow" onToggle={({ currentTarget }) => currentTarget.open && read()}>
      <summary>
        Sort and filter{' '}
        {(active > 0 || sort || group) && (
          <strong>
            ({[group && groups[group], sort && orders[sort], active > 0 && `${active} on`].filter(Boolean).join(', ')})
          </strong>
        )}
      </summary>
      <div class="narrow-fields">
        <Choice
          label="Sort"
          value={sort ?? ''}
          none="Favourites, recent, name"
          options={Object.entries(orders)}
          onChange={(value) => narrow({ sort: (value || undefined) as Sort })}
        />
        <Choice
          label="Group"
          value={group ?? ''}
          none="Not in groups"
          options={Object.entries(groups)}
          onChange={(value) => narrow({ group: (value || undefined) as Group })}
        />
        <Choice
          label="Tag"
          value={filter.tag ?? ''}
          none="Any"
          options={facets.tags.map((tag) => [tag, tag])}
          onChange={(value) => choose('tag', value)}
        />
        <Choice
          label="Source"
          value={filter.sourceId ?? ''}
          none="Any"
          options={sources.map(({ id, name }) => [id, name])}
          onChange={(value) => choose('sourceId', value)}
        />
        <Choice
          label="Account"
          value={filter.account ?? ''}
          none="Any"
          options={facets.accounts.map((account) => [account, account])}
          onChange={(value) => choose('account', value)}
        />
        <Choice
          label="Last check"
          value={filter.state ?? ''}
          none="Any"
          options={Object.entries(states)}
          onChange={(value) => choose('state', value)}
        />
        {filter.place && (
          <Choice
            label="On the map"
            value={placeWords(filter.place, sources)}
            none="Anywhere"
            options={[]}
            onChange={() => choose('place', '')}
          />
        )}
        {(active > 0 || sort || group) && (
          <button type="button" class="link-button" onClick={() => void chains.narrow({})}>
            Show all
          </button>
        )}
      </div>
    </details>
  )
}

function placeWords({ sourceId, roles, end }: MapPlace, sources: SourceRow[]): string {
  const { role, account } = roleParts(roles.at(-1) ?? '')
  const from = role
    ? `after ${role} in ${account}`
    : `from ${sources.find(({ id }) => id === sourceId)?.name ?? 'a source'}`
  return end === undefined ? from : `${end}, ${from}`
}

const groups: Record<NonNullable<Group>, string> = { tag: 'by first tag', path: 'by path in the name' }

const orders: Record<NonNullable<Sort>, string> = {
  name: 'by name',
  opened: 'last opened first',
  account: 'by account',
}

const states: Record<NonNullable<Filter['state']>, string> = {
  works: 'works',
  broken: 'broken',
  skipped: 'skipped',
  unchecked: 'not tried yet',
}

interface ChoiceProps {
  label: string
  value: string
  none: string
  options: [value: string, label: string][]
  onChange: (value: string) => void
}

function Choice({ label, value, none, options, onChange }: ChoiceProps) {
  const id = `narrow-${label.toLowerCase().replace(' ', '-')}`
  return (
    <>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{none}</option>
        {value && !options.some(([one]) => one === value) && <option value={value}>{value}</option>}
        {options.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </>
  )
}
