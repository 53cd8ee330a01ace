// An entry in words.

import type { NotedArrival, NotedHop, NotedRun } from 'rolerelay-core'

/** `Opened`, `Failed at hop 2`. */
export function outcomeWords({ action, outcome, arrival, lease, failure }: NotedRun): string {
  if (outcome === 'done')
    return action === 'copy'
      ? lease
        ? 'Lease copied'
        : 'Credentials copied'
      : arrival === 'unseen'
        ? 'Sent, not seen'
        : 'Opened'
  if (outcome === 'failed') return failure?.hop === undefined ? 'Failed' : `Failed at hop ${failure.hop + 1}`
  return outcome === 'cancelled' ? 'Cancelled' : 'Interrupted'
}

/** How far the tab was seen. */
export const arrivalWords: Record<NotedArrival, string> = {
  role: 'The tab was seen on the console, and AWS’s list of sessions named the role there.',
  console: 'The tab was seen on the console.',
  left: 'The tab left AWS’s sign-in page. What it showed then is not told to Rolerelay.',
  unseen: 'The tab was sent to AWS’s sign-in page, and was not seen to go on.',
}

/** With its day and its seconds, also where it is of today: who compares it with CloudTrail needs both. */
export const moment = (at: number): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** What follows the last slash of the session's ARN: CloudTrail's user name. */
export const sessionName = (hop: NotedHop | undefined): string => hop?.sessionArn.split('/').at(-1) ?? ''
