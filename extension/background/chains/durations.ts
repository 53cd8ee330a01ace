// What AWS said of how long a role's sessions may last, so that a check can say it before the next click.

import type { Failure, Hop, RefusedDuration } from 'rolerelay-core'
import { inTurn, read, write } from '../store/storage.ts'

export const refusedDurations = async (): Promise<RefusedDuration[]> => (await read('refused')).refused ?? []

/** Learns from a failure of a run, if it is about a duration. */
export async function learnFrom({ kind, roleArn, evidence }: Failure): Promise<void> {
  const seconds = evidence?.durationSeconds
  if (kind !== 'duration' || roleArn === undefined || seconds === undefined) return
  await change((refused) => {
    const before = refused.find((known) => known.roleArn === roleArn)?.seconds ?? seconds
    const others = refused.filter((known) => known.roleArn !== roleArn)
    return [...others, { roleArn, seconds: Math.min(seconds, before) }].slice(-MOST)
  })
}

/** Forgets what was refused once and has been given now: the role's maximum was raised. */
export async function learnFromSuccess(hops: Hop[]): Promise<void> {
  const given = new Map(hops.map(({ roleArn, durationSeconds = 0 }) => [roleArn, durationSeconds]))
  await change((refused) => refused.filter(({ roleArn, seconds }) => seconds > (given.get(roleArn) ?? 0)))
}

/** Roles enough for anyone, and a record that stays small. */
const MOST = 200

function change(how: (refused: RefusedDuration[]) => RefusedDuration[]): Promise<void> {
  return inTurn(async () => {
    const before = await refusedDurations()
    const after = how(before)
    if (JSON.stringify(after) !== JSON.stringify(before)) await write({ refused: after })
  })
}
