// A shape: one record that stands for a chain in each of its accounts.

import { useRef, useState } from 'preact/hooks'
import type { Finding, ShapeAccount } from 'rolerelay-core'
import { Findings } from '../../../ui/controls/findings.tsx'
import { PlusIcon } from '../../../ui/controls/icons.tsx'
import { useToast } from '../../../ui/controls/toast.tsx'
import { change, type Draft, type Edit } from '../draft.ts'
import { AccountRows } from './account-rows.tsx'
import { readAccountList } from './read-accounts.ts'
import './shape-fields.css'

interface ShapeFieldsProps {
  draft: Draft
  /** The account that the address names. */
  marked: ShapeAccount | undefined
  onChange: Edit
  at: (place: string) => Finding[]
}

export function ShapeFields({ draft, marked, onChange, at }: ShapeFieldsProps) {
  const { accounts = [], hops } = draft.chain
  const toast = useToast()
  const box = useRef<HTMLFieldSetElement>(null)
  const findings = at('accounts')
  const general = findings.filter(({ place }) => place === 'accounts')
  const [opened, setOpened] = useState(accounts.length > 0)
  const open = opened || findings.length > 0
  const set = (next: ShapeAccount[]) => onChange((now) => change(now, { accounts: next.length > 0 ? next : undefined }))
  const paste = (text: string, index: number) => {
    // One account id alone is pasted as any text is.
    if (/^\s*\d{12}\s*$/.test(text)) return false
    const { accounts: read, closed, left } = readAccountList(text)
    if (read.length === 0 && closed.length === 0) return false
    const known = new Set(accounts.toSpliced(index, 1).map(({ id }) => id))
    const added = read.filter(({ id }) => !known.has(id))
    set(accounts.toSpliced(index, accounts[index]?.id ? 0 : 1, ...added))
    const there = read.length - added.length
    const here = there > 0 ? ` ${countOf(there)} were here already.` : ''
    const names = closed.slice(0, 3).join(', ') + (closed.length > 3 ? ' …' : '')
    const out = closed.length > 0 ? ` ${countOf(closed.length)} left out, suspended or closed: ${names}.` : ''
    const more = left.length > 1 ? ` And ${(left.length - 1).toLocaleString()} more of the text.` : ''
    const rest = left[0] === undefined ? '' : ` Left out: ${left[0]}${more}`
    toast({ text: `Read ${countOf(added.length)}.${here}${out}${rest}` })
    return true
  }
  const add = () => {
    set([...accounts, { id: '', name: '' }])
    // Once it is drawn, the writing goes on there.
    requestAnimationFrame(() => {
      box.current?.querySelector<HTMLInputElement>('.account-row:last-child input')?.focus()
    })
  }
  const unused = accounts.length > 0 && !hops.some(({ roleArn }) => roleArn.includes('{account}'))
  return (
    <details class="folded shape" open={open} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary class="legend">
        One chain for each account{accounts.length > 0 && `: ${countOf(accounts.length)}`}
      </summary>
      {open && (
        <fieldset ref={box} class="rows">
          <legend class="hidden">Accounts</legend>
          <p class="muted">
            Write <code>{'{account}'}</code> in a role ARN, as in <code>arn:aws:iam::{'{account}'}:role/Admin</code>,
            and list the accounts here. Each of them gets a chain of its own in lists, links and searches; all of them
            follow what is written here.
          </p>
          {unused && (
            <p class="muted">
              No role ARN above has <code>{'{account}'}</code> yet.
            </p>
          )}
          {accounts.length > 0 && (
            <AccountRows accounts={accounts} marked={marked?.id} findings={findings} onChange={set} onPaste={paste} />
          )}
          {general.length > 0 && <Findings findings={general} />}
          <div class="row">
            <button type="button" class="button" onClick={add}>
              <PlusIcon />
              Add an account
            </button>
            <span class="note">
              A list pasted into an account ID fills the rows: lines, CSV, or what aws organizations list-accounts
              writes.
            </span>
          </div>
        </fieldset>
      )}
    </details>
  )
}

const countOf = (accounts: number): string => (accounts === 1 ? '1 account' : `${accounts.toLocaleString()} accounts`)
