// A test of the chain in the editor, hop by hop; or of the shorter chain that a fix gives.

import type { Chain, Direct, Survey } from 'rolerelay-core'
import { CheckIcon } from '../../ui/controls/icons.tsx'
import { RunPanel } from '../../ui/run/run-panel.tsx'
import type { RunControl, RunView } from '../../ui/run/use-run.ts'
import { goTo } from '../route.ts'

interface TestPanelProps {
  run: RunControl
  view: RunView
  title: string
  chain: Chain
  /** Takes over the chain that was tested in place of the one in the editor. */
  onKeep: (() => void) | undefined
  /** Goes to a setting of it. */
  onEditPlace: (place: string) => void
  onRetry: () => void
  /** Takes that hop of the chain's own out of the editor. */
  onLeaveOut: ((own: number) => void) | undefined
}

export function TestPanel({ run, view, title, chain, onKeep, onEditPlace, onRetry, onLeaveOut }: TestPanelProps) {
  return (
    <div class="card">
      <RunPanel
        view={view}
        title={title}
        level={2}
        chain={chain}
        detailed
        editing
        onEditPlace={onEditPlace}
        onCancel={run.cancel}
        onRetry={onRetry}
        onLeaveOut={onLeaveOut}
        onClose={run.dismiss}
        closeLabel="Close the test"
        goTo={goTo}
      >
        <div class="success">
          <CheckIcon />
          <p>
            {onKeep
              ? 'The last role could be assumed directly. The steps between are not needed.'
              : 'Every role could be assumed, each asked of AWS anew. No tab was opened, and the sessions are forgotten.'}
          </p>
        </div>
        {view.state?.survey && <Learnt survey={view.state.survey} />}
        {onKeep && (
          <button type="button" class="button primary" onClick={onKeep}>
            Keep the shorter chain
          </button>
        )}
      </RunPanel>
    </div>
  )
}

/** What the test learnt of the chain as a whole. */
function Learnt({ survey: { caller, direct } }: { survey: Survey }) {
  return (
    <dl class="step-session">
      {caller && (
        <>
          <dt>Starts as</dt>
          <dd class="mono">{caller}</dd>
        </>
      )}
      {direct && (
        <>
          <dt>Straight there</dt>
          <dd>{straight[direct.answer]}</dd>
        </>
      )}
    </dl>
  )
}

const straight: Record<Direct['answer'], string> = {
  yes: 'The source may assume the last role itself. The hops between are not needed to get there.',
  no: 'The source may not assume the last role itself. The hops between are needed.',
  unknown: 'Whether the source may assume the last role itself could not be asked.',
}
