// Backups: out as one file, in again whole or not at all.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { aliceKey, threeHops } from '../aws/sample.ts'
import { kinds } from './browsers.ts'
import { catchFile, caughtFile } from './caught-file.ts'
import { storedIn } from './kept.ts'
import { named } from './named.ts'
import { button, failureOn, pick, press, retype, shows } from './person.ts'
import { chainOf, credentialsOf, stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

const password = 'copper lantern drifts under seven maples'
const another = 'violet anchors hum beside quiet engines'

for (const kind of kinds) {
  describe(`backups in ${kind}`, () => {
    const here = stage(kind)
    let folder: string
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'rolerelay-backup-'))
    })
    after(() => rmSync(folder, { recursive: true }))

    const startOver = () => call(here.wings, 'startOver', { sure: 'delete everything' })
    beforeEach(async () => {
      await startOver()
      here.alice = await addSource(here.wings, credentialsOf(aliceKey(here.aws.world)))
      await addChain(here.wings, chainOf('Harbour Crane', here.alice, threeHops))
      await call(here.wings, 'createVault', { password })
    })

    const open = async () => {
      const page = await here.driven.open('options.html#/protection')
      await page.waitForSelector('h1')
      return page
    }
    const stored = () => storedIn(here.wings)
    const give = async (page: Page, name: string, backup: string) => {
      writeFileSync(join(folder, name), backup)
      const input = await page.waitForSelector('input[type=file]')
      await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(join(folder, name))
      await page.waitForSelector(`::-p-text(${name})`)
    }
    /** Opens it with a password and waits for what it would change. */
    const look = async (page: Page, backup: string, by = password) => {
      await give(page, 'rolerelay-backup.json', backup)
      await show(page, by)
    }
    // What becomes of the sweep is said above, and moves it.
    const show = async (page: Page, by: string) => {
      await retype(page, 'Password of the backup', by)
      await press(page, named('button', 'Show what it holds'))
    }
    const backup = async () => (await call(here.wings, 'backup', null)).text
    const namesOfChains = async () =>
      (await call(here.wings, 'list', { query: '', offset: 0, limit: 100 })).rows.map(({ name }) => name).sort()

    it('saves a file that holds nothing in the clear', async () => {
      const page = await open()
      await page.evaluate(catchFile)
      await press(page, named('button', 'Save a backup'))
      await page.waitForSelector('::-p-text(Handed to the browser as rolerelay-backup-)')
      const file = await caughtFile(page)
      assert.match(file.name, /^rolerelay-backup-\d{4}-\d\d-\d\d\.json$/)
      assert.equal((JSON.parse(file.text) as { rolerelay: string }).rolerelay, 'backup')
      for (const secret of ['Harbour', 'ProductionAdmin', aliceKey(here.aws.world).secret, aliceKey(here.aws.world).id])
        assert.equal(file.text.includes(secret), false, secret)
    })

    it('brings everything back after starting over, keys too', async () => {
      const saved = await backup()
      await startOver()
      const page = await open()
      await look(page, saved)
      await page.waitForSelector('::-p-text(Chains that come back)')
      await shows(page, /Harbour Crane/)
      assert.deepEqual(await namesOfChains(), [], 'a look changes nothing')
      await press(page, named('button', 'Restore this backup'))
      await page.waitForSelector('::-p-text(The backup was restored)')

      await call(here.wings, 'lock', null)
      await assert.rejects(call(here.wings, 'unlock', { password: another }), /wrong-password/)
      await call(here.wings, 'unlock', { password })
      await pick(here.driven, 'harbour')
      assert.equal((await here.driven.consoleTab()).role, 'ProductionAdmin')
    })

    it('takes the place of what is kept, and names what would change', async () => {
      const saved = await backup()
      const [row] = (await call(here.wings, 'list', { query: '', offset: 0, limit: 1 })).rows
      const chain = await call(here.wings, 'chain', { id: row?.id ?? '' })
      await call(here.wings, 'saveChain', { ...chain, name: 'Harbour Crane, renamed' })
      const later = Array.from({ length: 23 }, (_, at) => `Later ${String(at + 1).padStart(2, '0')}`)
      for (const name of later) await addChain(here.wings, chainOf(name, here.alice, threeHops))

      const page = await open()
      await look(page, saved)
      await button(page, 'Restore this backup').wait()
      await shows(page, /Chains that become what they were\s+1\s+Harbour Crane/)
      await shows(page, /Chains that go\s+23\s+Later 01\s/)
      const told = await shows(page, /Later 20\s+and 3 more/)
      assert.doesNotMatch(told, /Later 21/)
      await press(page, named('button', 'Restore this backup'))
      await page.waitForSelector('::-p-text(The backup was restored)')
      assert.deepEqual(await namesOfChains(), ['Harbour Crane'])
    })

    it('leaves all as it was when the password is wrong', async () => {
      const saved = await backup()
      await addChain(here.wings, chainOf('Newer', here.alice, threeHops))
      const kept = await stored()
      const page = await open()
      await look(page, saved, another)
      assert.equal((await failureOn(page)).title, 'This is not the backup’s password')
      assert.deepEqual(await stored(), kept)
      assert.deepEqual(await namesOfChains(), ['Harbour Crane', 'Newer'])
    })

    it('tells a damaged backup, a newer one and no backup apart, and keeps what is here', async () => {
      const kept = await stored()
      const saved = JSON.parse(await backup()) as { snapshot: string; records: Record<string, string> }
      const [record = ''] = Object.keys(saved.records)
      const { header } = JSON.parse(saved.snapshot) as { header: object }
      const newer = JSON.stringify({ ...JSON.parse(saved.snapshot), header: { ...header, format: 99 } })
      const files: [file: string, title: RegExp, message: RegExp][] = [
        ['{"chains":[]}', /no backup of Rolerelay/, /no backup/],
        ['not even JSON', /no backup of Rolerelay/, /no backup/],
        [JSON.stringify({ ...saved, records: { ...saved.records, [record]: 'AAAA' } }), /damaged/, /damaged/],
        [JSON.stringify({ ...saved, records: {} }), /damaged/, /damaged/],
        [JSON.stringify({ ...saved, snapshot: newer }), /not restored/, /newer Rolerelay/],
      ]
      for (const [at, [file, title, message]] of files.entries()) {
        const page = await open()
        await give(page, `${at}.json`, file)
        await show(page, password)
        const said = await failureOn(page)
        assert.match(said.title, title, file.slice(0, 30))
        assert.match(said.message, message, file.slice(0, 30))
        await page.close()
      }
      assert.deepEqual(await stored(), kept)
    })

    it('refuses a file that is larger than any backup', async () => {
      const page = await open()
      await give(page, 'large.json', ' '.repeat(32 * 2 ** 20 + 1))
      assert.match((await failureOn(page)).message, /at most 32 MB/)
    })
  })
}
