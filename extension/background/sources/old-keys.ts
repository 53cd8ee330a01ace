// Keys that have been in use for long: every copy that was ever made of them is as good as they are.

import type { Calls } from '../../protocol.ts'
import { isLongTerm, type Keys, secretsOfAll } from '../credentials/keys.ts'
import { inTurn, read, write } from '../store/storage.ts'

/** After so long a reminder comes, in milliseconds: the 90 days of the CIS benchmark for AWS. */
const OLD = 90 * 86_400_000
const WEEK = 7 * 86_400_000

export async function oldKeys(): Promise<Calls['oldKeys']['reply']> {
  const { sources = [], putOffAt = 0 } = await read('sources', 'putOffAt')
  if (putOffAt + WEEK > Date.now()) return []
  const secrets = await secretsOfAll(sources.map(({ id }) => id))
  return sources.flatMap(({ id, name }) => {
    const { keys } = secrets.get(id) ?? {}
    return keys?.since !== undefined && areOld(keys) ? [{ id, name, since: keys.since }] : []
  })
}

/** Whether they are a user's own at AWS, and so old that they are better rotated. */
export const areOld = ({ credentials, endpoint, since }: Keys): boolean =>
  endpoint === undefined && isLongTerm(credentials) && since !== undefined && since + OLD <= Date.now()

export const putOffOldKeys = (): Promise<void> => inTurn(() => write({ putOffAt: Date.now() }))
