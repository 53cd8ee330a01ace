// The console of the user whose keys a source has: what it may do, said by the person, and a click that opens it.

import { useEffect, useState } from 'preact/hooks'
import type { Finding, UserConsole } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { SourceRow, UserConsoleDraft } from '../../protocol.ts'
import { assign, type Change } from '../../ui/controls/assign.ts'
import { DurationSelect } from '../../ui/controls/duration-select.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { FindingSummary, findingsAt } from '../../ui/controls/findings.tsx'
import { OpenIcon } from '../../ui/controls/icons.tsx'
import { partitionOf } from '../../ui/controls/role.ts'
import { useToast } from '../../ui/controls/toast.tsx'
import { useCall } from '../../ui/controls/use-call.ts'
import { SessionPolicy } from '../chains/hops/session-policy.tsx'
import { useOwnConsole } from './open-own.tsx'
import { PartitionSelect } from './partition-select.tsx'

const PLACE = 'userConsole'
/** Stands for policies that are none of those which a click chooses. */
const OTHER = 'other'

interface UserConsoleProps {
  source: SourceRow
  /** Hears whether something is written here that is not kept. */
  onDirty: (dirty: boolean) => void
  onChanged: () => Promise<void>
}

export function UserConsoleSection({ source, onDirty, onChanged }: UserConsoleProps) {
  const { id, name, userConsole, mfaSerial = '' } = source
  const { reply: partitions = [] } = useCall('partitions')
  const own = useOwnConsole(onChanged)
  const toast = useToast()
  const [draft, setDraft] = useState(() => draftOf(userConsole))
  // As it was written when it was saved: what is kept of it is in one line.
  const [saved, setSaved] = useState(draft)
  const [partitionId, setPartition] = useState(partitionOf(userConsole?.userArn ?? mfaSerial))
  const [findings, setFindings] = useState<Finding[]>([])
  const [writesOwn, setWritesOwn] = useState(false)
  const policies = partitions.find(({ id }) => id === partitionId)?.policies ?? []
  const [only, ...more] = draft.policyArns ?? []
  const isUsual = !draft.policy && more.length === 0 && (only === undefined || policies.includes(only))
  const other = writesOwn || (partitions.length > 0 && !isUsual)
  const change = (by: Change<UserConsoleDraft>) => setDraft((now) => assign(now, by))
  const dirty = !isSame(draft, saved)
  useEffect(() => onDirty(dirty), [dirty])
  useEffect(() => () => onDirty(false), [])
  const at = (field: string) => findingsAt(findings, `${PLACE}.${field}`)

  /** Whether it is kept as it is written here. */
  const save = async () => {
    if (!dirty && userConsole) return true
    const found = await call('saveUserConsole', { id, partition: partitionId, console: draft })
    setFindings(found.map((one) => ({ ...one, place: `${PLACE}.${one.place}` })))
    if (found.length > 0) return false
    setSaved(draft)
    await onChanged()
    return true
  }
  const forget = async () => {
    await call('forgetUserConsole', { id })
    setDraft({})
    setSaved({})
    setWritesOwn(false)
    await onChanged()
    toast({ text: `${name} opens no console of its user any more.` })
  }
  return (
    <section class="card stack" aria-label="The user’s own console">
      <h3>The user’s own console</h3>
      <p>
        {source.ownEnd ? (
          <>
            The chain without a role that starts here opens the console as{' '}
            <span class="mono">{source.ownEnd.role}</span> in <span class="mono">{source.ownEnd.account}</span>.
          </>
        ) : (
          'The console without a role, as the user whose key this is.'
        )}{' '}
        <span class="muted">
          AWS makes a session of the key for it (GetFederationToken), which may do what you choose here, as far as the
          user may. It assumes no roles: chains with roles start from the key as before.
        </span>
      </p>
      <FindingSummary title="It cannot be opened so" findings={findings} />
      <Field label="What it may do" name={PLACE} findings={other ? [] : at('policyArns')}>
        {(control) => (
          <select
            {...control}
            value={other ? OTHER : (only ?? '')}
            onChange={({ currentTarget: { value } }) => {
              setWritesOwn(value === OTHER)
              if (value !== OTHER) change({ policyArns: value ? [value] : undefined, policy: undefined })
            }}
          >
            <option value="">Choose…</option>
            {policies.map((arn) => (
              <option key={arn} value={arn}>
                {arn.split('/').at(-1)}
              </option>
            ))}
            <option value={OTHER}>Policies that I write…</option>
          </select>
        )}
      </Field>
      {other && <SessionPolicy of={draft} place={PLACE} at={at} onChange={change} />}
      <Field label="How long" name={`${PLACE}.durationSeconds`} findings={at('durationSeconds')}>
        {(control) => (
          <DurationSelect
            control={control}
            value={draft.durationSeconds}
            unset="As AWS has it (12 hours)"
            onChange={(durationSeconds) => change({ durationSeconds })}
          />
        )}
      </Field>
      <div class="row">
        <button
          type="button"
          class="button"
          disabled={own.busy}
          onClick={() => void own.openOwn(async () => ((await save()) ? id : undefined))}
        >
          <OpenIcon />
          {dirty || !userConsole ? 'Save and open its console' : 'Open its console'}
        </button>
        {userConsole && (
          <button type="button" class="button" disabled={own.busy} onClick={() => void own.during(forget)}>
            Forget this console
          </button>
        )}
        {partitions.length > 1 && !userConsole && (
          <PartitionSelect
            label="Partition of the user"
            partitions={partitions.filter(({ supported }) => supported)}
            value={partitionId}
            onChange={(id) => {
              setPartition(id)
              if (!other) change({ policyArns: undefined })
            }}
          />
        )}
      </div>
      {own.shown}
    </section>
  )
}

/** What is kept, as it is written. */
function draftOf({ userArn: _, ...draft }: Partial<UserConsole> = {}): UserConsoleDraft {
  return draft
}

const isSame = (one: UserConsoleDraft, other: UserConsoleDraft): boolean =>
  one.policy === other.policy &&
  one.durationSeconds === other.durationSeconds &&
  String(one.policyArns ?? '') === String(other.policyArns ?? '')
