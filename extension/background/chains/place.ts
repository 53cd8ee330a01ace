// Places on the map: which chains are at one, and which place follows it on the way of each.

import type { ChainSummary } from 'rolerelay-core'
import type { MapPlace } from '../../protocol.ts'

/** A chain, as far as the map goes by it. */
export type Way = Pick<ChainSummary, 'sourceId' | 'account' | 'words'>

/** Whether a chain starts from there, passes there, or ends there. */
export function isAt(way: Way, { sourceId, roles, end }: MapPlace): boolean {
  const passes =
    way.sourceId === sourceId && passed(way) >= roles.length && roles.every((role, at) => way.words[at] === role)
  return passes && (end === undefined || (way.account === end && passed(way) === roles.length))
}

/** Where a chain that is at a place goes from there: to the next role that it passes, or to the account in which it ends. */
export function next(way: Way, under: MapPlace | undefined): MapPlace | undefined {
  if (!under) return { sourceId: way.sourceId, roles: [] }
  if (under.end !== undefined) return undefined
  const { sourceId, roles } = under
  const role = roles.length < passed(way) ? way.words[roles.length] : undefined
  return role === undefined ? { sourceId, roles, end: way.account } : { sourceId, roles: [...roles, role] }
}

/** How many roles a chain passes before the one at its end. `words` has them all, each once, before the regions. */
const passed = ({ words }: Way): number => Math.max(0, words.filter((word) => word.includes(':')).length - 1)
