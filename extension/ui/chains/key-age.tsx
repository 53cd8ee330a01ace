// How old access keys are, and the popup's one line about those that are old.

import { useEffect, useState } from 'preact/hooks'
import { call } from '../../client.ts'
import type { Calls, SourceRow } from '../../protocol.ts'
import { CrossIcon, KeyIcon } from '../controls/icons.tsx'
import './key-age.css'

const DAY = 86_400_000

/** In whole days. */
export const ageInDays = (since: number, now = Date.now()): number => Math.floor((now - since) / DAY)

/** Their age in days, where they are so old that they are better rotated. */
export const oldAge = ({ keysSince, areOld }: Pick<SourceRow, 'keysSince' | 'areOld'>): number | undefined =>
  areOld && keysSince !== undefined ? ageInDays(keysSince) : undefined

interface OldKeysLineProps {
  /** What the popup is opened for; the reminder comes later. */
  after: Promise<unknown>
  goTo: (place: string) => void
}

export function OldKeysLine({ after, goTo }: OldKeysLineProps) {
  const [old, setOld] = useState<Calls['oldKeys']['reply']>([])
  useEffect(() => {
    after.then(() => call('oldKeys', null)).then(setOld, () => {}) // a reminder that does not come is none
  }, [])
  const [first, ...more] = old
  if (!first) return null
  const putOff = () => {
    setOld([])
    void call('putOffOldKeys', null).catch(() => {})
  }
  return (
    <aside class="old-keys" aria-label="Old keys">
      <KeyIcon />
      <span class="ellipsis">
        {more.length === 0
          ? `Keys are ${ageInDays(first.since)} days old: “${first.name}”`
          : `The keys of ${old.length} sources are old: ${ageInDays(Math.max(...old.map(({ since }) => since)))} days and more.`}
      </span>
      <button
        type="button"
        class="link-button"
        onClick={() => goTo(more.length === 0 ? `/sources/${first.id}` : '/sources')}
      >
        Rotate them
      </button>
      <button
        type="button"
        class="button quiet square"
        aria-label="Remind me in a week"
        title="Remind me in a week"
        onClick={putOff}
      >
        <CrossIcon />
      </button>
    </aside>
  )
}
