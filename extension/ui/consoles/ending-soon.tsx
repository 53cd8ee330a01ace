// A line for each console that has less than five minutes left, or has ended, until somebody has read it.

import type { LiveConsole } from '../../protocol.ts'
import './ending-soon.css'
import { CrossIcon, WarningIcon } from '../controls/icons.tsx'
import { isSoon, until } from '../controls/time.ts'
import { RenewButton } from './renew-button.tsx'
import type { Live } from './use-live.ts'

/** The list below tells of all, and a popup has little room. */
const MOST = 2

interface EndingSoonProps {
  live: Live
  onGo: (one: LiveConsole) => void
  onRenew: (one: LiveConsole) => void
}

export function EndingSoon({ live: { consoles, ended, now, dismiss }, onGo, onRenew }: EndingSoonProps) {
  const soon = [...consoles, ...ended].filter(({ endsAt, isTold }) => isSoon(endsAt, now) && !isTold)
  return (
    <div role="status">
      {soon.slice(0, MOST).map((one) => (
        <p key={one.tab} class="ending-soon">
          <WarningIcon />
          <span class="ellipsis">{one.name}</span>
          <span class="ending-when">{one.endsAt <= now ? 'has ended' : `ends ${until(one.endsAt, now)}`}</span>
          {!one.renews && (
            <button type="button" class="link-button" onClick={() => onGo(one)}>
              Go to its tab
            </button>
          )}
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
