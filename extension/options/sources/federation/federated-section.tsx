// A source of an identity provider: whether somebody is signed in, and how somebody signs in again; what waits for that goes on by itself.

import type { FederatedRole } from 'rolerelay-core'
import { call, requestAccess } from '../../../client.ts'
import type { SourceRow } from '../../../protocol.ts'
import { FailurePanel } from '../../../ui/failure-panel.tsx'
import { CheckIcon, OpenIcon, WarningIcon } from '../../../ui/icons.tsx'
import { roleParts } from '../../../ui/role.ts'
import { clock, until } from '../../../ui/time.ts'
import { useWork } from '../../../ui/use-work.ts'
import { useWaitingRun } from '../use-waiting-run.ts'
import { BroughtField, useBrought } from './brought-field.tsx'

interface FederatedProps {
  source: SourceRow
  federation: FederatedRole
  onChanged: () => Promise<void>
}

export function FederatedSection({ source, federation, onChanged }: FederatedProps) {
  const { id, keys, expiresAt } = source
  const kind = source.kind === 'saml' ? 'saml' : 'web-identity'
  const { roleArn, provider, signInUrl } = federation
  const { account, role } = roleParts(roleArn)
  const brought = useBrought()
  const work = useWork()
  const next = useWaitingRun(id)
  const signIn = () =>
    work.during(async () => {
      await call('signInWith', { id, text: brought.text, ...(next && { run: next.run }) })
      brought.set('')
      await onChanged()
    })
  const retry = () => requestAccess(work.failure?.evidence?.origins).then((granted) => (granted ? signIn() : undefined))
  const signOut = () => work.during(() => call('endSignIn', { id }).then(onChanged))
  const ready = keys === 'ready'
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
      {work.failure && (
        <FailurePanel failure={work.failure} title="AWS did not sign you in" onRetry={() => void retry()} />
      )}
      {next && !ready && <p>Once you are signed in, “{next.name}” opens by itself.</p>}
      {signInUrl && (
        <div class="row">
          <a class={ready ? 'button' : 'button primary'} href={signInUrl} target="_blank" rel="noreferrer">
            <OpenIcon />
            Open the sign-in page
          </a>
        </div>
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
