// Links that somebody else made, changed, kept too long or sends by the hundred: AWS is asked nothing before a click.
// What each of them says to a person is in tests/browser/links.test.ts.

import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { aliceKey, steps } from '../../aws/sample.ts'
import { becomes, type Driven, kinds, launch } from '../browsers.ts'
import { named } from '../named.ts'
import { button, unlock } from '../person.ts'
import { chainOf, credentialsOf, type Stage, sentByExtension, stage } from '../stage.ts'
import { addChain, addSource, call } from '../wire.ts'

const PAGE = 'https://eu-west-1.console.aws.amazon.com/s3/buckets?region=eu-west-1'
const PASSWORD = 'copper lantern drifts under seven maples'

for (const kind of kinds) {
  describe(`forged links in ${kind}`, () => {
    const here = stage(kind)
    let other: Driven | undefined
    after(() => other?.close())

    it('are not ours, whichever character of one of ours was changed', async () => {
      const { url } = await linkTo(here, 'Tampered', PAGE)
      const fragment = fragmentOf(url)
      assert.deepEqual(await ours(here, [fragment]), [fragment])
      const changed = [...fragment].flatMap((char, at) =>
        [char === 'A' ? 'B' : 'A', '%', '&', ''].map((other) => fragment.slice(0, at) + other + fragment.slice(at + 1)),
      )
      assert.ok(changed.length > 600)
      // 43 characters hold two bits more than a proof has: another last one may stand for the same proof.
      assert.deepEqual(
        (await ours(here, changed)).filter((link) => link.slice(0, -1) !== fragment.slice(0, -1)),
        [],
      )
    })

    it('are not ours, however the parts of ours are put together', async () => {
      const [link, another] = [await linkTo(here, 'First'), await linkTo(here, 'Second', PAGE)].map(({ url }) =>
        fragmentOf(url),
      ) as [string, string]
      const mac = /&mac=.*$/
      const proof = (text: string) => mac.exec(text)?.[0] ?? ''
      const page = `&page=${encodeURIComponent(PAGE)}`
      const forged = [
        link.replace(mac, ''),
        link.replace(mac, '&mac='),
        link.replace(mac, proof(another)),
        link.replace(mac, page + proof(link)),
        link + page,
        link + proof(another),
        `${link}&chain=${/chain=([^&]*)/.exec(another)?.[1]}`,
        another.replace(page, ''),
        another.replace(/page=[^&]*/, `page=${encodeURIComponent('https://attacker.example/')}`),
        another.replace(/page=[^&]*/, `page=${encodeURIComponent('javascript:alert(1)')}`),
        link.replace('v=1', 'v=1&v=1'),
        link.replace('chain=', 'Chain='),
        `${link}&`.repeat(2),
        link + 'A'.repeat(15_000),
        `u=${encodeURIComponent(`ext+rolerelay:${link.replace(mac, '')}`)}`,
        `u=${encodeURIComponent(encodeURIComponent(`ext+rolerelay:${link}`))}`,
        `u=${encodeURIComponent(`https://attacker.example/#${link}`)}`,
      ]
      assert.deepEqual(await ours(here, forged), [])
    })

    it('are what the links of another installation are, though it has a chain of the same id', async () => {
      const { aws, driven, wings } = here
      const { chainId } = await linkTo(here, 'Everywhere')
      other = await launch(kind, aws)
      const otherWings = await other.open('go.html')
      await addSource(otherWings, credentialsOf(aliceKey(aws.world)))
      await call(otherWings, 'restoreChain', await call(wings, 'chain', { id: chainId }))
      const { url } = await call(otherWings, 'makeLink', { chainId })
      assert.equal((await call(otherWings, 'readLink', { text: fragmentOf(url) })).ours, true)
      await other.close()

      const page = await driven.open(`go.html#${fragmentOf(url)}`)
      await page.waitForSelector(QUESTION)
      assert.deepEqual(sentByExtension(aws), [])
    })

    it('do not bring back what a chain was: an old link opens it as it is now, or nothing', async () => {
      const { aws, driven, wings } = here
      const { url, chainId } = await linkTo(here, 'Moved', PAGE)
      const chain = await call(wings, 'chain', { id: chainId })
      await call(wings, 'saveChain', { ...chain, hops: steps.slice(0, 1) })
      await driven.open(`go.html#${fragmentOf(url)}`)
      const shown = await driven.consoleTab()
      assert.equal(shown.role, 'Step01')
      assert.equal(aws.requests({ action: 'AssumeRole' }).length, 1)
      await driven.clear(wings)

      aws.clearJournal()
      await call(wings, 'deleteChain', { id: chainId })
      const page = await driven.open(`go.html#${fragmentOf(url)}`)
      await page.waitForSelector(named('heading', 'This link opens nothing'))
      assert.deepEqual(aws.requests(), [])
    })

    it('open a hundred tabs that each ask, and a click in one opens that one', async () => {
      const { aws, driven, wings } = here
      const { url } = await linkTo(here, 'Flood')
      const address = `${driven.base}go.html#${fragmentOf(url).replace(/&mac=.*$/, '')}`
      // By the browser's own count: its driver hears of tabs later, and at times not at all.
      const tabs = () => wings.evaluate(async () => (await chrome.tabs.query({})).length)
      const before = await tabs()
      const opened = await wings.evaluate(async (url) => {
        const tabs = await Promise.all(Array.from({ length: 100 }, () => chrome.tabs.create({ url, active: false })))
        return tabs.map(({ id }) => id as number)
      }, address)
      const asking = () =>
        wings.evaluate(
          (question) =>
            chrome.extension
              .getViews()
              .flatMap(({ document }) => [...document.querySelectorAll('h1')])
              .filter(({ textContent }) => textContent === question).length,
          'Open the console with this chain?',
        )
      await becomes('how many ask', asking, 100)
      assert.equal(await tabs(), before + 100, 'none opened another')
      assert.deepEqual(aws.requests(), [])

      const one = await driven.find('go.html', wings)
      await one.bringToFront()
      await button(one, 'Open the console').click()
      await driven.consoleTab()
      await becomes('how many ask', asking, 99)
      assert.equal(aws.requests({ action: 'AssumeRole' }).length, 2)
      await wings.evaluate((tabs) => chrome.tabs.remove(tabs), opened)
    })

    it('are not opened by the second half of the double click that opened them', async () => {
      const { aws, driven, wings } = here
      const { url } = await linkTo(here, 'Twice')
      const forged = `${driven.base}go.html#${fragmentOf(url).replace(/&mac=.*$/, '')}`
      // A click as soon as there is something to click at.
      await wings.evaluate(async (forged) => {
        await chrome.tabs.create({ url: forged, active: false })
        await new Promise<void>((clicked) => {
          const looking = setInterval(() => {
            const [there] = chrome.extension
              .getViews()
              .flatMap(({ document }) => [...document.querySelectorAll<HTMLButtonElement>('.go-facts + button')])
            if (!there) return
            clearInterval(looking)
            there.click()
            clicked()
          }, 5)
        })
      }, forged)
      const page = await driven.find('go.html', wings)
      await page.bringToFront()
      await page.waitForSelector('.go-facts + button:not([disabled])')
      assert.deepEqual(aws.requests(), [])
      await button(page, 'Open the console').click()
      await driven.consoleTab()
      assert.equal(aws.requests({ action: 'AssumeRole' }).length, 2)
    })

    it('and our own ask for the password first while the vault is locked, and AWS is asked nothing', async () => {
      const { aws, driven, wings } = here
      const { url } = await linkTo(here, 'Behind the password')
      await call(wings, 'createVault', { password: PASSWORD })
      const links = [fragmentOf(url), fragmentOf(url).replace(/&mac=.*$/, ''), 'noise']
      for (const link of links) {
        await call(wings, 'lock', null)
        const page = await driven.open(`go.html#${link}`)
        await page.waitForSelector('.unlock')
        const shown = await page.evaluate(() => document.documentElement.outerHTML + document.title + location.href)
        for (const hidden of ['Behind the password', 'Step02', link]) assert.ok(!shown.includes(hidden), hidden)
        assert.deepEqual(aws.requests(), [])
        if (link !== links[1]) await page.close()
        else {
          await unlock(page, PASSWORD)
          await page.waitForSelector(QUESTION)
          assert.deepEqual(aws.requests(), [])
        }
      }
      await call(wings, 'unlock', { password: PASSWORD })
    })
  })
}

const QUESTION = named('heading', 'Open the console with this chain?')

async function linkTo({ wings, alice }: Stage, name: string, destination?: string) {
  const chainId = await addChain(wings, chainOf(name, alice, steps.slice(0, 2)))
  return { chainId, ...(await call(wings, 'makeLink', { chainId, ...(destination && { destination }) })) }
}

const fragmentOf = (url: string): string => url.slice(url.indexOf(url.startsWith('ext+') ? ':' : '#') + 1)

/** Those of the links that would run by themselves. */
const ours = ({ wings }: Stage, links: string[]): Promise<string[]> =>
  wings.evaluate(async (links) => {
    const replies = await Promise.all(
      links.map((text) => chrome.runtime.sendMessage({ call: 'readLink', argument: { text } })),
    )
    return links.filter((_, at) => replies[at]?.ok?.ours)
  }, links)
