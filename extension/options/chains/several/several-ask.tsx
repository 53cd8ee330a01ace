// Says before several consoles are opened what is in the way of some, and what there is to do about that.

import { hasContainers } from '../../../client.ts'
import type { OpeningWeighed, OpenSession } from '../../../protocol.ts'
import { Dialog } from '../../../ui/controls/dialog.tsx'
import { timeLeft } from '../../../ui/controls/time.ts'
import { goTo } from '../../route.ts'
import { consoles, type Several } from './use-several.ts'

interface SeveralAskProps {
  weighed: OpeningWeighed
  onBegin: Several['begin']
  onClose: () => void
}

export function SeveralAsk({ weighed: { chains, open, most }, onBegin, onClose }: SeveralAskProps) {
  const fit = chains.filter(({ hinder, isOpen }) => !hinder && !isOpen)
  const isBy = (by: (typeof chains)[number]['hinder']) => chains.some(({ hinder }) => hinder === by)
  const [isFull, isSingle, signsOut] = [isBy('full'), isBy('single'), isBy('signs-out')]
  const isPlain = chains.every(({ hinder }) => !hinder)
  const title = fit.length > 0 ? `Open ${consoles(fit.length)}?` : 'All of them are open'
  const there = chains.filter(({ isOpen }) => isOpen).map(({ name }) => name)
  const listed = (chains: OpeningWeighed['chains']) => chains.map(({ id, name }) => <li key={id}>{name}</li>)
  const names = listed(chains.filter(({ hinder }) => hinder))
  return (
    <Dialog
      title={isPlain ? title : `${consoles(chains.length)} do not fit beside each other`}
      confirm={fit.length === 0 ? undefined : isPlain ? `Open ${consoles(fit.length)}` : `Open the ${fits(fit.length)}`}
      keep="Open none"
      onConfirm={() => void onBegin(chains)}
      onClose={onClose}
    >
      <div class="several-ask">
        {isPlain && fit.length > 0 && (
          <>
            <p>Each opens in a tab of its own, in the background:</p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that a keyboard can scroll it */}
            <ul class="dialog-list" aria-label="To be opened" tabIndex={0}>
              {listed(fit)}
            </ul>
          </>
        )}
        {isPlain && there.length > 0 && <p>Open before: {there.join(', ')}.</p>}
        {isFull && (
          <p>
            AWS lets a browser be signed in to {most} consoles at a time.{' '}
            {open.length === 0 ? 'None is open now.' : `${open.length === 1 ? '1 is' : `${open.length} are`} open now:`}
          </p>
        )}
        {isSingle && (
          <p>
            AWS keeps this browser signed in to one console at a time: each that opens signs out of the one before, so
            that of these one alone could stay open.{' '}
            {open.length === 1 && 'This one is open now, and would be signed out too:'}
          </p>
        )}
        {signsOut && (
          <p>
            The settings have this browser signed out before each sign-in, so that of these one alone could stay open.{' '}
            <button type="button" class="link-button" onClick={() => goTo('/settings')}>
              Go to the settings
            </button>{' '}
            {open.length > 0 && 'What is open now would be signed out too:'}
          </p>
        )}
        {open.length > 0 && (
          <ul class="dialog-list" aria-label="Open now">
            {open.map((session) => (
              <li key={`${session.account} ${session.role} ${session.signOut}`}>{factsOf(session)}</li>
            ))}
          </ul>
        )}
        {!isPlain && (
          <>
            <p>{fit.length > 0 ? 'No room is left for:' : 'Chosen:'}</p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that a keyboard can scroll it */}
            <ul class="dialog-list" aria-label="No room" tabIndex={0}>
              {names}
            </ul>
          </>
        )}
        {isFull && (
          <button type="button" class="link-button" onClick={() => void onBegin(chains, {})}>
            Open all, and choose for each of these which console is signed out
          </button>
        )}
        {(isSingle || signsOut) && (
          <>
            {hasContainers && (
              <p>
                In containers they can all be open: choose under Settings that each chain has one of its own.{' '}
                <button type="button" class="link-button" onClick={() => goTo('/settings')}>
                  Choose containers
                </button>
              </p>
            )}
            <p>
              With several sessions turned on, in the menu with your name on a page of the console, AWS lets {most} be
              open.{' '}
              <button type="button" class="link-button" onClick={() => void onBegin(chains, { signOut: 'no' })}>
                Open them without signing out
              </button>
            </p>
          </>
        )}
      </div>
    </Dialog>
  )
}

const fits = (count: number): string => (count === 1 ? 'one that fits' : `${count} that fit`)

function factsOf({ chain, role, account, endsAt }: OpenSession): string {
  const left = endsAt === undefined ? '' : `, ${timeLeft(endsAt)}`
  return `${chain ? `${chain}: ` : ''}${role} in ${account}${left}`
}
