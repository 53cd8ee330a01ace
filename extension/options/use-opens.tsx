// A chain that a page opens the console with, and how that goes.

import { useEffect, useRef, useState } from 'preact/hooks'
import { useChain } from '../ui/chains/use-chain.ts'
import { useToast } from '../ui/controls/toast.tsx'
import { RunPanel } from '../ui/run/run-panel.tsx'
import { type Answers, useRun } from '../ui/run/use-run.ts'
import { goTo } from './route.ts'

interface Opens {
  /** Opens the chain of that id in a new tab. */
  open: (id: string) => void
  /** How it goes; null where nothing does. */
  panel: preact.ComponentChildren
}

/** `onOver` hears that it opened, or that the person closed what was said of it. */
export function useOpens(onOver: () => void = () => {}): Opens {
  const [id, setId] = useState<string>()
  const chain = useChain(id)
  const run = useRun()
  const toast = useToast()
  const { view } = run
  const cancelled = view?.failure?.kind === 'cancelled'
  useEffect(() => {
    if (cancelled) run.dismiss()
  }, [cancelled])
  const name = view?.state?.name || chain?.name || ''
  const latest = useRef(name)
  latest.current = name
  const over = () => {
    run.dismiss()
    onOver()
  }
  const open = (id: string, answers: Answers = {}) => {
    setId(id)
    run.start({ action: 'open', chainId: id, where: 'new-tab', ...answers }).then(
      () => {
        over()
        toast({ text: `Opened ${latest.current}.` })
      },
      () => {}, // its panel shows it
    )
  }
  const panel = view && id !== undefined && (
    <div class="card">
      <RunPanel
        view={view}
        title={`Opening ${name}`}
        level={2}
        chain={chain}
        onCancel={run.cancel}
        onRetry={() => open(id)}
        onAnswer={(answers) => open(id, { ...view.request, ...answers })}
        onClose={over}
        goTo={goTo}
      />
    </div>
  )
  return { open, panel }
}
