// A source that is a permission set of IAM Identity Center: where a person signs in for it, and what goes on then.

import { useEffect, useState } from 'preact/hooks'
import { call } from '../../../client.ts'
import type { RunRequest, SourceRow } from '../../../protocol.ts'
import { FailurePanel } from '../../../ui/failure-panel.tsx'
import { SignIn } from './sign-in.tsx'
import { usePortals } from './use-portals.ts'

interface PermissionSetProps {
  source: SourceRow
  onChanged: () => Promise<void>
}

export function PermissionSetSection({ source, onChanged }: PermissionSetProps) {
  const { reply: portals, failure, again } = usePortals()
  const portal = portals?.find(({ id }) => id === source.portal?.id)
  const next = useWaitingRun(source.id)
  useEffect(() => {
    void onChanged()
  }, [portal?.state])
  if (failure) return <FailurePanel failure={failure} onRetry={again} />
  if (!portal) return null
  return <SignIn portal={portal} next={next} onChanged={again} />
}

/** The run of the popup that failed because nobody was signed in for this source, if it is of this hour. */
function useWaitingRun(sourceId: string): { run: RunRequest; name: string } | undefined {
  const [next, setNext] = useState<{ run: RunRequest; name: string }>()
  useEffect(() => {
    call('lastRun', null).then(
      (last) => {
        const { failure, request, name, endedAt = 0 } = last ?? {}
        const isOurs = failure?.kind === 'signed-out' && failure.evidence?.sourceId === sourceId
        if (isOurs && request?.action === 'open' && Date.now() - endedAt < HOUR) {
          setNext({ run: { ...request, where: 'new-tab' }, name: name ?? '' })
        }
      },
      () => {}, // then nothing goes on by itself
    )
  }, [sourceId])
  return next
}

const HOUR = 60 * 60_000
