// The rules of the house (ARCHITECTURE.md), checked by a machine.

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

interface Source {
  path: string
  text: string
  /** The text without comments, so that a rule may be named where it is explained. */
  code: string
}

function sources(folder: string, ends: RegExp): Source[] {
  if (!existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ends.test(name))
    .map((name) => {
      const text = readFileSync(join(ROOT, folder, name), 'utf8')
      return { path: `${folder}/${name}`, text, code: withoutComments(text) }
    })
}

/** Line comments that follow a quote or a colon stay: those are addresses. */
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1')

const extension = sources('extension', /\.tsx?$/)
const pages = sources('extension', /\.(html|css)$/)
const crate = sources('crate', /\.rs$/)
const background = (path: string) => path.startsWith('extension/background/')

/** Fails with the place of each find. */
function nowhere(among: Source[], pattern: RegExp, why: string) {
  const all = new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`)
  const finds = among.flatMap(({ path, code }) =>
    [...code.matchAll(all)].map((find) => `${path}:${code.slice(0, find.index).split('\n').length}: ${find[0].trim()}`),
  )
  assert.deepEqual(finds, [], why)
}

/** What each file imports: `import type` and all-type lists apart, since they leave no trace in the bundle. */
function imports({ code }: Source) {
  const statement = /^(?:import|export)\s+(?:(type\s+)?([\w\s*{},$]+?)\s+from\s+)?['"]([^'"]+)['"]/gm
  return [...code.matchAll(statement)].map(([, type, names = '', from = '']) => {
    const list = /^\{([\s\S]*)\}$/
      .exec(names)?.[1]
      ?.split(',')
      .filter((name) => name.trim())
    return { from, value: !type && !list?.every((name) => name.trim().startsWith('type ')) }
  })
}

test('the rules are not checked against nothing', () => {
  for (const path of ['browser', 'protocol', 'client', 'manifest', 'background/main']) {
    assert.ok(
      extension.some((source) => source.path === `extension/${path}.ts`),
      path,
    )
  }
  assert.ok(crate.length > 10)
})

test('only browser.ts names the browser API', () => {
  const others = extension.filter(({ path }) => path !== 'extension/browser.ts')
  nowhere(
    others,
    /\b(?:chrome|browser)\??\.(?!ts\b)[a-z]|globalThis\.(?:chrome|browser)\b/,
    'import it from browser.ts',
  )
})

test('cookies go with one request alone, by one door that one file goes through', () => {
  const naming = (pattern: RegExp) => extension.filter(({ code }) => pattern.test(code)).map(({ path }) => path)
  // Chrome and Firefox send them by default, so whatever is sent passes the guard, which says `omit`.
  assert.deepEqual(naming(/['"](?:include|same-origin)['"]/), ['extension/background/core/guard.ts'])
  assert.deepEqual(naming(/\basksForSessions\(/), [
    'extension/background/core/guard-fetch.ts',
    'extension/background/core/guard.ts',
  ])
  assert.deepEqual(naming(/\baskWithCookies\b/), [
    'extension/background/consoles/session-list.ts',
    'extension/background/core/guard-fetch.ts',
  ])
  const uses = extension.flatMap(({ code }) => [...code.matchAll(/(?<!export const )\baskWithCookies\b(?! \})/g)])
  assert.equal(uses.length, 1, 'in one function')
  nowhere(
    extension.filter(({ path }) => path === 'extension/background/consoles/session-list.ts'),
    /\b(?:setInterval|setAlarm|onAlarm)\b/,
    'never by a timer',
  )
})

test('only the background imports the core as a value, and only in one file', () => {
  const importers = extension.filter((source) =>
    imports(source).some(({ from, value }) => value && from.startsWith('rolerelay-')),
  )
  assert.deepEqual(
    importers.map(({ path }) => path),
    ['extension/background/core/core.ts'],
  )
  nowhere(extension, /import\s*\(/, 'a service worker has no dynamic import')
})

test('nothing outside the background imports from it', () => {
  for (const source of extension.filter(({ path }) => !background(path))) {
    for (const { from } of imports(source)) assert.doesNotMatch(from, /background/, source.path)
  }
})

test('the background imports no page', () => {
  for (const source of extension.filter(({ path }) => background(path))) {
    for (const { from } of imports(source)) assert.doesNotMatch(from, /popup|options|\bgo\b|\bui\b|client/, source.path)
  }
})

test('protocol.ts is types only', () => {
  const protocol = extension.filter(({ path }) => /^extension\/protocol(\.ts$|\/)/.test(path))
  assert.ok(protocol.length > 2)
  assert.ok(protocol.flatMap(imports).every(({ value }) => !value))
  nowhere(protocol, /^\s*(?:export\s+)?(?:const|let|var|function|class|enum)\b/m, 'values belong elsewhere')
})

test('nothing is logged, and no text becomes markup or code', () => {
  nowhere(extension, /\bconsole\??\s*\.\s*[a-z]/, 'what is logged may hold a secret')
  nowhere(
    extension,
    /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write/,
    'text stays text',
  )
  nowhere(extension, /\beval\s*\(|new Function\b|\bset(?:Timeout|Interval)\s*\(\s*['"`]/, 'no code from text')
  nowhere(pages, /<script(?![^>]*\bsrc=")|\son\w+\s*=|https?:\/\//i, 'pages load nothing from elsewhere')
})

test('what a person types of a secret is not restored by the browser', () => {
  // Browsers write what is in text areas to disk. Role ARNs and policies are no secret, and are stored in the clear anyway.
  const plain = [
    'extension/options/welcome/step-roles.tsx',
    'extension/options/chains/hops/session-policy.tsx',
    'extension/ui/lease/scope-fields.tsx',
  ]
  const rest = [...extension, ...pages].filter(({ path }) => !plain.includes(path))
  nowhere(rest, /<textarea/i, 'secrets are typed and pasted into password fields')
})

test('an any has its reason beside it', () => {
  nowhere(extension, /:\s*any\b|\bas any\b|<any>/, 'say what it is')
})

type Rooms = { name: string; imported: string[] }[]

/** Rooms and which each may import, as ARCHITECTURE.md draws them, each in a block of its own: a room imports only from lines above its own. */
const [ofCrate = [], ofBackground = [], ofUi = []] = [
  ...readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').matchAll(/^```\n((?:[a-z]+ +imports .*\n)+)```$/gm),
].map(
  ([, drawn = '']): Rooms =>
    [...drawn.matchAll(/^([a-z]+) +imports +(.*)$/gm)].map(([, name = '', imported = '']) => ({
      name,
      imported: imported.split(' ').filter((other) => other !== 'nothing'),
    })),
)

/** Each room with those that it imports, held against the drawing. */
function areDrawn(rooms: Rooms, arrows: Map<string, Set<string>>) {
  for (const [at, { name, imported }] of rooms.entries()) {
    const above = rooms.slice(0, at).map((room) => room.name)
    for (const other of imported) assert.ok(above.includes(other), `${name} stands below ${other}`)
  }
  assert.deepEqual(
    Object.fromEntries([...arrows].map(([room, others]) => [room, [...others].sort()])),
    Object.fromEntries(rooms.map(({ name, imported }) => [name, imported.toSorted()])),
    'draw it, if it has to be',
  )
}

for (const [folder, rooms] of [
  ['extension/background', ofBackground],
  ['extension/ui', ofUi],
] as const)
  test(`the rooms of ${folder} import each other as ARCHITECTURE.md draws it, in no circle`, () => {
    const roomOf = (path: string) => path.split('/').slice(2, -1)[0]
    const arrows = new Map<string, Set<string>>()
    for (const source of extension.filter(({ path }) => path.startsWith(`${folder}/`))) {
      const room = roomOf(source.path)
      // At its root stands what starts it, which imports all.
      if (!room) continue
      const others = arrows.get(room) ?? new Set()
      arrows.set(room, others)
      for (const { from, value } of imports(source)) {
        const path = join(source.path, '..', from)
        if (!value || !from.startsWith('.') || !path.startsWith(`${folder}/`)) continue
        const other = roomOf(path) ?? 'nothing that stands at its root'
        if (other !== room) others.add(other)
      }
    }
    areDrawn(rooms, arrows)
  })

test('the rooms of the crate import each other as ARCHITECTURE.md draws it, in no circle', () => {
  const arrows = new Map<string, Set<string>>()
  for (const { path, code } of crate.filter(({ path }) => path !== 'crate/lib.rs')) {
    const module = path.slice('crate/'.length, -'.rs'.length).split('/')
    const room = module[0] ?? ''
    const others = arrows.get(room) ?? new Set()
    arrows.set(room, others)
    // `super::` as often as the module is deep ends at the crate too.
    for (const [, from = '', other = ''] of code.matchAll(/(?<![\w:])((?:super::)+|crate::|rolerelay::)(\w+)/g)) {
      const leaves = !from.startsWith('super') || from.split('super').length > module.length
      if (leaves && other !== room) others.add(other)
    }
  }
  areDrawn(ofCrate, arrows)
})

test('only the wasm rooms of the crate speak JavaScript', () => {
  const core = crate.filter(({ path }) => !/^crate\/(?:wasm|transport)\//.test(path))
  nowhere(core, /\b(?:wasm_bindgen|js_sys|web_sys|reqwest|gloo\w*|serde_wasm_bindgen)\b/, 'the core knows no browser')
  // The one door besides: types are derived for TypeScript where they are defined.
  nowhere(core, /\btsify::(?!Tsify\b)/, 'only the derive')
})

test('what sends is the same file in a browser and natively', () => {
  const transport = crate.filter(({ path }) => path.startsWith('crate/transport/'))
  nowhere(transport, /\b(?:wasm_bindgen|js_sys|web_sys|gloo\w*)\b/, 'it sends by reqwest, which knows the browser')
})

test('only sign.rs names aws-sigv4', () => {
  nowhere(
    crate.filter(({ path }) => path !== 'crate/protocol/sign.rs'),
    /\baws_sigv4\b/,
    'signing has one place',
  )
})

test('versions are written once', () => {
  const version = /^version = "([^"]+)"/m.exec(readFileSync(join(ROOT, 'Cargo.toml'), 'utf8'))?.[1]
  assert.ok(version)
  const { version: npm } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  assert.equal(npm, '0.0.0', 'the version is in Cargo.toml')
  nowhere(
    extension,
    new RegExp(`['"]${version.replaceAll('.', '\\.')}['"]`),
    'scripts/build.ts reads it from Cargo.toml',
  )
})

test('files stay small', () => {
  // Past 400 lines a file says why, here.
  const reasons: Record<string, string> = { 'tests/core/shapes.rs': 'one table of every shape that is pasted' }
  const all = [...extension, ...crate, ...sources('scripts', /\.(?:ts|mjs)$/), ...sources('tests', /\.(?:tsx?|rs|py)$/)]
  const long = all.filter(({ text }) => text.split('\n').length > 400).map(({ path }) => path)
  assert.deepEqual(
    long.filter((path) => !(path in reasons)),
    [],
    'two files, or a reason',
  )
})

test('what scrolls holds its hidden texts', () => {
  // `.hidden` is absolute: else it stands in the page, which it makes longer than the window.
  const rules = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/[^{}]+\{[^{}]*\}/g)].map(([rule]) => ({ path, rule })),
  )
  const loose = rules.filter(({ rule }) => /overflow(?:-y)?: (?:auto|scroll)/.test(rule) && !/position:/.test(rule))
  assert.deepEqual(loose, [], 'position: relative')
})

test('no drawers', () => {
  const drawers = [...extension, ...crate].filter(({ path }) => /\/(?:utils?|common|helpers?|misc)\b/.test(path))
  assert.deepEqual(
    drawers.map(({ path }) => path),
    [],
    'name a file after what it holds',
  )
})

test('no open ends', () => {
  nowhere(
    [...extension, ...crate].map((source) => ({ ...source, code: source.text })),
    /\b(?:TODO|FIXME|XXX)\b/,
    'done or an issue',
  )
})
