// What the go page shows of a link: the question whether to open, the run, or why the link opens nothing.

import { useEffect, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call, openOptions } from '../client.ts'
import type { LinkTarget } from '../protocol.ts'
import { FailurePanel } from '../ui/failures/failure-panel.tsx'
import { useRun } from '../ui/run/use-run.ts'
import { AskFirst } from './ask-first.tsx'
import './go.css'
import { Opening, useTitle } from './opening.tsx'

export function Go({ text }: { text: string }) {
  const [target, setTarget] = useState<LinkTarget>()
  const [failure, setFailure] = useState<Failure>()
  const run = useRun()
  const { view } = run

  /** `isRead`: the person was asked whether this chain is meant. */
  const open = ({ chain, destination }: LinkTarget, isRead = false) => {
    const { name, guard, account, role } = chain
    const confirmed = { name, account, role, ...(guard !== undefined && { guard }) }
    // The background sends this tab on to the console; a failure shows in the run's panel.
    run
      .start({ action: 'open', chainId: chain.id, destination, where: 'this-tab', ...(isRead && { confirmed }) })
      .catch(() => {})
  }
  // To try again is to be asked again where there is a guard; else what was read of the link holds.
  const again = () => target && open(target, target.asks && target.chain.guard === undefined)
  const read = () => {
    setFailure(undefined)
    call('readLink', { text }).then((found) => {
      setTarget(found)
      if (!found.asks) open(found)
    }, setFailure)
  }
  useEffect(read, [])
  useTitle(failure)

  return (
    <main class="go">
      {failure && (
        <>
          <h1>This link opens nothing</h1>
          <FailurePanel failure={failure} title="Why" onRetry={failure.kind === 'invalid' ? undefined : read} />
          <button type="button" class="button" onClick={() => openOptions('/chains')}>
            Show my chains
          </button>
        </>
      )}
      {target && !view && target.asks && <AskFirst target={target} onOpen={() => open(target, true)} />}
      {target && view && <Opening run={run} {...target.chain} onRetry={again} />}
    </main>
  )
}
