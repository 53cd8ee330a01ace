// All sources on the left, the one that is being written on the right.

import type { SourceRow } from '../../protocol.ts'
import { FailurePanel } from '../../ui/failure-panel.tsx'
import { KeyIcon, PlusIcon } from '../../ui/icons.tsx'
import { oldAge } from '../../ui/key-age.tsx'
import { useCall } from '../../ui/use-call.ts'
import { KeysBadge } from './keys-badge.tsx'
import { SourceForm } from './source-form.tsx'
import './sources-page.css'

export function SourcesPage({ id }: { id: string | undefined }) {
  const { reply: sources, failure, again } = useCall('sources')
  const source = sources?.find((one) => one.id === id)
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
          <p class="master-empty muted">No keys yet. A source is a set of access keys that chains start from.</p>
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
        {sources && id && (source || id === 'new') && <SourceForm key={id} source={source} onChanged={again} />}
        {sources && !source && id !== 'new' && (
          <div class="detail-empty muted">
            <KeyIcon />
            <p>{id ? 'This source was deleted.' : 'Choose a source to enter its keys, or make a new one.'}</p>
          </div>
        )}
      </section>
    </div>
  )
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
      {age !== undefined && <span class="source-age">These keys are {age} days old. Rotate them.</span>}
      <span class="muted">{usedByCount === 1 ? '1 chain' : `${usedByCount} chains`}</span>
    </a>
  )
}
