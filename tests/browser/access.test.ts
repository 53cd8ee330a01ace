// Every state of every page, light and dark, without a finding of axe-core: in Chromium, see axe.ts. Firefox reaches them all in attacks/telling.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findings } from './axe.ts'
import { stage } from './stage.ts'
import { states } from './states.ts'

describe('axe-core', () => {
  const here = stage('chromium')

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
