// What is chosen from a list on the go page opens in its place, or beside it.

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ChainRow, RunRequest } from '../protocol.ts'
import { openRequest } from '../ui/chains/open-request.ts'
import { useRun } from '../ui/run/use-run.ts'
import { Opening } from './opening.tsx'

type OpenRequest = RunRequest & { action: 'open' }

/** `shown` is the run, while there is one. */
export function useOpening(): {
  open: (row: Pick<ChainRow, 'id' | 'at'>, aside: boolean) => void
  shown: ComponentChildren
} {
  const run = useRun()
  const [asked, setAsked] = useState<OpenRequest>()
  const start = (request: OpenRequest) => {
    setAsked(request)
    run.start(request).then(
      () => request.where !== 'this-tab' && run.dismiss(),
      () => {}, // the panel shows it
    )
  }
  return {
    open: (row, aside) => start(openRequest(row, aside ? 'background-tab' : 'this-tab')),
    shown: asked && run.view && (
      <main class="go">
        <Opening run={run} id={asked.chainId} onRetry={() => start(asked)} onClose={run.dismiss} />
      </main>
    ),
  }
}
