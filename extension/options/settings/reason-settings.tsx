// Which chains ask for a ticket or a reason, and where AWS records it.

import { useState } from 'preact/hooks'
import type { Finding, ReasonPlace } from 'rolerelay-core'
import { MOST_OF_AWS } from '../../limits.ts'
import type { Settings } from '../../protocol.ts'
import { CodeInput } from '../../ui/controls/code-input.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { LeaveGuard } from '../leave-guard.tsx'

interface ReasonSettingsProps {
  settings: Settings
  onSave: (by: Partial<Settings>) => void
}

export function ReasonSettings({ settings: { reasonFor, reasonInto }, onSave }: ReasonSettingsProps) {
  // A tag is saved with its key.
  const [kind, setKind] = useState(reasonInto.kind)
  const choose = (chosen: ReasonPlace['kind']) => {
    setKind(chosen)
    onSave({ reasonInto: chosen === 'tag' ? { kind: chosen, key: keyOf(reasonInto) } : { kind: chosen } })
  }
  return (
    <section class="card stack" aria-labelledby="reason-title">
      <h2 id="reason-title">Ticket or reason</h2>
      <p class="muted">
        Some chains are opened for a reason that has to be found again. Rolerelay asks for it each time, and AWS records
        it with all that the session does.
      </p>
      <Field label="Ask for one" name="reasonFor">
        {(control) => (
          <select
            {...control}
            value={reasonFor}
            onChange={(event) => onSave({ reasonFor: event.currentTarget.value as Settings['reasonFor'] })}
          >
            <option value="marked">when a chain says so</option>
            <option value="all">for all chains</option>
          </select>
        )}
      </Field>
      <Field label="Where AWS records it" name="reasonInto" hint={notes[kind]}>
        {(control) => (
          <select
            {...control}
            value={kind}
            onChange={(event) => choose(event.currentTarget.value as ReasonPlace['kind'])}
          >
            <option value="source-identity">source identity</option>
            <option value="session-name">session name of every role</option>
            <option value="tag">session tag</option>
          </select>
        )}
      </Field>
      {kind === 'tag' && (
        <TagKey kept={keyOf(reasonInto)} onSave={(key) => onSave({ reasonInto: { kind: 'tag', key } })} />
      )}
      <p class="muted">A chain that names {'{reason}'} in a session name or a source identity has it there instead.</p>
    </section>
  )
}

const notes: Record<ReasonPlace['kind'], string> = {
  'source-identity':
    'It stays for all roles of the chain. Their trust policies, and a caller in another account, must allow sts:SetSourceIdentity. ' +
    'In a chain that sets a source identity itself, it goes into the session names.',
  'session-name': 'After the session name that the chain has, if it has one. No permission is needed.',
  tag: 'Passed on to all roles of the chain. Their trust policies, and a caller in another account, must allow sts:TagSession.',
}

const keyOf = (place: ReasonPlace): string => (place.kind === 'tag' ? place.key : 'ticket')

function TagKey({ kept, onSave }: { kept: string; onSave: (key: string) => void }) {
  const [key, setKey] = useState(kept)
  const findings = wrongWith(key)
  const changed = key.trim() !== kept
  return (
    <form
      class="stack"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        if (findings.length === 0) onSave(key.trim())
      }}
    >
      <LeaveGuard dirty={changed} />
      <Field label="Key of the tag" name="reasonKey" findings={findings}>
        {(control) => <CodeInput {...control} value={key} onInput={(event) => setKey(event.currentTarget.value)} />}
      </Field>
      <div class="row">
        <button type="submit" class="button primary" disabled={!changed || findings.length > 0}>
          Save the key
        </button>
      </div>
    </form>
  )
}

/** The characters are those of a tag's key in AWS's model of STS; what begins with aws: AWS keeps to itself. */
function wrongWith(key: string): Finding[] {
  const most = MOST_OF_AWS.tagKey
  const text = key.trim()
  const fits = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u.test(text) && text.length <= most && !/^aws:/i.test(text)
  const message = `A tag’s key has 1 to ${most} letters, digits, spaces and _.:/=+-@, and does not begin with aws:.`
  return fits ? [] : [{ place: 'reasonKey', severity: 'error', message }]
}
