// A policy document as JSON has it, and the check that a text is one.

type OneOrMany<T> = T | T[]

export interface Statement {
  Sid?: string
  Effect: 'Allow' | 'Deny'
  Principal?: '*' | Record<string, OneOrMany<string>>
  NotPrincipal?: '*' | Record<string, OneOrMany<string>>
  Action?: OneOrMany<string>
  NotAction?: OneOrMany<string>
  Resource?: OneOrMany<string>
  NotResource?: OneOrMany<string>
  /** Operator -> key -> values. */
  Condition?: Record<string, Record<string, OneOrMany<string | number | boolean>>>
}

export interface Policy {
  Version?: '2012-10-17' | '2008-10-17'
  Id?: string
  Statement: OneOrMany<Statement>
}

export const many = <T>(value: OneOrMany<T> | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** A session policy from its text, or what is wrong with it. AWS's own wording for each mistake is not known here. */
export function parseSessionPolicy(text: string): Policy | { wrong: string } {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return { wrong: 'This policy contains invalid Json' }
  }
  const wrong = mistake(document)
  return wrong ? { wrong } : (document as Policy)
}

const POLICY_KEYS = new Set(['Version', 'Id', 'Statement'])
const STATEMENT_KEYS = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'])

function mistake(document: unknown): string | undefined {
  if (!isObject(document) || Object.keys(document).some((key) => !POLICY_KEYS.has(key))) return SYNTAX
  if (document.Version !== undefined && document.Version !== '2012-10-17' && document.Version !== '2008-10-17')
    return 'The policy must contain a valid version string'
  const statements = many(document.Statement)
  if (statements.length === 0) return SYNTAX
  for (const statement of statements) {
    if (!isObject(statement)) return SYNTAX
    if ('Principal' in statement || 'NotPrincipal' in statement)
      return 'Policy document should not specify a principal.'
    if (Object.keys(statement).some((key) => !STATEMENT_KEYS.has(key))) return SYNTAX
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') return SYNTAX
    if (!textsIn(statement, 'Action', 'NotAction')) return 'Policy statement must contain actions.'
    if (!textsIn(statement, 'Resource', 'NotResource')) return 'Policy statement must contain resources.'
    if (statement.Condition !== undefined && !isObject(statement.Condition)) return SYNTAX
  }
  return undefined
}

const SYNTAX = 'Syntax errors in policy.'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Exactly one of two fields is there, and it is one text or several. */
function textsIn(statement: Record<string, unknown>, field: string, other: string): boolean {
  if (field in statement === other in statement) return false
  const values = many(statement[field] ?? statement[other])
  return values.length > 0 && values.every((value) => typeof value === 'string')
}
