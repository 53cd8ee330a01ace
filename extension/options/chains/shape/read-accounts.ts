// Reads lists of accounts as people have them at hand: lines of a table or a CSV file, and what `aws organizations list-accounts`
// and `aws sso list-accounts` write as JSON, YAML, table or text, also one object a line. What is not taken is told.

import type { ShapeAccount } from 'rolerelay-core'
import { cellsOf, tableOf } from './account-cells.ts'
import { fromJson, fromYaml } from './account-records.ts'
import { type Found, fromFields, ID, idOf, isClosedBy, quoted, type Row } from './account-row.ts'

export interface AccountList {
  /** Each account once, in the order of the text; none where the text names none. */
  accounts: ShapeAccount[]
  /** Those that the list says are suspended or closed, which nobody can be in: their names. */
  closed: string[]
  /** What of the text is not taken, a sentence each. */
  left: string[]
}

export const readAccounts = (text: string): ShapeAccount[] => readAccountList(text).accounts

export function readAccountList(text: string): AccountList {
  const plain = text.replaceAll('\ufeff', '').replace(/\r\n?/g, '\n')
  const rows = fromJson(plain) ?? fromYaml(plain) ?? fromTable(plain) ?? fromLines(plain.split('\n'))
  const once = new Map<string, Found>()
  const left: string[] = []
  /** The names of cells and keys that are not read, with how many accounts have one. */
  const unread = new Map<string, number>()
  for (const { at, text, found, others = [] } of rows) {
    // What names no account is told of as a whole.
    for (const name of found ? others : []) unread.set(name, (unread.get(name) ?? 0) + 1)
    if (!found) left.push(`${at} names no account: ${quoted(text)}`)
    else if (once.has(found.account.id))
      left.push(`${at} names ${found.account.id} once more, which is left out: ${quoted(text)}`)
    else once.set(found.account.id, found)
  }
  for (const [name, count] of unread)
    left.push(`${quoted(name)} of ${count === 1 ? 'one entry' : `${count} entries`} is not read.`)
  const all = [...once.values()]
  return {
    accounts: all.filter(({ isClosed }) => !isClosed).map(({ account }) => account),
    closed: all.filter(({ isClosed }) => isClosed).map(({ account }) => account.name),
    left,
  }
}

/** A table with a line of headings. What stands above it is read as lines are. */
function fromTable(text: string): Row[] | undefined {
  const table = tableOf(text)
  if (!table) return undefined
  const below = table.rows.map(({ line, text, cells, more }): Row => {
    const { found, others } = fromFields(cells)
    return { at: `Line ${line}`, text, others: [...others, ...more], ...(found && { found }) }
  })
  return [...fromLines(table.above), ...below]
}

/** Nothing stands in it: a blank line, a comment, the frame of a table or its title. */
const EMPTY = /^(\s*|\s*(#|\/\/).*|[\s|+=-]*|[\s|]*(ListAccounts|Accounts|accountList)[\s|]*)$/

function fromLines(lines: string[]): Row[] {
  return lines.flatMap((text, at) => (EMPTY.test(text) ? [] : [{ at: `Line ${at + 1}`, text, ...fromLine(text) }]))
}

/** `123456789012,payments prod,live` with tabs, commas or semicolons between, in either order; further cells are tags. */
function fromLine(line: string): Pick<Row, 'found' | 'others'> {
  const cells = cellsOf(line, (cell) => ID.test(cell))
  const written = cells.find((cell) => ID.test(cell))
  const id = written && idOf(written)
  if (!id) return {}
  const isClosed = cells.some(isClosedBy)
  const { names, others } = namesOf(cells.filter((cell) => cell !== written))
  const [name = id, ...more] = names
  const tags = more.flatMap((cell) => cell.split(/[\s;,]+/)).filter(Boolean)
  return { found: { account: { id, name, ...(tags.length > 0 && { tags }) }, isClosed }, others }
}

/** What else AWS says of an account, which is neither its name nor a tag. */
const ELSE =
  /^(arn:.*|[^\s@]+@[^\s@]+|\d{4}-\d\d-\d\dT.*|\d{9,10}\.\d+|ACTIVE|SUSPENDED|PENDING_\w+|CLOSED|INVITED|CREATED)$/

function namesOf(cells: string[]): { names: string[]; others: string[] } {
  const isOther = (cell: string) => !ELSE.test(cell)
  // `ACCOUNTS <arn> <e-mail> <id> <how it joined> <when> <name> [<state>] <status>`, which may be called as anything here.
  const moment = cells.findLastIndex((cell) => /^\d{4}-\d\d-\d\dT|^\d{9,10}\.\d+$/.test(cell))
  if (cells[0] === 'ACCOUNTS') {
    const others = [...cells.slice(1, moment + 1), ...cells.slice(moment + 2)].filter(isOther)
    return { names: cells.slice(moment + 1, moment + 2), others }
  }
  return { names: (cells[0] === 'ACCOUNTLIST' ? cells.slice(1) : cells).filter(isOther), others: [] }
}
