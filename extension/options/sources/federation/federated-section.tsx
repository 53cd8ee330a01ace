// A source of an identity provider: whether somebody is signed in, and how somebody signs in again; what waits for that goes on by itself.

import { useEffect } from 'preact/hooks'
import { call, formSeeing, requestAccess } from '../../../client.ts'
import type { Federation, SourceRow } from '../../../protocol.ts'
import { CheckIcon, OpenIcon, WarningIcon } from '../../../ui/controls/icons.tsx'
import { roleParts } from '../../../ui/controls/role.ts'
import { clock, until } from '../../../ui/controls/time.ts'
import { useWork } from '../../../ui/controls/use-work.ts'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'
import { useWaitingRun } from '../use-waiting-run.ts'
import { BroughtField, useBrought } from './brought-field.tsx'

interface FederatedProps {
  source: SourceRow
  federation: Federation
  onChanged: () => Promise<void>
}

export function FederatedSection({ source, federation, onChanged }: FederatedProps) {
  const { id, keys, expiresAt } = source
  const kind = source.kind === 'saml' ? 'saml' : 'web-identity'
  const { roleArn, provider, signInUrl, watched } = federation
  const { account, role } = roleParts(roleArn)
  const brought = useBrought()
  const work = useWork()
  const next = useWaitingRun(id)
  const signIn = () =>
    work.during(async () => {
      await call('signInWith', { id, text: brought.text, ...(await next.run()) })
      brought.set('')
      await onChanged()
    })
  const retry = () => requestAccess(work.failure?.evidence?.origins).then((granted) => (granted ? signIn() : undefined))
  const signOut = () => work.during(() => call('endSignIn', { id }).then(onChanged))
  const watch = () =>
    formSeeing.ask().then((granted) => {
      if (!granted) return
      return work.during(async () => {
        await call('watchSignIn', { id, ...(await next.run()) })
        await onChanged()
      })
    })
  useEffect(() => {
    if (!watched) return
    const timer = setInterval(() => void onChanged(), 1_000)
    return () => clearInterval(timer)
  }, [watched])
  const watches = kind === 'saml' && formSeeing.isOffered
  const ready = keys === 'ready'
  const failure = work.failure ?? (watched ? undefined : federation.failure)
  return (
    <section class="card stack sign-in" aria-label="Sign-in">
      <dl class="facts">
        <dt>Role</dt>
        <dd class="mono">
          {role} <span class="muted">{account}</span>
        </dd>
        <dt>Provider</dt>
        <dd class="mono">{provider ?? 'any that the role trusts'}</dd>
        <dt>Sign-in</dt>
        <dd>
          <span class={ready ? 'keys-badge ready' : 'keys-badge'} role="status">
            {ready ? <CheckIcon /> : <WarningIcon />}
            {!ready
              ? 'Nobody is signed in'
              : expiresAt === undefined
                ? 'Ready'
                : `Signed in until ${clock(expiresAt)} (${until(expiresAt)})`}
          </span>
        </dd>
      </dl>
      {failure && (
        <FailurePanel
          failure={failure}
          title="AWS did not sign you in"
          onRetry={work.failure && brought.text ? () => void retry() : undefined}
        />
      )}
      {next.name && !ready && <p>Once you are signed in, “{next.name}” opens by itself.</p>}
      {watched ? (
        <div class="row">
          <span role="status">
            Waiting for you to sign in, in the tab that was opened for it. It closes by itself once AWS is to be sent
            the assertion.
          </span>
          <button
            type="button"
            class="button"
            onClick={() => void work.during(() => call('stopWatching', { id }).then(onChanged))}
          >
            Do not wait
          </button>
        </div>
      ) : (
        signInUrl && (
          <div class="row">
            {watches && (
              <button
                type="button"
                class={ready ? 'button' : 'button primary'}
                disabled={work.busy}
                onClick={() => void watch()}
              >
                <OpenIcon />
                Sign in there
              </button>
            )}
            <a class="button" href={signInUrl} target="_blank" rel="noreferrer">
              {watches ? 'Open the sign-in page only' : 'Open the sign-in page'}
            </a>
            {watches && (
              <span class="muted">
                <em>Sign in there</em> has Rolerelay see the form that goes to AWS from that tab, and from no other. The
                browser asks you whether it may.
              </span>
            )}
          </div>
        )
      )}
      <BroughtField brought={brought} kind={kind} />
      <div class="row">
        <button
          type="button"
          class={brought.read ? 'button primary' : 'button'}
          disabled={work.busy || !brought.read}
          onClick={() => void signIn()}
        >
          Sign in with it
        </button>
        {ready && (
          <button type="button" class="button" onClick={() => void signOut()}>
            Sign out
          </button>
        )}
      </div>
    </section>
  )
}
