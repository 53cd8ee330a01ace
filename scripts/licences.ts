// The licences of all that is bundled: whether they may be, and their texts as one file of both packages. It asks nobody: it
// reads the sources that cargo and npm fetched.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT, run } from './run.ts'

/**
 * What may stand beside code under Apache-2.0, the better first, and by what its text is known. Another licence is a decision
 * to be made, and is then added here.
 */
const ACCEPTED: Record<string, RegExp> = {
  'Apache-2.0': /Apache License\s+Version 2\.0/,
  MIT: /Permission is hereby granted, free of\s+charge/,
  'Unicode-3.0': /UNICODE LICENSE V3/,
}

/** Packages that ship without the text of their licence, and the one of the same authors that has it. */
const TEXT_OF: Record<string, string> = { 'base64-simd': 'outref', vsimd: 'outref' }

interface Package {
  name: string
  version: string
  /** As it says itself: an expression of SPDX, or an old one with a slash. */
  licence: string
  folder: string
}

/** The file of both packages; throws the names of all packages that may not be bundled, each with the reason. */
export async function notices(bundled: string[]): Promise<string> {
  const packages = [...(await crates()), ...npmPackages(bundled)]
  const problems: string[] = []
  const parts = packages.map((each) => {
    const ids = taken(each.licence)
    if (!ids) problems.push(`${each.name}: “${each.licence}” is no licence that may be bundled`)
    const texts = (ids ?? []).map((id) => {
      // Its text stands once, at the end.
      if (id === 'Apache-2.0') return ''
      const from = packages.find(({ name }) => name === TEXT_OF[each.name]) ?? each
      const text = files(from.folder, /^(licen[cs]e|copying)/i).find((text) => ACCEPTED[id]?.test(text))
      if (text === undefined) problems.push(`${each.name}: the text of ${id} is not in ${each.version}`)
      return text ?? ''
    })
    const more = files(each.folder, /^(notice|third.?party)/i)
    const head = `${each.name} ${each.version}: ${ids?.join(' and ')}`
    return [head, ...[...texts, ...more].map((text) => text.trim()).filter(Boolean)].join('\n\n')
  })
  if (problems.length > 0)
    throw new Error(`What is bundled has to have a licence that lets us:\n${problems.join('\n')}`)
  const short = parts.filter((part) => !part.includes('\n'))
  const long = parts.filter((part) => part.includes('\n'))
  const ours = readFileSync(join(ROOT, 'LICENSE'), 'utf8').trim()
  return `${[`${HEAD}\n\n${short.join('\n')}`, ...long, ours].join(LINE)}\n`
}

const LINE = `\n\n${'-'.repeat(80)}\n\n`
const HEAD = `Rolerelay is under the Apache License 2.0, whose text is at the end. It holds the standard library of Rust, by the Rust
Project Contributors, under the same licence, and the following packages, each with the licence that was taken.`

/** Those that are compiled into the core: what only helps to compile it, or to test it, does not ship. */
async function crates(): Promise<Package[]> {
  const asked = ['--format-version=1', '--locked', '--all-features', '--filter-platform=wasm32-unknown-unknown']
  const { code, printed } = await run('cargo', ['metadata', '--quiet', ...asked], {}, { shown: false })
  if (code !== 0) throw new Error(`cargo metadata: ${printed}`)
  const { packages, resolve, workspace_members: ours } = JSON.parse(printed) as Metadata
  const linked = new Set<string>()
  const visit = (id: string) => {
    if (linked.has(id) || of(packages, id).targets.some(({ kind }) => kind.includes('proc-macro'))) return
    linked.add(id)
    for (const { pkg, dep_kinds } of of(resolve.nodes, id).deps)
      if (dep_kinds.some(({ kind }) => kind === null)) visit(pkg)
  }
  ours.forEach(visit)
  return packages
    .filter(({ id }) => linked.has(id) && !ours.includes(id))
    .map(({ name, version, license, manifest_path }) => ({
      name,
      version,
      licence: license ?? 'none',
      folder: dirname(manifest_path),
    }))
}

interface Metadata {
  packages: {
    id: string
    name: string
    version: string
    license: string | null
    manifest_path: string
    targets: { kind: string[] }[]
  }[]
  resolve: { nodes: { id: string; deps: { pkg: string; dep_kinds: { kind: string | null }[] }[] }[] }
  workspace_members: string[]
}

function of<T extends { id: string }>(all: T[], id: string): T {
  const found = all.find((each) => each.id === id)
  if (!found) throw new Error(`cargo names ${id} and does not tell of it`)
  return found
}

/** Those of which esbuild took a file. */
function npmPackages(bundled: string[]): Package[] {
  const names = bundled.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
  return [...new Set(names)].sort().map((path) => {
    const folder = join(ROOT, path)
    const { name, version, license = 'none' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return { name, version, licence: license, folder }
  })
}

/** The texts of a folder's files of such names. */
function files(folder: string, names: RegExp): string[] {
  if (!existsSync(folder)) return []
  const found = readdirSync(folder, { withFileTypes: true }).filter((file) => file.isFile() && names.test(file.name))
  // In an order of ours: that of a folder is the disk's.
  const sorted = found.map(({ name }) => name).sort()
  return sorted.map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n'))
}

/** Which licences of an expression count: all that AND joins, of those that OR joins the better; none where one may not be. */
export function taken(expression: string): string[] | undefined {
  // Before SPDX, crates.io wrote OR as a slash.
  const tokens = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? []
  const order = Object.keys(ACCEPTED)
  const one = (): string[] | undefined => {
    const token = tokens.shift() ?? ''
    if (token !== '(') return order.includes(token) ? [token] : undefined
    const inside = any()
    return tokens.shift() === ')' ? inside : undefined
  }
  const all = (): string[] | undefined => {
    let both = one()
    while (tokens[0] === 'AND' && tokens.shift()) {
      const next = one()
      both = both && next && [...new Set([...both, ...next])]
    }
    return both
  }
  const any = (): string[] | undefined => {
    const choices = [all()]
    while (tokens[0] === 'OR' && tokens.shift()) choices.push(all())
    const worst = (ids: string[]) => Math.max(...ids.map((id) => order.indexOf(id)))
    return choices.filter((ids) => ids !== undefined).sort((a, b) => worst(a) - worst(b))[0]
  }
  const ids = any()
  return tokens.length === 0 ? ids : undefined
}
