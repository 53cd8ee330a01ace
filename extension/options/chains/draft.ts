// A chain that is being written: the record, and a key for each hop, so that its fields move along with it.

import type { Chain, Hop, ShapeAccount } from 'rolerelay-core'
import { assign, type Change } from '../../ui/controls/assign.ts'

export interface Draft {
  chain: Chain
  /** One for each hop, in the same order. */
  keys: number[]
}

/** Takes the next draft, or what makes it of the one that is there by then. */
export type Edit = (next: Draft | ((now: Draft) => Draft)) => void

let next = 0
const keysFor = (hops: Hop[]) => hops.map(() => next++)

export const emptyChain = (sourceId: string): Chain => ({
  id: '',
  name: '',
  sourceId,
  hops: [{ roleArn: '' }],
  tags: [],
})

export const draftOf = (chain: Chain): Draft => ({ chain, keys: keysFor(chain.hops) })

export const change = ({ chain, keys }: Draft, by: Change<Chain>): Draft => ({ chain: assign(chain, by), keys })

/** Starts it from a source or from another chain, never from both. */
export const startFrom = ({ chain, keys }: Draft, start: { sourceId: string } | { parentId: string }): Draft =>
  withHops({ chain: assign(chain, { sourceId: '', parentId: undefined, ...start }), keys }, chain.hops, keys)

/** The same draft with another record in it; its hops keep their keys where their number allows it. */
export const replaceChain = ({ chain: { id, hops }, keys }: Draft, chain: Chain): Draft => ({
  chain: { ...chain, id },
  keys: hops.length === chain.hops.length ? keys : keysFor(chain.hops),
})

export const changeHop = (draft: Draft, at: number, by: Change<Hop>): Draft =>
  withHops(draft, draft.chain.hops.with(at, assign(draft.chain.hops[at] ?? { roleArn: '' }, by)), draft.keys)

export const addHop = (draft: Draft): Draft => insertHops(draft, draft.chain.hops.length, [{ roleArn: '' }])

export const removeHop = (draft: Draft, at: number): Draft =>
  withHops(draft, draft.chain.hops.toSpliced(at, 1), draft.keys.toSpliced(at, 1))

export function moveHop(draft: Draft, at: number, to: number): Draft {
  const move = <T>(list: T[]) => list.toSpliced(at, 1).toSpliced(to, 0, ...list.slice(at, at + 1))
  return withHops(draft, move(draft.chain.hops), move(draft.keys))
}

/** Puts hops where one field was: the first fills that hop, the others follow it. */
export function pasteHops(draft: Draft, at: number, hops: Hop[]): Draft {
  const [first, ...others] = hops
  return first ? insertHops(changeHop(draft, at, first), at + 1, others) : draft
}

/** Turns the order of hops round that were pasted from `at` on; where others stand there by now, nothing changes. */
export function turnHops(draft: Draft, at: number, pasted: Hop[]): Draft {
  const end = at + pasted.length
  const arns = (hops: Hop[]) => hops.map(({ roleArn }) => roleArn).join()
  const there = arns(draft.chain.hops.slice(at, end))
  if (there !== arns(pasted) && there !== arns(pasted.toReversed())) return draft
  const turn = <T>(list: T[]) => [...list.slice(0, at), ...list.slice(at, end).toReversed(), ...list.slice(end)]
  return withHops(draft, turn(draft.chain.hops), turn(draft.keys))
}

/** The words of a field that has commas between them. */
export const wordsIn = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

/** What a page shows of the chain that a shape makes for an account. The core makes the one that is walked. */
export const forAccount = (shape: Chain, { id, name }: ShapeAccount): Chain =>
  assign(shape, {
    name: `${name} · ${shape.name}`,
    hops: shape.hops.map((hop) => ({ ...hop, roleArn: hop.roleArn.replaceAll('{account}', id) })),
    accounts: undefined,
  })

function insertHops(draft: Draft, at: number, hops: Hop[]): Draft {
  return withHops(draft, draft.chain.hops.toSpliced(at, 0, ...hops), draft.keys.toSpliced(at, 0, ...keysFor(hops)))
}

function withHops({ chain }: Draft, hops: Hop[], keys: number[]): Draft {
  // AWS refuses a session duration with more than one hop, and its field is gone then: it must not linger unseen.
  const sessionDuration = hops.length <= 1 && !chain.parentId ? chain.sessionDuration : undefined
  return { chain: assign(chain, { hops, sessionDuration }), keys }
}
