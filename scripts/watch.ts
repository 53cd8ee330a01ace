// npm run watch, or `npm run watch -- firefox`: a browser with a readable build, beside the local AWS, that is built and loaded anew
// whenever a file of the extension or of the core changes. What one does by hand there stays: the profile does, and open pages come back.

import { watch } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sampleWorld } from '../tests/aws/sample.ts'
import { startAws } from '../tests/aws/server.ts'
import { type Driven, type Kind, kinds, launch } from '../tests/browser/browsers.ts'
import { buildFolders } from './build.ts'
import { ROOT } from './run.ts'
import { writeSample } from './sample.ts'

const OUT = join(ROOT, 'target', 'watch')
/** An editor that saves all files writes them within so many milliseconds. */
const TOGETHER = 100

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
let next: NodeJS.Timeout | undefined
let building: Promise<void> = Promise.resolve()
console.log('Watching extension/ and crate/. Close the browser, or press Ctrl-C, to end.')
await Promise.all(['extension', 'crate'].map(follow))
clearTimeout(next)
await building
await driven.close()
await aws.close()

async function follow(room: string): Promise<void> {
  try {
    for await (const { filename } of watch(join(ROOT, room), { recursive: true, signal: ended.signal })) {
      clearTimeout(next)
      next = setTimeout(() => {
        building = building.then(() => loadAnew(`${room}/${filename}`))
      }, TOGETHER)
    }
  } catch (thrown) {
    if (!ended.signal.aborted) throw thrown
  }
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
