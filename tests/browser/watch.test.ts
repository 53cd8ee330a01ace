// `npm run watch`: what a contributor changes is in the browser that it opened, with the pages that were open, and can be read there.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { it } from 'node:test'
import { ROOT } from '../../scripts/run.ts'
import { kinds, until } from './browsers.ts'

/** In milliseconds: what a build takes on a slow machine. */
const BUILD = 300_000

for (const kind of kinds) {
  it(`watching has ${kind} load anew what changed, and ends with a word`, async () => {
    const { DISPLAY: _, ...env } = process.env
    const watching = spawn(process.execPath, ['--import', 'tsx', 'scripts/watch.ts', kind], { cwd: ROOT, env })
    const ended = once(watching, 'exit')
    let hasEnded = false
    void ended.then(() => {
      hasEnded = true
    })
    const printed: string[] = []
    for (const from of [watching.stdout, watching.stderr])
      createInterface({ input: from }).on('line', (line) => printed.push(line))
    try {
      await line(/^Watching/)
      const now = new Date()
      utimesSync(join(ROOT, 'extension/popup/popup.css'), now, now)
      await line(/popup\.css changed: loaded anew, with 1 of its pages/)
    } finally {
      watching.kill()
    }
    assert.deepEqual(await ended, [0, null], printed.join('\n'))

    const folder = join(ROOT, 'target/watch', kind === 'chromium' ? 'chrome' : kind)
    assert.match(readFileSync(join(folder, 'popup.js'), 'utf8'), /^\/\/ extension\/popup\//m)
    const { sources } = JSON.parse(readFileSync(join(folder, 'popup.js.map'), 'utf8')) as { sources: string[] }
    assert.ok(
      sources.some((path) => path.endsWith('extension/popup/popup.tsx')),
      `${sources}`,
    )

    /** It builds first, and what it said until then tells why it did not come. */
    async function line(wanted: RegExp): Promise<void> {
      const isThere = () => printed.some((one) => wanted.test(one))
      await until(`${wanted}`, async () => isThere() || hasEnded, BUILD).catch((late) =>
        assert.fail(`${late}: ${printed.join('\n')}`),
      )
      assert.ok(isThere(), `it ended: ${printed.join('\n')}`)
    }
  })
}
