// The editor as a person uses it, beyond the first chain: what is pasted, what is mended by a click, what others build on.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { accounts, auditIn, type SampleHop, steps, threeHops } from '../aws/sample.ts'
import { becomes, kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { button, field, press, shows, startFrom } from './person.ts'
import { chainOf, stage } from './stage.ts'
import { addChain, call, holdAnswers } from './wire.ts'

const [hub] = threeHops as [SampleHop]

for (const kind of kinds) {
  describe(`the editor in ${kind}`, () => {
    const here = stage(kind)
    const edit = (id: string) => here.driven.open(`options.html#/chains/${id}`)
    const saved = async (page: Page) => {
      await button(page, 'Save').click()
      await page.waitForSelector('::-p-text(Saved )')
      const id = await page.evaluate(() => location.hash.replace('#/chains/', ''))
      return call(here.wings, 'chain', { id })
    }
    /** As the browser does on Ctrl+V: into the field, unless the page took it. */
    const paste = (page: Page, selector: string, text: string) =>
      page.$eval(
        selector,
        (element, data) => {
          const clipboardData = new DataTransfer()
          clipboardData.setData('text/plain', data)
          const init = { clipboardData, dataType: 'text/plain', data, bubbles: true, cancelable: true }
          return !element.dispatchEvent(new ClipboardEvent('paste', init))
        },
        text,
      )

    it('understands a command line of the AWS CLI that is pasted into a role', async () => {
      const page = await here.driven.open('options.html#/chains/new')
      await field(page, 'Name').fill('Pasted')
      await page.waitForSelector('input[name="hops.0.roleArn"]')
      const line = `aws sts assume-role --role-arn ${steps[0]?.roleArn} --role-session-name "me@work" \\\n  --external-id 'a b'\\''c' --duration-seconds 1800 --tags Key=team,Value=payments --transitive-tag-keys team`
      assert.ok(await paste(page, 'input[name="hops.0.roleArn"]', line.replace("'a b'\\''c'", 'abc')))
      const value = () => page.$eval('input[name="hops.0.roleArn"]', (input) => (input as HTMLInputElement).value)
      await becomes('the role', value, steps[0]?.roleArn ?? '')
      const chain = await saved(page)
      assert.deepEqual(chain.hops, [
        {
          roleArn: steps[0]?.roleArn,
          sessionName: 'me@work',
          externalId: 'abc',
          durationSeconds: 1800,
          sessionTags: [{ key: 'team', value: 'payments', transitive: true }],
        },
      ])
    })

    it('keeps what is written before it knows the sources, in a chain that starts from one', async () => {
      const page = await here.driven.open('options.html#/chains')
      const release = await holdAnswers(page, 'sources')
      await page.evaluate((source) => location.assign(`#/chains/new/${source}`), here.alice)
      await field(page, 'Name').fill('Written early')
      await field(page, 'Role ARN of hop 1').fill(hub.roleArn)
      await release()
      const start = () => page.$eval('[role=combobox][name$=Id]', (input) => (input as HTMLInputElement).value)
      await becomes('the start', start, 'Alice')
      const { name, hops } = await saved(page)
      assert.deepEqual([name, hops], ['Written early', [{ roleArn: hub.roleArn }]])
    })

    it('turns the roles of a text round that does not say which comes first', async () => {
      const page = await here.driven.open('options.html#/chains/new')
      await field(page, 'Name').fill('Turned')
      const [one = '', two = ''] = steps.map(({ roleArn }) => roleArn)
      await page.waitForSelector('input[name="hops.0.roleArn"]')
      assert.ok(await paste(page, 'input[name="hops.0.roleArn"]', `${two}, which ${one} may assume`))
      await button(page, 'Turn the order round').click()
      await shows(page, /The order is turned round\./)
      assert.deepEqual(
        (await saved(page)).hops.map(({ roleArn }) => roleArn),
        [one, two],
      )
    })

    it('draws the chain account by account as it is written, and a click leads to where a role stands', async () => {
      const page = await edit(await addChain(here.wings, chainOf('Drawn', here.alice, threeHops)))
      const drawn = () =>
        page.$$eval('.chain-drawing [role=treeitem]', (items) =>
          items.map((item) => `${item.ariaLevel} ${item.textContent?.trim().replace(/\s+/g, ' ')}`),
        )
      const [first = '', second = '', third = ''] = threeHops.map(({ roleArn }) => /::(\d+):/.exec(roleArn)?.[1])
      const roles = [`2 RelayHub ${first}`, `3 SecurityGate ${second}`, `4 ProductionAdmin ${third}`]
      await becomes('the drawing', drawn, ['1 Alice', ...roles])
      await page.locator('.chain-drawing [aria-level="3"]').click()
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name'))
      await becomes('what has the focus', focused, 'hops.1.roleArn')
      await page.keyboard.press('End')
      await page.keyboard.type('2')
      await becomes('the drawing', drawn, ['1 Alice', roles[0], `3 SecurityGate2 ${second}`, roles[2]])
    })

    it('mends by a click what AWS would refuse, and takes that back', async () => {
      const long = steps.slice(0, 2).map((hop) => ({ ...hop, durationSeconds: 3600 }))
      const id = await addChain(here.wings, chainOf('Too long', here.alice, long))
      // As an older store may hold it.
      await call(here.wings, 'restoreChain', {
        ...(await call(here.wings, 'chain', { id })),
        hops: long.map((hop, at) => (at === 1 ? { ...hop, durationSeconds: 7200 } : hop)),
      })
      const { rows } = await call(here.wings, 'list', { query: 'too long', offset: 0, limit: 1 })
      assert.equal(rows[0]?.severity, 'error', 'lists say it too')
      const page = await edit(id)
      await button(page, 'Set one hour').click()
      await button(page, 'Undo').click()
      await button(page, 'Set one hour').click()
      const chain = await saved(page)
      assert.equal(chain.hops[1]?.durationSeconds, 3600)
    })

    it('tests the direct way, and keeps the shorter chain', async () => {
      const hops = [hub, auditIn(accounts.security)]
      const page = await edit(await addChain(here.wings, chainOf('Detour', here.alice, hops)))
      here.aws.clearJournal()
      await button(page, 'Test the direct way').click()
      await button(page, 'Keep the shorter chain').click()
      assert.equal(here.aws.requests({ action: 'AssumeRole' }).length, 1)
      const chain = await saved(page)
      assert.deepEqual(
        chain.hops.map(({ roleArn }) => roleArn),
        [auditIn(accounts.security).roleArn],
      )
    })

    it('starts a chain from another, shows what it inherits, and names what a deletion would break', async () => {
      const { driven, wings, alice } = here
      const id = await addChain(wings, chainOf('The hub', alice, [hub]))
      const page = await driven.open('options.html#/chains/new')
      await field(page, 'Name').fill('On the hub')
      await startFrom(page, 'The hub')
      await page.waitForSelector('::-p-text(RelayHub)')
      await field(page, 'Role ARN of hop 2').fill(auditIn(accounts.prod).roleArn)
      const chain = await saved(page)
      assert.deepEqual([chain.parentId, chain.sourceId, chain.hops.length], [id, '', 1])

      const parent = await edit(id)
      await button(parent, 'More').click()
      await parent.locator(named('menuitem', 'Delete')).click()
      await parent.waitForSelector('dialog[open] ::-p-text(On the hub)')
      await button(parent, 'Keep it').click()
      assert.equal((await call(wings, 'chain', { id })).name, 'The hub')
    })

    it('fills the accounts of a shape from a pasted list', async () => {
      const { driven, wings } = here
      const page = await driven.open('options.html#/chains/new')
      await field(page, 'Name').fill('Audit')
      await field(page, 'Role ARN of hop 1').fill(auditIn('{account}').roleArn)
      // What is wrong with the role is said above it once its writing rests.
      await press(page, '.shape summary')
      await press(page, named('button', 'Add an account'))
      await page.waitForSelector('.account-row input')
      const list = `${accounts.prod},Shopfront,live\n${accounts.security},Guardhouse\n`
      assert.ok(await paste(page, '.account-row input', list))
      await page.waitForSelector('.account-row:nth-of-type(2), .account-row + .account-row')
      await button(page, 'Save').click()
      const rows = () => call(wings, 'list', { query: '· audit', offset: 0, limit: 9 })
      const { rows: made } = await until('the shape to be saved', async () => {
        const page = await rows()
        return page.total === 2 && page
      })
      assert.deepEqual(made.map(({ name }) => name).sort(), ['Guardhouse · Audit', 'Shopfront · Audit'])
    })
  })
}
