// The options page as a person uses it: the first run, and writing sources and chains.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { aliceKey, steps, threeHops } from '../aws/sample.ts'
import { becomes, kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { button, field, pick, retype, shows, writeChain, writeSource } from './person.ts'
import { chainOf, credentialsOf, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

for (const kind of kinds) {
  describe(`the options page in ${kind}`, () => {
    const here = stage(kind)

    it('takes a newcomer from the empty popup to the console', async () => {
      const { aws, driven, wings } = here
      const popup = await driven.open('popup.html')
      await button(popup, 'Set up your first chain').wait()
      assert.doesNotMatch(
        await popup.evaluate(() => document.body.innerText),
        /in a background tab/,
        'keys that do nothing',
      )
      await button(popup, 'Set up your first chain').click()
      const page = await driven.find('options.html')

      const { accessKeyId, secretAccessKey } = credentialsOf(aliceKey(aws.world))
      await retype(page, 'Name for these keys', 'Mine')
      await field(page, 'Access key ID').fill(accessKeyId)
      await field(page, 'Secret access key').fill(secretAccessKey)
      await button(page, 'Use these keys').click()
      // The form then gives way to one line, and all below it moves.
      await button(page, 'Use another source').wait()
      await field(page, 'For this browser session only').click()
      const roles = 'Role ARNs in the order in which they are assumed, one a line'
      // As people have them at hand: with a comment, numbers and quotation marks.
      const [one, two] = steps.map(({ roleArn }) => roleArn)
      await field(page, roles).fill(`${two}, which ${one} may assume\n`)
      await field(page, 'Your name (optional)').click()
      await shows(page, /do not say for certain which of the roles is assumed first/)
      await button(page, 'Turn the order round').click()
      await shows(page, /Read: Step01 in \d{12}, then Step02 in \d{12}\./)
      await field(page, roles).fill(`# the way in\n1. ${one}\n2. "${two}",\n`)
      await shows(page, /Read: Step01 in \d{12}, then Step02 in \d{12}\./)
      await field(page, 'Your name (optional)').fill('ana@example.com')
      await button(page, 'Save and open the console').click()
      const { role, arn } = await driven.consoleTab()
      assert.equal(role, 'Step02')
      assert.match(arn ?? '', /\/ana@example\.com$/, 'CloudTrail shows who it was')
      await call(wings, 'saveSettings', { user: '' })
    })

    it('says of an address that was cut within a character that what it names is not here', async () => {
      const page = await here.driven.open('options.html#/chains/%E0%A4')
      await shows(page, /not here/)
      await page.evaluate(() => (location.hash = '#/sources/%'))
      await shows(page, /Sources/)
    })

    it('writes a source and a chain that open', async () => {
      const { aws, driven } = here
      await writeSource(driven, 'Written', credentialsOf(aliceKey(aws.world)))
      await writeChain(driven, 'Written by hand', 'Written', threeHops)
      await pick(driven, 'written by hand')
      assert.equal((await driven.consoleTab()).role, 'ProductionAdmin')
    })

    it('tests a chain hop by hop and opens nothing', async () => {
      const { aws, driven } = here
      await writeSource(driven, 'Tester', credentialsOf(aliceKey(aws.world)))
      const { page } = await writeChain(driven, 'To test', 'Tester', threeHops)
      await button(page, 'Test this chain').click()
      await page.waitForSelector('.success')
      for (const { roleArn } of threeHops) {
        const [, account, name] = /::(\d+):role\/(?:.*\/)?(.*)$/.exec(roleArn) ?? []
        await shows(page, new RegExp(`arn:aws:sts::${account}:assumed-role/${name}/rolerelay`))
      }
      // Who starts, each hop, and whether the end could be reached straight.
      assert.deepEqual(
        sentByExtension(aws).map(({ action, status }) => `${action} ${status}`),
        ['GetCallerIdentity 200', 'AssumeRole 200', 'AssumeRole 200', 'AssumeRole 200', 'AssumeRole 403'],
      )
      assert.deepEqual(
        (await driven.tabs()).filter((address) => address.startsWith('http')),
        [],
      )
    })

    it('says what is wrong with a role while it is typed', async () => {
      const { driven } = here
      const page = await driven.open('options.html#/chains/new')
      await field(page, 'Name').fill('Mistyped')
      await field(page, 'Role ARN of hop 1').fill('arn:aws:iam::1234:role/Admin')
      await field(page, 'Name').click()
      // The sentence that is read out with the field.
      const note = (input: Element) =>
        document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent
      const said = async () => /12 digits/.test((await page.$eval('input[name="hops.0.roleArn"]', note)) ?? '')
      await until('the mistake to be named', said)
    })

    it('keeps keys out of everything that a browser restores', async () => {
      const { aws, driven } = here
      const { secretAccessKey } = credentialsOf(aliceKey(aws.world))
      const page = await driven.open('options.html#/sources/new')
      await field(page, 'Secret access key').fill(secretAccessKey)
      const readable = (secret: string) =>
        [...document.querySelectorAll('input, textarea')].filter(
          (control) =>
            (control as HTMLInputElement).value.includes(secret) && (control as HTMLInputElement).type !== 'password',
        ).length +
        Number(location.href.includes(secret)) +
        Number(JSON.stringify({ ...sessionStorage, ...localStorage }).includes(secret))
      assert.equal(await page.evaluate(readable, secretAccessKey), 0)
    })

    it('reads what is pasted into the plain field before it stands there', async () => {
      const { aws, driven } = here
      const { accessKeyId, secretAccessKey } = credentialsOf(aliceKey(aws.world))
      const page = await driven.open('options.html#/sources/new')
      const value = (place: string) => page.$eval(`input[name="credentials.${place}"]`, (input) => input.value)
      await page.waitForSelector('input[name="credentials.accessKeyId"]')
      const left = await page.$eval('input[name="credentials.accessKeyId"]', paste, `${accessKeyId},${secretAccessKey}`)
      assert.equal(left, false, 'the browser must not paste it')
      await becomes('the secret', () => value('secretAccessKey'), secretAccessKey)
      await becomes('the id', () => value('accessKeyId'), accessKeyId)
    })

    it('brings back a chain that was deleted by mistake', async () => {
      const { driven, wings, alice } = here
      const id = await addChain(wings, chainOf('Deleted by mistake', alice, steps.slice(0, 1)))
      const page = await driven.open(`options.html#/chains/${id}`)
      await button(page, 'More').click()
      await page.locator(named('menuitem', 'Delete')).click()
      await button(page, 'Undo').wait()
      const edge = (selector: string, side: 'top' | 'bottom') =>
        page.$eval(selector, (element, side) => element.getBoundingClientRect()[side], side)
      const [end, start] = [await edge('main', 'bottom'), await edge('.toast', 'top')]
      assert.ok(start >= end, 'it would hide what stands at the end of the page')
      await button(page, 'Undo').click()
      // The name alone is also in what tells of the deletion, and in the list before it is read anew.
      await becomes('where the page is', () => page.evaluate(() => location.hash), `#/chains/${id}`)
      await page.waitForSelector('h2::-p-text(Deleted by mistake)')
      assert.equal((await call(wings, 'chain', { id })).name, 'Deleted by mistake')
    })
  })
}

/** Tells the field of a paste, and whether the browser would go on to paste the text as it is. */
function paste(field: Element, text: string): boolean {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', text)
  // Firefox takes the text from `dataType` and `data`.
  const init = { clipboardData, dataType: 'text/plain', data: text, bubbles: true, cancelable: true }
  return field.dispatchEvent(new ClipboardEvent('paste', init))
}
