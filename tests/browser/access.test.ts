// Every state of every page, light and dark, without a finding of axe-core.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findings } from './axe.ts'
import { kinds } from './browsers.ts'
import { stage } from './stage.ts'
import { states } from './states.ts'

for (const kind of kinds) {
  describe(`axe-core in ${kind}`, () => {
    const here = stage(kind)

    for (const [name, reach] of Object.entries(states)) {
      it(`finds nothing in ${name}`, async () => {
        const page = await reach(here)
        for (const look of ['light', 'dark'] as const) {
          await here.driven.prefer(look, page)
          assert.deepEqual(await findings(page), [], look)
        }
      })
    }
  })
}
