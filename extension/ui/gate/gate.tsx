// Stands before what a page shows. It opens while what is kept can be read; else it says why not, and what to do.

import type { ComponentChildren } from 'preact'
import type { Failure } from 'rolerelay-core'
import type { VaultState } from '../../protocol.ts'
import { FailurePanel } from '../failures/failure-panel.tsx'
import { UnlockPage } from '../unlock/unlock-page.tsx'
import { Damaged } from './damaged.tsx'
import './gate.css'
import { Notice } from './notice.tsx'
import { GateContext, useGate } from './use-gate.ts'

interface GateProps<T> {
  /** In the popup there is no room, and what takes the focus away closes it: what goes beyond a password goes on in a tab. */
  popup?: boolean
  /** What the page starts from; see {@link useGate}. */
  prepare: () => T
  /** What is known of the state before the background says it; see there. */
  early?: (prepared: T) => Promise<VaultState | undefined>
  /** Whether there is something on the page that was not saved. */
  hasDraft?: () => boolean
  /** Why to unlock, where that is not plain. */
  lead?: string | undefined
  children: (prepared: T) => ComponentChildren
}

export function Gate<T>(props: GateProps<T>) {
  const { popup = false, prepare, early = async () => undefined, hasDraft = () => false, lead, children } = props
  const { vault, failure, prepared, lost, notice, ask, again, take, dismissNotice } = useGate(prepare, hasDraft, early)
  if (failure) {
    return (
      <main class="gate">
        <h1 class="hidden">Rolerelay</h1>
        <FailurePanel failure={failure} title={titleOf(failure)} onRetry={again} />
      </main>
    )
  }
  if (vault?.state === 'damaged') return <Damaged message={vault.message} popup={popup} onMended={take} onGone={ask} />
  if (vault?.state === 'locked') {
    return <UnlockPage vault={vault} popup={popup} lead={lead} lost={lost} onUnlocked={take} again={ask} />
  }
  if (!vault || !prepared) return null
  return (
    <GateContext.Provider value={{ vault, ask, take }}>
      {notice && <Notice text={notice} onDismiss={dismissNotice} />}
      {children(prepared.it)}
    </GateContext.Provider>
  )
}

const titleOf = ({ kind }: Failure): string | undefined =>
  kind === 'interrupted' ? 'Rolerelay does not answer' : undefined
