// What to ask CloudTrail for an entry: the page of the source's key, and queries to paste.

import type { Failure, JournalLookups, NotedRun } from 'rolerelay-core'
import { OpenIcon } from '../../ui/controls/icons.tsx'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { CopyButton } from './copy-button.tsx'

interface EntryLookupsProps {
  run: NotedRun
  lookups: JournalLookups | undefined
  failure: Failure | undefined
}

export function EntryLookups({ run, lookups, failure }: EntryLookupsProps) {
  if (failure) return <FailurePanel failure={failure} />
  if (!lookups) return null
  const source = lookups.trails.find(({ hop }) => hop === undefined)
  const queries = [
    { name: 'CloudTrail Lake', text: lookups.lake, blank: 'the ID of your event data store' },
    { name: 'Athena', text: lookups.athena, blank: 'the name of your table' },
  ]
  return (
    <>
      <h3>In CloudTrail</h3>
      <p class="muted">
        A link opens in the account that you are signed in to: open a chain that ends there first. The event history
        goes back 90 days, and shows one region at a time.
      </p>
      {source && (
        <a href={source.url} target="_blank" rel="noreferrer">
          What {run.accessKeyId} did in its account, in CloudTrail <OpenIcon />
        </a>
      )}
      {queries.map(({ name, text, blank }) => (
        <details key={name} class="journal-query">
          <summary>Query for {name}</summary>
          <p class="muted">Write {blank} into it.</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that a keyboard can scroll it */}
          <pre class="mono" tabIndex={0}>
            {text}
          </pre>
          <CopyButton text={text} label={`Copy query for ${name}`} worded />
        </details>
      ))}
    </>
  )
}
