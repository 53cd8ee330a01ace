// Which chains are broken: a check of all of them, or of those that a search finds, and what it saw.

import { useEffect, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { CheckRequest } from '../../protocol.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { CheckProgressBar } from './check-progress.tsx'
import { CheckStart } from './check-start.tsx'
import { CheckSummary } from './check-summary.tsx'
import { CheckedList } from './checked-list.tsx'
import '../two-panes.css'
import './checks.css'
import { type Show, useChecks } from './use-checks.ts'

export function ChecksPage({ onSeen }: { onSeen: () => void }) {
  const [show, setShow] = useState<Show>('broken')
  const [refused, setRefused] = useState<Failure>()
  const checks = useChecks(show)
  const { page, progress, again } = checks
  const going = progress != null && progress.endedAt === undefined
  const listed = progress?.listed
  useEffect(onSeen, [listed, going])
  const attempt = (work: () => Promise<unknown>) => {
    setRefused(undefined)
    void work().catch(setRefused).then(again)
  }
  const start = (request: CheckRequest) => attempt(() => call('startCheck', request))
  return (
    <article class="panes">
      <header class="checks-head panes-head">
        <h1>Checks</h1>
        {going ? (
          <CheckProgressBar progress={progress} onCancel={() => attempt(() => call('stopCheck', null))} />
        ) : (
          <CheckStart onStart={start} />
        )}
        {refused && <FailurePanel failure={refused} title="Nothing was checked" />}
        {checks.failure && <FailurePanel failure={checks.failure} onRetry={again} />}
        <CheckSummary
          counts={page?.counts}
          progress={progress}
          show={show}
          onShow={setShow}
          onResume={() => start({ resume: true })}
        />
      </header>
      <CheckedList key={show} show={show} checks={checks} going={going} onCheck={start} />
    </article>
  )
}
