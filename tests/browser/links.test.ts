// Bookmark links: ours runs by itself, any other waits for a click and asks AWS nothing before it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { steps } from '../aws/sample.ts'
import { kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { pasted } from './pasteboard.ts'
import { button, choose, failureOn, field, pick, placeOf, retype, shows } from './person.ts'
import { chainOf, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const BUCKETS = 'https://eu-west-1.console.aws.amazon.com/s3/buckets?region=eu-west-1'

for (const kind of kinds) {
  describe(`a link in ${kind}`, () => {
    const here = stage(kind)

    it('that this installation made opens the console in its own tab', async () => {
      const { aws, driven } = here
      await follow(here, await linkTo(here, 'Ours'))
      const shown = await driven.consoleTab()
      assert.equal(shown.role, 'Step02')
      assert.equal(sentByExtension(aws).length, 3)
      assert.equal((await driven.tabs()).filter((address) => address.includes('/go.html')).length, 1, 'only the wings')
    })

    it('asks first too where the settings have every link ask, and opens after a click', async () => {
      const { aws, driven, wings } = here
      const link = await linkTo(here, 'Ours, and asks')
      const options = await driven.open('options.html#/settings')
      await field(options, 'Every link asks before it opens').click()
      await options.waitForSelector('::-p-text(Saved.)')
      const page = await follow(here, link)
      await page.waitForSelector('::-p-text(Every link asks before it opens: you chose so)')
      assert.equal(sentByExtension(aws).length, 0)
      await button(page, 'Open the console').click()
      assert.equal((await driven.consoleTab()).role, 'Step02')
      await call(wings, 'saveSettings', { linksAsk: false })
    })

    it('opens the console page that it names', async () => {
      const { driven } = here
      await follow(here, await linkTo(here, 'Ours, on a page', BUCKETS))
      const shown = await driven.consoleTab()
      assert.equal(shown.url, BUCKETS)
    })

    it('is not needed to open a page once: a service and a region after a name in the popup do', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('Ledger reader', alice, steps.slice(0, 2)))
      const popup = await pick(driven, 'ledger s3 eu-west-1')
      const shown = await driven.consoleTab()
      assert.equal(shown.url, 'https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1')
      assert.equal(shown.role, 'Step02')
      if (!popup.isClosed()) await popup.close()
    })

    it('is copied as Markdown in which a hostile name is text, and a colleague gets chain, role and account', async () => {
      const { driven, wings, alice } = here
      const id = await addChain(wings, chainOf('Ours](https://evil.example) *now* <b>', alice, steps.slice(0, 2)))
      const { url } = await call(wings, 'makeLink', { chainId: id })
      const popup = await choose(driven, 'ours](', 'Copy link as Markdown')
      await shows(popup, /Copied the link to Ours/)
      assert.equal(await pasted(driven), `[Ours\\]\\(https://evil\\.example\\) \\*now\\* \\<b\\>](${url})`)
      const again = await choose(driven, 'ours](', 'Copy for a colleague')
      await shows(again, /Copied what names Ours/)
      assert.equal(
        await pasted(driven),
        'Ours](https://evil.example) *now* <b>: role Step02 in AWS account 444455556666',
      )
    })

    it('that the options page made for a console page opens that page', async () => {
      const { driven, wings, alice } = here
      const chainId = await addChain(wings, chainOf('Made by hand', alice, steps.slice(0, 2)))
      const page = await driven.open(`options.html#/chains/${chainId}`)
      const ON_PAGE = 'On a console page (optional)'
      const href = () => page.$eval('a.link-drag', (link) => link.getAttribute('href'))
      await retype(page, ON_PAGE, 'https://console.aws.example.com/')
      await until(
        'the page to be refused',
        async () => (await page.$('.link-panel .findings .error')) && !(await href()),
      )
      await retype(page, ON_PAGE, BUCKETS)
      const link = await until('the link to the page', href)
      await follow(here, link)
      assert.equal((await driven.consoleTab()).url, BUCKETS)
    })

    it('opens in a tab that shows another one', async () => {
      const { driven } = here
      const page = await follow(here, (await linkTo(here, 'First')).replace(/&mac=.*$/, ''))
      await page.waitForSelector(named('heading', 'Open the console with this chain?'))
      const second = await linkTo(here, 'Second')
      await page.evaluate((address) => location.assign(address), placeOf(second))
      assert.equal((await driven.consoleTab()).role, 'Step02')
      assert.equal((await driven.tabs()).filter((address) => address.includes('/go.html')).length, 1, 'only the wings')
    })

    const changes: Record<string, (link: string, other: string) => string> = {
      'without its proof': (link) => link.replace(/&mac=.*$/, ''),
      'with a proof that is one bit off': (link) =>
        link.replace(/mac=(.)/, (_, first) => `mac=${first === 'A' ? 'B' : 'A'}`),
      'with the proof of another chain': (link, other) => link.replace(/mac=.*$/, /mac=.*$/.exec(other)?.[0] ?? ''),
      'with a page that it was not made with': (link) =>
        link.replace('&mac=', `&page=${encodeURIComponent(BUCKETS)}&mac=`),
    }
    for (const [name, change] of Object.entries(changes)) {
      it(`${name} asks first, and opens after a click`, async () => {
        const { aws, driven } = here
        const link = change(await linkTo(here, `Asked ${name}`), await linkTo(here, `Another ${name}`))
        const page = await follow(here, link)
        await page.waitForSelector(named('heading', 'Open the console with this chain?'))
        const facts = await page.$eval('dl', (list) => list.textContent ?? '')
        for (const fact of [`Asked ${name}`, '444455556666', 'arn:aws:iam::444455556666:role/Step02'])
          assert.ok(facts.includes(fact), `${fact} in ${facts}`)
        assert.equal(aws.requests().length, 0)

        await button(page, 'Open the console').click()
        assert.equal((await driven.consoleTab()).role, 'Step02')
      })
    }

    const corpus: Record<string, (link: string) => string> = {
      'a chain that is not here': (link) => link.replace(/chain=[^&]*/, 'chain=nobody'),
      'another version': (link) => link.replace('v=1', 'v=2'),
      'a page of another site': (link) => link.replace('&mac=', '&page=https%3A%2F%2Fconsole.aws.example.com%2F&mac='),
      'a script': (link) => link.replace('&mac=', '&page=javascript%3Aalert(1)&mac='),
      'a page of another partition': (link) =>
        link.replace('&mac=', '&page=https%3A%2F%2Fconsole.amazonaws.cn%2F&mac='),
      'nothing but noise': (link) => link.replace(/v=1.*$/, '%00%ff<script>alert(1)</script>'),
      'five thousand characters': (link) => `${link}${'A'.repeat(5000)}`,
    }
    for (const [name, change] of Object.entries(corpus)) {
      it(`to ${name} opens nothing`, async () => {
        const { aws, driven } = here
        const page = await follow(here, change(await linkTo(here, `Noise ${name}`)))
        await page.waitForSelector(named('heading', 'This link opens nothing'))
        assert.ok((await failureOn(page)).message.length > 20)
        assert.equal(aws.requests().length, 0)
        assert.deepEqual(
          (await driven.tabs()).filter((address) => address.startsWith('http')),
          [],
        )
      })
    }

    it('leaves the address bar, so that a reload does not run it again', async () => {
      const { driven } = here
      const link = (await linkTo(here, 'Once')).replace(/&mac=.*$/, '')
      const page = await follow(here, link)
      await page.waitForSelector('h1')
      assert.equal(await page.evaluate(() => location.hash), '')
      assert.equal(
        (await driven.tabs()).some((address) => address.includes('chain=')),
        false,
      )
    })
  })
}

/** A new chain of two hops, and its link. */
async function linkTo({ wings, alice }: Stage, name: string, destination?: string): Promise<string> {
  const chainId = await addChain(wings, chainOf(name, alice, steps.slice(0, 2)))
  return (await call(wings, 'makeLink', { chainId, ...(destination && { destination }) })).url
}

/** As the browser does when the bookmark is clicked. */
const follow = ({ driven }: Stage, link: string): Promise<Page> => driven.open(placeOf(link))
