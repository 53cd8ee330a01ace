// Files that an import reads, what comes of them, and its undo: for the tests of imports.

import type { ImportFile } from 'rolerelay-core'
import type { ImportDone } from '../../../extension/protocol.ts'
import { Browser } from './browser.ts'
import { kept } from './kept.ts'
import { account, KEYS } from './sample.ts'

export const arn = (number: number, role: string) => `arn:aws:iam::${account(number)}:role/${role}`
export const profile = (name: string, number: number, from: string) =>
  `[profile ${name}]\nrole_arn = ${arn(number, name)}\nsource_profile = ${from}\n`

export const CREDENTIALS: ImportFile = {
  name: 'credentials',
  text: `[base]\naws_access_key_id = ${KEYS.accessKeyId}\naws_secret_access_key = ${KEYS.secretAccessKey}\n`,
}
export const config = (...profiles: string[]): ImportFile => ({ name: 'config', text: profiles.join('\n') })
export const FILES = [
  config(profile('hub', 1, 'base'), profile('gate', 2, 'hub'), profile('prod', 3, 'gate')),
  CREDENTIALS,
]

export const rows = async (browser: Browser) => (await browser.call('list', { query: '', offset: 0, limit: 500 })).rows
export const listed = async (browser: Browser) => (await rows(browser)).map(({ name, hops }) => [name, hops])
export const idOf = async (browser: Browser, name: string) =>
  (await rows(browser)).find((row) => row.name === name)?.id ?? ''
/** What matters of a store: whether what is derived was there already does not. */
export const store = (browser: Browser) => {
  const { looked: _, firstRows: __, ...session } = browser.session
  return structuredClone([kept(browser), session])
}

export async function awake() {
  const browser = new Browser()
  await browser.wake()
  return browser
}

export const undo = (browser: Browser, { id = '' }: ImportDone) => browser.call('undoImport', { id })

export async function imported(files = FILES) {
  const browser = await awake()
  const done = await browser.call('applyImport', { files, leaveOut: [] })
  return { browser, done }
}
