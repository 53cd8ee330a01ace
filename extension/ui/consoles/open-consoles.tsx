// One line below a list of chains that says how many consoles are open, or have ended; it unfolds to all of them.

import { useState } from 'preact/hooks'
import { call, requestAccess } from '../../client.ts'
import type { LiveConsole } from '../../protocol.ts'
import { ListedSessions } from './listed-sessions.tsx'
import './open-consoles.css'
import { ReadOnlyBadge } from '../chains/read-only-badge.tsx'
import { isSoon, timeLeft } from '../controls/time.ts'
import { useToast } from '../controls/toast.tsx'
import { RenewButton } from './renew-button.tsx'
import type { Live } from './use-live.ts'

interface OpenConsolesProps {
  live: Live
  onGo: (one: Pick<LiveConsole, 'tab' | 'name'>) => void
  onRenew: (one: LiveConsole) => void
}

export function OpenConsoles({ live, onGo, onRenew }: OpenConsolesProps) {
  const { consoles, ended, now, unseen, asksForSessions, isForgotten, refresh } = live
  const [isOpen, setOpen] = useState(false)
  const toast = useToast()
  const [first] = consoles
  const all = [...consoles, ...ended]
  const setByItself = ({ chainId }: LiveConsole, on: boolean) => {
    // What came of it is what the list says next.
    if (chainId) void call('renewByItself', { chainId, on }).then(refresh, refresh)
  }
  const signOut = async ({ name, tab }: LiveConsole) => {
    const isOut = await call('signOutAt', { tab }).catch(() => false)
    toast({ text: isOut ? `Signed out of ${name}.` : `AWS’s page that signs out of ${name} was not seen to load.` })
    await refresh()
  }
  if (all.length === 0 && !asksForSessions && !isForgotten) return null
  return (
    <details class="open-consoles" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class={first && isSoon(first.endsAt, now) ? 'soon' : ''}>
        {first
          ? counted(consoles, 'is open', 'are open')
          : ended.length > 0
            ? counted(ended, 'has ended', 'have ended')
            : isForgotten
              ? 'Which consoles are open is not known any more'
              : 'Consoles of this browser'}
        {first && (
          <span class="muted">{`${consoles.length === 1 ? '' : 'the first has '}${timeLeft(first.endsAt, now)}`}</span>
        )}
        {first && ended.length > 0 && <span class="muted">{`${ended.length} ended`}</span>}
      </summary>
      {isForgotten && (
        <p class="open-note muted">
          An update of Rolerelay, or the end of the browser, empties its list of open consoles. Those from before are
          open in their tabs still, until their time is over.
        </p>
      )}
      <ul aria-label="Open consoles" hidden={all.length === 0}>
        {all.map((one) => (
          <li key={one.tab}>
            <button type="button" class="button quiet open-console" onClick={() => onGo(one)}>
              <span class="open-name ellipsis">
                {one.name} {one.access && <ReadOnlyBadge lifted={one.access === 'lifted'} />}
              </span>
              <span class={isSoon(one.endsAt, now) ? 'open-left soon' : 'open-left'}>{timeLeft(one.endsAt, now)}</span>
              <span class="open-end mono muted ellipsis">
                {one.account} / {one.role}
              </span>
              <span class="open-place muted">{places[one.place]}</span>
            </button>
            <span class="open-acts">
              <RenewButton one={one} onRenew={onRenew} />
              {one.signsOut && (
                <button
                  type="button"
                  class="button"
                  aria-label={`Sign out of ${one.name}`}
                  onClick={() => void signOut(one)}
                >
                  Sign out
                </button>
              )}
            </span>
            {one.chainId && one.renews === 'page' && (
              <label class="open-by-itself muted">
                <input
                  type="checkbox"
                  checked={one.byItself ?? false}
                  onChange={(event) => setByItself(one, event.currentTarget.checked)}
                />
                Renew by itself, while nobody has looked at the page
              </label>
            )}
          </li>
        ))}
      </ul>
      {isOpen && <ListedSessions live={live} onGo={onGo} />}
      {unseen.length > 0 && (
        <p class="open-unseen muted">
          A renewed console begins on its chain’s own page. To go back to the page that its tab is on, Rolerelay has to
          see the address of that tab. It reads no page.{' '}
          <button
            type="button"
            class="link-button"
            onClick={() => void requestAccess(unseen).then((granted) => granted && refresh())}
          >
            Let it see addresses of the console
          </button>
        </p>
      )}
    </details>
  )
}

const counted = ({ length }: LiveConsole[], one: string, more: string): string =>
  length === 1 ? `1 console ${one}` : `${length} consoles ${more}`

const places: Record<LiveConsole['place'], string> = { normal: '', private: 'private window', container: 'container' }
