// A console that is opened from the list: the run below it, so that the editor beside it stays as it is.

import { useEffect } from 'preact/hooks'
import type { ChainRow, LiveConsole, RunRequest } from '../../protocol.ts'
import type { ChainWindow } from '../../ui/chains/chain-window.ts'
import { openRequest, pickedPlace } from '../../ui/chains/open-request.ts'
import { useChain } from '../../ui/chains/use-chain.ts'
import { type Live, useLive } from '../../ui/consoles/use-live.ts'
import { useToast } from '../../ui/controls/toast.tsx'
import { RunPanel } from '../../ui/run/run-panel.tsx'
import { isRenewal, type RunControl, triedAgain, useRun } from '../../ui/run/use-run.ts'
import { goTo } from '../route.ts'

export interface ListRun {
  run: RunControl
  walk: (request: RunRequest & { action: 'open' }, name: string) => void
  open: (row: Pick<ChainRow, 'id' | 'name' | 'at'>, aside: boolean) => void
  live: Live
  goToConsole: (one: Pick<LiveConsole, 'tab' | 'name'>) => void
  renew: (one: LiveConsole) => void
}

export function useListRun(chains: ChainWindow): ListRun {
  const run = useRun()
  const toast = useToast()
  const live = useLive(chains.latest)
  const cancelled = run.view?.failure?.kind === 'cancelled'
  useEffect(() => {
    if (cancelled) run.dismiss()
  }, [cancelled])
  const walk: ListRun['walk'] = (request, name) => {
    run.start(request).then(
      () => {
        run.dismiss()
        const did = isRenewal(request) ? 'Renewed' : 'Opened'
        toast({ text: `${did} ${name}${request.where === 'background-tab' ? ' in a background tab' : ''}.` })
        void chains.refresh()
        void live.refresh()
      },
      () => {}, // its panel shows it
    )
  }
  return {
    run,
    walk,
    open: async (row, aside) => {
      if (!aside && !row.at && (await live.goToOpen(row.id))) return
      walk(openRequest(row, pickedPlace(aside)), row.name)
    },
    live,
    goToConsole: async (one) => {
      if (!(await live.goTo(one))) toast({ text: `The tab of ${one.name} is closed.` })
    },
    renew: ({ chainId, name, tab }) => {
      if (chainId) walk({ action: 'open', chainId, where: 'its-tab', tab }, name)
    },
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
        title={`${isRenewal(request) ? 'Renewing' : 'Opening'} ${name}`}
        level={2}
        chain={chain}
        onCancel={run.cancel}
        onRetry={() => walk(triedAgain(request), name)}
        onAnswer={(answers) => walk({ ...request, ...answers }, name)}
        onClose={run.dismiss}
        goTo={goTo}
      />
    </div>
  )
}
