// Condition blocks: every operator and every key in it must hold; a key holds when one of its values does.
// Rules: IAM User Guide, "Condition operators" and "Multivalued context keys".

import { BlockList, isIPv4 } from 'node:net'
import { type Context, fill, fits } from './pattern.ts'
import { many, type Statement } from './policy.ts'

type Test = (actual: string, wanted: string, context: Context) => boolean

export function conditionsHold(conditions: Statement['Condition'], context: Context): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, key, many(wanted).map(String), context)),
  )
}

/** Whether an operator is one that IAM has (and that is played here). */
export const isOperator = (operator: string): boolean => parse(operator) !== undefined

function holds(operator: string, key: string, wanted: string[], context: Context): boolean {
  const parsed = parse(operator)
  if (!parsed) throw new Error(`no condition operator ${operator}`)
  const { set, test, negated, ifExists, name } = parsed
  const actual = context.get(key.toLowerCase())
  if (name === 'Null') return wanted.some((value) => (value.toLowerCase() === 'true') === (actual === undefined))
  if (actual === undefined) return ifExists || set === 'ForAllValues' || (negated && set === undefined)

  const one = (value: string) => wanted.some((want) => test(value, want, context)) !== negated
  return set === 'ForAllValues' ? actual.every(one) : actual.some(one)
}

interface Operator {
  name: string
  set?: 'ForAnyValue' | 'ForAllValues'
  test: Test
  negated: boolean
  ifExists: boolean
}

function parse(operator: string): Operator | undefined {
  const [, set, base = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? []
  const positive = base.replace('Not', '')
  const test = TESTS[positive]
  if (!test || (positive !== base && !NEGATABLE.has(positive))) return undefined
  return {
    name: base,
    ...(set ? { set: set as 'ForAnyValue' | 'ForAllValues' } : {}),
    test,
    negated: positive !== base,
    ifExists: ifExists !== undefined,
  }
}

const compare =
  (read: (text: string) => number, relation: (a: number, b: number) => boolean): Test =>
  (actual, wanted) =>
    relation(read(actual), read(wanted))

/** Dates are ISO 8601, or seconds since 1970. */
const date = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text))

const relations: [string, (a: number, b: number) => boolean][] = [
  ['Equals', (a, b) => a === b],
  ['LessThan', (a, b) => a < b],
  ['LessThanEquals', (a, b) => a <= b],
  ['GreaterThan', (a, b) => a > b],
  ['GreaterThanEquals', (a, b) => a >= b],
]

/** An ARN is matched part by part, so that a `*` in the account does not reach into the resource. */
const arn: Test = (actual, wanted, context) => {
  const [left, right] = [arnParts(actual), arnParts(wanted)]
  return left.length === 6 && right.length === 6 && right.every((part, at) => fits(part, left[at] ?? '', context))
}

function arnParts(text: string): string[] {
  const [, ...parts] = /^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(text) ?? []
  return parts
}

const address: Test = (actual, wanted) => {
  const [network = '', prefix] = wanted.split('/')
  const family = (ip: string) => (isIPv4(ip) ? 'ipv4' : 'ipv6')
  const list = new BlockList()
  list.addSubnet(network, Number(prefix ?? (isIPv4(network) ? 32 : 128)), family(network))
  return list.check(actual, family(actual))
}

const TESTS: Record<string, Test> = {
  Null: () => true,
  StringEquals: (actual, wanted, context) => actual === fill(wanted, context),
  StringEqualsIgnoreCase: (actual, wanted, context) => actual.toLowerCase() === fill(wanted, context)?.toLowerCase(),
  StringLike: (actual, wanted, context) => fits(wanted, actual, context),
  ArnEquals: arn,
  ArnLike: arn,
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  IpAddress: address,
  ...Object.fromEntries(relations.map(([name, relation]) => [`Numeric${name}`, compare(Number, relation)])),
  ...Object.fromEntries(relations.map(([name, relation]) => [`Date${name}`, compare(date, relation)])),
}

const NEGATABLE = new Set([
  'StringEquals',
  'StringEqualsIgnoreCase',
  'StringLike',
  'ArnEquals',
  'ArnLike',
  'IpAddress',
  'NumericEquals',
  'DateEquals',
])
