// The way out for who wants none of it any more; folded, since nobody comes for it twice.

import { StartOver } from '../../ui/unlock/start-over.tsx'

export function StartAnew({ onDone }: { onDone: () => void }) {
  return (
    <details class="folded">
      <summary>Delete everything and start over</summary>
      <StartOver onDone={onDone} />
    </details>
  )
}
