// Every state of every page, and how to get there: for the tests that look at all of them.

import type { Page } from 'puppeteer-core'
import { faults } from '../aws/faults.ts'
import {
  accounts,
  aliceKey,
  attested,
  auditIn,
  mfaHub,
  otherPartitions,
  steps,
  tagless,
  threeHops,
} from '../aws/sample.ts'
import { until } from './browsers.ts'
import { named } from './named.ts'
import { button, choose, failureOn, field, pick, press, retype, search } from './person.ts'
import { chainOf, credentialsOf, operatorOf, type Stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

/** In this order: the first is shown while there is no chain yet. */
export const states: Record<string, (here: Stage) => Promise<Page>> = {
  'the popup before the first chain': async ({ driven }) => {
    const page = await driven.open('popup.html')
    await page.waitForSelector('h1')
    return page
  },
  'the first run': async ({ driven }) => {
    const page = await driven.open('options.html#/welcome')
    await page.waitForSelector('h1')
    return page
  },
  'the popup with a list': async (here) => {
    await addSome(here)
    const page = await here.driven.open('popup.html')
    await page.waitForSelector('[role=option]')
    return page
  },
  'a search that finds nothing': async ({ driven }) => {
    const page = await driven.open('popup.html')
    await field(page, 'Search chains').fill('no such chain')
    await button(page, 'Clear search').wait()
    return page
  },
  'a search that finds but for a slip': async ({ driven }) => {
    const page = await driven.open('popup.html')
    await field(page, 'Search chains').fill('prodcution')
    await page.waitForSelector('[role=group] [role=option]')
    return page
  },
  'chains that are chosen, and what there is to change': async ({ driven }) => {
    const page = await driven.open('options.html#/chains')
    await page.locator('.narrow summary').click()
    await button(page, 'Select').click()
    await page.locator('.bulk-count .link-button').click()
    await button(page, 'Edit').click()
    await page.waitForSelector('dialog select[name=region]')
    return page
  },
  'several consoles that do not fit beside each other': async (here) => {
    await call(here.wings, 'saveSettings', { signOutFirst: true })
    const page = await openSeveral(here)
    await page.waitForSelector('dialog[open]')
    await call(here.wings, 'saveSettings', { signOutFirst: false })
    return page
  },
  'several consoles, of which none opened': async (here) => {
    here.aws.fault({ action: 'AssumeRole' }, faults.garbled)
    const page = await openSeveral(here)
    await page.waitForSelector('.several-missing .failure')
    return page
  },
  'the menu of a chain': async ({ driven }) => {
    const page = await driven.open('popup.html')
    await button(page, 'More').click()
    await page.waitForSelector('[role=menuitem]')
    return page
  },
  'a run': async ({ aws, driven }) => {
    aws.fault({ action: 'AssumeRole', nth: 2 }, faults.hang)
    const page = await pick(driven, 'production')
    await page.waitForSelector('::-p-text(Hop 2 of 3)')
    return page
  },
  'a run that failed': async ({ aws, driven }) => {
    aws.fault({ action: 'AssumeRole', nth: 2 }, faults.garbled)
    const page = await pick(driven, 'production')
    await failureOn(page)
    return page
  },
  'a hop that AWS denied, and what mends it': async ({ driven, wings, alice }) => {
    const hops = [steps[0], steps[2]].filter((step) => step !== undefined)
    await addChain(wings, chainOf('Denied', alice, hops))
    const page = await pick(driven, 'denied')
    await failureOn(page)
    await page.locator('.mend > summary').click()
    await page.waitForSelector('.mend-policy')
    return page
  },
  'a run that has to ask for access': async ({ aws, driven, wings }) => {
    const abroad = otherPartitions.find(({ partition }) => partition === 'aws-cn')
    const source = await addSource(wings, operatorOf(aws, accounts.china), 'Operator')
    await addChain(wings, chainOf('Abroad', source, abroad?.hops ?? []))
    const page = await pick(driven, 'abroad')
    await button(page, 'Allow access').wait()
    return page
  },
  'copied credentials': async ({ driven }) => {
    const page = await choose(driven, 'production', 'Copy credentials for bash')
    await page.waitForSelector('::-p-text(Copied for bash)')
    return page
  },
  'the list of chains': ({ driven }) => settled(driven.open('options.html#/chains')),
  'the map': async ({ driven }) => {
    const page = await driven.open('options.html#/map')
    await page.waitForSelector('[role=treeitem]')
    return page
  },
  'a new chain with mistakes': async ({ driven }) => {
    const page = await driven.open('options.html#/chains/new')
    await field(page, 'Role ARN of hop 1').fill('arn:aws:iam::12:role/x')
    await button(page, 'Save').click()
    await page.waitForSelector('[aria-invalid=true]')
    return page
  },
  'a chain, tested': async ({ driven, wings }) => {
    const { rows } = await call(wings, 'list', { query: 'production', offset: 0, limit: 1 })
    const page = await driven.open(`options.html#/chains/${rows[0]?.id}`)
    await button(page, 'Test this chain').click()
    await page.waitForSelector('.success')
    return page
  },
  'every field of a hop': async ({ driven, wings, alice }) => {
    const id = await addChain(wings, chainOf('Attested', alice, attested))
    const page = await driven.open(`options.html#/chains/${id}`)
    await page.locator('.hop-more summary').click()
    await page.waitForSelector('[name="hops.0.policy"]')
    return page
  },
  'a chain that builds on another': async ({ driven, wings }) => {
    const { rows } = await call(wings, 'list', { query: 'attested', offset: 0, limit: 1 })
    const child = { ...chainOf('Child', '', [tagless]), parentId: rows[0]?.id ?? '' }
    const page = await driven.open(`options.html#/chains/${await addChain(wings, child)}`)
    await page.waitForSelector('::-p-text(AttestedHub)')
    return page
  },
  'a shape': async ({ driven, wings, alice }) => {
    const accounts = [
      { id: '777788889999', name: 'Shopfront', tags: ['live'] },
      { id: '444455556666', name: 'Guardhouse' },
    ]
    const shape = { ...chainOf('Audit all', alice, [auditIn('{account}')]), accounts }
    const page = await driven.open(`options.html#/chains/${await addChain(wings, shape)}_777788889999`)
    await page.waitForSelector('.account-row')
    return page
  },
  'what an import would change': async ({ driven }) => {
    const page = await driven.open('options.html#/import')
    await page.waitForSelector('h1')
    await page.evaluate(pasteText, '[profile a]\nrole_arn = arn:aws:iam::123456789012:role/A\nsource_profile = b\n')
    await page.waitForSelector('::-p-text(What would change)')
    return page
  },
  'an export': async ({ driven }) => {
    const page = await driven.open('options.html#/export')
    await page.waitForSelector('pre')
    return page
  },
  'a question for an MFA code': async ({ driven, wings, alice }) => {
    await addChain(wings, chainOf('With a code', alice, [mfaHub]))
    const page = await pick(driven, 'with a code')
    await field(page, 'MFA code').wait()
    return page
  },
  'the journal': async (here) => {
    await pick(here.driven, 'production')
    await here.driven.consoleTab()
    await until('an entry', async () => {
      const { known } = await call(here.wings, 'journal', { query: '', offset: 0, limit: 1 })
      return known > 0
    })
    const page = await here.driven.open('options.html#/journal')
    await page.waitForSelector('.journal-query')
    await page.locator('.journal-query summary').click()
    return page
  },
  'a question before a guarded chain opens': async ({ driven, wings, alice }) => {
    await addChain(
      wings,
      chainOf('Guarded', alice, threeHops, { guard: 'PRODUCTION', colour: 'red', asksReason: true }),
    )
    const page = await pick(driven, 'guarded')
    await field(page, 'Ticket or reason').fill('INC 42')
    await page.waitForSelector('::-p-text(CloudTrail will show)')
    return page
  },
  'the list of sources': ({ driven }) => settled(driven.open('options.html#/sources')),
  'a new source with mistakes': async ({ driven }) => {
    const page = await driven.open('options.html#/sources/new')
    await field(page, 'Access key ID').fill('AKIA')
    await button(page, 'Save').click()
    await page.waitForSelector('[aria-invalid=true]')
    return page
  },
  'a source about to be deleted': async ({ driven, alice }) => {
    const page = await driven.open(`options.html#/sources/${alice}`)
    await button(page, 'Delete').click()
    await page.waitForSelector('dialog[open]')
    return page
  },
  'the settings': ({ driven }) => settled(driven.open('options.html#/settings')),
  'what it is': ({ driven }) => settled(driven.open('options.html#/about')),
  'the go page without a link': ({ driven }) => settled(driven.open('go.html')),
  'a link that asks first': async ({ driven, wings }) => {
    const { rows } = await call(wings, 'list', { query: 'production', offset: 0, limit: 1 })
    const page = await driven.open(`go.html#v=1&chain=${rows[0]?.id}`)
    await page.waitForSelector('dl')
    return page
  },
  'a link that opens nothing': async ({ driven }) => {
    const page = await driven.open('go.html#noise')
    await failureOn(page)
    return page
  },
  'a password that is too weak': async ({ driven }) => {
    const page = await driven.open('options.html#/protection')
    await field(page, 'Protect with a password').click()
    await field(page, 'New password').fill('production')
    await press(page, named('button', 'Set this password'))
    await page.waitForSelector('::-p-text(This password was not taken)')
    return page
  },
  'a suggested password': async ({ driven }) => {
    const page = await driven.open('options.html#/welcome')
    await field(page, 'Protect with a password').click()
    await button(page, 'Suggest one').click()
    await page.waitForSelector('.strength.good')
    return page
  },
  // From here on there is a vault.
  'the protection by a password': async ({ driven, wings }) => {
    await call(wings, 'createVault', { password: vaultPassword })
    const page = await driven.open('options.html#/protection')
    // What becomes of the sweep is said above, and moves it.
    await press(page, named('button', 'Change the password…'))
    await press(page, '.how > summary')
    await press(page, '.folded > summary')
    return page
  },
  'a backup about to be restored': async ({ driven, wings, alice }) => {
    const { text } = await call(wings, 'backup', null)
    await addChain(wings, chainOf('Newer than the backup', alice, threeHops))
    const page = await driven.open('options.html#/protection')
    await page.waitForSelector('#restore')
    await page.evaluate(pasteText, text)
    await retype(page, 'Password of the backup', vaultPassword)
    await press(page, named('button', 'Show what it holds'))
    await button(page, 'Restore this backup').wait()
    return page
  },
}

export const vaultPassword = 'copper lantern drifts under seven maples'

async function addSome({ aws, wings, alice }: Stage): Promise<void> {
  const id = await addChain(
    wings,
    chainOf('Production', alice, threeHops, { colour: 'red', tags: ['prod', 'on-call'] }),
  )
  await call(wings, 'favourite', { id, on: true })
  for (const length of [1, 2, 5]) await addChain(wings, chainOf(`Climb ${length}`, alice, steps.slice(0, length)))
  await addSource(wings, { ...credentialsOf(aliceKey(aws.world)) }, 'Another')
}

/** Chooses all that a search finds, and has them opened. */
async function openSeveral({ driven }: Stage): Promise<Page> {
  const page = await driven.open('options.html#/chains')
  await search(page, 'climb')
  await button(page, 'Select').click()
  await page.locator('.bulk-count .link-button').click()
  await button(page, 'Open 3 consoles').click()
  return page
}

/** Tells the page of a paste. */
function pasteText(data: string): void {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', data)
  // Firefox takes the text from `dataType` and `data`.
  const init = { clipboardData, dataType: 'text/plain', data, bubbles: true, cancelable: true }
  document.body.dispatchEvent(new ClipboardEvent('paste', init))
}

async function settled(opening: Promise<Page>): Promise<Page> {
  const page = await opening
  await page.waitForSelector('h1')
  return page
}
