// The console as whatever a source gives, without any role after it: opened here, and kept as a chain for the popup.

import { call } from '../../client.ts'
import type { SourceRow } from '../../protocol.ts'
import { OpenIcon } from '../../ui/controls/icons.tsx'
import { useWork } from '../../ui/controls/use-work.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { useOpens } from '../use-opens.tsx'

/** `onMade` hears of a chain that may be new. */
export function useOwnConsole(onMade: () => Promise<void>) {
  const work = useWork()
  const { open, panel } = useOpens()
  const shown = work.failure ? <FailurePanel failure={work.failure} /> : panel
  /** Opens the console as what that source gives, once its id is known, and unless there is none. */
  const openOwn = (sourceId: () => Promise<string | undefined>) =>
    work.during(async () => {
      const source = await sourceId()
      if (source === undefined) return
      const { id } = await call('ownChain', { id: source })
      open(id)
      await onMade()
    })
  return { openOwn, during: work.during, busy: work.busy, shown }
}

interface OwnConsoleProps {
  source: SourceRow
  onChanged: () => Promise<void>
}

export function OwnConsole({ source: { id, ownEnd }, onChanged }: OwnConsoleProps) {
  const { openOwn, busy, shown } = useOwnConsole(onChanged)
  if (!ownEnd) return null
  return (
    <section class="card stack" aria-label="Its own console">
      <p>
        Its session opens the console by itself too, as <span class="mono">{ownEnd.role}</span> in{' '}
        <span class="mono">{ownEnd.account}</span>, for as long as AWS gives it. The chain for that has no role, and
        stays in your list.
      </p>
      <div class="row">
        <button type="button" class="button" disabled={busy} onClick={() => void openOwn(async () => id)}>
          <OpenIcon />
          Open its console
        </button>
      </div>
      {shown}
    </section>
  )
}
