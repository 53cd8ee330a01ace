// One line below a list of chains that says how many consoles are open; it unfolds to all of them.

import type { LiveConsole } from '../protocol.ts'
import './open-consoles.css'
import { isSoon, timeLeft } from './time.ts'
import type { Live } from './use-live.ts'

interface OpenConsolesProps {
  live: Live
  onGo: (one: LiveConsole) => void
}

export function OpenConsoles({ live: { consoles, now }, onGo }: OpenConsolesProps) {
  const [first] = consoles
  if (!first) return null
  return (
    <details class="open-consoles">
      <summary class={isSoon(first.endsAt, now) ? 'soon' : ''}>
        {consoles.length === 1 ? '1 console is open' : `${consoles.length} consoles are open`}
        <span class="muted">{`${consoles.length === 1 ? '' : 'the first has '}${timeLeft(first.endsAt, now)}`}</span>
      </summary>
      <ul aria-label="Open consoles">
        {consoles.map((one) => (
          <li key={one.tab}>
            <button type="button" class="button quiet" onClick={() => onGo(one)}>
              <span class="open-name ellipsis">{one.name}</span>
              <span class={isSoon(one.endsAt, now) ? 'open-left soon' : 'open-left'}>{timeLeft(one.endsAt, now)}</span>
              <span class="open-end mono muted ellipsis">
                {one.account} / {one.role}
              </span>
              <span class="open-place muted">{places[one.place]}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}

const places: Record<LiveConsole['place'], string> = { normal: '', private: 'private window', container: 'container' }
