// An entry in words.

import type { NotedHop, NotedRun } from 'rolerelay-core'

/** `Opened`, `Failed at hop 2`. */
export function outcomeWords({ action, outcome, failure }: NotedRun): string {
  if (outcome === 'done') return action === 'open' ? 'Opened' : 'Credentials copied'
  if (outcome === 'failed') return failure?.hop === undefined ? 'Failed' : `Failed at hop ${failure.hop + 1}`
  return outcome === 'cancelled' ? 'Cancelled' : 'Interrupted'
}

/** With its day and its seconds, also where it is of today: who compares it with CloudTrail needs both. */
export const moment = (at: number): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** What follows the last slash of the session's ARN: CloudTrail's user name. */
export const sessionName = (hop: NotedHop | undefined): string => hop?.sessionArn.split('/').at(-1) ?? ''
