// The leases that go on, and the form for one more of a chain.

import { CopyIcon } from '../../ui/controls/icons.tsx'
import { clock, timeLeft, useNow } from '../../ui/controls/time.ts'
import { useCall } from '../../ui/controls/use-call.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import './leases.css'
import { NewLease } from './new-lease.tsx'

export function LeasesPage({ id }: { id: string | undefined }) {
  const { reply: leases, failure, again } = useCall('leases')
  const now = useNow(15_000)
  return (
    <article class="prose">
      <h1>Leases</h1>
      {id && <NewLease key={id} chainId={id} onCopied={() => void again()} />}
      <p class="muted">
        A lease is a chain’s credentials held to what somebody needs, by AWS, for a while. What is listed here has no
        key in it: a lease can be given once, and AWS ends it. Ended ones leave the list after a day; the{' '}
        <a href="#/journal">journal</a> keeps them.
      </p>
      {failure && <FailurePanel failure={failure} onRetry={() => void again()} />}
      {leases?.length === 0 && (
        <p class="muted">Nothing is leased. Choose “Copy a lease…” in the menu of a chain, here or in the popup.</p>
      )}
      {leases && leases.length > 0 && (
        <ul class="leases" aria-label="Leases">
          {leases.map((one) => (
            <li key={one.id} class={one.endsAt > now ? 'lease-row' : 'lease-row ended'}>
              <h2>
                {one.recipient}
                <span class="lease-left">{timeLeft(one.endsAt, now)}</span>
              </h2>
              <p>{one.purpose}</p>
              <p class="muted">
                {one.scope} · given {clock(one.givenAt, now)}, until {clock(one.endsAt, now)}
              </p>
              <p class="muted">
                <a href={`#/chains/${encodeURIComponent(one.chainId)}`}>{one.chain}</a>{' '}
                <span class="mono">
                  {one.account} / {one.role}
                </span>
              </p>
              <a
                class="button quiet square"
                href={`#/leases/${encodeURIComponent(one.chainId)}`}
                aria-label={`Another lease of ${one.chain}`}
                title={`Another lease of ${one.chain}`}
              >
                <CopyIcon />
              </a>
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}
