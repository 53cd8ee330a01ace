// What a line, a row or an object says of an account.

import type { ShapeAccount } from 'rolerelay-core'

export interface Found {
  account: ShapeAccount
  isClosed: boolean
}

/** A piece of a list. */
export interface Row {
  /** Where it stands, as the begin of a sentence: `Line 3`. */
  at: string
  text: string
  /** Absent where it names no account. */
  found?: Found
  /** What it has beside an account that is not read: the names of fields, or what stands in a cell. */
  others?: string[]
}

/** The console writes account ids in three groups of four digits. */
export const ID = /^(\d{4})-?(\d{4})-?(\d{4})$/

export const idOf = (cell: string): string | undefined => (ID.test(cell) ? cell.replaceAll('-', '') : undefined)

export const isClosedBy = (cell: string): boolean => /^(SUSPENDED|PENDING_CLOSURE|CLOSED)$/i.test(cell)

/** As fields are looked up: `Account ID`, `account_id` and `accountId` are one. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '')

/** What AWS says beside, which is no matter here. */
const IDLE = new Set(['arn', 'email', 'emailaddress', 'joinedmethod', 'joinedtimestamp', 'status', 'state'])

/** An account by the names that AWS has for what it says of one: `Id`, `accountId`, `Account ID`. */
export function fromFields(fields: Map<string, string>): { found?: Found; others: string[] } {
  const used = new Set<string>()
  const get = (...names: string[]) => {
    const name = names.find((name) => fields.get(name))
    if (name) used.add(name)
    return name && fields.get(name)
  }
  const id = idOf(get('id', 'accountid', 'account') ?? '')
  const name = get('name', 'accountname') ?? id
  const tags = (get('tags') ?? '').split(/[\s;,]+/).filter(Boolean)
  const others = [...fields].flatMap(([name, value]) => (value && !used.has(name) && !IDLE.has(name) ? [name] : []))
  if (!id || !name) return { others }
  const isClosed = ['status', 'state'].some((key) => isClosedBy(fields.get(key) ?? ''))
  return { found: { account: { id, name, ...(tags.length > 0 && { tags }) }, isClosed }, others }
}

/** The begin of it in quotation marks, without what could be a key or a token: that is never shown. */
export function quoted(text: string): string {
  const shown = text
    .slice(0, 200)
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[\w+/=]{16,}/g, '…')
  return `“${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}”`
}
