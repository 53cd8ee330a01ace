// What can be done with the chains that are chosen, all of them at once.

import { useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../../client.ts'
import type { ChainsChange, ChainsChanged, ChainsEdit, ChainsWeighed } from '../../../protocol.ts'
import type { ChainWindow } from '../../../ui/chains/chain-window.ts'
import { CopyIcon, EditIcon, OpenIcon, TrashIcon } from '../../../ui/controls/icons.tsx'
import { useToast } from '../../../ui/controls/toast.tsx'
import { useOneAtATime } from '../../../ui/controls/use-one-at-a-time.ts'
import { isLeavingBlocked } from '../../route.ts'
import { consoles, type Several } from '../several/use-several.ts'
import './bulk.css'
import { BulkDelete } from './bulk-delete.tsx'
import { BulkEdit } from './bulk-edit.tsx'
import type { Selection } from './use-selection.ts'

interface BulkBarProps {
  chains: ChainWindow
  selection: Selection
  /** The chain in the editor. */
  current: string | undefined
  several: Several
  /** After a change of these, or after it was taken back. */
  onChanged: (ids: ReadonlySet<string>, isGone: boolean) => Promise<void>
}

export function BulkBar({ chains, selection, current, several, onChanged }: BulkBarProps) {
  const { chosen = new Set<string>(), note } = selection
  const [asking, setAsking] = useState<{ what: 'delete' | 'edit'; weighed: ChainsWeighed }>()
  const [told, setTold] = useState('')
  const toast = useToast()
  const alone = useOneAtATime()
  const bar = useRef<HTMLDivElement>(null)
  const found = chains.shown?.exact ?? 0
  const amount = amountOf(chosen.size)

  const attempt = (work: () => Promise<void>) =>
    alone(async () => {
      setTold('')
      if (current && chosen.has(current) && isLeavingBlocked()) {
        return setTold(
          'The chain in the editor is among them, and has changes that are not saved. Save or discard them first.',
        )
      }
      await work().catch(({ message }: Failure) => setTold(message))
    })
  const ask = (what: 'delete' | 'edit') =>
    attempt(async () => setAsking({ what, weighed: await call('weighChains', { ids: [...chosen] }) }))
  const open = () =>
    alone(() => {
      setTold('')
      return several.ask([...chosen]).catch(({ message }: Failure) => setTold(message))
    })
  const change = (change: ChainsChange) =>
    attempt(async () => {
      setAsking(undefined)
      const done = await call('changeChains', { ids: [...chosen], change })
      offerUndo(done.undo, toldOf(change, done), done.changed)
      if (change === 'delete') selection.set([])
      await onChanged(chosen, change === 'delete')
      bar.current?.focus()
    })
  const offerUndo = (undo: string, text: string, changed: number) => {
    const takeBack = async () => {
      const { restored, kept } = await call('undoChanges', { undo })
      const [name = ''] = kept.names
      const others = kept.count > 1 ? ` and ${(kept.count - 1).toLocaleString()} more keep` : ' keeps'
      const rest = kept.count > 0 ? ` “${name}”${others} what was done there since.` : ''
      toast({ text: `Undone: ${amountOf(restored)}.${rest}` })
      await onChanged(chosen, false)
    }
    const failed = ({ message }: Failure) => offerUndo(undo, `Not undone. ${message}`, changed)
    if (changed === 0) return toast({ text })
    toast({ text, action: { label: 'Undo', run: () => void takeBack().catch(failed) } })
  }
  const isNone = chosen.size === 0
  return (
    // biome-ignore lint/a11y/useSemanticElements: a region of buttons, no part of a form
    <div ref={bar} class="bulk-bar" role="group" aria-label="With the chosen chains" tabIndex={-1}>
      <div class="bulk-count">
        <strong role="status">{isNone ? 'None selected' : `${chosen.size.toLocaleString()} selected`}</strong>
        <button type="button" class="link-button" disabled={found === 0} onClick={selection.all}>
          {chains.query || chains.narrowed.filter
            ? `Select all ${found.toLocaleString()} found`
            : `Select all ${found.toLocaleString()}`}
        </button>
        {!isNone && (
          <button type="button" class="link-button" onClick={() => selection.set([])}>
            Select none
          </button>
        )}
      </div>
      <p class="bulk-note" role="status">
        {told || note}
      </p>
      <div class="row">
        <button type="button" class="button" disabled={isNone || several.at !== undefined} onClick={open}>
          <OpenIcon />
          {isNone ? 'Open' : `Open ${consoles(chosen.size)}`}
        </button>
        <button type="button" class="button" disabled={isNone} onClick={() => ask('edit')}>
          <EditIcon />
          Edit
        </button>
        <button type="button" class="button" disabled={isNone} onClick={() => change('duplicate')}>
          <CopyIcon />
          Duplicate
        </button>
        <button type="button" class="button danger" disabled={isNone} onClick={() => ask('delete')}>
          <TrashIcon />
          Delete
        </button>
      </div>
      {asking?.what === 'delete' && (
        <BulkDelete
          count={chosen.size}
          weighed={asking.weighed}
          onConfirm={() => change('delete')}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking?.what === 'edit' && (
        <BulkEdit
          amount={amount}
          weighed={asking.weighed}
          onConfirm={(edit: ChainsEdit) => change(edit)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </div>
  )
}

export const amountOf = (count: number): string => (count === 1 ? '1 chain' : `${count.toLocaleString()} chains`)

function toldOf(change: ChainsChange, { changed, building }: ChainsChanged): string {
  if (change === 'delete') return `Deleted ${amountOf(changed)}.`
  if (change === 'duplicate') return `Duplicated ${amountOf(changed)}.`
  const keep =
    building > 0
      ? ` ${amountOf(building)} of them ${building === 1 ? 'builds' : 'build'} on others, and ${building === 1 ? 'keeps its' : 'keep their'} start.`
      : ''
  return changed === 0 ? `All of them said so already.${keep}` : `Changed ${amountOf(changed)}.${keep}`
}
