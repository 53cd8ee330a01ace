// Which page of the console a tab is on, where the person lets Rolerelay see that: the address alone. No page is read, and nothing is
// asked of the console's hosts.

import type { Chain } from 'rolerelay-core'
import { hasAccess, type Tab } from '../../browser.ts'
import { withCore } from '../core/core.ts'

export type ConsolePage =
  | { is: 'page'; page: string }
  /** It was on that page, and is on AWS's to sign in, which leads back there. */
  | { is: 'left'; page: string }
  /** The browser does not tell it, or it is AWS's page to sign in. */
  | { is: 'hidden' }
  /** It is not the console of the chain that was opened there. */
  | { is: 'elsewhere' }

export async function consolePage({ url }: Tab, chain: Chain): Promise<ConsolePage> {
  if (!url) {
    const { partition } = await withCore((core) => core.route(chain))
    return (await unseenConsoles([partition])).length > 0 ? { is: 'hidden' } : { is: 'elsewhere' }
  }
  const isSignIn = (await signInAddresses())(url)
  return withCore((core) => {
    // Thrown where it is another account's.
    const isIts = (page: string) => attempt(() => core.arrived(chain, page)) ?? false
    const opens = (page: string) => attempt(() => core.route(chain, page)) !== undefined
    if (isSignIn) {
      const page = core.pageBehind(url)
      return page !== undefined && isIts(page) && opens(page) ? { is: 'left', page } : { is: 'hidden' }
    }
    if (!isIts(url)) return { is: 'elsewhere' }
    return opens(url) ? { is: 'page', page: url } : { is: 'hidden' }
  })
}

/** Of these partitions, the origins of the consoles whose pages the browser does not tell. */
export async function unseenConsoles(partitions: string[]): Promise<string[]> {
  // A popup asks this as it opens, and mostly no console is open.
  if (partitions.length === 0) return []
  const all = await withCore((core) => core.partitions())
  const origins = all.flatMap(({ id, consoleOrigin }) =>
    consoleOrigin && partitions.includes(id) ? [consoleOrigin] : [],
  )
  const isSeen = await Promise.all(origins.map((origin) => hasAccess([origin])))
  return origins.filter((_, at) => !isSeen[at])
}

/** Knows the addresses of the sign-in service. */
export async function signInAddresses(): Promise<(address: string) => boolean> {
  const origins = await withCore((core) => core.origins())
  return (address) => URL.canParse(address) && origins.includes(new URL(address).origin)
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
