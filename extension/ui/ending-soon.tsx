// A line for each console that has less than five minutes left, until somebody has read it.

import type { LiveConsole } from '../protocol.ts'
import './ending-soon.css'
import { CrossIcon, WarningIcon } from './icons.tsx'
import { RenewButton } from './renew-button.tsx'
import { isSoon, until } from './time.ts'
import type { Live } from './use-live.ts'

interface EndingSoonProps {
  live: Live
  onGo: (one: LiveConsole) => void
  onRenew: (one: LiveConsole) => void
}

export function EndingSoon({ live: { consoles, now, dismiss }, onGo, onRenew }: EndingSoonProps) {
  const soon = consoles.filter(({ endsAt, isTold }) => isSoon(endsAt, now) && !isTold)
  return (
    <div role="status">
      {soon.map((one) => (
        <p key={one.tab} class="ending-soon">
          <WarningIcon />
          <span class="ellipsis">{one.name}</span>
          <span class="ending-when">ends {until(one.endsAt, now)}</span>
          <button type="button" class="link-button" onClick={() => onGo(one)}>
            Go to its tab
          </button>
          <RenewButton one={one} onRenew={onRenew} />
          <button
            type="button"
            class="button quiet square"
            aria-label={`Do not tell again that ${one.name} ends`}
            title="Do not tell again"
            onClick={() => dismiss(one)}
          >
            <CrossIcon />
          </button>
        </p>
      ))}
    </div>
  )
}
