// What would mend a hop that AWS refused. All of it is made here: nothing is sent.

import type { Mend } from 'rolerelay-core'
import type { Calls } from '../../protocol.ts'
import { wholeChain } from '../chains/lineage.ts'
import { withCore, withRest } from '../core/core.ts'
import { getSettings } from '../store/settings.ts'
import { read } from '../store/storage.ts'
import { exportSources } from '../transfer/export.ts'
import { reasonOptions } from '../walks/questions.ts'
import { ofAccount } from './perform.ts'

/** Who has to allow what. */
export async function mend({ failure, done, ...written }: Calls['mend']['argument']): Promise<Mend> {
  const chain = await wholeChain(await ofAccount(written))
  const { sources = [] } = await read('sources')
  const [source] = await exportSources(sources.filter(({ id }) => id === chain.sourceId))
  const nameless = { source: { id: chain.sourceId, name: 'the source' } }
  const [route, settings] = await Promise.all([withCore((core) => core.route(chain)), getSettings()])
  const options = reasonOptions(route, settings, undefined)
  return withRest((core) => core.mend(chain, source ?? nameless, options, failure, done))
}
