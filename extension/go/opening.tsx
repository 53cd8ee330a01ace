// The run that opens the console in the place of this page.

import { useEffect } from 'preact/hooks'
import type { Failure, FailureKind } from 'rolerelay-core'
import { openOptions } from '../client.ts'
import { useChain } from '../ui/chains/use-chain.ts'
import { RunPanel } from '../ui/run/run-panel.tsx'
import type { RunControl } from '../ui/run/use-run.ts'

interface OpeningProps {
  run: RunControl
  /** Of the chain. */
  id: string
  name?: string
  onRetry: () => void
  onClose?: () => void
}

/** The background sends this tab on to the console; a failure shows here. */
export function Opening({ run, id, name = '', onRetry, onClose }: OpeningProps) {
  const { view, cancel } = run
  const chain = useChain(id)
  useTitle(view?.failure)
  if (!view) return null
  return (
    <RunPanel
      view={view}
      title={`Opening ${view.state?.name || chain?.name || name}`}
      chain={chain}
      onCancel={cancel}
      onRetry={onRetry}
      {...(onClose && { onClose, closeLabel: 'Back to the list' })}
      goTo={(hash) => void openOptions(hash)}
    />
  )
}

/** Browsers write a page's title to disk, so it names no chain. */
export function useTitle(stopped: Failure | undefined): void {
  useEffect(() => {
    const what = stopped && (waits[stopped.kind] ?? 'Not opened')
    document.title = what ? `${what} · Rolerelay` : 'Rolerelay'
  }, [stopped?.kind])
}

const waits: Partial<Record<FailureKind, string>> = { mfa: 'Code needed', guarded: 'Open?', reason: 'Reason needed' }
