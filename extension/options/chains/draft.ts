// A chain that is being written: the record, and a key for each hop, so that its fields move along with it.

import type { Chain, Hop } from 'rolerelay-core'
import { assign, type Change } from '../../ui/assign.ts'

export interface Draft {
  chain: Chain
  /** One for each hop, in the same order. */
  keys: number[]
}

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

export const changeHop = (draft: Draft, at: number, by: Change<Hop>): Draft =>
  withHops(draft, draft.chain.hops.with(at, assign(draft.chain.hops[at] ?? { roleArn: '' }, by)), draft.keys)

export const addHop = (draft: Draft): Draft => insertRoles(draft, draft.chain.hops.length, [''])

export const removeHop = (draft: Draft, at: number): Draft =>
  withHops(draft, draft.chain.hops.toSpliced(at, 1), draft.keys.toSpliced(at, 1))

export function moveHop(draft: Draft, at: number, to: number): Draft {
  const move = <T>(list: T[]) => list.toSpliced(at, 1).toSpliced(to, 0, ...list.slice(at, at + 1))
  return withHops(draft, move(draft.chain.hops), move(draft.keys))
}

/** Puts several role ARNs where one field was: the first fills it, the others become hops after it. */
export function pasteRoles(draft: Draft, at: number, arns: string[]): Draft {
  const [first = '', ...others] = arns
  return insertRoles(changeHop(draft, at, { roleArn: first }), at + 1, others)
}

/** The role ARNs in a text that holds more than one, else none: one alone is pasted as any text is. */
export function severalArns(text: string): string[] {
  const arns = text.split(/[\s,;"']+/).filter((word) => word.startsWith('arn:'))
  return arns.length > 1 ? arns : []
}

function insertRoles(draft: Draft, at: number, arns: string[]): Draft {
  const hops = arns.map((roleArn): Hop => ({ roleArn }))
  return withHops(draft, draft.chain.hops.toSpliced(at, 0, ...hops), draft.keys.toSpliced(at, 0, ...keysFor(hops)))
}

function withHops({ chain }: Draft, hops: Hop[], keys: number[]): Draft {
  // AWS refuses a session duration with more than one hop, and its field is gone then: it must not linger unseen.
  const sessionDuration = hops.length === 1 ? chain.sessionDuration : undefined
  return { chain: assign(chain, { hops, sessionDuration }), keys }
}
