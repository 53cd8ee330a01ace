// Texts in policies: `*` and `?`, and policy variables such as ${aws:username}.

/** What is known of a request: key in lower case -> its values. A key that is absent has no value at all. */
export type Context = ReadonlyMap<string, readonly string[]>

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Whether a text fits a pattern. A variable without a value makes the pattern fit nothing. */
export function fits(pattern: string, text: string, context?: Context, ignoreCase = false): boolean {
  let source = ''
  for (const [part] of pattern.matchAll(/\$\{[^}]*\}|\*|\?|[^$*?]+|\$/g)) {
    if (part === '*') source += '.*'
    else if (part === '?') source += '.'
    else if (part.startsWith('${')) {
      const value = variable(part, context)
      if (value === undefined) return false
      source += literal(value)
    } else source += literal(part)
  }
  return new RegExp(`^${source}$`, ignoreCase ? 'isu' : 'su').test(text)
}

/** The text with its variables filled in; undefined when one has no value. */
export function fill(text: string, context: Context): string | undefined {
  let missing = false
  const filled = text.replace(/\$\{[^}]*\}/g, (part) => {
    const value = variable(part, context)
    missing ||= value === undefined
    return value ?? ''
  })
  return missing ? undefined : filled
}

/** `${key}`, `${key, 'otherwise'}`, and `${*}`, `${?}`, `${$}` for the characters themselves. */
function variable(part: string, context?: Context): string | undefined {
  const [, name = '', otherwise] = /^\$\{\s*([^,}]*?)\s*(?:,\s*'([^']*)'\s*)?\}$/.exec(part) ?? []
  if (name === '*' || name === '?' || name === '$') return name
  const values = context?.get(name.toLowerCase())
  return values?.length === 1 ? values[0] : otherwise
}
