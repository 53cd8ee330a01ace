// What the popup shows: the list, or the run that was started from it.

import { useEffect, useState } from 'preact/hooks'
import { call, openOptions } from '../client.ts'
import type { ChainRow, LiveConsole, RunRequest, Where } from '../protocol.ts'
import { ChainFinder } from '../ui/chains/chain-finder.tsx'
import type { ChainWindow } from '../ui/chains/chain-window.ts'
import { OldKeysLine } from '../ui/chains/key-age.tsx'
import { openRequest, pickedPlace } from '../ui/chains/open-request.ts'
import { EndingSoon } from '../ui/consoles/ending-soon.tsx'
import { OpenConsoles } from '../ui/consoles/open-consoles.tsx'
import { useLive } from '../ui/consoles/use-live.ts'
import { GearIcon } from '../ui/controls/icons.tsx'
import { useToast } from '../ui/controls/toast.tsx'
import { LockButton } from '../ui/gate/lock-button.tsx'
import { type LeaseDraft, LeaseForm } from '../ui/lease/lease-form.tsx'
import { useCredentialCopy } from '../ui/run/use-credential-copy.ts'
import { useRun } from '../ui/run/use-run.ts'
import { AllFavourites } from './all-favourites.tsx'
import { FirstRun } from './first-run.tsx'
import { KeyHints } from './key-hints.tsx'
import './popup.css'
import { PageHere } from './page-here.tsx'
import { PopupRun } from './popup-run.tsx'
import { RowActions } from './row-actions.tsx'
import { useLastRun } from './use-last-run.ts'
import { useUnready } from './use-unready.ts'

export function Popup({ chains }: { chains: ChainWindow }) {
  const run = useRun()
  const copy = useCredentialCopy(run)
  const toast = useToast()
  useLastRun(run)
  const wants = useUnready(chains.latest, run.view === null)
  const live = useLive(chains.latest)

  const cancelled = run.view?.failure?.kind === 'cancelled'
  useEffect(() => {
    if (cancelled) run.dismiss()
  }, [cancelled])

  /** The chain whose lease is written, and what was written before its run failed. */
  const [lease, setLease] = useState<{ row: ChainRow; draft?: LeaseDraft }>()
  const isDone = run.view?.done === true && !run.view.failure
  useEffect(() => {
    if (isDone) setLease(undefined)
  }, [isDone])

  const goTo = (hash: string) => openOptions(hash).then(() => window.close())
  const walk = (request: RunRequest & { action: 'open' }, name: string) => {
    run.start(request).then(
      () => {
        if (request.where !== 'its-tab' && request.where !== 'background-tab') return window.close()
        run.dismiss()
        toast({ text: request.where === 'its-tab' ? `Renewed ${name}.` : `Opened ${name} in a background tab.` })
        void chains.refresh()
        void live.refresh()
      },
      () => {}, // the run's panel shows it
    )
  }
  const open = (row: ChainRow, where: Where) => walk(openRequest(row, where), row.name)
  const lift = (row: ChainRow, one: LiveConsole | undefined) =>
    walk(
      {
        ...(one?.renews
          ? { action: 'open', chainId: row.id, where: 'its-tab', tab: one.tab }
          : openRequest(row, 'new-tab')),
        lift: 15,
      },
      row.name,
    )
  const pick = async (row: ChainRow, aside: boolean) => {
    if (!aside && !row.at && (await live.goToOpen(row.id))) window.close()
    else open(row, pickedPlace(aside))
  }
  const goToConsole = async (one: Pick<LiveConsole, 'tab' | 'name'>) => {
    if (await live.goTo(one)) window.close()
    else toast({ text: `The tab of ${one.name} is closed.` })
  }
  const renew = ({ chainId, name, tab }: LiveConsole) => {
    if (chainId) walk({ action: 'open', chainId, where: 'its-tab', tab }, name)
  }
  const star = async (row: ChainRow) => {
    await call('favourite', { id: row.id, on: !row.favourite })
    await chains.refresh()
  }

  if (run.view && !cancelled) return <PopupRun run={run} copy={copy} onOpen={walk} goTo={goTo} />
  if (lease)
    return (
      <main class="popup scrolls">
        <LeaseForm
          chainId={lease.row.id}
          name={lease.row.name}
          start={lease.draft}
          level={1}
          onCopy={(asked, shape, draft) => {
            setLease({ ...lease, draft })
            copy.start({ action: 'copy', chainId: lease.row.id, shape, lease: asked })
          }}
          onBack={() => setLease(undefined)}
          backLabel="Back to the list"
        />
      </main>
    )
  return (
    <main class="popup">
      <h1 class="hidden">Rolerelay</h1>
      <ChainFinder
        chains={chains}
        wants={wants}
        live={live}
        autoFocus
        onPick={pick}
        onActive={({ id, favourite }) => {
          // What could not be prepared is asked for by the click.
          if (favourite) call('prepare', { id }).catch(() => {})
        }}
        empty={<FirstRun onStart={() => goTo('/welcome')} onImport={() => goTo('/import')} />}
        corner={
          <>
            <LockButton compact />
            <button
              type="button"
              class="button quiet square"
              aria-label="Options"
              title="Options"
              onClick={() => goTo('/chains')}
            >
              <GearIcon />
            </button>
          </>
        }
        below={() => <AllFavourites chains={chains} goTo={goTo} />}
        toolbar={(row) => (
          <RowActions
            row={row}
            live={live.of(row.id)}
            onGo={goToConsole}
            onRenew={renew}
            onOpen={open}
            onLift={lift}
            onStar={star}
            onChange={() => void chains.refresh()}
            onCopy={(row, shape, hop) =>
              copy.start({ action: 'copy', chainId: row.id, shape, ...(hop !== undefined && { hop }) })
            }
            onLease={(row) => setLease({ row })}
            goTo={goTo}
          />
        )}
      />
      <EndingSoon live={live} onGo={goToConsole} onRenew={renew} />
      <OpenConsoles live={live} onGo={goToConsole} onRenew={renew} />
      <OldKeysLine after={chains.latest} goTo={goTo} />
      <PageHere after={chains.latest} />
      <KeyHints />
    </main>
  )
}
