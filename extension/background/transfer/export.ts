// Chains as text for other tools.

import type { Exported, ExportForm, ExportSource, Source } from 'rolerelay-core'
import { byName } from '../../search/search.ts'
import { recordAsItOpens } from '../chains/as-it-opens.ts'
import { recordIds, withParents } from '../chains/lineage.ts'
import { withRest } from '../core/core.ts'
import { secretsOfAll } from '../credentials/keys.ts'
import { getSettings } from '../store/settings.ts'
import { read, readChains, readRecords } from '../store/storage.ts'

/** Writes the chains of these ids, or all by name. */
export async function exportChains(ids: string[] | undefined, form: ExportForm): Promise<Exported> {
  const [kept, { sources = [] }, settings] = await Promise.all([
    ids ? needed(ids) : readChains().then((all) => all.sort(byName)),
    read('sources'),
    getSettings(),
  ])
  const { reasonFor, reasonInto } = settings
  // Our own JSON has what each chain says itself: the settings of whoever reads it hold there.
  const records = form === 'rolerelay' ? kept : kept.map((record) => recordAsItOpens(record, settings))
  const wanted = ids ?? records.map(({ id }) => id)
  const withAccounts = await exportSources(sources)
  const reasons = { forAll: reasonFor === 'all', into: reasonInto }
  return withRest((core) => core.exportChains(wanted, records, withAccounts, form, reasons))
}

/** The sources with the accounts that their keys seem to be of. */
export async function exportSources(sources: Source[]): Promise<ExportSource[]> {
  const secrets = await secretsOfAll(sources.map(({ id }) => id))
  return sources.map((source) => {
    const account = secrets.get(source.id)?.keys?.likelyAccount
    return { source, ...(account && { account }) }
  })
}

const needed = async (ids: string[]) => withParents(await readRecords([...new Set(ids.flatMap(recordIds))]))
