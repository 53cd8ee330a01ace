// What was just done, and what is best done next.

import { useEffect, useRef } from 'preact/hooks'
import { CheckIcon } from '../../ui/controls/icons.tsx'

export type Done =
  /** With how many sources have their keys in the vault now. */
  | { what: 'protected'; keys: number }
  /** With the passkeys that opened it before. */
  | { what: 'changed'; passkeys: string[] }
  | { what: 'restored' }

export function DonePanel({ done }: { done: Done }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [done])
  return (
    <section class="done-panel" aria-label="What was done">
      <h2 ref={heading} tabIndex={-1}>
        <CheckIcon />
        {titles[done.what]}
      </h2>
      {done.what === 'protected' && (
        <p>
          All that is kept is encrypted now{keysKept(done.keys)}. Save a backup as well: without the password or a
          backup nobody can bring it back.
        </p>
      )}
      {done.what === 'changed' && (
        <>
          {done.passkeys.length > 0 && <p>Add these passkeys again: {done.passkeys.join(', ')}.</p>}
          <p>
            Old copies of this browser’s profile, and old backups, still open with the old password. If somebody may
            have one, <a href="#/sources">rotate your access keys</a>, and save a new backup.
          </p>
        </>
      )}
      {done.what === 'restored' && <p>Chains, sources and keys are as they were when the backup was made.</p>}
    </section>
  )
}

const titles = { protected: 'Protected', changed: 'The password was changed', restored: 'The backup was restored' }

/** Keys that are missing or in memory only are not counted. */
const keysKept = (count: number) =>
  count === 0 ? '' : count === 1 ? ', the keys of 1 source too' : `, the keys of ${count.toLocaleString()} sources too`
