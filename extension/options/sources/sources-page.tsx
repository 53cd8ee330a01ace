// All sources on the left, the one that is being written on the right.

import type { PortalRow, SourceRow } from '../../protocol.ts'
import { EndpointBadge } from '../../ui/chains/endpoint-badge.tsx'
import { oldAge } from '../../ui/chains/key-age.tsx'
import { CheckIcon, KeyIcon, PlusIcon, WarningIcon } from '../../ui/controls/icons.tsx'
import { useCall } from '../../ui/controls/use-call.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { ConsoleForm } from './console-sign-in/console-form.tsx'
import { FederationForm } from './federation/federation-form.tsx'
import './identity-center/identity-center.css'
import { NEW_CONSOLE, NEW_FEDERATED, NEW_PORTAL, placeOf, portalAt } from './identity-center/places.ts'
import { PortalForm } from './identity-center/portal-form.tsx'
import { PortalPage } from './identity-center/portal-page.tsx'
import { usePortals } from './identity-center/use-portals.ts'
import { KeysBadge } from './keys-badge.tsx'
import { SourceForm } from './source-form.tsx'
import './sources-page.css'
import { WithoutKeys } from './without-keys.tsx'

interface SourcesPageProps {
  id: string | undefined
  /** The chain that opens by itself once the source is saved. */
  then: string | undefined
}

export function SourcesPage({ id, then }: SourcesPageProps) {
  const { reply: sources, failure, again } = useCall('sources')
  const portals = usePortals()
  const source = sources?.find((one) => one.id === id)
  const portal = portals.reply?.find((one) => one.id === portalAt(id))
  const both = () => Promise.all([again(), portals.again()]).then(() => {})
  return (
    <div class={id ? 'master-detail with-detail' : 'master-detail'}>
      <h1 class="hidden">Sources</h1>
      <section class="master" aria-label="Sources">
        <header class="master-head">
          <h2>Sources</h2>
          <a class="button primary" href="#/sources/new">
            <PlusIcon />
            New source
          </a>
        </header>
        {failure && <FailurePanel failure={failure} onRetry={again} />}
        {sources?.length === 0 && (
          <p class="master-empty muted">
            No source yet. Chains start from one: a sign-in at your organisation, or access keys.
          </p>
        )}
        <p class="master-note">
          <WithoutKeys />
        </p>
        {portals.reply && portals.reply.length > 0 && (
          <ul class="portal-list" aria-label="Sign-ins">
            {portals.reply.map((one) => (
              <li key={one.id}>
                <PortalLink portal={one} current={one.id === portal?.id} />
              </li>
            ))}
          </ul>
        )}
        <ul class="source-list">
          {sources?.map((one) => (
            <li key={one.id}>
              <SourceLink source={one} current={one.id === id} />
            </li>
          ))}
        </ul>
      </section>
      <section class="detail" aria-label="Source">
        {sources && id && (source || id === 'new') && (
          <SourceForm key={id} source={source} then={then} onChanged={again} />
        )}
        {id === NEW_PORTAL && <PortalForm onBegun={portals.again} />}
        {id === NEW_FEDERATED && <FederationForm onMade={again} />}
        {id === NEW_CONSOLE && <ConsoleForm onMade={again} />}
        {portal && <PortalPage key={portal.id} portal={portal} onChanged={both} />}
        {sources && !source && !portal && !FORMS.includes(id ?? '') && (
          <div class="detail-empty muted">
            <KeyIcon />
            <p>
              {id ? 'This source was deleted.' : 'Choose a source to sign in or to enter its keys, or make a new one.'}
            </p>
          </div>
        )}
      </section>
    </div>
  )
}

/** What is written there is none of a source that is here. */
const FORMS = ['new', NEW_PORTAL, NEW_FEDERATED, NEW_CONSOLE]

function PortalLink({ portal, current }: { portal: PortalRow; current: boolean }) {
  const { id, startUrl, region, state, sources } = portal
  return (
    <a class="source-link" href={`#${placeOf(id)}`} aria-current={current ? 'true' : undefined}>
      <span class="source-name">{startUrl.replace('https://', '')}</span>
      <span class={state === 'signed-in' ? 'keys-badge ready' : 'keys-badge'}>
        {state === 'signed-in' ? <CheckIcon /> : <WarningIcon />}
        {stateWords[state]}
      </span>
      <span class="muted mono">{region}</span>
      <span class="muted">{sources === 1 ? '1 source' : `${sources} sources`}</span>
    </a>
  )
}

const stateWords: Record<PortalRow['state'], string> = {
  'signed-in': 'Signed in',
  'signed-out': 'Sign in',
  waiting: 'Confirm the code',
}

function SourceLink({ source, current }: { source: SourceRow; current: boolean }) {
  const { id, name, accessKeyId, likelyAccount, usedByCount } = source
  const age = oldAge(source)
  return (
    <a class="source-link" href={`#/sources/${id}`} aria-current={current ? 'true' : undefined}>
      <span class="source-name">{name}</span>
      <KeysBadge source={source} />
      {accessKeyId && (
        <span class="muted mono">
          {accessKeyId}
          {likelyAccount && ` · likely ${likelyAccount}`}
        </span>
      )}
      {source.endpoint && <EndpointBadge sts={source.endpoint.sts} />}
      {age !== undefined && <span class="source-age">These keys are {age} days old. Rotate them.</span>}
      <span class="muted">{usedByCount === 1 ? '1 chain' : `${usedByCount} chains`}</span>
    </a>
  )
}
