// npm run watch, or `npm run watch -- firefox`: a browser with a readable build, beside the local AWS, that is built and loaded anew
// whenever a file of the extension or of the core changes. What one does by hand there stays: the profile does, and open pages come back.

import { type Dirent, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sampleWorld } from '../tests/aws/sample.ts'
import { startAws } from '../tests/aws/server.ts'
import { type Driven, type Kind, kinds, launch } from '../tests/browser/browsers.ts'
import { buildFolders } from './build.ts'
import { ROOT } from './run.ts'
import { writeSample } from './sample.ts'

const OUT = join(ROOT, 'target', 'watch')
/** Files are asked for their times, each so many milliseconds: folders that a container mounts send no events. */
const EACH = 300

const kind = kinds.find((one) => one === (parseArgs({ allowPositionals: true }).positionals[0] ?? 'chromium'))
if (!kind) throw new Error(`The browsers are: ${kinds.join(', ')}`)
const visible = Boolean(process.env.DISPLAY)

await buildFolders(OUT, { readable: true })
const aws = await startAws(sampleWorld())
const driven = await launch(kind, aws, { visible, extension: join(OUT, folderOf(kind)) })
await writeSample(driven, aws)
if (!visible) console.log('There is no display here: nobody sees the browser. DISPLAY says where one is.')

const ended = new AbortController()
driven.browser.once('disconnected', () => ended.abort())
process.once('SIGINT', () => ended.abort())

let known = times()
console.log('Watching extension/ and crate/. Close the browser, or press Ctrl-C, to end.')
// What is being loaded as the browser ends never is: nobody waits for it.
await Promise.race([follow(), new Promise((resolve) => ended.signal.addEventListener('abort', resolve))])
await driven.close()
await aws.close()
process.exit()

async function follow(): Promise<void> {
  for (;;) {
    await wait(EACH)
    const now = times()
    const changed = [...new Set([...known.keys(), ...now.keys()])].find((file) => known.get(file) !== now.get(file))
    known = now
    if (changed) await loadAnew(changed)
  }
}

/** When each file last changed, in milliseconds, by its path in the repository. */
function times(): Map<string, number> {
  const files = ['extension', 'crate'].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true }),
  )
  const path = ({ parentPath, name }: Dirent) => join(parentPath, name)
  return new Map(
    files.flatMap((file) => {
      // An editor may put a file in another's place at this moment.
      const stat = file.isFile() && statSync(path(file), { throwIfNoEntry: false })
      return stat ? [[relative(ROOT, path(file)), stat.mtimeMs]] : []
    }),
  )
}

/** A mistake in a file is told, and the build of before goes on running. */
async function loadAnew(changed: string): Promise<void> {
  try {
    await buildFolders(OUT, { readable: true })
    const pages = await ownPages(driven)
    await driven.update()
    for (const page of pages) await driven.open(page)
    console.log(`${changed} changed: loaded anew, with ${pages.length} of its pages`)
  } catch (thrown) {
    if (!ended.signal.aborted) console.error(`${changed} changed, and is not loaded: ${thrown}`)
  }
}

/** The pages of the extension that are open, as {@link Driven.open} takes them. */
async function ownPages({ base, tabs }: Driven): Promise<string[]> {
  return (await tabs()).flatMap((url) => (url.startsWith(base) ? [url.slice(base.length)] : []))
}

function folderOf(kind: Kind): string {
  return kind === 'chromium' ? 'chrome' : kind
}
