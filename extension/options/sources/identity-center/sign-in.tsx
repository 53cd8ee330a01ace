// Who is signed in at a portal, and how somebody signs in: AWS's page has to show the code that this page shows.

import { useEffect, useRef } from 'preact/hooks'
import { call, requestAccess } from '../../../client.ts'
import type { PortalRow } from '../../../protocol.ts'
import { CheckIcon, WarningIcon } from '../../../ui/controls/icons.tsx'
import { clock, until } from '../../../ui/controls/time.ts'
import { useWork } from '../../../ui/controls/use-work.ts'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'
import type { WaitingRun } from '../use-waiting-run.ts'

interface SignInProps {
  portal: PortalRow
  /** What is run by itself once somebody is signed in. */
  next?: WaitingRun
  onChanged: () => Promise<void>
}

export function SignIn({ portal, next, onChanged }: SignInProps) {
  const { id, startUrl, region, origins, state, endsAt, code } = portal
  const work = useWork()
  const start = () =>
    work.during(async () => {
      await call('beginSignIn', { startUrl, region, ...(await next?.run()) })
      await onChanged()
    })
  // Where the person says no, what is out of reach is told, with a button that asks again.
  const begin = () => requestAccess(origins).then(start)
  const then = (does: () => Promise<unknown>) => void work.during(() => does().then(onChanged))
  const failure = work.failure ?? portal.failure
  const isOutOfReach = failure?.kind === 'permission'
  return (
    <section class="card stack sign-in" aria-label="Sign-in">
      <dl class="facts">
        <dt>Start address</dt>
        <dd class="mono">{startUrl}</dd>
        <dt>Region</dt>
        <dd class="mono">{region}</dd>
        <dt>Sign-in</dt>
        <dd>
          <span class={state === 'signed-in' ? 'keys-badge ready' : 'keys-badge'} role="status">
            {state === 'signed-in' ? <CheckIcon /> : <WarningIcon />}
            {wordsOf(state, endsAt)}
          </span>
        </dd>
      </dl>
      {failure && state !== 'waiting' && (
        <FailurePanel
          failure={failure}
          title={isOutOfReach ? undefined : 'Nobody is signed in'}
          onRetry={isOutOfReach ? () => void start() : undefined}
        />
      )}
      {next?.name && state === 'signed-out' && <p>Once you are signed in, “{next.name}” opens by itself.</p>}
      {state === 'waiting' && code ? (
        <Confirm
          code={code}
          next={next?.name}
          onOpen={() => void work.during(() => call('openSignInPage', { id }))}
          onCancel={() => then(() => call('cancelSignIn', { id }))}
        />
      ) : (
        <div class="row">
          <button
            type="button"
            class={state === 'signed-in' ? 'button' : 'button primary'}
            disabled={work.busy}
            onClick={() => void begin()}
          >
            {state === 'signed-in' ? 'Sign in again' : 'Sign in'}
          </button>
          {state === 'signed-in' && (
            <button type="button" class="button" onClick={() => then(() => call('signOut', { id }))}>
              Sign out
            </button>
          )}
          <span class="muted">One sign-in is good for every chain of this start address.</span>
        </div>
      )}
    </section>
  )
}

interface ConfirmProps {
  code: { text: string; expiresAt: number }
  next: string | undefined
  onOpen: () => void
  onCancel: () => void
}

function Confirm({ code, next, onOpen, onCancel }: ConfirmProps) {
  const open = useRef<HTMLButtonElement>(null)
  useEffect(() => open.current?.focus(), [])
  return (
    <section class="stack" aria-label="Confirm the code">
      <p class="sign-in-code">{code.text}</p>
      <p>
        AWS’s page shows a code. <strong>Confirm it only if it is this one.</strong> Whoever sends you to such a page
        with another code signs in as you.
      </p>
      {next && <p>Once you have confirmed, “{next}” opens by itself.</p>}
      <div class="row">
        <button ref={open} type="button" class="button primary" onClick={onOpen}>
          Open AWS’s page
        </button>
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
        <span class="muted">The code is good until {clock(code.expiresAt)}.</span>
      </div>
    </section>
  )
}

function wordsOf(state: PortalRow['state'], endsAt: number | undefined): string {
  if (state === 'waiting') return 'Waiting for you to confirm the code'
  if (state === 'signed-out') return 'Nobody is signed in'
  return endsAt === undefined ? 'Signed in' : `Signed in until ${clock(endsAt)} (${until(endsAt)})`
}
