// A list of accounts that was given to import: what it is, and the chains that it makes with a role that the person names.

import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { begin } from '../chains/begun.ts'
import { chainForEach, type FoundAccounts as Found } from './accounts-in.ts'
import { Notes } from './notes.tsx'

interface FoundAccountsProps {
  list: Found
  onDismiss: () => void
}

/** How many are named; the editor has them all. */
const NAMED = 5

export function FoundAccounts({ list, onDismiss }: FoundAccountsProps) {
  const { accounts, closed, left, file } = list
  const [role, setRole] = useState('')
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section class="planned" aria-label="A list of accounts">
      <header class="planned-head">
        <h2 ref={heading} tabIndex={-1}>
          {file || 'The pasted text'} is a list of {countOf(accounts.length + closed.length)}
        </h2>
      </header>
      <form
        class="found-accounts stack"
        onSubmit={(event) => {
          event.preventDefault()
          begin(chainForEach(list, role))
        }}
      >
        {accounts.length > 0 && (
          <p>{namesOf(accounts.map((it) => (it.name === it.id ? it.id : `${it.name} (${it.id})`)))}.</p>
        )}
        {closed.length > 0 && (
          <p>
            Left out, suspended or closed: {countOf(closed.length)}: {namesOf(closed)}.
          </p>
        )}
        <Notes notes={left.map((message) => ({ severity: 'warning', message, file }))} />
        {accounts.length > 0 && (
          <>
            <p class="muted">
              It names no role, so it makes no chain by itself. Name the role that you take in each account: one shape
              then makes a chain for each of them. The editor opens with it, and nothing is saved before you save there.
            </p>
            <label for={id}>Role in each account</label>
            <input
              id={id}
              type="text"
              spellcheck={false}
              autocomplete="off"
              placeholder="OrganizationAccountAccessRole"
              required
              value={role}
              onInput={(event) => setRole(event.currentTarget.value)}
            />
          </>
        )}
        <div class="row">
          {accounts.length > 0 && (
            <button type="submit" class="button primary">
              Make a chain for each account
            </button>
          )}
          <button type="button" class="button" onClick={onDismiss}>
            Take it away
          </button>
        </div>
      </form>
    </section>
  )
}

const countOf = (accounts: number): string => (accounts === 1 ? '1 account' : `${accounts.toLocaleString()} accounts`)

function namesOf(names: string[]): string {
  const more = names.length - NAMED
  return names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more.toLocaleString()} more` : '')
}
