// Reads lists of accounts as people have them at hand: lines of a table or a CSV file, and what `aws organizations list-accounts`
// and `aws sso list-accounts` write as JSON, YAML, table or text, also one object a line.

import type { ShapeAccount } from 'rolerelay-core'
import { cellsOf, tableOf } from './account-cells.ts'

export interface AccountList {
  /** Each account once, in the order of the text; none where the text names none. */
  accounts: ShapeAccount[]
  /** Those that the list says are suspended or closed, which nobody can be in: their names. */
  closed: string[]
}

export const readAccounts = (text: string): ShapeAccount[] => readAccountList(text).accounts

export function readAccountList(text: string): AccountList {
  const plain = text.replaceAll('\ufeff', '').replace(/\r\n?/g, '\n')
  const found =
    fromJson(plain) ?? fromYaml(plain) ?? tableOf(plain)?.flatMap((row) => fromFields(row) ?? []) ?? fromLines(plain)
  const once = [...new Map(found.toReversed().map((one) => [one.account.id, one])).values()].reverse()
  return {
    accounts: once.filter(({ isClosed }) => !isClosed).map(({ account }) => account),
    closed: once.filter(({ isClosed }) => isClosed).map(({ account }) => account.name),
  }
}

interface Found {
  account: ShapeAccount
  isClosed: boolean
}

/** The console writes account ids in three groups of four digits. */
const ID = /^(\d{4})-?(\d{4})-?(\d{4})$/
const CLOSED = /^(SUSPENDED|PENDING_CLOSURE|CLOSED)$/i

const idOf = (cell: string): string | undefined => (ID.test(cell) ? cell.replaceAll('-', '') : undefined)

/** An account by the names that AWS has for what it says of one: `Id`, `accountId`, `Account ID`. */
function fromFields(fields: Map<string, string>): Found | undefined {
  const get = (...names: string[]) => names.map((name) => fields.get(name)).find((value) => value)
  const id = idOf(get('id', 'accountid', 'account') ?? '')
  if (!id) return undefined
  const name = get('name', 'accountname') ?? id
  const tags = (get('tags') ?? '').split(/[\s;,]+/).filter(Boolean)
  const isClosed = ['status', 'state'].some((key) => CLOSED.test(fields.get(key) ?? ''))
  return { account: { id, name, ...(tags.length > 0 && { tags }) }, isClosed }
}

/** `{"Accounts": [{"Id": "…", "Name": "…"}]}`, `{"accountList": […]}`, the list alone, or an object in each line. */
function fromJson(text: string): Found[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  const whole = parsed(text)
  const values = whole === undefined ? text.split('\n').map(parsed) : [whole]
  if (values.every((value) => value === undefined)) return undefined
  return values.flatMap(listOf).flatMap((one) => {
    const pairs = Object.entries(one ?? {}).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[plainName(key), value]] : [],
    )
    return fromFields(new Map(pairs)) ?? []
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return []
  const { Accounts, accountList } = value as { Accounts?: unknown; accountList?: unknown }
  const list = Accounts ?? accountList
  if (list === undefined) return [value]
  return Array.isArray(list) ? list : []
}

/** A list of maps, as `--output yaml` writes it: each begins with a hyphen. */
function fromYaml(text: string): Found[] | undefined {
  if (!/^(Accounts|accountList):/m.test(text)) return undefined
  const maps: Map<string, string>[] = []
  for (const line of text.split('\n')) {
    const [, hyphen, key, value] = /^\s*(- )?\s*(\w+):\s+(\S.*)$/.exec(line) ?? []
    if (hyphen) maps.push(new Map())
    if (key && value) maps.at(-1)?.set(plainName(key), value.trim().replace(/^(['"])(.*)\1$/, '$2'))
  }
  return maps.flatMap((map) => fromFields(map) ?? [])
}

const plainName = (key: string): string => key.toLowerCase().replace(/[\s_-]/g, '')

const fromLines = (text: string): Found[] => text.split('\n').flatMap((line) => fromLine(line) ?? [])

/** `123456789012,payments prod,live` with tabs, commas or semicolons between, in either order; further cells are tags. */
function fromLine(line: string): Found | undefined {
  const cells = cellsOf(line, (cell) => ID.test(cell))
  const written = cells.find((cell) => ID.test(cell))
  const id = written && idOf(written)
  if (!id) return undefined
  const isClosed = cells.some((cell) => CLOSED.test(cell))
  const others = namesOf(cells).filter((cell) => cell !== written)
  const [name = id, ...more] = others
  const tags = more.flatMap((cell) => cell.split(/[\s;,]+/)).filter(Boolean)
  return { account: { id, name, ...(tags.length > 0 && { tags }) }, isClosed }
}

/** What else AWS says of an account, which is neither its name nor a tag. */
const ELSE =
  /^(arn:.*|[^\s@]+@[^\s@]+|\d{4}-\d\d-\d\dT.*|\d{9,10}\.\d+|ACTIVE|SUSPENDED|PENDING_\w+|CLOSED|INVITED|CREATED)$/

function namesOf(cells: string[]): string[] {
  // `ACCOUNTS <arn> <e-mail> <id> <how it joined> <when> <name> [<state>] <status>`, which may be called as anything here.
  const moment = cells.findLastIndex((cell) => /^\d{4}-\d\d-\d\dT|^\d{9,10}\.\d+$/.test(cell))
  if (cells[0] === 'ACCOUNTS') return cells.slice(moment + 1, moment + 2)
  return (cells[0] === 'ACCOUNTLIST' ? cells.slice(1) : cells).filter((cell) => !ELSE.test(cell))
}
