// The cells of lines and tables.

import { plainName } from './account-row.ts'

export interface Table {
  /** The lines before the headings. */
  above: string[]
  rows: TableRow[]
}

interface TableRow {
  /** From 1 on. */
  line: number
  text: string
  /** By the heading without blanks, in small letters. */
  cells: Map<string, string>
  /** What stands in cells that have no heading. */
  more: string[]
}

/** A table with a line of headings; none where it has no such line. */
export function tableOf(text: string): Table | undefined {
  const lines = text.split('\n')
  for (const separator of ['\t', ',', ';', '|']) {
    const at = lines.findIndex((line) => isHead(split(line, separator)))
    if (at < 0) continue
    const names = split(lines[at] ?? '', separator).map(plainName)
    const rows = lines.slice(at + 1).flatMap((text, index): TableRow[] => {
      // A frame, a comment, and nothing.
      if (/^[\s|+=-]*$|^\s*(#|\/\/)/.test(text)) return []
      const written = split(text, separator)
      const cells = new Map(names.map((name, index) => [name, written[index] ?? '']))
      return [{ line: at + index + 2, text, cells, more: written.slice(names.length).filter(Boolean) }]
    })
    return { above: lines.slice(0, at), rows }
  }
  return undefined
}

/** Between separators; where none sets a cell of that kind apart, that cell and all other words. */
export function cellsOf(line: string, isOfKind: (cell: string) => boolean): string[] {
  for (const separator of ['\t', ',', ';', '|']) {
    const cells = split(line, separator)
    if (cells.length > 1 && cells.some(isOfKind)) return cells.filter(Boolean)
  }
  const words = line.trim().split(/\s+/)
  const first = words.find(isOfKind)
  return first ? [first, words.filter((word) => word !== first).join(' ')].filter(Boolean) : []
}

/** A heading for the id and one for the name: an account may itself be called "name". */
function isHead(cells: string[]): boolean {
  const names = new Set(cells.map(plainName))
  const has = (...wanted: string[]) => wanted.some((name) => names.has(name))
  return has('id', 'accountid', 'account') && has('name', 'accountname')
}

/** By that separator, but for those inside quotation marks; the frame of a table is no cell. */
function split(line: string, separator: string): string[] {
  const text = separator === '|' ? line.replace(/^\s*\|+|\|+\s*$/g, '') : line
  const cells: string[] = []
  let start = 0
  while (start <= text.length) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(text.slice(start, start + 2_000))
    const from = quoted ? start + quoted[0].length : start
    const found = text.indexOf(separator, from)
    const end = found < 0 ? text.length : found
    cells.push(quoted && from === end ? (quoted[1] ?? '').replaceAll('""', '"').trim() : text.slice(start, end).trim())
    start = end + 1
  }
  return cells
}
