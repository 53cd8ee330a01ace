// The last imports: what each brought, kept in the save that made it, so that the newest can be taken back, be it by another
// background or days later; then the one before it.

import type { Chain, ChainSummary, Source } from 'rolerelay-core'
import type { ImportRow, ImportUndone } from '../../protocol.ts'
import { few } from '../chains/bulk.ts'
import { recordIds } from '../chains/lineage.ts'
import { type Changes, commit, dependents, summaries } from '../chains/shelf.ts'
import { allTakenBack, type Step, takenBack } from '../chains/steps.ts'
import { failure } from '../core/failure.ts'
import {
  changedVault,
  forget,
  forgetSecrets,
  forgetSnapshot,
  keepSecrets,
  type Secrets,
  type StoredSecrets,
  secretsOfAll,
} from '../credentials/keys.ts'
import { inTurn, read, readRecords } from '../store/storage.ts'

/** An import that can be taken back. */
export interface KeptImport {
  id: string
  /** In milliseconds since 1970. */
  at: number
  /** The names of the files; none is empty. */
  from: string[]
  chains: Step[]
  sources: Step[]
  /** The sources that were here and got other keys, and whether they had some before. */
  keys: { id: string; name: string; had: boolean }[]
}

/** How many are kept. */
const MOST = 5

/** With this one before them. */
export const withImport = (imports: KeptImport[], one: KeptImport): KeptImport[] => [one, ...imports].slice(0, MOST)

/** The newest first: that one can be undone. */
export async function listImports(): Promise<ImportRow[]> {
  const { imports = [] } = await read('imports')
  const added = (steps: Step[]) => steps.filter(({ before }) => !before).length
  return imports.map(({ id, at, from, chains, sources, keys }) => ({
    id,
    at,
    from,
    chainsAdded: added(chains),
    chainsChanged: chains.length - added(chains),
    sourcesAdded: added(sources),
    sourcesChanged: sources.length - added(sources),
    keys: keys.length,
  }))
}

/** Takes the newest import back: what it added goes, and what it changed is as it was, but for what somebody made of either since. */
export function undoImport(id: string): Promise<ImportUndone> {
  return inTurn(async () => {
    const { imports = [], sources = [] } = await read('imports', 'sources')
    const [last, ...earlier] = imports
    if (last?.id !== id) {
      throw failure(
        'invalid',
        'Nothing was undone: this is not the last import that can be. Reload this page to see it.',
      )
    }
    const chains = await chainsBack(last)
    const secrets = await secretsOfAll([...last.sources, ...last.keys].map((one) => one.id))
    const back = sourcesBack(last, sources, await startsAfter(chains.changes), secrets)
    const { replaced, gone, ended, busy } = keysBack(last, back.left, secrets)
    const inVault = await changedVault((kept) => {
      forget(kept, back.gone)
      forget(kept, gone, ['keys'])
      for (const [id, { keys }] of replaced) if (keys && kept[id]?.keys) kept[id].keys = keys
    })
    await commit(chains.changes, { sources: back.left, ...inVault, imports: earlier })
    if (inVault.secrets) await forgetSnapshot()
    await forgetSecrets(back.gone)
    await keepSecrets(replaced)
    await forgetSecrets(gone, ['keys'])
    await forgetSecrets(
      back.left.map(({ id }) => id),
      ['keysBefore'],
    )
    return { chains: few(chains.kept), sources: few([...new Set([...back.kept, ...busy])]), keys: few(ended) }
  })
}

interface Back {
  changes: Changes
  /** The names of those that stay other than they were. */
  kept: string[]
}

async function chainsBack(last: KeptImport): Promise<Back> {
  const now = new Map((await readRecords(last.chains.map(({ id }) => id))).map((chain) => [chain.id, chain]))
  const { changes, kept } = allTakenBack(last.chains, now)
  // What somebody builds on stays, and what that builds on.
  const going = [...changes].flatMap(([id, chain]) => (chain ? [] : [id]))
  const others = (await dependents(going)).filter((one) => changes.get(recordOf(one)) !== null)
  const above = others.flatMap((one) => {
    const changed = changes.get(recordOf(one))
    return recordIds((changed ? changed.parentId : one.parentId) ?? '')
  })
  for (let id = above.pop(); id !== undefined; id = above.pop()) {
    if (changes.get(id) !== null) continue
    changes.delete(id)
    kept.add(id)
    above.push(...recordIds(now.get(id)?.parentId ?? ''))
  }
  const nameOf = new Map(last.chains.map(({ id, name }) => [id, now.get(id)?.name ?? name]))
  return { changes, kept: [...kept].map((id) => nameOf.get(id) ?? '') }
}

/** The sources that chains start from once these changes are made. */
async function startsAfter(changes: Changes): Promise<Set<string>> {
  const all = await summaries()
  const parents = new Map(all.map(({ id, parentId }) => [id, parentId]))
  /** Of a chain that builds on one that is changed, the start changes with that. */
  const startOf = ({ id, sourceId }: ChainSummary): string[] => {
    const seen = new Set<string>()
    for (let at: string | undefined = id; at !== undefined && !seen.has(at); ) {
      seen.add(at)
      const changed: Chain | undefined = recordIds(at).flatMap((record) => changes.get(record) ?? [])[0]
      if (changed && changed.parentId === undefined) return [changed.sourceId]
      at = changed ? changed.parentId : parents.get(at)
    }
    return [sourceId]
  }
  return new Set(all.filter((one) => changes.get(recordOf(one)) !== null).flatMap(startOf))
}

interface SourcesBack {
  left: Source[]
  gone: string[]
  kept: string[]
}

/** A source that the import brought stays where chains start from it, and with keys that it did not bring. */
function sourcesBack(
  last: KeptImport,
  sources: Source[],
  starts: Set<string>,
  secrets: Map<string, Secrets>,
): SourcesBack {
  const now = new Map(sources.map((source) => [source.id, source]))
  const [gone, kept]: [string[], string[]] = [[], []]
  for (const step of last.sources) {
    const { record, whole } = takenBack(step, now.get(step.id))
    const { keys, seed, rotation } = secrets.get(step.id) ?? {}
    const hasOwn = seed !== undefined || rotation !== undefined || (keys && keys.imported !== last.id)
    const stays = record === null && (hasOwn || starts.has(step.id))
    if (record === null && !stays) {
      gone.push(step.id)
      now.delete(step.id)
    }
    // A source that was deleted since is not made anew.
    if (record && now.has(step.id)) now.set(step.id, record)
    if (!whole || stays) kept.push((now.get(step.id) ?? step).name)
  }
  return { left: [...now.values()], gone, kept }
}

interface KeysBack {
  replaced: Map<string, Pick<StoredSecrets, 'keys'>>
  /** The sources whose keys go. */
  gone: string[]
  /** The names of those whose keys before it are nowhere any more. */
  ended: string[]
  /** The names of those whose keys are being rotated. */
  busy: string[]
}

/** Only keys that the import brought go, so that none is lost that was entered or made since. */
function keysBack(last: KeptImport, sources: Source[], secrets: Map<string, Secrets>): KeysBack {
  const names = new Map(sources.map(({ id, name }) => [id, name]))
  const back: KeysBack = { replaced: new Map(), gone: [], ended: [], busy: [] }
  for (const { id, had } of last.keys) {
    const { keys, keysBefore, rotation } = secrets.get(id) ?? {}
    const name = names.get(id)
    if (name === undefined || keys?.imported !== last.id) continue
    if (rotation) back.busy.push(name)
    else if (keysBefore) back.replaced.set(id, { keys: keysBefore })
    else {
      back.gone.push(id)
      if (had) back.ended.push(name)
    }
  }
  return back
}

const recordOf = ({ id, shapeId }: Pick<ChainSummary, 'id' | 'shapeId'>): string => shapeId ?? id
