// A hop that the chain does not need, left out by a click: saved as from the editor, with a way back.

import { useState } from 'preact/hooks'
import type { Chain, Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import { whyNotSaved } from '../controls/not-saved.ts'

interface LeaveOutProps {
  /** The record as it is kept. */
  record: Chain
  /** Which of the record's own hops, counted from 0. */
  own: number
  /** The same in the whole chain, as a person counts. */
  number: number
  /** What is done in the place of saving, where the record is being edited. */
  onLeaveOut?: ((own: number) => void) | undefined
  onRetry?: (() => void) | undefined
}

export function LeaveOut({ record, own, number, onLeaveOut, onRetry }: LeaveOutProps) {
  const [isOut, setOut] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const [kept, setKept] = useState(record)
  const save = (chain: Chain, out: boolean) => {
    setWrong(undefined)
    call('saveChain', { chain, before: kept }).then(
      (reply) => {
        if (!reply.saved) return setWrong(whyNotSaved(reply))
        setKept(reply.now ?? chain)
        setOut(out)
      },
      (failure: Failure) => setWrong(failure.message),
    )
  }
  const leaveOut = () => (onLeaveOut ? onLeaveOut(own) : save({ ...record, hops: record.hops.toSpliced(own, 1) }, true))
  return (
    <div class="row cause-action">
      {/* One button for there and back, so that the focus stays. */}
      <button type="button" class="button" onClick={isOut ? () => save(record, false) : leaveOut}>
        {isOut ? 'Undo' : `Leave hop ${number} out`}
      </button>
      {isOut && onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          Try again without it
        </button>
      )}
      <span role="status">{isOut && `Hop ${number} was left out of ${record.name}.`}</span>
      {wrong && <span role="alert">{wrong}</span>}
    </div>
  )
}

/** Which of the record's own hops that is; none where it is one of another record. */
export function ownHop(record: Chain, whole: Chain | undefined, hop: number): number | undefined {
  const own = whole && hop - (whole.hops.length - record.hops.length)
  return own !== undefined && own >= 0 ? own : undefined
}
