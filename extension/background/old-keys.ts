// Keys that have been in use for long: every copy that was ever made of them is as good as they are.

import type { Calls } from '../protocol.ts'
import { isLongTerm, secretsOfAll } from './keys.ts'
import { inTurn, read, write } from './storage.ts'

/** After so long a reminder comes, in milliseconds: the 90 days of the CIS benchmark for AWS. */
const OLD = 90 * 86_400_000
const WEEK = 7 * 86_400_000

export async function oldKeys(): Promise<Calls['oldKeys']['reply']> {
  const { sources = [], putOffAt = 0 } = await read('sources', 'putOffAt')
  if (putOffAt + WEEK > Date.now()) return []
  const secrets = await secretsOfAll(sources.map(({ id }) => id))
  return sources.flatMap(({ id, name }) => {
    const { keys } = secrets.get(id) ?? {}
    const since = keys && !keys.endpoint && isLongTerm(keys.credentials) ? keys.since : undefined
    return since !== undefined && since + OLD <= Date.now() ? [{ id, name, since }] : []
  })
}

export const putOffOldKeys = (): Promise<void> => inTurn(() => write({ putOffAt: Date.now() }))
