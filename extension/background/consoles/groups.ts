// A console's tab stands in a group with its chain's word, name and colour, where the person lets groups be named: what the browser's own
// frame says of a tab, no page can forge.

import type { Chain, NotedAccess } from 'rolerelay-core'
import { type GroupMark, getTab, groupsIn, markGroup, namesGroups, putIntoGroup } from '../../browser.ts'
import { queue } from '../core/queue.ts'
import { within } from '../core/within.ts'

/** Puts the tab there, in its own window; `access` is of a chain that opens read-only. One that is pinned stays: a group would end that. Nothing rests on it. */
export function groupTab(id: number, chain: Chain, access?: NotedAccess): Promise<void> {
  // One after the other, or two tabs of one chain would begin a group each.
  return inTurn(() => within('The bar of tabs', put(id, markOf(chain, access)))).catch(() => {})
}

/** The same of one whose console was signed out, where it stands in its chain's group: that would say what it is not any more. */
export function groupSignedOut(id: number, chain: Chain, access?: NotedAccess): Promise<void> {
  return inTurn(() => within('The bar of tabs', putAside(id, markOf(chain, access)))).catch(() => {})
}

async function putAside(id: number, { title }: GroupMark): Promise<void> {
  if (!namesGroups()) return
  const { windowId, groupId } = await getTab(id)
  const its = (await groupsIn(windowId)).find((group) => group.id === groupId)
  if (its?.title === title) await put(id, { title: `Signed out: ${title}`, color: 'grey' })
}

async function put(id: number, mark: GroupMark): Promise<void> {
  if (!namesGroups()) return
  const { windowId, pinned } = await getTab(id)
  if (pinned) return
  const same = (await groupsIn(windowId)).find(({ title, color }) => title === mark.title && color === mark.color)
  const group = await putIntoGroup(id, windowId, same?.id)
  if (!same) await markGroup(group, mark)
}

const inTurn = queue()

const markOf = ({ name, guard, colour }: Chain, access?: NotedAccess): GroupMark => ({
  title: [guard, name, access && (access === 'lifted' ? 'changes allowed' : 'read-only')].filter(Boolean).join(' · '),
  // Browsers call one colour otherwise.
  color: colour === 'teal' ? 'cyan' : (colour ?? 'grey'),
})
