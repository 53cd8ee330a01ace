// A sign-in that is prepared while a person has a favourite in focus in the popup, where they chose that: AWS's token for it, which signs
// in once, within 15 minutes. The click then asks AWS for nothing. What it rests on is kept already: no role is assumed for it. In this
// background's memory alone.

import type { Chain, Opened } from 'rolerelay-core'
import { getChain } from '../chains/lineage.ts'
import { digestOf } from '../consoles/live.ts'
import { withClock } from '../core/clock.ts'
import { onDropped } from '../credentials/hops.ts'
import { epoch } from '../lock/epoch.ts'
import { onLock } from '../lock/unlocked.ts'
import { getSettings } from '../store/settings.ts'
import { read } from '../store/storage.ts'
import { explained } from '../walks/explained.ts'
import { needsReason } from '../walks/questions.ts'
import { wayOf } from '../walks/way.ts'

interface Prepared {
  /** What the chain is, and the settings that it was walked by. */
  by: string
  opened: Opened
  /** In milliseconds since 1970, by this computer's clock. */
  until: number
}

/** By chain; of one that is being prepared as well. */
const prepared = new Map<string, Promise<Prepared | undefined>>()
const forget = () => prepared.clear()
onLock(forget)
onDropped(forget)

/** Prepares the chain's sign-in, where the person chose that, and nothing of it has to be asked first or to be walked. */
export async function prepare(chainId: string): Promise<void> {
  const { prepares } = await getSettings()
  if (!prepares || (await usable(chainId))) return
  // Where it fails, the click asks for it.
  const sure = () => made(chainId).catch(() => undefined)
  if (!prepared.has(chainId)) prepared.set(chainId, sure())
  await prepared.get(chainId)
}

/** The sign-in that was prepared of that chain, which nobody gets any more then. */
export async function takePrepared(chain: Chain): Promise<Opened | undefined> {
  const found = await usable(chain.id)
  if (!found) return undefined
  const by = await byOf(chain)
  if (found.by !== by || !prepared.delete(chain.id)) return undefined
  return found.opened
}

/** What is there of it still, once that is prepared. */
async function usable(chainId: string): Promise<Prepared | undefined> {
  const its = prepared.get(chainId)
  const found = await its
  if (found && found.until > Date.now()) return prepared.get(chainId) === its ? found : undefined
  if (prepared.get(chainId) === its) prepared.delete(chainId)
  return undefined
}

async function made(chainId: string): Promise<Prepared | undefined> {
  const mine = epoch()
  const [written, settings, { use }] = await Promise.all([getChain(chainId), getSettings(), read('use')])
  if (!use?.favourites.includes(chainId)) return undefined
  const way = await wayOf(written, {
    settings,
    signal: mine,
    goesOn: true,
    keptOnly: true,
    onRoute: async (chain, route) => {
      const isAsked = chain.guard !== undefined || needsReason(route, settings) || route.readOnly !== undefined
      if (isAsked) throw new Error('this one is not prepared')
    },
    onWait: () => {},
  })
  const until = Date.now() + LASTS
  const { chain } = way
  const opened = await way.walk((base, options, hops) => {
    const end = withClock((core) =>
      core.open(chain, base, options, undefined, settings.signOutFirst, mine, () => {}, hops),
    )
    return explained(end, chain, base, options, mine)
  })
  return mine.aborted ? undefined : { by: await byOf(chain), opened, until }
}

const byOf = async (chain: Chain): Promise<string> => JSON.stringify([await digestOf(chain), await getSettings()])

/** In milliseconds: AWS takes a token for 15 minutes, and the tab needs some of that. */
const LASTS = 14 * 60_000
