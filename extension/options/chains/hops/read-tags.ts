// Reads tags as people have them at hand: as the AWS CLI takes them, as lines, and as JSON.

import type { SessionTag } from 'rolerelay-core'

/** None where the text is no list of tags, such as a single word that is meant as a key. */
export function readTags(text: string): SessionTag[] {
  const trimmed = text.trim()
  return fromJson(trimmed) ?? fromShorthand(trimmed) ?? fromLines(trimmed) ?? []
}

/** `[{"Key": "team", "Value": "payments"}]` or `{"team": "payments"}` */
function fromJson(text: string): SessionTag[] | undefined {
  if (!/^[[{]/.test(text)) return undefined
  try {
    const json: unknown = JSON.parse(text)
    const pairs = Array.isArray(json) ? json.map(({ Key, Value }) => [Key, Value]) : Object.entries(json as object)
    return pairs.flatMap(([key, value]) => (typeof key === 'string' ? { key, value: String(value ?? '') } : []))
  } catch {
    return undefined
  }
}

/** `Key=team,Value=payments Key=env,Value="two words"`, each pair perhaps in quotation marks. */
function fromShorthand(text: string): SessionTag[] | undefined {
  const found = text.split(/\s(?="?Key=)/i).flatMap((part) => fromPair(part.trim()) ?? [])
  return found.length > 0 ? found : undefined
}

function fromPair(text: string): SessionTag | undefined {
  const pair = text.startsWith('"') ? text.slice(1).replace(/"$/, '') : text
  const middle = pair.search(/,Value=/i)
  if (middle < 0 || !/^Key=/i.test(pair)) return undefined
  const [key, value] = [pair.slice('Key='.length, middle), pair.slice(middle + ',Value='.length)].map(unquoted)
  return { key: key ?? '', value: (value ?? '').trim() }
}

const unquoted = (text: string): string =>
  text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text

/** `team=payments`, one a line. */
function fromLines(text: string): SessionTag[] | undefined {
  const lines = text.split(/[\n;]+/).filter((line) => line.trim())
  const pairs = lines.map((line) => {
    const [key = '', ...value] = line.split('=')
    return { key: key.trim(), value: value.join('=').trim() }
  })
  return pairs.length > 0 && lines.every((line, at) => line.includes('=') && pairs[at]?.key) ? pairs : undefined
}
