// The roles that an assertion is good for, of which one is what the source starts with.

import { useState } from 'preact/hooks'
import type { AssertionRole } from 'rolerelay-core'

interface RoleChoiceProps {
  roles: AssertionRole[]
  chosen: AssertionRole | undefined
  onChoose: (role: AssertionRole) => void
}

export function RoleChoice({ roles, chosen, onChoose }: RoleChoiceProps) {
  const [query, setQuery] = useState('')
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = roles.filter(({ roleArn }) => words.every((word) => roleArn.toLowerCase().includes(word)))
  return (
    <fieldset class="stack">
      <legend class="legend">Role</legend>
      {roles.length > FEW && (
        <input
          type="search"
          aria-label="Search roles"
          placeholder={`Search ${roles.length} roles`}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      {found.length === 0 && <p class="muted">No role has all of these words.</p>}
      <ul class="role-list">
        {found.slice(0, MOST).map((role) => (
          <li key={`${role.roleArn} ${role.providerArn}`}>
            <label class="row">
              <input type="radio" name="role" checked={role === chosen} onChange={() => onChoose(role)} />
              <span class="mono role-name">{role.roleName}</span>
              <span class="muted mono">{role.accountId}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > MOST && <p class="muted">And {found.length - MOST} more: search for them.</p>}
    </fieldset>
  )
}

const FEW = 10
/** Each is a few elements, and nobody reads more. */
const MOST = 200
