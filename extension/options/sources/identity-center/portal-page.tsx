// A portal: its sign-in, and the accounts and roles that the person has there, each the start of a chain.

import { useEffect, useState } from 'preact/hooks'
import type { Failure, PortalAccount } from 'rolerelay-core'
import { call } from '../../../client.ts'
import type { PortalRow } from '../../../protocol.ts'
import { BackIcon } from '../../../ui/controls/icons.tsx'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'
import { AccountRow } from './account-row.tsx'
import { SignIn } from './sign-in.tsx'

interface PortalPageProps {
  portal: PortalRow
  onChanged: () => Promise<void>
}

export function PortalPage({ portal, onChanged }: PortalPageProps) {
  return (
    <div class="editor">
      <header class="editor-head">
        <a class="button quiet square editor-back" href="#/sources" aria-label="All sources">
          <BackIcon />
        </a>
        <h2>{portal.startUrl.replace('https://', '')}</h2>
      </header>
      <div class="editor-body">
        <SignIn portal={portal} onChanged={onChanged} />
        {portal.state === 'signed-in' && <Accounts portal={portal} onChanged={onChanged} />}
      </div>
    </div>
  )
}

function Accounts({ portal, onChanged }: PortalPageProps) {
  const [accounts, setAccounts] = useState<PortalAccount[]>()
  const [failure, setFailure] = useState<Failure>()
  const [query, setQuery] = useState('')
  const load = () => {
    setFailure(undefined)
    call('portalAccounts', { id: portal.id }).then(setAccounts, (wrong: Failure) => {
      setFailure(wrong)
      if (wrong.kind === 'signed-out') void onChanged()
    })
  }
  useEffect(load, [portal.id])
  if (failure) return <FailurePanel failure={failure} title="The accounts could not be listed" onRetry={load} />
  if (!accounts) return <p class="muted">Listing your accounts…</p>
  if (accounts.length === 0) {
    return (
      <p class="muted">Nothing is assigned to you there. Ask whoever assigns permission sets in your organisation.</p>
    )
  }
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = accounts.filter(({ id, name }) => words.every((word) => `${id} ${name}`.toLowerCase().includes(word)))
  return (
    <section class="stack" aria-label="Accounts">
      <input
        type="search"
        name="accounts"
        aria-label="Search accounts"
        placeholder={`Search ${accounts.length === 1 ? '1 account' : `${accounts.length} accounts`}`}
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      {found.length === 0 && <p class="muted">No account has all of these words.</p>}
      <ul class="account-list">
        {found.slice(0, MOST).map((account) => (
          <li key={account.id}>
            <AccountRow portalId={portal.id} account={account} onChanged={onChanged} />
          </li>
        ))}
      </ul>
      {found.length > MOST && <p class="muted">And {found.length - MOST} more: search for them.</p>}
    </section>
  )
}

/** Each is a few elements, and nobody reads more. */
const MOST = 200
