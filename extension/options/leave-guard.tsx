// Asks before unsaved changes are lost: within the page by a dialog, at its end by the browser's own question.

import { useLayoutEffect, useState } from 'preact/hooks'
import { Dialog } from '../ui/controls/dialog.tsx'
import { blockLeaving, leaveFor } from './route.ts'

export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const [wanted, setWanted] = useState<string>()
  useLayoutEffect(() => {
    if (!dirty) return
    const onUnload = (event: Event) => event.preventDefault()
    window.addEventListener('beforeunload', onUnload)
    blockLeaving(setWanted)
    return () => {
      window.removeEventListener('beforeunload', onUnload)
      blockLeaving(undefined)
    }
  }, [dirty])
  if (wanted === undefined) return null
  const leave = () => {
    setWanted(undefined)
    leaveFor(wanted)
  }
  return (
    <Dialog
      title="Leave without saving?"
      confirm="Discard changes"
      keep="Keep editing"
      danger
      onConfirm={leave}
      onClose={() => setWanted(undefined)}
    >
      What you changed here has not been saved.
    </Dialog>
  )
}
