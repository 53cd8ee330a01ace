// The keys of a source on its page: shown to nobody who does not show anew who they are, and to nobody who looks later.

import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { aliceKey } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { button, field, press, retype, shows } from './person.ts'
import { credentialsOf, type Stage, stage } from './stage.ts'
import { addSource, call } from './wire.ts'

const PASSWORD = 'lantern gravel orchid teapot'
const ASKED = 'Your password, to show that it is you'

for (const kind of kinds) {
  describe(`keys on the page of a source in ${kind}`, () => {
    const here = stage(kind)

    it('cannot be shown without a vault, and the page says why', async () => {
      const page = await sourcePage(here)
      await shows(page, /In memory, until the browser closes/)
      await shows(page, /The secret key cannot be shown again/)
      await shows(page, /To rotate these keys from here, they have to be kept for good/)
      assert.equal(await page.$(named('button', 'Show secret key…')), null)
      await assert.rejects(
        call(here.wings, 'revealKeys', { id: here.alice, proof: { password: PASSWORD } }),
        /nothing proves who asks/,
      )
    })

    it('are those of the profile that is chosen, where several are pasted', async () => {
      const page = await here.driven.open('options.html#/sources/new')
      const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
      const profile = (name: string, id: string) =>
        `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n\n`
      const file = profile('default', 'AKIAIOSFODNN7EXAMPLE') + profile('dev', 'AKIARZPUZDIKGB2VALC4')
      const id = await field(page, 'Access key ID').waitHandle()
      await id.evaluate((input, data) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', data)
        // Firefox takes the text from `dataType` and `data`.
        const init = { clipboardData, dataType: 'text/plain', data, bubbles: true, cancelable: true }
        input.dispatchEvent(new ClipboardEvent('paste', init))
      }, file)
      await shows(page, /has the keys of several profiles\. Which of them\?/)
      await button(page, 'dev').click()
      await becomes(
        'the access key id',
        () => id.evaluate((input) => (input as HTMLInputElement).value),
        'AKIARZPUZDIKGB2VALC4',
      )
      await page.waitForSelector('.credential-profiles', { hidden: true })
    })

    describe('in a vault', () => {
      beforeEach(async () => {
        const { state } = await call(here.wings, 'vault', null)
        if (state === 'open') await call(here.wings, 'createVault', { password: PASSWORD })
      })

      it('are shown by the password alone, for as long as the page is looked at', async () => {
        const { aws } = here
        const { secret } = aliceKey(aws.world)
        for (const away of [blur, hidden, hideButton]) {
          const page = await sourcePage(here)
          await button(page, 'Show secret key…').click()
          assert.ok(!(await html(page)).includes(secret))
          await field(page, ASKED).fill('not the password')
          await button(page, 'Show for half a minute').click()
          await page.waitForSelector('::-p-text(This is not the password.)')
          assert.ok(!(await html(page)).includes(secret))

          await retype(page, ASKED, PASSWORD)
          await page.keyboard.press('Enter')
          await until('the secret', async () => (await shown(page)) === secret)
          const said = await shows(page, /Hidden in \d+ s/)
          assert.ok(Number(/Hidden in (\d+) s/.exec(said)?.[1]) <= 30)
          assert.doesNotMatch(said, /Saved/, 'Enter is not the form’s')
          assert.deepEqual(await findings(page), [])
          assert.ok(!(await attributes(page)).includes(secret), 'it is in no attribute')

          await away(page)
          await until('the secret to be gone', async () => (await shown(page)) === undefined)
          assert.ok(!(await html(page)).includes(secret))
          // Whoever comes back has to show anew who they are.
          const typed = await page.$eval('input[name=proof]', (input) => (input as HTMLInputElement).value)
          assert.equal(typed, '')
          await page.close()
          await here.driven.clear(here.wings)
        }
      })

      it('are copied by the password, and cleared later', async () => {
        const page = await sourcePage(here)
        await button(page, 'Show secret key…').click()
        await field(page, ASKED).fill(PASSWORD)
        await button(page, 'Copy').click()
        await page.waitForSelector('::-p-text(Cleared from the clipboard in)')
        assert.ok(!(await html(page)).includes(aliceKey(here.aws.world).secret))
      })

      it('are kept in the vault, or only until the browser closes, as the person chooses', async () => {
        const { aws, driven, wings } = here
        const id = await addSource(wings, credentialsOf(aliceKey(aws.world)), 'For today')
        const keptIn = async () => (await call(wings, 'sources', null)).find((source) => source.id === id)?.keptIn
        assert.equal(await keptIn(), 'vault')
        const page = await driven.open(`options.html#/sources/${id}`)
        for (const [on, where] of [
          [true, 'session'],
          [false, 'vault'],
        ] as const) {
          // The page may not have drawn it yet.
          const boxes = () =>
            page.$$eval('input[name=sessionOnly]', (boxes) => boxes.map((box) => (box as HTMLInputElement).checked))
          await becomes('the box', boxes, [!on])
          // How keys are rotated is said above it, and comes and goes with where they are.
          await press(page, 'input[name=sessionOnly]', ' ')
          await button(page, 'Save').click()
          await becomes('where the keys are', keptIn, where)
        }
      })
    })
  })
}

async function sourcePage({ driven, alice }: Stage): Promise<Page> {
  const page = await driven.open(`options.html#/sources/${alice}`)
  await page.waitForSelector('::-p-text(Access key ID)')
  await until('the keys', () => page.$('[aria-label="Keys that are here"]'))
  return page
}

const html = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.outerHTML)

const shown = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.querySelector('.revealed code')?.textContent ?? undefined)

const attributes = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .flatMap((element) => [...element.attributes].map(({ value }) => value))
      .join(' '),
  )

/** The window loses the focus, as to another program. No driver can take it away, so the page is told. */
const blur = (page: Page): Promise<void> => page.evaluate(() => void window.dispatchEvent(new Event('blur')))

/** Another tab comes to the front. */
async function hidden(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
}

async function hideButton(page: Page): Promise<void> {
  await button(page, 'Hide').click()
}
