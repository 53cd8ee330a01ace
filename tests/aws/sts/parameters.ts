// Limits and patterns of STS's parameters as its model has them, and AWS's words for what breaks them.

import { AwsError, validationError } from '../errors.ts'

export interface Rule {
  min?: number
  max?: number
  /** As AWS prints it; it must fit the whole value. */
  pattern?: string
}

const ARN_PATTERN = '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+'
const NAME_PATTERN = '[\\w+=,.@-]*'

export const ARN: Rule = { min: 20, max: 2048, pattern: ARN_PATTERN }
export const SESSION_NAME: Rule = { min: 2, max: 64, pattern: NAME_PATTERN }
export const SOURCE_IDENTITY: Rule = { min: 2, max: 256, pattern: NAME_PATTERN }
export const FEDERATED_NAME: Rule = { min: 2, max: 32, pattern: NAME_PATTERN }
export const EXTERNAL_ID: Rule = { min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' }
export const SERIAL: Rule = { min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' }
export const TOKEN_CODE: Rule = { min: 6, max: 6, pattern: '[\\d]*' }
export const POLICY: Rule = { min: 1, pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' }
export const TAG_KEY: Rule = { min: 1, max: 128, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+' }
export const TAG_VALUE: Rule = { min: 0, max: 256, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*' }
export const TAGS = { min: 0, max: 50 }
export const DURATION = { min: 900, max: 43200 }
export const FEDERATED_DURATION = { min: 900, max: 129_600 }
export const KEY_ID: Rule = { min: 16, max: 128, pattern: '[\\w]*' }
export const SAML_ASSERTION: Rule = { min: 4, max: 100_000 }
export const WEB_IDENTITY_TOKEN: Rule = { min: 4, max: 20_000 }
export const SCOPED_POLICY = { min: 1, max: 2048 }
export const SCOPED_DURATION = { min: 1, max: 129_600 }
export const SESSION_DESCRIPTION: Rule = {
  min: 2,
  max: 256,
  pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*',
}
export const CONTEXT_ASSERTION: Rule = { min: 4, max: 2048 }

export interface Tag {
  key: string
  value: string
}

/** Reads parameters and gathers every mistake in them, since AWS answers with all of them at once. */
export class Reader {
  readonly #mistakes: string[] = []

  constructor(private readonly parameters: URLSearchParams) {}

  has(name: string): boolean {
    return this.parameters.has(name)
  }

  text(name: string, rule: Rule): string | undefined {
    const value = this.parameters.get(name) ?? undefined
    if (value !== undefined) this.#check(value, camel(name), rule)
    return value
  }

  required(name: string, rule: Rule): string {
    const value = this.text(name, rule)
    if (value === undefined) this.#mistake('null', camel(name), 'Member must not be null')
    return value ?? ''
  }

  integer(name: string, min: number, max: number): number | undefined {
    const value = this.parameters.get(name)
    if (value === null) return undefined
    // The code is AWS's for what it cannot read; the text is not known.
    if (!/^-?\d{1,9}$/.test(value)) throw new AwsError('MalformedInput', 400, `Invalid Integer: ${value}`)
    const number = Number(value)
    if (number < min) this.#mistake(`'${value}'`, camel(name), `Member must have value greater than or equal to ${min}`)
    if (number > max) this.#mistake(`'${value}'`, camel(name), `Member must have value less than or equal to ${max}`)
    return number
  }

  /** `Name.member.1`, `Name.member.2`, … */
  texts(name: string, rule: Rule, limit: number): string[] {
    const items = this.#members(name, limit)
    const values = items.map((item) => this.parameters.get(item) ?? '')
    const broken = values.some((value) => mistakesOf(value, rule).length > 0)
    if (broken)
      this.#mistake(
        `'[${values.join(', ')}]'`,
        camel(name),
        `Member must satisfy constraint: [${allOf(rule).join(', ')}]`,
      )
    return values
  }

  tags(): Tag[] {
    return this.#members('Tags', TAGS.max).map((item, at) => ({
      key: this.#member(`${item}.Key`, `tags.${at + 1}.member.key`, TAG_KEY),
      value: this.#member(`${item}.Value`, `tags.${at + 1}.member.value`, TAG_VALUE),
    }))
  }

  /** One field of each structure in a list. */
  structures(name: string, fields: Record<string, Rule>, limit: number): Record<string, string>[] {
    return this.#members(name, limit).map((item, at) =>
      Object.fromEntries(
        Object.entries(fields).map(([field, rule]) => [
          field,
          this.#member(`${item}.${field}`, `${camel(name)}.${at + 1}.member.${camel(field)}`, rule),
        ]),
      ),
    )
  }

  /** Throws AWS's ValidationError when anything that was read breaks a rule. */
  finish(): void {
    const count = this.#mistakes.length
    if (count > 0)
      throw validationError(`${count} validation error${count > 1 ? 's' : ''} detected: ${this.#mistakes.join('; ')}`)
  }

  /** The names in front of each member, which must be numbered from 1 without a gap. */
  #members(name: string, limit: number): string[] {
    const prefix = `${name}.member.`
    const numbers = new Set<string>()
    for (const parameter of this.parameters.keys())
      if (parameter.startsWith(prefix)) numbers.add(parameter.slice(prefix.length).split('.')[0] ?? '')
    const items = [...numbers].map((_, at) => `${prefix}${at + 1}`)
    if (items.some((_, at) => !numbers.has(String(at + 1))))
      throw new AwsError('MalformedInput', 400, `The members of ${name} are not numbered from 1`)
    if (items.length > limit)
      this.#mistake("'[…]'", camel(name), `Member must have length less than or equal to ${limit}`)
    return items
  }

  #member(parameter: string, place: string, rule: Rule): string {
    const value = this.parameters.get(parameter)
    if (value === null) this.#mistake('null', place, 'Member must not be null')
    else this.#check(value, place, rule)
    return value ?? ''
  }

  #check(value: string, place: string, rule: Rule): void {
    for (const constraint of mistakesOf(value, rule)) this.#mistake(`'${value}'`, place, constraint)
  }

  #mistake(value: string, place: string, constraint: string): void {
    this.#mistakes.push(`Value ${value} at '${place}' failed to satisfy constraint: ${constraint}`)
  }
}

const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

const LONGER = (min: number) => `Member must have length greater than or equal to ${min}`
const SHORTER = (max: number) => `Member must have length less than or equal to ${max}`
const PATTERN = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`

function mistakesOf(value: string, { min, max, pattern }: Rule): string[] {
  const found: string[] = []
  if (min !== undefined && value.length < min) found.push(LONGER(min))
  if (max !== undefined && value.length > max) found.push(SHORTER(max))
  if (pattern !== undefined && !regular(pattern).test(value)) found.push(PATTERN(pattern))
  return found
}

const allOf = ({ min, max, pattern }: Rule): string[] => [
  ...(max === undefined ? [] : [SHORTER(max)]),
  ...(min === undefined ? [] : [LONGER(min)]),
  ...(pattern === undefined ? [] : [PATTERN(pattern)]),
]

/** AWS writes characters past the first 65,536 as Java does not: `\u10000`. */
const regular = (pattern: string): RegExp =>
  new RegExp(`^(?:${pattern.replace(/\\u(10[0-9A-F]{4}|10000)/g, '\\u{$1}')})$`, 'u')
