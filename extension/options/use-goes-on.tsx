// The chain that failed of what is mended here: once it is saved, it opens by itself.

import { useEffect, useState } from 'preact/hooks'
import { RunPanel } from '../ui/run-panel.tsx'
import { useToast } from '../ui/toast.tsx'
import { useChain } from '../ui/use-chain.ts'
import type { Answers } from '../ui/use-run.ts'
import { useRun } from '../ui/use-run.ts'
import { goTo } from './route.ts'

interface GoesOn {
  /** Opens it, if one waits. */
  goOn: () => void
  /** What is said of it before, and how it goes. */
  shown: preact.ComponentChildren
}

/** `then` is the id of the chain that waits, as the address says it. */
export function useGoesOn(then: string | undefined): GoesOn {
  const [id, setId] = useState(then)
  useEffect(() => {
    if (then) setId(then)
  }, [then])
  const chain = useChain(id)
  const run = useRun()
  const toast = useToast()
  const { view } = run
  const cancelled = view?.failure?.kind === 'cancelled'
  useEffect(() => {
    if (cancelled) run.dismiss()
  }, [cancelled])
  const name = view?.state?.name || chain?.name || ''
  const open = (answers: Answers = {}) => {
    if (!id) return
    run.start({ action: 'open', chainId: id, where: 'new-tab', ...answers }).then(
      () => {
        run.dismiss()
        setId(undefined)
        toast({ text: `Opened ${name}.` })
      },
      () => {}, // its panel shows it
    )
  }
  const shown = view ? (
    <div class="card">
      <RunPanel
        view={view}
        title={`Opening ${name}`}
        level={2}
        chain={chain}
        onCancel={run.cancel}
        onRetry={() => open()}
        onAnswer={(answers) => open({ ...view.request, ...answers })}
        onClose={() => {
          run.dismiss()
          setId(undefined)
        }}
        goTo={goTo}
      />
    </div>
  ) : id && chain ? (
    <p class="card">
      “{name}” opens by itself once this is saved.{' '}
      <button type="button" class="link-button" onClick={() => setId(undefined)}>
        Do not open it
      </button>
    </p>
  ) : null
  return { goOn: open, shown }
}
