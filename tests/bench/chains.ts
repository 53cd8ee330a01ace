// As many chains as a bench asks for, written as the store keeps them.

import type { Page } from 'puppeteer-core'
import type { Chain } from 'rolerelay-core'
import { call } from '../browser/wire.ts'

/** The first word of every eighth chain's name. */
export const WORD = 'payments'

/** What lists read is not written: the background makes it from the chains. */
export async function keepChains(wings: Page, count: number, sourceId: string): Promise<void> {
  for (let from = 0; from < count; from += 1_000) {
    const chains = Array.from({ length: Math.min(1_000, count - from) }, (_, at) => chain(from + at, sourceId))
    const records = Object.fromEntries(chains.map((chain) => [`chain/${chain.id}`, chain]))
    await wings.evaluate((records) => chrome.storage.local.set(records), records)
  }
  await call(wings, 'list', { query: WORD, offset: 0, limit: 1 })
}

function chain(at: number, sourceId: string): Chain {
  const pick = (...words: string[]) => words[at % words.length] ?? ''
  const team = pick(WORD, 'ledger', 'search', 'identity', 'checkout', 'network', 'research', 'billing')
  const stage = pick('production', 'staging', 'development')
  const account = (hop: number) => String(100_000_000_000 + at * 16 + hop)
  return {
    id: crypto.randomUUID(),
    name: `${team} ${stage} ${at}`,
    sourceId,
    hops: [
      { roleArn: `arn:aws:iam::${account(0)}:role/Hub` },
      { roleArn: `arn:aws:iam::${account(1)}:role/break-glass/Gate`, externalId: `ticket-${at}` },
      { roleArn: `arn:aws:iam::${account(2)}:role/${pick('Administrator', 'ReadOnly', 'Deploy', 'Audit', 'Support')}` },
    ],
    tags: [stage, pick('eu', 'us', 'ap', 'sa', 'me')],
    colour: 'teal',
  }
}
