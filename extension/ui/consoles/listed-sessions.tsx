// Below the consoles that are open: what AWS's own list names besides, asked for as this comes up; or the offer to ask for it.

import { useEffect, useState } from 'preact/hooks'
import { call } from '../../client.ts'
import type { ListedConsole, LiveConsole, SignedIn } from '../../protocol.ts'
import { isSoon, timeLeft } from '../controls/time.ts'
import type { Live } from './use-live.ts'

interface ListedSessionsProps {
  live: Live
  onGo: (one: Pick<LiveConsole, 'tab' | 'name'>) => void
}

export function ListedSessions({ live: { asksForSessions, now, refresh }, onGo }: ListedSessionsProps) {
  const [answer, setAnswer] = useState<SignedIn>()
  const [note, setNote] = useState('')
  const ask = () =>
    call('signedIn', null)
      .then(setAnswer, () => setAnswer(undefined)) // what is remembered stands above
      .then(refresh)
  useEffect(() => void (asksForSessions && ask()), [asksForSessions])
  if (!asksForSessions) return <OfferList onChosen={refresh} />

  const signOut = async ({ who, account, signOut }: ListedConsole) => {
    const isOut = signOut !== undefined && (await call('signOutOf', { signOut }).catch(() => false))
    setNote(isOut ? `Signed out of ${who} in ${account}.` : `AWS’s page that signs out of ${who} was not seen to load.`)
    await ask()
  }
  return (
    <div class="listed-sessions">
      <p class="muted" role="status">
        {note} {answer ? said(answer) : 'Asking AWS which consoles this browser is signed in to…'}
      </p>
      <ul aria-label="Consoles that AWS lists besides">
        {answer?.sessions.map((one) => (
          <li key={`${one.account} ${one.who} ${one.signOut}`}>
            <span class="open-console">
              <span class="open-name">{one.who}</span>
              <span class={one.endsAt !== undefined && isSoon(one.endsAt, now) ? 'open-left soon' : 'open-left'}>
                {one.endsAt !== undefined && timeLeft(one.endsAt, now)}
              </span>
              <span class="open-end mono muted">{one.account}</span>
            </span>
            <span class="open-acts">
              {one.tab !== undefined && (
                <button
                  type="button"
                  class="button"
                  aria-label={`Go to its tab: ${one.who} in ${one.account}`}
                  onClick={() => onGo({ name: one.who, tab: one.tab ?? -1 })}
                >
                  Go to its tab
                </button>
              )}
              {one.signOut !== undefined && (
                <button
                  type="button"
                  class="button"
                  aria-label={`Sign out of ${one.who} in ${one.account}`}
                  onClick={() => void signOut(one)}
                >
                  Sign out
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Asks whether AWS may be asked, where it would be of use, and says what is sent. */
export function OfferList({ onChosen }: { onChosen: () => unknown }) {
  const choose = () => call('saveSettings', { asksForSessions: true }).then(onChosen, () => {}) // the offer stays
  return (
    <p class="open-note muted">
      AWS has a list of the consoles that this browser is signed in to, also of those that were not opened here. To ask
      for it, Rolerelay sends AWS’s sign-in page the cookies that it gave this browser, while you look, and never
      otherwise.{' '}
      <button type="button" class="link-button" onClick={() => void choose()}>
        Ask AWS for its list
      </button>
    </p>
  )
}

function said({ list, sessions, unread, otherTabs }: SignedIn): string {
  if (list !== 'listed') return 'AWS gave no list that Rolerelay knows, so this is what it remembers itself.'
  const parts = [
    sessions.length === 0
      ? 'AWS lists no other console of the normal windows.'
      : 'AWS lists besides, in the normal windows:',
    unread > 0 && `Its list names ${unread} more that Rolerelay cannot read.`,
    otherTabs > 0 && `${otherTabs === 1 ? '1 tab shows' : `${otherTabs} tabs show`} a console that it does not list.`,
  ]
  return parts.filter(Boolean).join(' ')
}
