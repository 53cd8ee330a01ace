// What becomes of a secret on the clipboard, for beside the button that copied it.

import type { ClearedAt } from '../controls/copy.ts'
import { useNow } from '../controls/time.ts'

export function ClipboardNote({ clearedAt }: { clearedAt: ClearedAt }) {
  const now = useNow(1_000, clearedAt !== null)
  const left = clearedAt === null ? null : Math.ceil((clearedAt - now) / 1_000)
  return (
    <p class="muted" aria-live="off">
      {left === null
        ? 'It stays on the clipboard: copy something else when you are done.'
        : left > 0
          ? `Cleared from the clipboard in ${left} s.`
          : 'Cleared from the clipboard.'}
    </p>
  )
}
