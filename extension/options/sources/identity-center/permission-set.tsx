// A source that is a permission set of IAM Identity Center: where a person signs in for it, and what goes on then.

import { useEffect } from 'preact/hooks'
import type { SourceRow } from '../../../protocol.ts'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'
import { useWaitingRun } from '../use-waiting-run.ts'
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
