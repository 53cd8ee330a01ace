// What a bench reports: figures with their spread, and beside them the aim and whether it was reached. Nothing fails here.

/** Of repeated measurements. */
export interface Spread {
  median: number
  p10: number
  p90: number
  n: number
}

/** What the project wants a figure to be. */
export interface Aim {
  aim: string
  reached: boolean
}

export type Cell = string | number | Spread | Aim | null

export interface Table {
  title: string
  /** What exactly was measured, and how. */
  method: string[]
  columns: string[]
  rows: Cell[][]
}

export function spread(samples: number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b)
  const quantile = (q: number) => {
    const at = q * (sorted.length - 1)
    const [below = Number.NaN, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
    return below + (above - below) * (at % 1)
  }
  return { median: quantile(0.5), p10: quantile(0.1), p90: quantile(0.9), n: samples.length }
}

export const atMost = (value: number, most: number, unit = ''): Aim => ({
  aim: `<= ${most}${unit}`,
  reached: value <= most,
})
export const atLeast = (value: number, least: number, unit = ''): Aim => ({
  aim: `>= ${least}${unit}`,
  reached: value >= least,
})
export const exactly = (value: number, wanted: number): Aim => ({ aim: `= ${wanted}`, reached: value === wanted })

/** The table as plain text, its columns aligned. */
export function text({ title, method, columns, rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(show))]
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)))
  const numbers = columns.map((_, at) => rows.every((row) => typeof row[at] !== 'string'))
  const lines = cells.map((row) =>
    row
      .map((cell, at) => (numbers[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('   ')
      .trimEnd(),
  )
  const rule = widths.map((width) => '-'.repeat(width)).join('   ')
  return ['', title, ...method.map((line) => `  ${line}`), '', lines[0], rule, ...lines.slice(1)].join('\n')
}

function show(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return digits(cell)
  if ('aim' in cell) return `${cell.aim} ${cell.reached ? 'reached' : 'MISSED'}`
  return `${digits(cell.median)} (${digits(cell.p10)} to ${digits(cell.p90)})`
}

/** Three digits, about. */
const digits = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0)
