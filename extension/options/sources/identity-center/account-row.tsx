// One account of a portal: opened, it lists the roles that the person has there.

import { useState } from 'preact/hooks'
import type { Failure, PortalAccount } from 'rolerelay-core'
import { call } from '../../../client.ts'
import { useToast } from '../../../ui/controls/toast.tsx'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'
import { goTo } from '../../route.ts'
import { useOwnConsole } from '../open-own.tsx'

interface AccountRowProps {
  portalId: string
  account: PortalAccount
  onChanged: () => Promise<void>
}

export function AccountRow({ portalId, account, onChanged }: AccountRowProps) {
  const [roles, setRoles] = useState<string[]>()
  const [failure, setFailure] = useState<Failure>()
  const toast = useToast()
  const own = useOwnConsole(onChanged)
  const load = () => {
    setFailure(undefined)
    call('portalRoles', { id: portalId, accountId: account.id }).then(setRoles, setFailure)
  }
  const add = async (roleName: string) => {
    const set = { accountId: account.id, roleName, name: `${account.name} · ${roleName}` }
    const { ids } = await call('addPermissionSets', { id: portalId, sets: [set] })
    await onChanged()
    return ids[0] ?? ''
  }
  const start = (roleName: string) => add(roleName).then((sourceId) => goTo(`/chains/new/${sourceId}`), setFailure)
  const keep = (roleName: string) =>
    add(roleName).then(() => toast({ text: `${account.name} · ${roleName} is a source now.` }), setFailure)
  return (
    <details class="account" onToggle={(event) => event.currentTarget.open && !roles && load()}>
      <summary>
        <span class="account-name">{account.name}</span>
        <span class="muted mono">{account.id}</span>
      </summary>
      {failure && <FailurePanel failure={failure} onRetry={load} />}
      {own.shown}
      {!roles && !failure && <p class="muted">Listing the roles…</p>}
      <ul class="role-list">
        {roles?.map((role) => (
          <li key={role} class="row">
            <span class="mono role-name">{role}</span>
            <button type="button" class="button" disabled={own.busy} onClick={() => void own.openOwn(() => add(role))}>
              Open its console
            </button>
            <button type="button" class="button" onClick={() => void start(role)}>
              Make a chain from here
            </button>
            <button type="button" class="button quiet" onClick={() => void keep(role)}>
              Add as a source
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
