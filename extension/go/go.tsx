// What the go page shows: the question whether to open, the run, or why the link opens nothing.

import { useEffect, useState } from 'preact/hooks'
import type { Failure, FailureKind } from 'rolerelay-core'
import { call, openOptions } from '../client.ts'
import type { LinkTarget } from '../protocol.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { RunPanel } from '../ui/run-panel.tsx'
import { useChain } from '../ui/use-chain.ts'
import { useRun } from '../ui/use-run.ts'
import { AskFirst } from './ask-first.tsx'
import './go.css'
import type { HeldLink } from './link-gate.tsx'

export function Go({ text, gone }: HeldLink) {
  const [target, setTarget] = useState<LinkTarget>()
  const [failure, setFailure] = useState<Failure>()
  const run = useRun()
  const chain = useChain(target?.chain.id)
  const { view } = run

  /** `confirmed`: the person was asked whether this chain is meant, as a guarded one wants. */
  const open = ({ chain, destination }: LinkTarget, confirmed = false) => {
    // The background sends this tab on to the console; a failure shows in the run's panel.
    run
      .start({ action: 'open', chainId: chain.id, destination, where: 'this-tab', ...(confirmed && { confirmed }) })
      .catch(() => {})
  }
  const read = () => {
    setFailure(undefined)
    call('readLink', { text }).then((found) => {
      setTarget(found)
      if (!found.asks) open(found)
    }, setFailure)
  }
  useEffect(() => {
    if (text) read()
  }, [])

  const name = target?.chain.name ?? ''
  const stopped = failure ?? view?.failure
  // Browsers write a page's title to disk, so it names no chain.
  useEffect(() => {
    const what = stopped && (waits[stopped.kind] ?? 'Not opened')
    document.title = what ? `${what} · Rolerelay` : 'Rolerelay'
  }, [stopped?.kind])

  return (
    <main class="go">
      {!text && <Nothing gone={gone} />}
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
      {target && view && (
        <RunPanel
          view={view}
          title={`Opening ${name}`}
          chain={chain}
          onCancel={run.cancel}
          onRetry={() => open(target)}
          goTo={(hash) => void openOptions(hash)}
        />
      )}
    </main>
  )
}

const waits: Partial<Record<FailureKind, string>> = { mfa: 'Code needed', guarded: 'Open?', reason: 'Reason needed' }

function Nothing({ gone = 'none' }: { gone: HeldLink['gone'] | 'none' }) {
  return (
    <>
      <h1>{gone === 'none' ? 'Nothing to open' : 'The link is not open any more'}</h1>
      <p class="muted">{nothing[gone]}</p>
      <button type="button" class="button primary" onClick={() => openOptions('/chains')}>
        Show my chains
      </button>
    </>
  )
}

const nothing = {
  none: 'This page opens a chain when you come to it by a bookmark. To make one, choose “Copy link” on a chain, or drag its link to the bookmarks bar.',
  late: 'It waited for five minutes to be unlocked, and was dropped. Use it again to open it.',
  locked: 'Rolerelay locked after you had opened it. Use it again to open it.',
}
