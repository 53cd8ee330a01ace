// Which part of the page is shown, as the address says it: `#/chains/<id>`. Bookmarks, the back button and the popup's
// buttons all go by it.

import { useLayoutEffect, useState } from 'preact/hooks'

export const pages = [
  'welcome',
  'chains',
  'map',
  'checks',
  'journal',
  'leases',
  'sources',
  'import',
  'export',
  'protection',
  'settings',
  'about',
] as const

export interface Route {
  /** Undefined at the bare address. */
  page: (typeof pages)[number] | undefined
  /** Of a chain (to edit, to lease or to export) or a source; `new` for one that is being written. */
  id?: string
  /** Of a new chain: the source that it starts from. */
  from?: string
  /** Of a chain: the setting that is to be changed, such as `hops.1.externalId`. */
  at?: string
  /** The chain that opens by itself once what is mended here is saved. */
  then?: string
  /** Of the list: what is asked about as it is shown. */
  open?: 'favourites'
}

export const goTo = (place: string): void => {
  location.hash = place
}

/** Asks before unsaved work is left; gets the hash that was wanted. */
type Blocker = (wanted: string) => void
let blocker: Blocker | undefined

export function blockLeaving(block: Blocker | undefined): void {
  blocker = block
}

/** Whether there is work that was not saved. */
export const isLeavingBlocked = (): boolean => blocker !== undefined

/** Goes on after the work was saved or given up, without asking. */
export function leaveFor(place: string): void {
  // Now, since the guard itself may not have been drawn anew yet.
  blocker = undefined
  goTo(place)
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash)
  useLayoutEffect(() => {
    const onChange = () => {
      const wanted = location.hash
      if (wanted === hash) return
      if (!blocker) return setHash(wanted)
      history.replaceState(null, '', hash || location.pathname)
      blocker(wanted)
    }
    window.addEventListener('hashchange', onChange)
    return () => window.removeEventListener('hashchange', onChange)
  }, [hash])
  return parse(hash)
}

function parse(hash: string): Route {
  const [path = '', asked] = hash.replace(/^#?\/?/, '').split('?')
  const [name, id, from] = path.split('/')
  const page = pages.find((known) => known === name)
  const more = new URLSearchParams(asked)
  if (!id) return { page, ...(more.get('open') === 'favourites' && { open: 'favourites' }) }
  const [at, then] = [more.get('at'), more.get('then')]
  return {
    page,
    id: decoded(id),
    ...(from && { from: decoded(from) }),
    ...(at && { at }),
    ...(then && { then }),
  }
}

/** An address that was cut names nothing that is here, which the page says. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
