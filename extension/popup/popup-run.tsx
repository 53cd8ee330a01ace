// The run in the popup: the path, and what came of it.

import { useLayoutEffect } from 'preact/hooks'
import type { RunRequest } from '../protocol.ts'
import { useChain } from '../ui/chains/use-chain.ts'
import { CopiedPanel } from '../ui/run/copied-panel.tsx'
import { RunPanel } from '../ui/run/run-panel.tsx'
import type { CredentialCopy } from '../ui/run/use-credential-copy.ts'
import { type Answers, isRenewal, type RunControl, triedAgain } from '../ui/run/use-run.ts'

interface PopupRunProps {
  run: RunControl
  copy: CredentialCopy
  onOpen: (request: RunRequest & { action: 'open' }, name: string) => void
  goTo: (hash: string) => void
}

export function PopupRun({ run, copy, onOpen, goTo }: PopupRunProps) {
  const { view, cancel } = run
  const { request, state, done } = view ?? { done: true }
  const chain = useChain(state?.chainId ?? (request && 'chainId' in request ? request.chainId : undefined))
  const name = state?.name || chain?.name || ''
  const copying = (request?.action ?? state?.action) === 'copy'
  const leasing = request?.action === 'copy' && request.lease !== undefined

  const close = () => {
    copy.forget()
    run.dismiss()
  }
  const goOn = (answers: Answers) => go(request && { ...request, ...answers })
  const go = (asked: RunRequest | undefined) => {
    if (asked?.action === 'copy') copy.start(asked)
    else if (asked?.action === 'open') onOpen(asked, name)
  }
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault() // the browser would close the popup
      if (done) close()
      else cancel()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })

  if (!view) return null
  return (
    <main class="popup scrolls">
      <RunPanel
        view={view}
        title={`${leasing ? 'Lease of' : copying ? 'Credentials of' : isRenewal(request) ? 'Renewing' : 'Opening'} ${name}`}
        chain={chain}
        onCancel={cancel}
        onRetry={request && (() => go(triedAgain(request)))}
        onAnswer={request && goOn}
        onClose={close}
        closeLabel="Back to the list"
        goTo={goTo}
      >
        {copying && request?.action === 'copy' && <CopiedPanel request={request} state={state} copy={copy} />}
      </RunPanel>
    </main>
  )
}
