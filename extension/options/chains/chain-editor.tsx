// One chain: its fields, and what can be done with it.

import { useState } from 'preact/hooks'
import type { Chain, Failure } from 'rolerelay-core'
import { FailurePanel } from '../../ui/failure-panel.tsx'
import { FindingSummary } from '../../ui/findings.tsx'
import { BackIcon, CheckIcon } from '../../ui/icons.tsx'
import { RunPanel } from '../../ui/run-panel.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useCall } from '../../ui/use-call.ts'
import { useOneAtATime } from '../../ui/use-one-at-a-time.ts'
import { useRun } from '../../ui/use-run.ts'
import { LeaveGuard } from '../leave-guard.tsx'
import { goTo, leaveFor } from '../route.ts'
import './chain-editor.css'
import { ChainFields } from './chain-fields.tsx'
import { ConsoleFields } from './console-fields.tsx'
import { EditorBar } from './editor-bar.tsx'
import { HopList } from './hop-list.tsx'
import { LinkPanel } from './link-panel.tsx'
import { useEditor, walkable } from './use-editor.ts'

interface ChainEditorProps {
  id: string
  template: Chain | undefined
  onSaved: () => Promise<void>
  onDelete: (chain: Chain) => Promise<void>
  onDuplicate: (chain: Chain) => void
}

export function ChainEditor({ id, template, onSaved, onDelete, onDuplicate }: ChainEditorProps) {
  const sources = useCall('sources')
  const editor = useEditor(id, template, sources.reply && (sources.reply[0]?.id ?? ''))
  const run = useRun()
  const toast = useToast()
  const alone = useOneAtATime()
  const [failure, setFailure] = useState<Failure>()
  const { draft, findings, dirty } = editor
  const told = editor.failure ?? sources.failure ?? failure

  if (!draft) return told ? <FailurePanel failure={told} /> : null
  const { chain } = draft
  const attempt = (work: () => Promise<void>) => {
    setFailure(undefined)
    work().catch(setFailure)
  }
  const save = async () => {
    const saved = await editor.save()
    if (!saved) return
    if (saved.whole) leaveFor(`/chains/${saved.id}`)
    toast({ text: `Saved ${chain.name}.` })
    await onSaved()
  }
  const test = async () => {
    if (await editor.ready()) await run.start({ action: 'test', chain: walkable(chain) }).catch(() => {}) // in its panel
  }

  return (
    <form
      class="editor"
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        attempt(() => alone(save))
      }}
      {...findings.visit}
    >
      <LeaveGuard dirty={dirty} />
      <header class="editor-head">
        <a class="button quiet square editor-back" href="#/chains" aria-label="All chains">
          <BackIcon />
        </a>
        <h2>{chain.name || 'New chain'}</h2>
        <EditorBar
          dirty={dirty}
          saved={chain.id !== ''}
          onTest={() => attempt(test)}
          onDuplicate={() => onDuplicate(chain)}
          onDelete={() => attempt(() => onDelete(chain))}
        />
      </header>
      <div class="editor-body">
        {told && <FailurePanel failure={told} />}
        <FindingSummary title="This chain is not ready yet" findings={editor.refused} />
        {run.view && (
          <div class="card">
            <RunPanel
              view={run.view}
              title="Test of this chain"
              level={2}
              chain={chain}
              detailed
              editing
              onCancel={run.cancel}
              onRetry={() => attempt(test)}
              onClose={run.dismiss}
              closeLabel="Close the test"
              goTo={goTo}
            >
              <p class="success">
                <CheckIcon />
                Every role could be assumed. No tab was opened, and the sessions are forgotten.
              </p>
            </RunPanel>
          </div>
        )}
        <ChainFields draft={draft} sources={sources.reply ?? []} onChange={editor.edit} at={findings.at} />
        <HopList draft={draft} onChange={editor.edit} at={findings.at} />
        <ConsoleFields draft={draft} onChange={editor.edit} at={findings.at} />
        {chain.id && <LinkPanel chain={chain} dirty={dirty} />}
      </div>
    </form>
  )
}
