// Reads lists of accounts as people have them at hand: lines of a table or a CSV file, and what
// `aws organizations list-accounts` writes as JSON or as text.

import type { ShapeAccount } from 'rolerelay-core'

/** Each account once, in the order of the text; none where the text names none. */
export function readAccounts(text: string): ShapeAccount[] {
  const found = fromJson(text) ?? text.split('\n').flatMap((line) => fromLine(line) ?? [])
  return [...new Map(found.toReversed().map((account) => [account.id, account])).values()].reverse()
}

const ID = /^\d{12}$/

/** `{"Accounts": [{"Id": "…", "Name": "…"}]}`, or the list alone. */
function fromJson(text: string): ShapeAccount[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const json = JSON.parse(text)
    const list: ({ Id?: unknown; Name?: unknown } | null)[] = Array.isArray(json) ? json : json.Accounts
    return list.flatMap((one) => {
      const { Id, Name } = one ?? {}
      return typeof Id === 'string' && ID.test(Id) ? { id: Id, name: typeof Name === 'string' ? Name : Id } : []
    })
  } catch {
    return undefined
  }
}

/** `123456789012,payments prod,live` with tabs, commas or semicolons between, in either order; further cells are tags. */
function fromLine(line: string): ShapeAccount | undefined {
  const cells = cellsOf(line)
  const id = cells.find((cell) => ID.test(cell))
  if (!id) return undefined
  const others = (cells[0] === 'ACCOUNTS' ? ofOrganizations(cells) : cells).filter((cell) => cell !== id)
  const [name = id, ...more] = others
  const tags = more.flatMap((cell) => cell.split(/[\s;,]+/)).filter(Boolean)
  return { id, name, ...(tags.length > 0 && { tags }) }
}

/** Between separators; where none sets an account apart, the account and all other words. */
function cellsOf(line: string): string[] {
  for (const separator of ['\t', ',', ';']) {
    const cells = line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
    if (cells.length > 1 && cells.some((cell) => ID.test(cell))) return cells.filter(Boolean)
  }
  const words = line.trim().split(/\s+/)
  const id = words.find((word) => ID.test(word))
  return id ? [id, words.filter((word) => word !== id).join(' ')].filter(Boolean) : []
}

/** `ACCOUNTS <arn> <e-mail> <id> <how it joined> <when> <name> [<state>] <status>`: the name follows the moment. */
function ofOrganizations(cells: string[]): string[] {
  const moment = cells.findLastIndex((cell) => /^\d{4}-\d\d-\d\dT|^\d{9,10}\.\d+$/.test(cell))
  return cells.slice(moment + 1, moment + 2)
}
