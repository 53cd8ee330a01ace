// The door for records, which the core keeps: nothing that comes from outside stands among what is kept without having passed it. What
// does not pass of a whole store, an older version's or a backup's, is set aside with the reason, and never lost.

import type { Chain, Refused, Standing } from 'rolerelay-core'
import type { SetAside } from '../../protocol.ts'
import { withRest } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { epoch } from '../lock/epoch.ts'
import { onLock } from '../lock/unlocked.ts'
import { tell } from './notices.ts'
import { type Kept, read, record, write } from './storage.ts'
import { readAllValues } from './store.ts'

/** Raised when what is derived from the records changes its shape or what it says, and when the door asks for more. */
export const DERIVED = 6

/** What did not pass: as it was, where it stood, and why it may not stand there. */
export interface KeptAside extends SetAside {
  /** The id that it was kept under; none in a list. */
  id?: string
  value: unknown
}

type Values = Record<string, unknown>

/** Throws where one of these may not stand here. */
export async function mustPass(chains: [string, Chain][], sources: unknown[] = [], standing?: Standing): Promise<void> {
  if (chains.length + sources.length === 0) return
  const [wrong] = await refused({ chains, sources }, standing)
  if (wrong) throw failure('invalid', `Nothing was changed. ${wrong.name ? `“${wrong.name}”: ` : ''}${wrong.message}`)
}

/** A whole store without what may not stand, which comes with it; what was set aside before gets another chance. */
export async function passed({ aside, ...values }: Values): Promise<{ values: Values; aside: KeptAside[] }> {
  const before = isList(aside) ? (aside as Partial<KeptAside>[]) : []
  const ofList = (list: string) => before.filter((one) => one?.list === list)
  const chains = [
    ...Object.entries(values).flatMap(([key, value]): [string, unknown][] =>
      key.startsWith('chain/') && value !== null ? [[key.slice('chain/'.length), value]] : [],
    ),
    ...ofList('chains').map(({ id, value }): [string, unknown] => [String(id), value]),
  ]
  const sources = [...listed(values.sources), ...ofList('sources').map(({ value }) => value)]
  const secrets = [
    ...(isTable(values.secrets) ? Object.entries(values.secrets) : []),
    ...ofList('secrets').map(({ id, value }): [string, unknown] => [String(id), value]),
  ]
  const use = [...(values.use === undefined ? [] : [values.use]), ...ofList('use').map(({ value }) => value)]
  const wrong = await refused({ chains, sources, secrets, use })
  const at = (list: Refused['list']) => new Set(wrong.flatMap((one) => (one.list === list ? [one.at] : [])))
  const [noChains, noSources, noSecrets, noUse] = [at('chains'), at('sources'), at('secrets'), at('use')]
  const others = Object.entries(values).filter(([key]) => !key.startsWith('chain/') && !ADMITTED.includes(key))
  return {
    values: Object.fromEntries([
      ...others,
      ...chains.filter((_, at) => !noChains.has(at)).map(([id, chain]) => [record(id), chain]),
      ...(sources.length > 0 ? [['sources', sources.filter((_, at) => !noSources.has(at))]] : []),
      ...(values.secrets === undefined ? [] : [['secrets', table(secrets.filter((_, at) => !noSecrets.has(at)))]]),
      ...use.flatMap((value, at) => (noUse.has(at) ? [] : [['use', value]])).slice(0, 1),
    ]),
    aside: wrong.map(({ list, at, name, message }) => {
      if (list === 'sources') return { list, name, message, value: sources[at] }
      if (list === 'use') return { list, name, message, value: use[at] }
      const [id = '', value] = (list === 'chains' ? chains : secrets)[at] ?? []
      return { list, name, message, id, value }
    }),
  }
}

/** Has what an older version kept pass the door, before anything of it is used. */
export function older(): Promise<void> {
  passing ??= pass().catch((thrown) => {
    passing = undefined
    throw thrown
  })
  return passing
}

/** What is set aside, without its values. */
export async function listAside(): Promise<SetAside[]> {
  await older()
  const { aside = [] } = await read('aside')
  return aside.map(({ list, name, message }) => ({ list, name, message }))
}

/** What is set aside as a file, as it was; but no keys, which go into no file in the clear. */
export async function asideFile(): Promise<{ name: string; text: string }> {
  const { aside = [] } = await read('aside')
  const told = aside.map((one) =>
    one.list === 'secrets' ? { ...one, value: 'keys are not written into a file' } : one,
  )
  return { name: 'rolerelay-set-aside.json', text: `${JSON.stringify(told, null, 2)}\n` }
}

/** A table that has nothing of its own but what is put in: no id finds there what nobody kept. */
export const table = <T>(entries: Iterable<readonly [string, T]>): Record<string, T> =>
  Object.assign(Object.create(null), Object.fromEntries(entries))

export const isTable = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const ADMITTED = ['sources', 'secrets', 'use']

let passing: Promise<void> | undefined
onLock(() => {
  passing = undefined
})

async function pass(): Promise<void> {
  const mine = epoch()
  if ((await read('derived')).derived === DERIVED) return
  const before: Values = await readAllValues()
  const { values, aside } = await passed(before)
  const was = listed(before.aside)
  if (aside.length === 0 && was.length === 0) return
  const gone = Object.keys(before).filter((key) => key.startsWith('chain/') && before[key] && !(key in values))
  const changed: Values = {
    ...Object.fromEntries(
      Object.entries(values).filter(([key, value]) => key.startsWith('chain/') && before[key] !== value),
    ),
    ...Object.fromEntries(gone.map((key) => [key, null])),
    ...Object.fromEntries(ADMITTED.flatMap((key) => (key in values ? [[key, values[key]]] : []))),
    ...('use' in before && !('use' in values) && { use: { favourites: [], opened: [] } }),
    aside,
  }
  await write(changed as Partial<Kept>)
  if (aside.length > 0) await tell(SET_ASIDE, toldOf(aside), mine)
}

const SET_ASIDE =
  'What was kept here holds what may not stand in a list, so it is set aside. Nothing of it is lost: the page Export says why, and saves ' +
  'it as a file.'

function toldOf(aside: SetAside[]): string {
  const names = aside.slice(0, 3).map(({ name }) => (name ? `“${name}”` : 'one without a name'))
  const more = aside.length > 3 ? ` and ${aside.length - 3} more` : ''
  return SET_ASIDE.replace('set aside.', `set aside: ${names.join(', ')}${more}.`)
}

interface Comes {
  chains?: [string, unknown][]
  sources?: unknown[]
  secrets?: [string, unknown][]
  use?: unknown[]
}

function refused(comes: Comes, standing: Standing = { records: [], made: [] }): Promise<Refused[]> {
  const { chains = [], sources = [], secrets = [], use = [] } = comes
  const named = ([id, value]: [string, unknown]): [string, string] => [id, text(value)]
  const arrivals = {
    chains: chains.map(named),
    sources: sources.map(text),
    secrets: secrets.map(named),
    use: use.map(text),
  }
  return withRest((core) => core.admit(arrivals, standing))
}

const text = (value: unknown): string => JSON.stringify(value) ?? 'null'
const isList = (value: unknown): value is unknown[] => Array.isArray(value)
/** What is no list is one thing that may not stand. */
const listed = (value: unknown): unknown[] => (value === undefined ? [] : isList(value) ? value : [value])
