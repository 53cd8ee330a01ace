// Many chains changed at once: all of them in one save, or none. What they were is kept in that save, so that the last such change
// can be taken back, be it by another background.

import type { Chain, ChainSummary } from 'rolerelay-core'
import type { ChainsChange, ChainsChanged, ChainsEdit, ChainsUndone, ChainsWeighed, Few } from '../../protocol.ts'
import { byText, fold } from '../../search/search.ts'
import { failure } from '../core/failure.ts'
import { mustPass } from '../store/admission.ts'
import { inTurn, read, readRecords } from '../store/storage.ts'
import { checkChain, noSource } from './chains.ts'
import { withParents } from './lineage.ts'
import { type Changes, commit, dependents, summaries, summarize } from './shelf.ts'
import { allTakenBack, type Step, stepBetween, withFields } from './steps.ts'

/** The last change of many chains, so that it can be taken back. */
export interface KeptUndo {
  id: string
  steps: Step[]
}

/** What a person has to know of them before they are changed. */
export async function weighChains(ids: string[]): Promise<ChainsWeighed> {
  const chosen = await mustBeRecords(ids)
  const among = new Set(ids)
  const others = (await dependents(ids)).filter(({ id }) => !among.has(id))
  return {
    dependents: few(others.map(({ name }) => name)),
    building: chosen.filter(isBuilding).length,
    tags: [...new Set(chosen.flatMap(({ tags }) => tags))].sort(byText),
  }
}

/** Makes the change with all of them, in one save, or with none. */
export function changeChains(ids: string[], change: ChainsChange): Promise<ChainsChanged> {
  return inTurn(async () => {
    const chosen = await mustBeRecords(ids)
    const records = await readRecords([...new Set(ids)])
    const steps = typeof change === 'string' ? whole(records, change) : await edited(records, change)
    const undo: KeptUndo = { id: crypto.randomUUID(), steps: steps.map(({ step }) => step) }
    const changes: Changes = new Map(steps.map(({ step, chain }) => [step.id, chain]))
    if (steps.length > 0) await commit(changes, { undo })
    const moves = typeof change !== 'string' && change.sourceId !== undefined
    return { undo: undo.id, changed: steps.length, building: moves ? chosen.filter(isBuilding).length : 0 }
  })
}

/** Takes the last change back, but for what became of its chains since. */
export function undoChanges(id: string): Promise<ChainsUndone> {
  return inTurn(async () => {
    const { undo } = await read('undo')
    if (undo?.id !== id) {
      throw failure('invalid', 'This can no longer be undone: another change of many chains came after it.')
    }
    const now = new Map((await readRecords(undo.steps.map((step) => step.id))).map((chain) => [chain.id, chain]))
    const { changes, kept } = allTakenBack(undo.steps, now)
    await commit(changes, { undo: null })
    const staying = undo.steps.filter(({ id }) => kept.has(id))
    return { restored: changes.size, kept: few(staying.map((step) => (now.get(step.id) ?? step).name)) }
  })
}

/** How many are named. */
const NAMED = 20

interface Made {
  step: Step
  chain: Chain | null
}

function whole(records: Chain[], change: 'delete' | 'duplicate'): Made[] {
  if (change === 'delete') {
    return records.flatMap((chain) => stepBetween(chain, null).map((step) => ({ step, chain: null })))
  }
  return records.flatMap((record) => {
    const chain = { ...record, id: crypto.randomUUID(), name: `${record.name} (copy)` }
    return stepBetween(undefined, chain).map((step) => ({ step, chain }))
  })
}

async function edited(records: Chain[], edit: ChainsEdit): Promise<Made[]> {
  const { sources = [] } = await read('sources')
  if (edit.sourceId !== undefined && !sources.some(({ id }) => id === edit.sourceId)) {
    throw failure('invalid', `Nothing was changed. ${noSource.message}`)
  }
  const made = records.flatMap((record): (Made & { record: Chain })[] => {
    const chain = written(record, edit)
    return stepBetween(record, chain).map((step) => ({ step, chain, record }))
  })
  await mustPass(made.flatMap(({ chain }): [string, Chain][] => (chain ? [[chain.id, chain]] : [])))
  await mustBeFine(
    made.map(({ record }) => record),
    made.flatMap(({ chain }) => chain ?? []),
  )
  return made
}

/** The chain with the edit in it. */
function written(chain: Chain, { addTags = [], removeTags = [], sourceId, ...fields }: ChainsEdit): Chain {
  const gone = new Set(removeTags.map(fold))
  const staying = (chain.tags ?? []).filter((tag) => !gone.has(fold(tag)))
  const there = new Set(staying.map(fold))
  const tags = [...staying, ...addTags.filter((tag) => !there.has(fold(tag)) && there.add(fold(tag)))]
  const start = sourceId !== undefined && !isBuilding(chain) ? { sourceId } : {}
  return withFields(chain, { tags, ...start, ...fields })
}

/** Throws where one that could be walked no longer could: as the editor, which does not save it either. */
async function mustBeFine(before: Chain[], after: Chain[]): Promise<void> {
  const broken = async (chains: Chain[]) => {
    const all = await withParents(chains)
    const found = await summarize(all)
    return new Set(found.flatMap(({ id, severity }) => (severity === 'error' ? [id] : [])))
  }
  const [was, is] = [await broken(before), await broken(after)]
  const wrong = after.find(({ id }) => is.has(id) && !was.has(id))
  if (!wrong) return
  const finding = (await checkChain(wrong)).find(({ severity }) => severity === 'error')
  throw failure('invalid', `Nothing was changed. “${wrong.name}”: ${finding?.message ?? ''}`)
}

/** What lists show of these chains, each of which is a record of its own. */
async function mustBeRecords(ids: string[]): Promise<ChainSummary[]> {
  const all = new Map((await summaries()).map((summary) => [summary.id, summary]))
  return [...new Set(ids)].map((id) => {
    const summary = all.get(id)
    if (!summary) {
      throw failure(
        'invalid',
        'Nothing was changed. One of these chains is not here: it may have been deleted meanwhile.',
      )
    }
    if (summary.shapeId === undefined) return summary
    throw failure(
      'invalid',
      `Nothing was changed. “${summary.name}” is made by a shape: change it there, or leave it out.`,
    )
  })
}

const isBuilding = ({ parentId }: Pick<Chain, 'parentId'>): boolean => parentId !== undefined
export const few = (names: string[]): Few => ({ count: names.length, names: names.slice(0, NAMED) })
