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

/** `Key=team,Value=payments Key=env,Value="two words"` */
function fromShorthand(text: string): SessionTag[] | undefined {
  const found = [...text.matchAll(/(?:^|\s)"?Key=("?)(.*?)\1,Value=("?)(.*?)\3"?(?=\s+"?Key=|$)/gis)]
  return found.length > 0 ? found.map(([, , key = '', , value = '']) => ({ key, value: value.trim() })) : undefined
}

/** `team=payments`, one a line. */
function fromLines(text: string): SessionTag[] | undefined {
  const lines = text.split(/[\n;]+/).filter((line) => line.trim())
  const pairs = lines.map((line) => /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(line))
  if (pairs.length === 0 || !pairs.every((pair) => pair !== null)) return undefined
  return pairs.map(([, key = '', value = '']) => ({ key, value }))
}
