// Whether all entries are linked without a gap, and what is not here any more.

import { useEffect } from 'preact/hooks'
import type { JournalVerdict } from 'rolerelay-core'
import type { JournalPage } from '../../protocol.ts'
import { CheckIcon, WarningIcon } from '../../ui/controls/icons.tsx'
import { clock } from '../../ui/controls/time.ts'
import { useCall } from '../../ui/controls/use-call.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'

/** How many breaks are told one by one. */
const TOLD = 5

export function JournalState({ page }: { page: JournalPage }) {
  const { known, before, deletedAt, unwritten } = page
  const { reply: verdict, failure, again } = useCall('verifyJournal')
  useEffect(() => {
    if (verdict && verdict.count !== known) void again()
  }, [known])
  return (
    <div class="journal-state">
      {failure && <FailurePanel failure={failure} onRetry={again} />}
      {verdict && <Linked verdict={verdict} />}
      {before > 0 && (
        <p class="muted">
          {deletedAt === undefined
            ? `The oldest ${before.toLocaleString()} have made room for newer ones: 5,000 are kept.`
            : `What stood before entry ${(before + 1).toLocaleString()} is not here. The journal was deleted on ${clock(deletedAt)}, and a new chain of hashes began.`}
        </p>
      )}
      {unwritten && (
        <p class="journal-warning">
          <WarningIcon />
          <span>
            {unwritten.count === 1 ? 'One run' : `${unwritten.count.toLocaleString()} runs`} could not be noted, the
            last of {clock(unwritten.at)}. {unwritten.why}
          </span>
        </p>
      )}
    </div>
  )
}

function Linked({ verdict: { count, breaks } }: { verdict: JournalVerdict }) {
  if (breaks.length > 0) {
    return (
      <div class="journal-broken" role="alert">
        <h2>
          <WarningIcon />
          The journal was changed by something else than Rolerelay
        </h2>
        <ul>
          {breaks.slice(0, TOLD).map(({ number, sentence }) => (
            <li key={`${number} ${sentence}`}>{sentence}</li>
          ))}
        </ul>
        {breaks.length > TOLD && <p>And in {(breaks.length - TOLD).toLocaleString()} more places.</p>}
        <p>CloudTrail has what AWS saw: look there for what is missing here.</p>
      </div>
    )
  }
  if (count === 0) return null
  return (
    <p class="journal-linked" role="status">
      <CheckIcon />
      {count === 1
        ? 'The entry is as it was written.'
        : `The ${count.toLocaleString()} entries are linked without a gap.`}
    </p>
  )
}
