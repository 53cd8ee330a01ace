// Where a chain starts: from a source's keys, or where another chain ends.

import { useRef, useState } from 'preact/hooks'
import type { Chain, Finding } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { ChainPage, SourceRow } from '../../protocol.ts'
import { Combobox } from '../../ui/controls/combobox.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { roleParts } from '../../ui/controls/role.ts'
import { keysText } from '../sources/keys-badge.tsx'
import { type Draft, type Edit, startFrom } from './draft.ts'

/** How many chains are suggested. */
const MOST = 20

interface StartFieldProps {
  draft: Draft
  sources: SourceRow[]
  /** The chains that it builds on; undefined while they are read. */
  parents: Chain[] | undefined
  onChange: Edit
  at: (place: string) => Finding[]
}

export function StartField({ draft, sources, parents, onChange, at }: StartFieldProps) {
  const { id, sourceId, parentId } = draft.chain
  const source = sources.find((one) => one.id === (parents?.[0]?.sourceId ?? sourceId))
  const parent = parentId ? parents?.at(-1) : undefined
  const { query, page, search } = useChainSearch()
  const words = query.toLowerCase().split(/\s+/)
  const matching = sources.filter((one) => {
    const text = `${one.name} ${one.likelyAccount ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  // A chain on itself would be a circle; that of a longer one the check names.
  const rows = page?.rows.filter((row) => row.id !== id && row.shapeId !== id) ?? []
  const choose = (chosen: string) => {
    const start = sources.some((one) => one.id === chosen) ? { sourceId: chosen } : { parentId: chosen }
    onChange((now) => startFrom(now, start))
  }
  const name = parentId
    ? (parent?.name ?? (parents ? 'A chain that was deleted' : ''))
    : (source?.name ?? (sourceId && sources.length > 0 ? 'A source that was deleted' : ''))
  return (
    <Field
      label="Starts from"
      name={parentId ? 'parentId' : 'sourceId'}
      findings={[...at('sourceId'), ...at('parentId')]}
      hint={<StartHint parent={parent} source={source} />}
    >
      {(control) => (
        <Combobox
          control={control}
          value={name}
          placeholder="A source, or a chain to build on"
          busy={page === undefined}
          groups={[
            {
              label: 'Sources',
              more: 0,
              choices: matching.map((one) => ({
                id: one.id,
                name: one.name,
                detail: one.endpoint?.sts ?? one.likelyAccount ?? '',
              })),
            },
            {
              label: 'Build on a chain',
              more: (page?.total ?? 0) - (page?.rows.length ?? 0),
              choices: rows.map((row) => ({ id: row.id, name: row.name, detail: `${row.account} / ${row.role}` })),
            },
          ]}
          onSearch={search}
          onChoose={choose}
        />
      )}
    </Field>
  )
}

function StartHint({ parent, source }: { parent: Chain | undefined; source: SourceRow | undefined }) {
  if (parent) {
    const end = parent.hops.at(-1)
    const { role, account } = end ? roleParts(end.roleArn) : (source?.ownEnd ?? roleParts(''))
    return (
      <>
        {role} in {account} assumes the first role below{source && `; in the end it all starts from ${source.name}`}.{' '}
        <a href={`#/chains/${parent.id}`}>Open that chain</a>
      </>
    )
  }
  if (!source) {
    return (
      <>
        Whose keys assume the first role, or a chain whose last role does. <a href="#/sources/new">Add a source</a>
      </>
    )
  }
  return (
    <>
      {source.endpoint && `It is walked at ${source.endpoint.sts}, and never at AWS. `}
      {keysText(source)}{' '}
      {source.keys === 'ready' ? (
        <a href="#/sources/new">Add a source</a>
      ) : (
        <a href={`#/sources/${source.id}`}>Enter its keys</a>
      )}
    </>
  )
}

/** The first chains that match; undefined while they are asked for. */
function useChainSearch() {
  const [found, setFound] = useState<{ query: string; page?: ChainPage }>({ query: '' })
  const turn = useRef(0)
  const search = (query: string) => {
    const mine = ++turn.current
    const settle = (page: ChainPage) => mine === turn.current && setFound({ query, page })
    setFound({ query })
    // What is found only by forgiving a slip is not to be chosen in passing.
    const withoutSlips = (page: ChainPage) =>
      settle({ ...page, total: page.exact, rows: page.rows.slice(0, page.exact) })
    const none = () => settle({ total: 0, exact: 0, known: 0, rows: [] })
    call('list', { query, offset: 0, limit: MOST }).then(withoutSlips, none)
  }
  return { ...found, search }
}
