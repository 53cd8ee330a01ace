// AWS's own list of the console sessions that this browser is signed in to, also of those that were not opened here. It takes the person's
// cookies, so it is asked for only where the person chose that, and only while the person looks: never by a timer. AWS documents it
// nowhere: nothing rests on it, and what it does not say is what is remembered here.

import type { RouteInfo, SessionList } from 'rolerelay-core'
import { hasAccess } from '../../browser.ts'
import type { ListState } from '../../protocol.ts'
import { awsNow } from '../core/clock.ts'
import { withCore, withRest } from '../core/core.ts'
import { askWithCookies } from '../core/guard-fetch.ts'
import { epoch } from '../lock/epoch.ts'
import { getSettings } from '../store/settings.ts'
import { isNormalStore, jarOf, takeList } from './consoles.ts'
import { takeListIntoLive } from './live.ts'

export type Asked = { is: Exclude<ListState, 'listed'> } | { is: 'listed'; list: SessionList }

/**
 * Asks for it of those cookies, where that may be, and goes by it in what is remembered. The background's requests go with the cookies of
 * the normal windows alone, so there is none for a private window or a container.
 */
export async function askForSessions(store: string, { partition }: Pick<RouteInfo, 'partition'>): Promise<Asked> {
  const address = isNormalStore(store) ? (await lists()).get(partition) : undefined
  if (address === undefined) return { is: 'none' }
  if (!(await getSettings()).asksForSessions) return { is: 'off' }
  const list = (await hasAccess([new URL(address).origin])) && (await read(address, partition).catch(() => undefined))
  if (!list) return { is: 'unknown' }
  const jar = jarOf(store, { partition })
  await Promise.all([takeList(jar, list), takeListIntoLive(jar, list)])
  return { is: 'listed', list }
}

/** The partitions that have such a list, each with its address. */
export const lists = async (): Promise<Map<string, string>> =>
  new Map(
    (await withCore((core) => core.partitions())).flatMap(({ id, sessionList }) =>
      sessionList === undefined ? [] : [[id, sessionList]],
    ),
  )

async function read(address: string, partition: string): Promise<SessionList | undefined> {
  const answer = await askWithCookies(address, AbortSignal.any([AbortSignal.timeout(LONGEST), epoch()]))
  const text = answer.status === 200 ? await bounded(answer) : undefined
  if (text === undefined) return undefined
  const now = await awsNow()
  return withRest((core) => core.readSessions(partition, text, now))
}

/** Its text, unless that is longer than any such list. */
async function bounded({ body }: Response): Promise<string | undefined> {
  const text = new TextDecoder()
  let read = ''
  const reader = body?.getReader()
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    read += text.decode(part.value, { stream: true })
    if (read.length > MOST) {
      await reader?.cancel()
      return undefined
    }
  }
  return read
}

/** In milliseconds: somebody waits for it. */
const LONGEST = 4_000
/** In characters, as many as the core reads bytes at most. */
const MOST = 65_536
