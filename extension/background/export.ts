// Chains as text for other tools.

import type { ExportForm, Exported } from 'rolerelay-core'
import { withCore } from './core.ts'
import { read, readChains } from './storage.ts'

export async function exportChains(ids: string[] | undefined, form: ExportForm): Promise<Exported> {
  const [records, { sources = [] }] = await Promise.all([readChains(), read('sources')])
  const wanted = ids ?? records.map(({ id }) => id)
  return withCore((core) =>
    core.exportChains(
      wanted,
      records,
      sources.map((source) => ({ source })),
      form,
    ),
  )
}
