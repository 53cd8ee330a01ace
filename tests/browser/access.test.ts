// Every state of every page, light and dark, without a finding of axe-core.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import axe from 'axe-core'
import type { Page } from 'puppeteer-core'
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

/** What axe-core objects to: the rule, and the elements. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${target} ${any[0]?.message ?? ''}`),
  )
}
