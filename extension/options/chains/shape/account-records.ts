// Lists of accounts as JSON and YAML.

import { fromFields, plainName, type Row } from './account-row.ts'

const LISTS = ['Accounts', 'accountList']

/** `{"Accounts": [{"Id": "…", "Name": "…"}]}`, `{"accountList": […]}`, the list alone, or an object in each line. */
export function fromJson(text: string): Row[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  const whole = parsed(text)
  if (whole !== undefined) return entriesOf(whole).map((one, at) => rowOf(one, `Entry ${at + 1}`))
  const lines = text.split('\n').map((line) => ({ line, value: parsed(line) }))
  if (lines.every(({ value }) => value === undefined)) return undefined
  return lines.flatMap(({ line, value }, at) => {
    if (value === undefined) return line.trim() ? [{ at: `Line ${at + 1}`, text: line }] : []
    return entriesOf(value).map((one) => rowOf(one, `Line ${at + 1}`))
  })
}

function rowOf(one: unknown, at: string): Row {
  const text = JSON.stringify(one).slice(0, 200)
  if (typeof one !== 'object' || one === null || Array.isArray(one)) return { at, text }
  const fields = Object.entries(one).flatMap(([key, value]): [string, string][] =>
    value === null ? [] : [[plainName(key), typeof value === 'string' ? value : JSON.stringify(value)]],
  )
  return { at, text, ...fromFields(new Map(fields)) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What stands beside the list is an entry as well: `NextToken` says that it goes on. */
function entriesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return [value]
  const list = LISTS.find((name) => name in value)
  if (list === undefined) return [value]
  return Object.entries(value).flatMap(([name, one]) =>
    name === list && Array.isArray(one) ? one : one === null ? [] : [{ [name]: one }],
  )
}

/** A list of maps, as `--output yaml` writes it: each begins with a hyphen. */
export function fromYaml(text: string): Row[] | undefined {
  if (!/^(Accounts|accountList):/m.test(text)) return undefined
  const rows: Row[] = []
  const maps: { at: string; text: string; fields: Map<string, string> }[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#.*)?$|^(---|(Accounts|accountList):)\s*$/.test(line)) continue
    const at = `Line ${index + 1}`
    const [, indent, hyphen, key, value] = /^(\s*)(- )?\s*(\w+):\s+(\S.*)$/.exec(line) ?? []
    if (hyphen) maps.push({ at, text: line, fields: new Map() })
    const map = indent || hyphen ? maps.at(-1) : undefined
    const name = plainName(key ?? '')
    if (!map || !value || map.fields.has(name)) rows.push({ at, text: line })
    else map.fields.set(name, value.trim().replace(/^(['"])(.*)\1$/, '$2'))
  }
  return [...maps.map(({ at, text, fields }): Row => ({ at, text, ...fromFields(fields) })), ...rows]
}
