// A console that is opened from the list: the run below it, so that the editor beside it stays as it is.

import { useEffect } from 'preact/hooks'
import type { ChainRow, RunRequest } from '../../protocol.ts'
import type { ChainWindow } from '../../ui/chain-window.ts'
import { RunPanel } from '../../ui/run-panel.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useChain } from '../../ui/use-chain.ts'
import { type RunControl, useRun } from '../../ui/use-run.ts'
import { goTo } from '../route.ts'

export interface ListRun {
  run: RunControl
  walk: (request: RunRequest & { action: 'open' }, name: string) => void
  open: (row: Pick<ChainRow, 'id' | 'name'>, aside: boolean) => void
}

export function useListRun(chains: ChainWindow): ListRun {
  const run = useRun()
  const toast = useToast()
  const cancelled = run.view?.failure?.kind === 'cancelled'
  useEffect(() => {
    if (cancelled) run.dismiss()
  }, [cancelled])
  const walk: ListRun['walk'] = (request, name) => {
    run.start(request).then(
      () => {
        run.dismiss()
        toast({ text: `Opened ${name}${request.where === 'background-tab' ? ' in a background tab' : ''}.` })
        void chains.refresh()
      },
      () => {}, // its panel shows it
    )
  }
  return {
    run,
    walk,
    open: ({ id, name }, aside) =>
      walk({ action: 'open', chainId: id, where: aside ? 'background-tab' : 'new-tab' }, name),
  }
}

export function ListRunPanel({ run, walk }: ListRun) {
  const { view } = run
  const request = view?.request?.action === 'open' ? view.request : undefined
  const chain = useChain(request?.chainId)
  if (!view || !request) return null
  const name = view.state?.name || chain?.name || ''
  return (
    <div class="list-run">
      <RunPanel
        view={view}
        title={`Opening ${name}`}
        level={2}
        chain={chain}
        onCancel={run.cancel}
        // To try again is to be asked again.
        onRetry={() => walk({ ...request, confirmed: false }, name)}
        onAnswer={(answers) => walk({ ...request, ...answers }, name)}
        onClose={run.dismiss}
        goTo={goTo}
      />
    </div>
  )
}
