// The shipped extension, for a bench to run.

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from '../../scripts/run.ts'
import { type Driven, type Hosts, type Kind, launch } from '../browser/browsers.ts'

/**
 * A browser with a copy of the built extension, so that a build meanwhile changes nothing. `prelude` is put before its
 * background's code, and `files` beside it.
 */
export async function launchShipped(
  kind: Kind,
  hosts: Hosts,
  prelude = '',
  files: Record<string, string> = {},
): Promise<Driven> {
  const built = kind === 'chromium' ? 'chrome' : 'firefox'
  const extension = join(ROOT, 'target', 'bench', prelude ? `${built}-timed` : built)
  rmSync(extension, { recursive: true, force: true })
  cpSync(join(ROOT, 'dist', built), extension, { recursive: true })
  const background = join(extension, 'background.js')
  if (prelude) writeFileSync(background, prelude + readFileSync(background, 'utf8'))
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
