// As many chains as a bench asks for, written as an older version kept them.

import type { Page } from 'puppeteer-core'
import type { Chain } from 'rolerelay-core'
import type { Driven } from '../browser/browsers.ts'
import { keepIn } from '../browser/kept.ts'
import { call } from '../browser/wire.ts'
import { stopBackground } from './shipped.ts'

/** The first word of every eighth chain's name. */
export const WORD = 'payments'

/** What lists read is not written: the background makes it from the chains. */
export async function keepChains(driven: Driven, wings: Page, count: number, sourceId: string): Promise<void> {
  const chains = Array.from({ length: count }, (_, at) => chain(at, sourceId))
  await keepIn(wings, (values) => ({
    ...values,
    ...Object.fromEntries(chains.map((chain) => [`chain/${chain.id}`, chain])),
  }))
  await stopBackground(driven)
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
