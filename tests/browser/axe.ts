import axe from 'axe-core'
import type { Page } from 'puppeteer-core'

/**
 * What axe-core objects to on a page: the rule, and the elements. Nothing in Firefox: names, roles and colours come from the same
 * pages and the same style sheets, and Chromium has been asked.
 */
export async function findings(page: Page): Promise<string[]> {
  if (/firefox/i.test(await page.browser().version())) return []
  // Of a colour that is on its way to another, neither is told.
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish()
  })
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${target} ${any[0]?.message ?? ''}`),
  )
}
