// The accounts of a shape, one a row. There may be hundreds: a row is drawn anew only when it is another one.

import { useCallback, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Finding, ShapeAccount } from 'rolerelay-core'
import { assign, type Change } from '../../../ui/controls/assign.ts'
import { Findings, hasErrors } from '../../../ui/controls/findings.tsx'
import { CrossIcon } from '../../../ui/controls/icons.tsx'
import { wordsIn } from '../draft.ts'

interface AccountRowsProps {
  accounts: ShapeAccount[]
  /** The account that the address names. */
  marked: string | undefined
  findings: Finding[]
  onChange: (accounts: ShapeAccount[]) => void
  /** Whether it took the text. */
  onPaste: (text: string, at: number) => boolean
}

export function AccountRows({ accounts, marked, findings, onChange, onPaste }: AccountRowsProps) {
  const latest = useRef({ accounts, onChange, onPaste })
  latest.current = { accounts, onChange, onPaste }
  const change = useCallback((at: number, by: Change<ShapeAccount> | undefined) => {
    const { accounts, onChange } = latest.current
    const account = accounts[at]
    if (account) onChange(by ? accounts.with(at, assign(account, by)) : accounts.toSpliced(at, 1))
  }, [])
  const paste = useCallback((text: string, at: number) => latest.current.onPaste(text, at), [])
  const list = useRef<HTMLOListElement>(null)
  useLayoutEffect(() => {
    const box = list.current
    const row = box?.querySelector('.marked')?.getBoundingClientRect()
    // Only the list is scrolled, not the page to it.
    if (row && box) box.scrollTop += row.top - box.getBoundingClientRect().top - row.height
  }, [])
  // A key in another field of the chain goes past all of the rows.
  return useMemo(() => {
    const byRow = new Map<string, Finding[]>()
    for (const finding of findings) {
      const row = finding.place.split('.')[1] ?? ''
      byRow.set(row, [...(byRow.get(row) ?? []), finding])
    }
    return (
      <ol ref={list} class="account-rows" style={{ '--rows': accounts.length }}>
        {accounts.map((account, at) => (
          <Row
            // Rows have no identity beside their place.
            key={at}
            at={at}
            account={account}
            marked={account.id === marked}
            findings={byRow.get(String(at)) ?? none}
            onChange={change}
            onPaste={paste}
          />
        ))}
      </ol>
    )
  }, [accounts, marked, told(findings), change, paste])
}

const none: Finding[] = []

/** Findings come anew with each check, mostly the same ones. */
const told = (findings: Finding[]) => findings.map(({ place, message }) => place + message).join()

interface RowProps {
  at: number
  account: ShapeAccount
  marked: boolean
  findings: Finding[]
  /** Takes the account away without a change. */
  onChange: (at: number, by: Change<ShapeAccount> | undefined) => void
  onPaste: (text: string, at: number) => boolean
}

function Row({ at, account, marked, findings, onChange, onPaste }: RowProps) {
  return useMemo(() => {
    const place = `accounts.${at}`
    const wrong = (field: string) => hasErrors(findings.filter((finding) => finding.place === `${place}.${field}`))
    const named = (field: string, label: string) => ({
      name: `${place}.${field}`,
      'aria-label': `${label} of account ${at + 1}`,
      'aria-invalid': wrong(field),
      ...(findings.length > 0 && { 'aria-describedby': `${place}.note` }),
      placeholder: label,
      autocomplete: 'off',
      spellcheck: false,
    })
    return (
      <li class={marked ? 'account-row marked' : 'account-row'} aria-current={marked ? 'true' : undefined}>
        <input
          type="text"
          {...named('id', 'Account ID')}
          class="mono"
          inputmode="numeric"
          value={account.id}
          onInput={(event) => onChange(at, { id: event.currentTarget.value.trim() })}
          onPaste={(event) => {
            if (onPaste(event.clipboardData?.getData('text/plain') ?? '', at)) event.preventDefault()
          }}
        />
        <input
          type="text"
          {...named('name', 'Name')}
          value={account.name}
          onInput={(event) => onChange(at, { name: event.currentTarget.value })}
        />
        <input
          type="text"
          {...named('tags', 'Tags')}
          value={account.tags?.join(', ') ?? ''}
          onChange={(event) => onChange(at, { tags: tagsIn(event.currentTarget.value) })}
        />
        <button
          type="button"
          class="button quiet square"
          aria-label={`Remove account ${at + 1}`}
          title={`Remove account ${at + 1}`}
          onClick={() => onChange(at, undefined)}
        >
          <CrossIcon />
        </button>
        {findings.length > 0 && (
          <div id={`${place}.note`} class="row-note">
            <Findings findings={findings} />
          </div>
        )}
      </li>
    )
  }, [at, account, marked, told(findings), onChange, onPaste])
}

function tagsIn(text: string): string[] | undefined {
  const tags = wordsIn(text)
  return tags.length > 0 ? tags : undefined
}
