// Firefox's containers: which one a console belongs to, where the person chose that a chain or an account has one of its own. It is
// known by its name, so that it is the same one after an update too, and the person's own where they made it.

import type { Chain, Colour } from 'rolerelay-core'
import { allContainers, type Container, hasContainers, hasPermission, makeContainer, type Tab } from '../../browser.ts'
import type { Settings } from '../../protocol.ts'
import { failure } from '../core/failure.ts'

/**
 * Where the chain's console belongs, made if it is not there yet; undefined for beside the tab that asks. A private window has no
 * containers. Throws a failure of kind `interrupted` where the browser opens none.
 */
export async function containerOf(
  chain: Chain,
  account: string,
  asking: Tab | undefined,
  settings: Settings,
): Promise<string | undefined> {
  const name = nameFor(chain, account, asking, settings)
  if (name === undefined) return undefined
  const container = await there(name, () => makeContainer(name, colourOf(chain, settings))).catch(() => undefined)
  if (!container) throw refused(chain)
  return container.cookieStoreId
}

async function there(name: string, make: () => Promise<Container | undefined>): Promise<Container | undefined> {
  // Without it Firefox makes containers, and opens no tab in them.
  if (!(await hasPermission('cookies'))) return undefined
  return (await allContainers()).find((container) => container.name === name) ?? make()
}

/**
 * Whose cookies the chain's console has where it belongs in a container of its own: of one that is not made yet, its name; undefined as
 * above.
 */
export async function belongsTo(
  chain: Chain,
  account: string,
  asking: Tab | undefined,
  settings: Settings,
): Promise<string | undefined> {
  const name = nameFor(chain, account, asking, settings)
  if (name === undefined) return undefined
  return (await there(name, async () => undefined).catch(() => undefined))?.cookieStoreId ?? name
}

/** Tells whether a tab with these cookies is where the console of that chain belongs. The browser is asked once for all. */
export async function belonging(
  settings: Settings,
): Promise<(store: string, of: { name: string; account: string }) => boolean> {
  const all = await allContainers().catch(() => [])
  return (store, { name, account }) => {
    const its = nameOf(name, account, settings)
    return all.some((container) => container.cookieStoreId === store && container.name === its)
  }
}

/** Whether consoles have containers of their own. */
export const areApart = ({ container }: Settings): boolean => hasContainers && container !== 'current'

/** Whether that container is there. */
export const isThere = async (id: string): Promise<boolean> =>
  (await allContainers().catch(() => [])).some(({ cookieStoreId }) => cookieStoreId === id)

/** The name of the container that the chain's console belongs in; none where it opens beside the tab that asks. */
const nameFor = ({ name }: Chain, account: string, asking: Tab | undefined, settings: Settings): string | undefined =>
  asking?.incognito ? undefined : nameOf(name, account, settings)

const nameOf = (chain: string, account: string, settings: Settings): string | undefined =>
  areApart(settings) ? (settings.container === 'chain' ? chain : `AWS ${account}`) : undefined

function colourOf({ colour = 'grey' }: Chain, { container }: Settings): string {
  const its = container === 'chain' ? colour : 'grey'
  return OTHERS[its] ?? its
}

/** What Firefox calls otherwise. */
const OTHERS: Partial<Record<Colour, string>> = { teal: 'turquoise', grey: 'toolbar' }

const refused = ({ name }: Chain) =>
  failure(
    'interrupted',
    `The console of “${name}” opens in a container of its own, and Firefox does not let Rolerelay open one. Choose under Settings anew in ` +
      'which container consoles open, or turn on containers in Firefox. Nothing was sent, and nothing was opened.',
  )
