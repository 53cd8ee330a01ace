// Chains as text for other tools.

import type { Exported, ExportForm } from 'rolerelay-core'
import { withTransfer } from './core.ts'
import { secretsOfAll } from './keys.ts'
import { recordIds, withParents } from './lineage.ts'
import { read, readChains, readRecords } from './storage.ts'

/** Writes the chains of these ids, or all. */
export async function exportChains(ids: string[] | undefined, form: ExportForm): Promise<Exported> {
  const [records, { sources = [] }] = await Promise.all([ids ? needed(ids) : readChains(), read('sources')])
  const secrets = await secretsOfAll(sources.map(({ id }) => id))
  const withAccounts = sources.map((source) => {
    const account = secrets.get(source.id)?.keys?.likelyAccount
    return { source, ...(account && { account }) }
  })
  const wanted = ids ?? records.map(({ id }) => id)
  return withTransfer((core) => core.exportChains(wanted, records, withAccounts, form))
}

const needed = async (ids: string[]) => withParents(await readRecords([...new Set(ids.flatMap(recordIds))]))
