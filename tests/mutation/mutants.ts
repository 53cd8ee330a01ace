// The small mistakes that somebody could make in a file, one by one: each a text that a test should refuse.

import { type Node, parse } from 'acorn'
import { transformSync } from 'esbuild'

export interface Mutant {
  /** The file with the mistake, as JavaScript. */
  code: string
  /** The line where it is, as JavaScript. */
  line: string
  was: string
  becomes: string
  /** Which of {@link Mutants.marked}'s marks is reached before it. */
  mark: number
}

export interface Mutants {
  mutants: Mutant[]
  /** The file as it is, noting in `globalThis.reached` by which statements it came. */
  marked: string
}

/** Of a file in TypeScript, in the order of the file. */
export function mutantsOf(source: string): Mutants {
  const { code } = transformSync(source, { loader: 'ts', target: 'es2022' })
  const mutants: Mutant[] = []
  const marks: number[] = []
  const visit = (node: Tree, mark: number): void => {
    // `void 0` is undefined, whatever stands there.
    if (/^(Import|ExportAll)/.test(node.type) || node.operator === 'void') return
    for (const [from, to, becomes] of changes(node, code)) {
      const line = code.slice(code.lastIndexOf('\n', from) + 1, code.indexOf('\n', from)).trim()
      mutants.push({
        code: code.slice(0, from) + becomes + code.slice(to),
        line,
        was: code.slice(from, to),
        becomes,
        mark,
      })
    }
    for (const value of Object.values(node)) {
      const isList = Array.isArray(value) && /^(Program|BlockStatement)$/.test(node.type)
      for (const child of [value].flat().filter(isNode))
        visit(child, isList && !/^(Import|Export)/.test(child.type) ? marks.push(child.start) - 1 : mark)
    }
  }
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as Tree, LOADED)

  let marked = `(globalThis.reached ??= new Set()).add(${LOADED});${code}`
  const before = marked.length - code.length
  for (const [at, start] of [...marks.entries()].sort(([, a], [, b]) => b - a))
    marked = `${marked.slice(0, before + start)};globalThis.reached.add(${at});${marked.slice(before + start)}`
  return { mutants, marked }
}

/** The mark of what is reached as soon as the file is loaded. */
const LOADED = -1

/** What acorn's nodes have in common, as far as it is looked at here. */
interface Tree extends Node {
  [key: string]: unknown
  body?: unknown
  operator?: string
  left?: Tree
  right?: Tree
  test?: Tree
  argument?: Tree
  expression?: Tree
  value?: unknown
}

const SWAPPED: Record<string, string> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '&&': '||',
  '||': '&&',
}

type Change = [from: number, to: number, becomes: string]

function changes(node: Tree, code: string): Change[] {
  const { type, start, end, operator = '', left, right, test, argument, expression, value } = node
  if ((type === 'BinaryExpression' || type === 'LogicalExpression') && left && right) {
    const at = code.indexOf(operator, left.end)
    if (operator === '??') return [[start, end, code.slice(left.start, left.end)]]
    const swapped = SWAPPED[operator]
    return swapped ? [[at, at + operator.length, swapped]] : []
  }
  if ((type === 'IfStatement' || type === 'ConditionalExpression' || type === 'WhileStatement') && test)
    return ['true', 'false']
      .filter((constant) => type !== 'WhileStatement' || constant === 'false')
      .map((constant) => [test.start, test.end, constant])
  if (type === 'UnaryExpression' && operator === '!' && argument)
    return [[start, end, code.slice(argument.start, argument.end)]]
  if (type === 'Literal' && typeof value === 'boolean') return [[start, end, String(!value)]]
  if (type === 'Literal' && (value === 0 || value === 1)) return [[start, end, String(1 - value)]]
  // A call or an assignment that is forgotten; a declaration would not even load.
  if (type === 'ExpressionStatement' && expression?.type !== 'Literal') return [[start, end, ';']]
  if (type === 'ThrowStatement') return [[start, end, ';']]
  return []
}

const isNode = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && typeof (value as Tree).type === 'string'
