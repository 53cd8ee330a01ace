// One entry: who, what, when and as whom, each hop, and where CloudTrail has the other half.

import type { ComponentChildren } from 'preact'
import type { JournalEntry, NotedFailure } from 'rolerelay-core'
import { roleParts } from '../../ui/controls/role.ts'
import { elapsed } from '../../ui/controls/time.ts'
import { capital, kindWords } from '../checks/reason-words.ts'
import { CopyButton } from './copy-button.tsx'
import { EntryHops } from './entry-hops.tsx'
import { EntryLookups } from './entry-lookups.tsx'
import { arrivalWords, moment, outcomeWords, sessionName } from './entry-words.ts'
import { useLookups } from './use-lookups.ts'

export function EntryView({ entry }: { entry: JournalEntry }) {
  const { number, run, hash } = entry
  const { lookups, failure } = useLookups(number)
  const end = run.hops.at(-1)
  const { account, role } = roleParts(end?.roleArn ?? '')
  return (
    <section class="journal-entry panes-detail" aria-label={`Entry ${number}`}>
      <h2>{run.chain}</h2>
      <dl class="panes-facts">
        <Fact name="What">{outcomeWords(run)}</Fact>
        <Fact name="When">
          {moment(run.beganAt)} ({elapsed(run.beganAt, run.endedAt)})
        </Fact>
        <Fact name="From">
          {run.source} <span class="mono muted">{run.accessKeyId}</span>
        </Fact>
        {run.caller && <Fact name="Caller">{mono(run.caller)}</Fact>}
        {end && (
          <Fact name={run.outcome === 'done' ? 'As' : 'Got as far as'}>
            {role} in <span class="mono">{account}</span>, session <span class="mono">{sessionName(end)}</span>
          </Fact>
        )}
        {run.ownEnd && (
          <Fact name={run.outcome === 'done' ? 'As' : 'To be'}>
            {run.ownEnd.role} in <span class="mono">{run.ownEnd.account}</span>, the source’s own session
          </Fact>
        )}
        {run.access && (
          <Fact name="Access">
            {run.access === 'lifted' ? 'Changes were allowed, until the session’s end' : 'Read-only'}
          </Fact>
        )}
        {run.lease && (
          <Fact name="Lease">
            {run.lease.scope}, for {run.lease.recipient}: {run.lease.purpose}
          </Fact>
        )}
        {run.reason && <Fact name="Reason">{run.reason}</Fact>}
        {run.endpoint && <Fact name="Endpoint">{mono(run.endpoint)} in the place of AWS</Fact>}
        {run.destination && <Fact name="Page">{mono(run.destination)}</Fact>}
        {run.arrival && <Fact name="Arrival">{arrivalWords[run.arrival]}</Fact>}
        {run.failure && <Failed failure={run.failure} />}
        {run.outcome === 'interrupted' && (
          <Fact name="Note">The browser stopped Rolerelay. Whether it went further is for CloudTrail to say.</Fact>
        )}
        {(run.missed ?? 0) > 0 && (
          <Fact name="Before it">
            {run.missed === 1 ? 'One run' : `${run.missed} runs`} could not be noted: the browser refused to write.
          </Fact>
        )}
        <Fact name="Entry">
          {number} <span class="mono muted journal-hash">{hash}</span>
        </Fact>
      </dl>
      <EntryHops run={run} trails={lookups?.trails ?? []} />
      {/* CloudTrail is AWS's. */}
      {!run.endpoint && <EntryLookups run={run} lookups={lookups} failure={failure} />}
    </section>
  )
}

function Failed({ failure: { kind, code, requestId, roleArn } }: { failure: NotedFailure }) {
  return (
    <>
      <Fact name="Why">{capital(kindWords[kind] ?? kind)}</Fact>
      {roleArn && <Fact name="Role">{mono(roleArn)}</Fact>}
      {code && <Fact name="AWS’s code">{mono(code)}</Fact>}
      {requestId && (
        <Fact name="Request ID">
          {mono(requestId)} <CopyButton text={requestId} label="Copy request ID" />
        </Fact>
      )}
    </>
  )
}

const mono = (text: string) => <span class="mono">{text}</span>

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)
