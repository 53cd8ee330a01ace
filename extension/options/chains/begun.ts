// A chain that another page began, on its way to the editor of a new chain.

import type { Chain } from 'rolerelay-core'
import { goTo } from '../route.ts'

let begun: Chain | undefined

export function begin(chain: Chain): void {
  begun = chain
  goTo('/chains/new')
}

/** Once: the next new chain is empty again. */
export function takeBegun(): Chain | undefined {
  const chain = begun
  begun = undefined
  return chain
}
