// Asks before unsaved changes are lost: within the page by a dialog, at its end by the browser's own question.

import { useEffect, useState } from 'preact/hooks'
import { Dialog } from '../ui/dialog.tsx'
import { blockLeaving, goTo } from './route.ts'

export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const [wanted, setWanted] = useState<string>()
  useEffect(() => {
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
    blockLeaving(undefined)
    setWanted(undefined)
    goTo(wanted)
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
