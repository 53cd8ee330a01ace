// Every state of every page, light and dark, without a finding of axe-core: in Chromium, see axe.ts. Firefox reaches them all in attacks/telling.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page, SerializedAXNode } from 'puppeteer-core'
import { findings } from './axe.ts'
import { named, ROLES } from './named.ts'
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
      assert.deepEqual(await misnamed(page), [])
    })
  }
})

/** What Chromium would tell a screen reader of, and the tests' own way to find elements by name finds more or less often. */
async function misnamed(page: Page): Promise<string[]> {
  const told = new Map<string, number>()
  const count = ({ role, name = '', children = [] }: SerializedAXNode) => {
    const known = ROLES.find((each) => each === role)
    if (known && name) {
      const selector = named(known, name)
      told.set(selector, (told.get(selector) ?? 0) + 1)
    }
    for (const child of children) count(child)
  }
  const tree = await page.accessibility.snapshot()
  if (tree) count(tree)
  assert.notEqual(told.size, 0)
  const wrong: string[] = []
  for (const [selector, times] of told) {
    const found = (await page.$$(selector)).length
    if (found !== times) wrong.push(`${selector}: told ${times} times, found ${found} times`)
  }
  return wrong
}
