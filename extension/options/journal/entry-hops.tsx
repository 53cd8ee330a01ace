// Each hop that was done: its session, its request, and the page of CloudTrail that has what the session did.

import type { EventTrail, NotedRun } from 'rolerelay-core'
import { OpenIcon } from '../../ui/controls/icons.tsx'
import { roleParts } from '../../ui/controls/role.ts'
import { CopyButton } from './copy-button.tsx'
import { moment, sessionName } from './entry-words.ts'

export function EntryHops({ run, trails }: { run: NotedRun; trails: EventTrail[] }) {
  if (run.hops.length === 0) return null
  return (
    <>
      <h3>Hops</h3>
      <ol class="journal-hops">
        {run.hops.map((hop, at) => {
          const { account, role } = roleParts(hop.roleArn)
          const trail = trails.find((trail) => trail.hop === at)
          return (
            <li key={hop.sessionArn}>
              <strong>
                {at + 1}. {role}
              </strong>{' '}
              <span class="mono muted">{account}</span>
              <dl class="panes-facts">
                <dt>Session</dt>
                <dd class="mono">{hop.sessionArn}</dd>
                <dt>Region</dt>
                <dd class="mono">{hop.region}</dd>
                <dt>Ends</dt>
                <dd>{moment(hop.expiresAt)}</dd>
                {hop.sourceIdentity && (
                  <>
                    <dt>Source identity</dt>
                    <dd class="mono">{hop.sourceIdentity}</dd>
                  </>
                )}
                {hop.requestId && (
                  <>
                    <dt>Request ID</dt>
                    <dd>
                      <span class="mono">{hop.requestId}</span>{' '}
                      <CopyButton text={hop.requestId} label={`Copy request ID of hop ${at + 1}`} />
                    </dd>
                  </>
                )}
              </dl>
              {trail && (
                <a href={trail.url} target="_blank" rel="noreferrer">
                  What {sessionName(hop)} did in {account}, in CloudTrail <OpenIcon />
                </a>
              )}
            </li>
          )
        })}
      </ol>
    </>
  )
}
