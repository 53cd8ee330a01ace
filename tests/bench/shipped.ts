// The shipped extension, for a bench to run.

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from '../../scripts/run.ts'
import { type Driven, type Hosts, type Kind, launch } from '../browser/browsers.ts'

/**
 * A browser with a copy of an extension, the built one unless told, so that a build meanwhile changes nothing. The preludes are put before
 * the code of its background or of a page, and `files` beside it. Copies of another `name` stand beside each other.
 */
export async function launchShipped(
  kind: Kind,
  hosts: Hosts,
  preludes: Record<string, string> = {},
  files: Record<string, string> = {},
  dist = join(ROOT, 'dist'),
  name = Object.keys(preludes).length > 0 ? 'timed' : 'plain',
): Promise<Driven> {
  const built = kind === 'chromium' ? 'chrome' : 'firefox'
  const extension = join(ROOT, 'target', 'bench', `${built}-${name}`)
  rmSync(extension, { recursive: true, force: true })
  cpSync(join(dist, built), extension, { recursive: true })
  for (const [of, prelude] of Object.entries(preludes)) {
    const code = join(extension, `${of}.js`)
    writeFileSync(code, prelude + readFileSync(code, 'utf8'))
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(extension, name), text)
  return launch(kind, hosts, { extension })
}

/** Stops the background, which has to be running. Whether another runs a moment later, which a message starts, is no matter. */
export const stopBackground = (driven: Driven): Promise<void> => driven.killBackground()

/** A file of this room and all that it imports, as one script for a page or a background. */
export async function script(name: string, alias: Record<string, string> = {}): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join('tests', 'bench', name)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome120',
    alias,
    loader: { '.wasm': 'binary' },
    // The glue names its file by it where it is told none; a script has no such name.
    define: { 'import.meta.url': '""' },
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}
