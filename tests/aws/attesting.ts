// A world in which nobody is kept from setting a source identity and from passing tags: what a chain needs whose reason goes there.

import { many } from './iam/policy.ts'
import { allows, type World } from './world.ts'

const ATTEST = ['sts:TagSession', 'sts:SetSourceIdentity']

export function attesting<W extends World>(world: W): W {
  for (const { users, roles } of world.accounts.values()) {
    for (const identity of [...users.values(), ...roles.values()])
      identity.policies = [...identity.policies, allows('*', ATTEST)]
    for (const { trust } of roles.values()) {
      for (const statement of many(trust.Statement)) statement.Action = [...many(statement.Action), ...ATTEST]
    }
  }
  return world
}
