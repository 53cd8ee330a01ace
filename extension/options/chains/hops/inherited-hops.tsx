// The roles of the chains that this one builds on, which are written there.

import type { Chain } from 'rolerelay-core'
import { roleParts } from '../../../ui/controls/role.ts'

export function InheritedHops({ parents }: { parents: Chain[] }) {
  let number = 0
  return (
    <ol class="inherited-hops">
      {parents.map((parent) =>
        parent.hops.map((hop, at) => {
          number++
          const { role, account } = roleParts(hop.roleArn)
          return (
            // A parent's hops have no order to change here.
            <li key={`${parent.id}-${at}`} class="hop">
              <span class="hop-number inherited" aria-hidden="true">
                {number}
              </span>
              <span class="inherited-role">
                <span class="hidden">Hop {number}: </span>
                <strong>{role}</strong> <span class="mono">{account}</span>
              </span>
              <a href={`#/chains/${parent.id}`}>{at === 0 ? parent.name : <span class="hidden">{parent.name}</span>}</a>
            </li>
          )
        }),
      )}
    </ol>
  )
}
