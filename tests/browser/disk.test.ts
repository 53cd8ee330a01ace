// Nothing secret reaches the disk: the whole profile is searched after keys were typed, pasted, used and copied.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { sampleWorld, threeHops } from '../aws/sample.ts'
import { type LocalAws, startAws } from '../aws/server.ts'
import { keyOf } from '../aws/world.ts'
import { type Driven, kinds, launch } from './browsers.ts'
import { choose, field, pick, writeChain, writeSource } from './person.ts'
import { credentialsOf } from './stage.ts'

for (const kind of kinds) {
  describe(`the profile of ${kind}`, () => {
    let aws: LocalAws
    let driven: Driven
    after(async () => {
      await driven?.close()
      await aws?.close()
    })

    it('holds chains, and no key, session or token', async () => {
      aws = await startAws(sampleWorld())
      driven = await launch(kind, aws)
      const { accessKeyId, secretAccessKey } = credentialsOf(keyOf(aws.world, '111122223333', 'alice'))
      await writeSource(driven, 'Marked source', { accessKeyId, secretAccessKey })
      await writeChain(driven, 'Marked chain QZXJVKWPHD', 'Marked source', threeHops)
      await pick(driven, 'marked')
      await driven.consoleTab()
      const popup = await choose(driven, 'marked', 'Copy credentials for bash')
      await popup.waitForSelector('::-p-text(Copied for bash)')
      // A form that is left half written is what a browser would restore after a crash.
      const form = await driven.open('options.html#/sources/new')
      await field(form, 'Secret access key').fill(secretAccessKey)
      await driven.killBackground()
      await driven.quit()

      const found = search(driven.profile, 'Marked chain QZXJVKWPHD')
      assert.notDeepEqual(found, [], 'the search finds what is kept on purpose')
      const secrets = [
        secretAccessKey,
        ...[...aws.state.sessions.values()].flatMap(({ secret, token }) => [secret, token]),
      ]
      assert.ok(secrets.length >= 13, 'three hops, twice')
      for (const secret of secrets) {
        // Part of it is enough to give it away, and compression may cut a long one.
        const piece = secret.slice(4, 36)
        assert.deepEqual(search(driven.profile, piece), [], 'a secret is on disk')
      }
    })
  })
}

/** The files that hold the text, as UTF-8 or as UTF-16. */
function search(folder: string, text: string): string[] {
  const forms = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path)
      return forms.some((form) => bytes.includes(form))
    })
}
