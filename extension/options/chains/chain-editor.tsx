// One chain: its fields, and what can be done with it.

import { useEffect, useState } from 'preact/hooks'
import type { Chain, Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import { madeId } from '../../shape-id.ts'
import { ApplyFix, FindingSummary, focusPlace } from '../../ui/controls/findings.tsx'
import { BackIcon } from '../../ui/controls/icons.tsx'
import { useToast } from '../../ui/controls/toast.tsx'
import { useCall } from '../../ui/controls/use-call.ts'
import { useOneAtATime } from '../../ui/controls/use-one-at-a-time.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { useRun } from '../../ui/run/use-run.ts'
import { LeaveGuard } from '../leave-guard.tsx'
import { goTo, leaveFor } from '../route.ts'
import { useGoesOn } from '../use-goes-on.tsx'
import { ChainDrawing } from './chain-drawing.tsx'
import './chain-editor.css'
import { ChainFields, LookFields } from './chain-fields.tsx'
import { ChangedElsewhere } from './changed-elsewhere.tsx'
import { ConsoleFields } from './console-fields.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { forAccount, removeHop } from './draft.ts'
import { EditorBar } from './editor-bar.tsx'
import { WantedPlace } from './hops/hop-fields.tsx'
import { HopList } from './hops/hop-list.tsx'
import { LinkPanel } from './link-panel.tsx'
import { ShapeFields } from './shape/shape-fields.tsx'
import { SharedName } from './shared-name.tsx'
import { TestPanel } from './test-panel.tsx'
import { useEditor, walkable } from './use-editor.ts'
import { useFixes } from './use-fixes.ts'
import { useParents } from './use-parents.ts'

interface ChainEditorProps {
  id: string
  template: Chain | undefined
  /** The setting that is to be changed, such as `hops.1.externalId`. */
  place?: string | undefined
  /** The chain that opens by itself once this one is saved. */
  then?: string | undefined
  onSaved: () => Promise<void>
  onDelete: (chain: Chain) => Promise<void>
  onDuplicate: (chain: Chain) => void
  onBuildOn: (parentId: string) => void
}

export function ChainEditor(props: ChainEditorProps) {
  const { id, template, place, then, onSaved, onDelete, onDuplicate, onBuildOn } = props
  const sources = useCall('sources')
  const editor = useEditor(id, template, sources.reply && (sources.reply[0]?.id ?? ''))
  const run = useRun()
  const toast = useToast()
  const { goOn, shown } = useGoesOn(then)
  const [wanted, want] = useState<{ place: string }>()
  useEffect(() => {
    if (place) want({ place })
  }, [place])
  const alone = useOneAtATime()
  const [failure, setFailure] = useState<Failure>()
  const [dependents, setDependents] = useState<{ id: string; name: string }[]>()
  const { draft, account, findings, dirty } = editor
  const fixes = useFixes(draft, editor.edit, run)
  const parents = useParents(draft?.chain.parentId)
  const told = editor.failure ?? sources.failure ?? failure

  const isNew = id === 'new' && draft !== undefined
  useEffect(() => {
    if (isNew) focusPlace('name')
  }, [isNew])

  if (!draft) return told ? <FailurePanel failure={told} /> : null
  const { chain } = draft
  const source = sources.reply?.find(({ id }) => id === (parents?.[0] ?? chain).sourceId)
  /** Of a shape, the chain of the account that was opened, or of the first. */
  const one = account ?? chain.accounts?.[0]
  const single = one ? forAccount(chain, one) : chain
  const singleId = one ? account && madeId(chain.id, account.id) : chain.id
  const attempt = (work: () => Promise<void>) => {
    setFailure(undefined)
    work().catch(setFailure)
  }
  const save = async (over?: Chain) => {
    const saved = await editor.save(over)
    if (!saved) return
    if (saved.whole) leaveFor(`/chains/${account ? id : saved.id}`)
    toast({ text: `Saved ${chain.name}.` })
    goOn()
    await onSaved()
  }
  const test = async () => {
    fixes.forget()
    if (await editor.ready())
      await run.start({ action: 'test', chain: walkable(chain), ...(one && { account: one.id }) }).catch(() => {}) // in its panel
  }
  const remove = async () => {
    const found = await call('dependents', { id: chain.id })
    if (found.length > 0) setDependents(found)
    else await onDelete(chain)
  }

  return (
    <form
      class="editor"
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        attempt(() => alone(() => save()))
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
          onBuildOn={singleId ? () => onBuildOn(singleId) : undefined}
          onLease={singleId ? () => goTo(`/leases/${singleId}`) : undefined}
          onExport={() => goTo(`/export/${chain.id}`)}
          onDelete={() => attempt(remove)}
        />
      </header>
      <ApplyFix.Provider value={fixes.apply}>
        <div class="editor-body">
          {told && <FailurePanel failure={told} />}
          {editor.other && (
            <ChangedElsewhere
              name={editor.other.name}
              onShow={editor.takeOther}
              onSave={() => attempt(() => alone(() => save(editor.other)))}
            />
          )}
          {shown}
          <FindingSummary title="This chain is not ready yet" findings={editor.refused} />
          {run.view && (
            <TestPanel
              run={run}
              view={run.view}
              title={fixes.tested ? 'Test of the direct way' : one ? `Test of ${single.name}` : 'Test of this chain'}
              chain={fixes.tested ? walkable(fixes.tested.chain) : single}
              onKeep={fixes.tested && fixes.keep}
              onEditPlace={(place) => want({ place })}
              onRetry={() => (fixes.tested ? fixes.apply(fixes.tested) : attempt(test))}
              onLeaveOut={(own) =>
                fixes.apply({ label: 'the hop was left out', chain: removeHop(draft, own).chain, testFirst: false })
              }
            />
          )}
          {account && (
            <p class="muted">
              You opened the chain of {account.name}. It is one of {chain.accounts?.length} that are written here
              together: what you change holds for all of them.
            </p>
          )}
          <ChainDrawing chain={single} parents={parents ?? []} source={source} at={findings.at} />
          <ChainFields
            draft={draft}
            sources={sources.reply ?? []}
            parents={parents}
            onChange={fixes.edit}
            at={findings.at}
          />
          <WantedPlace.Provider value={wanted}>
            <HopList
              draft={draft}
              parents={parents ?? []}
              source={chain.parentId ? undefined : source}
              onChange={fixes.edit}
              at={findings.at}
            />
          </WantedPlace.Provider>
          <SharedName draft={draft} parents={parents ?? []} onChange={fixes.edit} at={findings.at} />
          <ShapeFields draft={draft} marked={account} onChange={fixes.edit} at={findings.at} />
          <LookFields draft={draft} onChange={fixes.edit} at={findings.at} />
          <ConsoleFields draft={draft} source={source} onChange={fixes.edit} at={findings.at} />
          {singleId && <LinkPanel chain={{ ...single, id: singleId }} dirty={dirty} />}
        </div>
      </ApplyFix.Provider>
      {dependents && (
        <DeleteDialog
          name={chain.name}
          dependents={dependents}
          onConfirm={() => {
            setDependents(undefined)
            attempt(() => onDelete(chain))
          }}
          onClose={() => setDependents(undefined)}
        />
      )}
    </form>
  )
}
