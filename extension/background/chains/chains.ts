// Chains as a person edits them: checked, saved, deleted. What lists make of them is in shelf.ts.

import type { Chain, Finding, Surroundings } from 'rolerelay-core'
import type { Calls } from '../../protocol.ts'
import { shapeIn } from '../../shape-id.ts'
import { withCore, withRest } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { signsForLong } from '../credentials/keys.ts'
import { getSettings } from '../store/settings.ts'
import { inTurn, read, readRecords } from '../store/storage.ts'
import { refusedDurations } from './durations.ts'
import { endpointOf, getChain, ownEndOf, recordIds, withParents } from './lineage.ts'
import { commit, summaries } from './shelf.ts'
import { isSame } from './steps.ts'

/** What is wrong with a chain. Which sources there are only we know; the core knows the rest. */
export async function checkChain(chain: Chain): Promise<Finding[]> {
  const records = await withParents([chain])
  const [root, { sources = [] }] = await Promise.all([rootOf(chain, records), read('sources')])
  const source = sources.find(({ id }) => id === root)
  const around: Surroundings = {
    parents: records.filter(({ id }) => id !== chain.id),
    ...(await surroundings()),
    ...(source && (await signsForLong(source))),
    ...(chain.hops.length === 0 && (await ownEndOf(source))),
    ...(await endpointOf(source)),
  }
  const findings = await withRest((core) => core.checkChain(chain, around))
  if (root && !source) findings.push(chain.parentId === undefined ? noSource : noSourceAbove)
  return findings
}

/**
 * Checks a chain and saves it unless a finding is an error, or the record is not any more what it was before. An empty id makes a new one.
 */
export async function saveChain(edited: Calls['saveChain']['argument']): Promise<Calls['saveChain']['reply']> {
  const { chain: draft, before } = 'before' in edited ? edited : { chain: edited, before: undefined }
  const chain = { ...draft, id: draft.id || crypto.randomUUID() }
  const { id } = chain
  const findings = await checkChain(chain)
  if (!isFine(findings)) return { id, saved: false, findings }
  return inTurn(async () => {
    const there = await mayHaveRecord(id)
    const isOther = before && there && !isSame(there, before) && !isSame(there, chain)
    if (isOther) return { id, saved: false, findings, now: there }
    await commit(new Map([[id, chain]]))
    return { id, saved: true, findings, now: await getChain(id) }
  })
}

/** The id of the chain that opens the console as the role whose session that source gives; it is made where there is none. */
export async function ownChain(sourceId: string): Promise<string> {
  const here = (await summaries()).find(
    (one) => one.hops === 0 && one.sourceId === sourceId && one.severity !== 'error',
  )
  if (here) return here.id
  const source = (await read('sources')).sources?.find(({ id }) => id === sourceId)
  if (!source) throw failure('invalid', 'This source is not here. It may have been deleted in another window.')
  const { id, saved, findings } = await saveChain({ id: '', name: source.name, sourceId, hops: [], tags: [] })
  if (!saved) throw failure('invalid', findings.find(({ severity }) => severity === 'error')?.message ?? '')
  return id
}

/** Puts a chain in its place as it is, whether it can be walked or not. */
export function restoreChain(chain: Chain): Promise<void> {
  return inTurn(async () => {
    await mayHaveRecord(chain.id)
    await commit(new Map([[chain.id, chain]]))
  })
}

/** Deletes a chain and gives it back, for an undo. What builds on it stays, and cannot be walked until that. */
export function deleteChain(id: string): Promise<Chain> {
  return inTurn(async () => {
    const record = await mayHaveRecord(id)
    if (!record) throw failure('invalid', 'This chain is not here. It may have been deleted in another window.')
    await commit(new Map([[id, null]]))
    return record
  })
}

export const isFine = (findings: Finding[]): boolean => findings.every(({ severity }) => severity !== 'error')

/** The record of that id, if there is one. A chain that a shape makes is changed there. */
async function mayHaveRecord(id: string): Promise<Chain | undefined> {
  const records = await readRecords(recordIds(id))
  const record = records.find((record) => record.id === id)
  const account = shapeIn(id)?.account
  const shape = records.find(({ accounts = [] }) => accounts.some((one) => one.id === account))
  if (!shape) return record
  throw failure(
    'invalid',
    `This chain is one of “${shape.name}”, which makes a chain for each account. Change it there.`,
  )
}

/** The source that a chain starts from in the end; none where its parents lead nowhere, which the core says. */
async function rootOf(chain: Chain, records: Chain[]): Promise<string> {
  if (chain.parentId === undefined) return chain.sourceId
  const whole = await withCore((core) => core.resolve(chain, records)).catch(() => undefined)
  return whole?.sourceId ?? ''
}

async function surroundings(): Promise<Surroundings> {
  const [{ user }, refused] = await Promise.all([getSettings(), refusedDurations()])
  return { ...(user && { user }), refusedDurations: refused }
}

export const noSource: Finding = {
  place: 'sourceId',
  severity: 'error',
  message: 'This source is not here any more. Choose another.',
}

const noSourceAbove: Finding = {
  place: 'parentId',
  severity: 'error',
  message: 'The source that this chain starts from in the end is not here any more. Choose another in the first chain.',
}
