// All chains on the left, the one that is being written on the right.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Chain, Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import { MOST_AT_ONCE } from '../../limits.ts'
import { ChainFinder } from '../../ui/chains/chain-finder.tsx'
import type { ChainWindow } from '../../ui/chains/chain-window.ts'
import { firstFavourites } from '../../ui/chains/use-favourites.ts'
import { EndingSoon } from '../../ui/consoles/ending-soon.tsx'
import { OpenConsoles } from '../../ui/consoles/open-consoles.tsx'
import { ChainIcon, CheckIcon, OpenIcon, PlusIcon, StarFilledIcon, StarIcon } from '../../ui/controls/icons.tsx'
import { useToast } from '../../ui/controls/toast.tsx'
import { goTo, isLeavingBlocked, leaveFor } from '../route.ts'
import { takeBegun } from './begun.ts'
import { BulkBar } from './bulk/bulk-bar.tsx'
import { useSelection } from './bulk/use-selection.ts'
import { ChainEditor } from './chain-editor.tsx'
import './chains-page.css'
import { emptyChain } from './draft.ts'
import { ListNarrow } from './list-narrow.tsx'
import { ListRunPanel, useListRun } from './list-run.tsx'
import { SeveralPanel } from './several/several-panel.tsx'
import { useSeveral } from './several/use-several.ts'

interface ChainsPageProps {
  chains: ChainWindow
  id: string | undefined
  /** The source that a new chain starts from. */
  from?: string | undefined
  /** The setting that is to be changed. */
  at?: string | undefined
  /** The chain that opens by itself once this one is saved. */
  then?: string | undefined
  /** Whose consoles are to be opened, once the person has said so here too: an address alone opens none. */
  open?: 'favourites' | undefined
}

export function ChainsPage({ chains, id, from, at, then, open }: ChainsPageProps) {
  const toast = useToast()
  const selection = useSelection(chains)
  const listRun = useListRun(chains)
  const several = useSeveral(() => {
    void chains.refresh()
    void listRun.live.refresh()
  })
  const isChoosing = selection.chosen !== undefined
  useEffect(() => {
    if (chains.opens !== isChoosing) return
    // To choose several is to change them: the query is words to find them by, and all of it.
    chains.opens = !isChoosing
    void chains.refresh()
  }, [isChoosing])
  useEffect(() => {
    if (!open) return
    // So that neither a reload nor a step back asks again.
    location.replace('#/chains')
    const favourites = firstFavourites(MOST_AT_ONCE + 1)
    const asked = favourites.then((rows) =>
      several.ask(
        rows.map(({ id }) => id),
        true,
      ),
    )
    asked.catch(({ message }: Failure) => toast({ text: message }))
  }, [open])
  // Raised to have the editor read its chain anew.
  const [reading, readAnew] = useState(0)
  const [begun] = useState(takeBegun)
  // What the next new chain starts as: nothing, what another page began, another chain's copy, or one that builds on another.
  const template = useRef<Chain | undefined>(begun)

  const write = (start?: Chain) => {
    template.current = start
    goTo('/chains/new')
  }
  const remove = async (chain: Chain) => {
    const deleted = await call('deleteChain', { id: chain.id })
    leaveFor('/chains')
    offerUndo(deleted, `Deleted ${deleted.name}.`)
    await chains.refresh()
  }
  /** The chain is nowhere but here, so it is offered until it is back. */
  const offerUndo = (deleted: Chain, text: string) => {
    const restore = async () => {
      await call('restoreChain', deleted)
      await chains.refresh()
      goTo(`/chains/${deleted.id}`)
    }
    const failed = ({ message }: Failure) => offerUndo(deleted, `${deleted.name} is not back yet. ${message}`)
    toast({ text, action: { label: 'Undo', run: () => void restore().catch(failed) } })
  }

  const changed = async (ids: ReadonlySet<string>, isGone: boolean) => {
    if (isGone && id && ids.has(id)) leaveFor('/chains')
    else if (!isLeavingBlocked()) readAnew((n) => n + 1)
    await chains.refresh()
  }

  return (
    <div class={id ? 'master-detail with-detail' : 'master-detail'}>
      <h1 class="hidden">Chains</h1>
      <section class="master" aria-label="Chains">
        <header class="master-head">
          <h2>Chains</h2>
          <button
            type="button"
            class="button"
            aria-pressed={isChoosing}
            onClick={() => (selection.chosen ? selection.end() : selection.set([]))}
          >
            <CheckIcon />
            Select
          </button>
          <button type="button" class="button primary" onClick={() => write()}>
            <PlusIcon />
            New chain
          </button>
        </header>
        <ChainFinder
          chains={chains}
          current={id}
          chosen={selection.chosen}
          choosing={selection}
          live={listRun.live}
          onPick={(row, aside) => (aside ? listRun.open(row, true) : goTo(`/chains/${row.id}`))}
          below={() => <ListNarrow chains={chains} />}
          empty={<p class="master-empty muted">No chains yet.</p>}
          toolbar={(row) => (
            <>
              <button
                type="button"
                class="button quiet square"
                aria-label={!row.at && listRun.live.goesTo(row.id) ? 'Go to its tab' : 'Open the console'}
                title={!row.at && listRun.live.goesTo(row.id) ? 'Go to its tab' : 'Open the console'}
                onClick={(event) => listRun.open(row, event.ctrlKey || event.metaKey)}
              >
                <OpenIcon />
              </button>
              <button
                type="button"
                class="button quiet square"
                aria-pressed={row.favourite}
                aria-label="Favourite"
                onClick={() => call('favourite', { id: row.id, on: !row.favourite }).then(() => chains.refresh())}
              >
                {row.favourite ? <StarFilledIcon /> : <StarIcon />}
              </button>
            </>
          )}
        />
        <EndingSoon live={listRun.live} onGo={listRun.goToConsole} onRenew={listRun.renew} />
        <OpenConsoles live={listRun.live} onGo={listRun.goToConsole} onRenew={listRun.renew} />
        <ListRunPanel {...listRun} />
        <SeveralPanel several={several} />
        {selection.chosen && (
          <BulkBar chains={chains} selection={selection} current={id} several={several} onChanged={changed} />
        )}
      </section>
      <section class="detail" aria-label="Chain">
        {id ? (
          <ChainEditor
            key={`${id} ${reading}`}
            id={id}
            place={at}
            then={then}
            template={id === 'new' ? (from ? emptyChain(from) : template.current) : undefined}
            onSaved={() => chains.refresh()}
            onDelete={remove}
            onDuplicate={(chain) => write({ ...chain, id: '', name: `${chain.name} (copy)` })}
            onBuildOn={(parentId) => write({ ...emptyChain(''), parentId })}
          />
        ) : (
          <div class="detail-empty muted">
            <ChainIcon />
            <p>Choose a chain to edit it, or make a new one.</p>
          </div>
        )}
      </section>
    </div>
  )
}
