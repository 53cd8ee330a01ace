// Chains and keys for the tests of the background.

import type { Chain, Credentials } from 'rolerelay-core'
import type { Confirmed } from '../../../extension/protocol.ts'
import { accounts } from '../../aws/sample.ts'
import type { Browser } from './browser.ts'
import { keep } from './kept.ts'

export const KEYS: Credentials = {
  accessKeyId: 'AKIARZPUZDIKGB2VALC4',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

export const account = (number: number) => String(100_000_000_000 + number)

export function chain(id: string, name = id, more: Partial<Chain> = {}): Chain {
  const hops = [
    { roleArn: `arn:aws:iam::${account(1)}:role/Entry` },
    { roleArn: `arn:aws:iam::${account(2)}:role/Reader` },
  ]
  return { id, name, sourceId: '', hops, tags: [], ...more }
}

/** A chain record as an older version left it: nothing is derived from it yet. */
export const shelve = (browser: Browser, ...chains: Chain[]): Promise<void> =>
  keep(browser, (values) => ({ ...values, ...Object.fromEntries(chains.map((each) => [`chain/${each.id}`, each])) }))

/** A source with keys, and its id. */
export async function addSource(browser: Browser, credentials: Credentials = KEYS, name = 'Base'): Promise<string> {
  const { id, saved, findings } = await browser.call('saveSource', { name, credentials })
  if (!saved) throw new Error(JSON.stringify(findings))
  return id
}

/** What somebody confirms who read of a chain of that name and word; it ends as Audit in prod unless it is said. */
export const confirms = (name: string, guard?: string, end: Partial<Confirmed> = {}): Confirmed => ({
  name,
  account: accounts.prod,
  role: 'Audit',
  ...(guard !== undefined && { guard }),
  ...end,
})
