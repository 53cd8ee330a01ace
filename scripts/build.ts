// npm run build: dist/chrome and dist/firefox, and a zip of each. The same sources give the same bytes.
//
//   npm run build -- --endpoint https://minio.example:9000    one whose sources may have that endpoint in the place of AWS; once for each

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { zipSync } from 'fflate'
import { manifest } from '../extension/manifest.ts'
import { notices } from './licences.ts'
import { ROOT } from './run.ts'
import { buildWasm, ENDPOINTS, origins, WASM } from './wasm.ts'
import { shortWords } from './words.ts'

const EXTENSION = join(ROOT, 'extension')
const DIST = join(ROOT, 'dist')
const BROWSERS = ['chrome', 'firefox'] as const
/** Each room with a page of its own name: popup/popup.html, and so on. */
const PAGES = readdirSync(EXTENSION).filter((room) => existsSync(join(EXTENSION, room, `${room}.html`)))

/** Builds both packages and their zips. */
export async function buildExtension(): Promise<void> {
  await buildFolders(DIST)
  for (const browser of BROWSERS) writeFileSync(join(DIST, `${browser}.zip`), zip(join(DIST, browser)))
}

/**
 * Builds both packages as folders, `chrome` and `firefox`, in the folder `out`. Readable ones are not minified, and lead a debugger
 * to the sources.
 */
export async function buildFolders(out: string, { readable = false } = {}): Promise<void> {
  await buildWasm()
  const common = newFolder(out, '.common')
  try {
    writeFileSync(join(common, 'licences.txt'), await notices(await bundle(common, readable)))
    for (const page of PAGES) cpSync(join(EXTENSION, page, `${page}.html`), join(common, `${page}.html`))
    // Without the drawing that they are made from.
    cpSync(join(EXTENSION, 'icons'), join(common, 'icons'), {
      recursive: true,
      filter: (path) => !path.endsWith('.svg'),
    })
    for (const wasm of WASM) cpSync(wasm, join(common, basename(wasm)))
    for (const browser of BROWSERS) await pack(common, out, browser)
  } finally {
    rmSync(common, { recursive: true, force: true })
  }
}

/**
 * background/main.ts -> background.js, popup/main.tsx -> popup.js and, from its css imports, popup.css; and so on. Gives every
 * file that they are made from. Without a folder to write to, it gives only that.
 */
export async function bundle(out?: string, readable = false): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: {
      background: 'extension/background/main.ts',
      // A worker of the pages that make a password.
      strength: 'extension/ui/password/strength-worker.ts',
      // What each page reads before it paints.
      theme: 'extension/ui/look/theme-first.ts',
      dark: 'extension/ui/look/dark.css',
      ...Object.fromEntries(PAGES.map((page) => [page, `./extension/${page}/main`])),
    },
    outdir: out ?? DIST,
    write: out !== undefined,
    metafile: true,
    bundle: true,
    plugins: [shortWords],
    format: 'esm',
    // As in the manifest.
    target: ['chrome120', 'firefox142'],
    minify: !readable,
    sourcemap: readable,
    legalComments: 'none',
    logLevel: 'warning',
  })
  return Object.keys(metafile.inputs)
}

async function pack(common: string, out: string, browser: (typeof BROWSERS)[number]) {
  const version = /^version = "([^"]+)"/m.exec(readFileSync(join(ROOT, 'Cargo.toml'), 'utf8'))?.[1]
  if (!version) throw new Error('Cargo.toml names no version')
  const made = newFolder(out, `.${browser}`)
  cpSync(common, made, { recursive: true })
  // Firefox's background has a document of its own.
  if (browser === 'firefox') for (const file of ['offscreen.html', 'offscreen.js']) rmSync(join(made, file))
  writeFileSync(
    join(made, 'manifest.json'),
    `${JSON.stringify(manifest(browser, version, await origins()), null, 2)}\n`,
  )
  // A browser that has the folder open never sees it half written.
  rmSync(join(out, browser), { recursive: true, force: true })
  renameSync(made, join(out, browser))
}

/** One that no other build at the same time uses. */
function newFolder(out: string, name: string): string {
  const folder = join(out, `${name}-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Sorted names and one fixed time, so that the same files give the same bytes. */
function zip(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return zipSync(Object.fromEntries(files.map((file) => [file.slice(folder.length + 1), readFileSync(file)])), {
    level: 9,
    mtime: new Date(1980, 0, 1),
  })
}

/** The origin that an argument names, as the core takes it. */
function endpoint(text: string): string {
  const { origin, protocol, href } = URL.canParse(text) ? new URL(text) : { origin: '', protocol: '', href: '' }
  if (protocol === 'https:' && href === `${origin}/`) return origin
  throw new Error(`--endpoint is an origin such as https://minio.example:9000, and not ${text}`)
}

if (import.meta.filename === process.argv[1]) {
  const { values } = parseArgs({ options: { endpoint: { type: 'string', multiple: true, default: [] } } })
  if (values.endpoint.length > 0) process.env[ENDPOINTS] = values.endpoint.map(endpoint).sort().join(' ')
  await buildExtension()
}
