// The form for a lease of a chain, and the run that copies it.

import { useEffect, useState } from 'preact/hooks'
import { useChain } from '../../ui/chains/use-chain.ts'
import { type LeaseDraft, LeaseForm } from '../../ui/lease/lease-form.tsx'
import { CopiedPanel } from '../../ui/run/copied-panel.tsx'
import { RunPanel } from '../../ui/run/run-panel.tsx'
import { useCredentialCopy } from '../../ui/run/use-credential-copy.ts'
import { triedAgain, useRun } from '../../ui/run/use-run.ts'
import { goTo } from '../route.ts'

interface NewLeaseProps {
  chainId: string
  onCopied: () => void
}

export function NewLease({ chainId, onCopied }: NewLeaseProps) {
  const run = useRun()
  const copy = useCredentialCopy(run)
  const chain = useChain(chainId)
  const [draft, setDraft] = useState<LeaseDraft>()
  const { view } = run
  const request = view?.request?.action === 'copy' ? view.request : undefined
  const cancelled = view?.failure?.kind === 'cancelled'
  const isCopied = view?.done === true && !view.failure
  useEffect(() => {
    if (cancelled) run.dismiss()
  }, [cancelled])
  useEffect(() => {
    if (isCopied) onCopied()
  }, [isCopied])
  const close = () => {
    copy.forget()
    run.dismiss()
    if (isCopied) goTo('/leases')
  }
  if (view && request && !cancelled)
    return (
      <RunPanel
        view={view}
        title={`Lease of ${view.state?.name || chain?.name || ''}`}
        level={2}
        chain={chain}
        onCancel={run.cancel}
        onRetry={() => copy.start(triedAgain(request))}
        onAnswer={(answers) => copy.start({ ...request, ...answers })}
        onClose={close}
        closeLabel={isCopied ? 'Back to the leases' : 'Back to the form'}
        goTo={goTo}
      >
        <CopiedPanel request={request} state={view.state} copy={copy} />
      </RunPanel>
    )
  return (
    <LeaseForm
      chainId={chainId}
      name={chain?.name ?? ''}
      start={draft}
      level={2}
      onCopy={(lease, shape, written) => {
        setDraft(written)
        copy.start({ action: 'copy', chainId, shape, lease })
      }}
      onBack={() => goTo('/leases')}
      backLabel="Back to the leases"
    />
  )
}
