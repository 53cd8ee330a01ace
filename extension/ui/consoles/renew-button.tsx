// Signs in anew in a console's own tab, where that can be.

import type { LiveConsole } from '../../protocol.ts'

interface RenewButtonProps {
  one: LiveConsole
  onRenew: (one: LiveConsole) => void
}

export function RenewButton({ one, onRenew }: RenewButtonProps) {
  if (!one.renews) return null
  return (
    <button
      type="button"
      class="button"
      aria-label={`Renew ${one.name}`}
      title={`Signs in anew in its tab, on ${one.renews === 'page' ? 'the page that it is on' : 'the chain’s own page'}`}
      onClick={() => onRenew(one)}
    >
      Renew
    </button>
  )
}
