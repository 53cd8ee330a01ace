// Chains that were in the clear before there was a password: what is left of them in the profile afterwards. No extension can
// make a browser overwrite what it deleted, so this only says how much it is, for SECURITY.md, and that no key is in it.

import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { type LocalAws, startAws } from '../../aws/server.ts'
import { type Driven, kinds, launch } from '../browsers.ts'
import { call } from '../wire.ts'
import { canary, issued } from './canary.ts'
import { search } from './profile.ts'

/** The browser's own files of storage.local and IndexedDB. */
const STORES = /^(Default\/Local Extension Settings|Default\/IndexedDB|storage\/default)\//

for (const kind of kinds) {
  describe(`the profile of ${kind}, once there is a password`, () => {
    let aws: LocalAws
    let driven: Driven
    after(async () => {
      await driven?.close()
      await aws?.close()
    })

    it('holds no key, and what chains were there before only in what the browser has not overwritten yet', async (t) => {
      const marked = canary()
      aws = await startAws(marked.world)
      driven = await launch(kind, aws)
      const wings = await driven.open('go.html')
      await marked.use(driven, wings)
      await call(wings, 'createVault', { password: marked.password })
      const left = async (when: string) => {
        assert.deepEqual(search(driven.profile, { ...marked.secrets, ...issued(aws), password: marked.password }), [])
        const finds = search(driven.profile, marked.metadata).filter(({ mark }) => mark !== 'account of the shape')
        assert.deepEqual(
          finds.filter(({ file }) => !STORES.test(file)),
          [],
        )
        const files = [...new Set(finds.map(({ file }) => file.replace(/[^/]{30,}/g, '…')))]
        t.diagnostic(
          `${when}: ${new Set(finds.map(({ mark }) => mark)).size} of ${Object.keys(marked.metadata).length} names, in ${files.join(', ') || 'no file'}`,
        )
      }
      await driven.quit()
      await left('as the browser was closed')
      for (const time of ['second', 'third']) {
        driven = await launch(kind, aws, { profile: driven.profile })
        const page = await driven.open('go.html')
        await call(page, 'unlock', { password: marked.password })
        await call(page, 'saveSettings', { user: `${time} start` })
        await driven.quit()
        await left(`after the ${time} start`)
      }
    })
  })
}
