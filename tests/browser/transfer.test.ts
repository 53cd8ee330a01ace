// Chains come in from AWS config and go out again, as a person does it.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { accounts, aliceKey, externalId, threeHops } from '../aws/sample.ts'
import type { AccessKey } from '../aws/world.ts'
import { findings } from './axe.ts'
import { type Driven, kinds } from './browsers.ts'
import { storedIn } from './kept.ts'
import { named } from './named.ts'
import { button, field, pick, shows } from './person.ts'
import { stage } from './stage.ts'
import { call } from './wire.ts'

const [hub, gate, prod] = threeHops.map(({ roleArn }) => roleArn)

const config = `
[default]
region = us-east-1
[profile relay]
role_arn = ${hub}
source_profile = base
[profile gate]
role_arn = ${gate}
source_profile = relay
[profile shop-prod]
role_arn = ${prod}
source_profile = gate
external_id = ${externalId}
region = eu-west-1
[profile company-sso]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
sso_account_id = ${accounts.hub}
sso_role_name = Developer
[profile by-sso]
role_arn = ${hub}
source_profile = company-sso
[profile lost]
role_arn = ${hub}
source_profile = nowhere
`
const credentials = ({ id, secret }: AccessKey) =>
  `[base]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`

for (const kind of kinds) {
  describe(`import and export in ${kind}`, () => {
    const here = stage(kind)
    let folder: string
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'rolerelay-transfer-'))
    })
    after(() => rmSync(folder, { recursive: true }))

    /** Opens files by the page's own file field, as its button does. */
    async function give(page: Page, texts: Record<string, string>): Promise<void> {
      const paths = Object.entries(texts).map(([name, text]) => {
        writeFileSync(join(folder, name), text)
        return join(folder, name)
      })
      const input = await page.waitForSelector('input[type=file]')
      await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...paths)
    }
    const names = async () => {
      const { rows } = await call(here.wings, 'list', { query: '', offset: 0, limit: 100 })
      return rows.map(({ name }) => name).sort()
    }
    const everything = () => storedIn(here.wings)
    const importPage = async ({ driven }: { driven: Driven }) => {
      const page = await driven.open('options.html#/import')
      await page.waitForSelector('h1')
      return page
    }

    it('brings in a config and its credentials, and a chain of it opens', async () => {
      const { driven, aws, wings } = here
      const page = await importPage(here)
      await give(page, { config, credentials: credentials(aliceKey(aws.world)) })
      await page.waitForSelector('::-p-text(What would change)')
      const said = await shows(page, /No profile “nowhere” is in these files/)
      await shows(page, /It has the access key of the source “Alice”, which is here/)
      assert.ok(!said.includes(aliceKey(aws.world).secret))
      assert.deepEqual(await names(), [], 'a preview changes nothing')

      await button(page, 'Import 6 chains').click()
      await page.waitForSelector('::-p-text(Undo the import)')
      assert.deepEqual(await names(), ['by-sso', 'company-sso', 'gate', 'lost', 'relay', 'shop-prod'])
      const sources = await call(wings, 'sources', null)
      const stateOf = (name: string) => sources.find((source) => source.name === name)?.keys
      assert.deepEqual([stateOf('base'), stateOf('Alice')], [undefined, 'ready'], 'whose key is here is here')
      assert.equal(stateOf('company-sso'), 'signed-out')

      await pick(driven, 'shop-prod')
      assert.equal((await driven.consoleTab()).role, 'ProductionAdmin')
    })

    it('tells what the editor would refuse, mends it by a click, and reads a file as what one says', async () => {
      const page = await importPage(here)
      const long = `[profile base]\nregion = us-east-1\n[profile first]\nrole_arn = ${hub}\nsource_profile = base\n[profile too-long]\nrole_arn = ${gate}\nsource_profile = first\nduration_seconds = 43200\n`
      await give(page, { 'long.txt': long })
      await shows(page, /1 chain could not be walked/)
      await shows(page, /too-long, hop 1: AWS gives at most 3600 seconds/)
      assert.deepEqual(await findings(page), [])
      const as = named('combobox', 'Read long.txt as')
      await page.locator(as).fill('leapp')
      await shows(page, /malformed, or is not a workspace of Leapp/)
      await page.locator(as).fill('aws-config')
      await shows(page, /1 chain could not be walked/)
      const mend = await page.waitForSelector(named('checkbox', 'Mend it as it says below'))
      await mend?.press(' ')
      assert.ok(await mend?.evaluate((box) => (box as HTMLInputElement).checked), 'it is to be mended')
      await button(page, 'Import 2 chains').click()
      await page.waitForSelector('::-p-text(Undo the import)')
      const { rows } = await call(here.wings, 'list', { query: 'too-long', offset: 0, limit: 1 })
      const { hops } = await call(here.wings, 'chain', { id: rows[0]?.id ?? '' })
      assert.equal(hops[0]?.durationSeconds, 3600)
      await button(page, 'Undo the import').click()
      await page.waitForSelector('::-p-text(Undo the import)', { hidden: true })
    })

    it('turns the order of pasted roles round by a click', async () => {
      const page = await importPage(here)
      await give(page, { 'roles.txt': `${hub}\n${gate}\n` })
      await button(page, 'Turn the order round').click()
      const as = await page.waitForSelector(named('combobox', 'Read roles.txt as'))
      await page.waitForFunction((select) => (select as HTMLSelectElement | null)?.value === 'roles-turned', {}, as)
      assert.deepEqual(await findings(page), [])
      await button(page, 'Import 1 chain').click()
      await page.waitForSelector('::-p-text(Undo the import)')
      const { rows } = await call(here.wings, 'list', { query: '', offset: 0, limit: 50 })
      const hops = await Promise.all(rows.map(async ({ id }) => (await call(here.wings, 'chain', { id })).hops))
      assert.ok(
        hops.some(([first, last]) => first?.roleArn === gate && last?.roleArn === hub),
        JSON.stringify(hops),
      )
      await button(page, 'Undo the import').click()
      await page.waitForSelector('::-p-text(Undo the import)', { hidden: true })
    })

    it('makes of a list of accounts a chain for each, in the editor', async () => {
      const page = await importPage(here)
      const list = `Account ID,Account name,Status\n${accounts.hub},Hub,ACTIVE\n000000000003,Old,SUSPENDED\nand others\n`
      await give(page, { 'accounts.csv': list })
      const said = await shows(
        page,
        /accounts.csv is a list of 2 accounts[\s\S]*Left out, suspended or closed: 1 account: Old[\s\S]*Warning\s+Line 4 names no account: “and others”/,
      )
      assert.doesNotMatch(said, /nothing that Rolerelay can read/)
      assert.deepEqual(await findings(page), [])
      await field(page, 'Role in each account').fill('Audit')
      await button(page, 'Make a chain for each account').click()
      const role = await field(page, 'Role ARN of hop 1').waitHandle()
      assert.equal(
        await role.evaluate((input) => (input as HTMLInputElement).value),
        'arn:aws:iam::{account}:role/Audit',
      )
      await shows(page, /One chain for each account: 1 account/)
    })

    it('takes what is pasted as soon as the page is there, and each of two that come at once', async () => {
      const page = await here.driven.open('options.html#/about')
      const texts = ['one', 'two'].map((name) => `[profile ${name}]\nrole_arn = ${hub}\nsource_profile = base\n`)
      await page.evaluate((texts) => {
        new MutationObserver((_, watching) => {
          if (document.querySelector('h1')?.textContent !== 'Import chains') return
          watching.disconnect()
          for (const data of texts) {
            const clipboardData = new DataTransfer()
            clipboardData.setData('text/plain', data)
            // Firefox takes the text from `dataType` and `data`.
            const init = { clipboardData, dataType: 'text/plain', data, bubbles: true, cancelable: true }
            document.body.dispatchEvent(new ClipboardEvent('paste', init))
          }
        }).observe(document.body, { childList: true, subtree: true })
        location.hash = '#/import'
      }, texts)
      await button(page, 'Import 2 chains').wait()
    })

    it('changes nothing when the same comes again, and only that when one line differs', async () => {
      const before = await everything()
      const page = await importPage(here)
      await give(page, { config, credentials: credentials(aliceKey(here.aws.world)) })
      await page.waitForSelector('::-p-text(What would change)')
      await shows(page, /Unchanged\s+6/)
      assert.deepEqual(await everything(), before)
      await page.close()

      const alone = await importPage(here)
      await give(alone, { config })
      await shows(alone, /Unchanged\s+6/)
      await alone.close()

      const again = await importPage(here)
      await give(again, { config: config.replace(externalId, 'another-one') })
      await again.waitForSelector('::-p-text(What would change)')
      await button(again, 'Import 1 chain').click()
      await again.waitForSelector('::-p-text(Undo the import)')
      const { rows } = await call(here.wings, 'list', { query: 'shop-prod', offset: 0, limit: 1 })
      const chain = await call(here.wings, 'chain', { id: rows[0]?.id ?? '' })
      assert.equal(chain.hops[0]?.externalId, 'another-one')

      await button(again, 'Undo the import').click()
      await again.waitForSelector('::-p-text(Undone)')
      const back = await call(here.wings, 'chain', { id: rows[0]?.id ?? '' })
      assert.equal(back.hops[0]?.externalId, externalId)
    })

    it('takes fresh keys for a source that is here already', async () => {
      const page = await importPage(here)
      const others = { ...aliceKey(here.aws.world), secret: 'x'.repeat(40) }
      await give(page, { credentials: credentials(others) })
      await page.waitForSelector('::-p-text(What would change)')
      await button(page, 'Import the keys of 1 source').click()
      await page.waitForSelector('::-p-text(Sources with new keys: 1)')
      await button(page, 'Undo the import').click()
      await page.waitForSelector('::-p-text(Undone)')
    })

    it('lists the last imports on a page that is opened later, and undoes the newest there', async () => {
      const before = await names()
      const page = await importPage(here)
      await give(page, {
        'later.txt': `[profile later]\nrole_arn = arn:aws:iam::123456789012:role/Later\nsource_profile = base\n`,
      })
      await button(page, 'Import 1 chain').click()
      await button(page, 'Undo the import').wait()
      await page.close()

      const later = await importPage(here)
      await shows(later, /Last imports[\s\S]*from later\.txt\s+1 chain added/)
      assert.deepEqual(await findings(later), [])
      await button(later, 'Undo this import').click()
      const said = await shows(later, /Undone: all is as it was[\s\S]*Last imports/)
      assert.doesNotMatch(said, /later\.txt/)
      assert.deepEqual(await names(), before)
    })

    it('takes what is pasted, and shows none of it', async () => {
      const page = await importPage(here)
      const pasted = '[profile pasted]\nrole_arn = arn:aws:iam::123456789012:role/Pasted\nsource_profile = hidden\n'
      const keys =
        '[profile hidden]\naws_access_key_id = AKIAQAAAAAAAGMKEM7X5\naws_secret_access_key = PastedSecret/0123456789+0123456789abcdef\n'
      await page.evaluate((text) => {
        const data = new DataTransfer()
        data.setData('text/plain', text)
        // The last two are how Firefox is told.
        const told = { clipboardData: data, bubbles: true, cancelable: true, dataType: 'text/plain', data: text }
        document.body.dispatchEvent(new ClipboardEvent('paste', told))
      }, pasted + keys)
      await page.waitForSelector('::-p-text(What would change)')
      const said = await shows(page, /pasted/)
      assert.ok(!said.includes('PastedSecret'))
      const inFields = await page.$$eval('input', (inputs) => inputs.map(({ value }) => value).join())
      assert.ok(!inFields.includes('PastedSecret'))
    })

    it('leaves all as it was when a file cannot be read', async () => {
      const before = await everything()
      const page = await importPage(here)
      await give(page, { 'rolerelay.json': '{"rolerelay": 99, "chains": []}' })
      await page.waitForSelector('::-p-text(What would change)')
      const import_ = await page.waitForSelector('.import-bar button[aria-disabled=true]')
      await import_?.click()
      assert.deepEqual(await everything(), before)
    })

    it('writes the chains as AWS config, and as a file that brings them back', async () => {
      const { driven, wings } = here
      const page = await driven.open('options.html#/export')
      await page.waitForSelector('pre')
      await shows(page, /\[profile shop-prod\][^[]*external_id = sample-external-id/, 'pre')

      const { text: own } = await call(wings, 'exportChains', { form: 'rolerelay' })
      assert.ok(!own.includes(aliceKey(here.aws.world).secret))
      const before = await names()
      const done = await call(wings, 'applyImport', { files: [{ name: 'rolerelay.json', text: own }], leaveOut: [] })
      assert.deepEqual([done.added, done.changed], [[], []], 'they are here already')
      for (const { id } of (await call(wings, 'list', { query: '', offset: 0, limit: 100 })).rows)
        await call(wings, 'deleteChain', { id })
      assert.deepEqual(await names(), [])
      await call(wings, 'applyImport', { files: [{ name: 'rolerelay.json', text: own }], leaveOut: [] })
      assert.deepEqual(await names(), before)
      await pick(driven, 'shop-prod')
      assert.equal((await driven.consoleTab()).role, 'ProductionAdmin')
    })
  })
}
