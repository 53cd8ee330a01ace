// What a lease is to be: for whom and what for, until when, how wide, and for what it is copied.

import { useState } from 'preact/hooks'
import type { CredentialShape, Lease, LeaseCheck } from 'rolerelay-core'
import { call } from '../../client.ts'
import { MOST_OF_AWS } from '../../limits.ts'
import { Field } from '../controls/field.tsx'
import { focusPlace, hasErrors } from '../controls/findings.tsx'
import { BackIcon, CopyIcon } from '../controls/icons.tsx'
import { clock, span, useNow } from '../controls/time.ts'
import { useFindings } from '../controls/use-findings.ts'
import { shapeNames } from '../run/use-credential-copy.ts'
import './lease.css'
import { newScope, type ScopeDraft, ScopeFields, scopeOf } from './scope-fields.tsx'

/** What was written, so that a form whose run failed comes back as it was. */
export interface LeaseDraft {
  recipient: string
  purpose: string
  seconds: number
  scope: ScopeDraft
  shape: CredentialShape
}

const newLease: LeaseDraft = { recipient: '', purpose: '', seconds: 900, scope: newScope, shape: 'bash' }

interface LeaseFormProps {
  chainId: string
  /** The chain's name. */
  name: string
  start: LeaseDraft | undefined
  level: 1 | 2
  /** Called straight from the click, as the clipboard wants it. */
  onCopy: (lease: Lease, shape: CredentialShape, draft: LeaseDraft) => void
  onBack: () => void
  backLabel: string
}

export function LeaseForm({ chainId, name, start = newLease, level, onCopy, onBack, backLabel }: LeaseFormProps) {
  const [draft, setDraft] = useState(start)
  const [checked, setChecked] = useState<LeaseCheck & { of: LeaseDraft }>()
  const now = useNow(30_000)
  const { recipient, purpose, seconds, scope, shape } = draft
  const change = (by: Partial<LeaseDraft>) => setDraft((before) => ({ ...before, ...by }))
  const findings = useFindings(draft, async (draft) => {
    const found = await call('checkLease', { chainId, lease: leaseOf(draft) })
    setChecked({ ...found, of: draft })
    return found.findings
  })
  const longest = checked?.longestSeconds ?? 900
  const Heading = `h${level}` as 'h1'
  const submit = () => {
    // What was not looked at yet the run looks at, and sends nothing where it is wrong: no click is lost.
    if (checked?.of !== draft || !hasErrors(findings.all)) return onCopy(leaseOf(draft), shape, draft)
    findings.showAll()
    const [first] = findings.all
    if (first) focusPlace(first.place)
  }
  return (
    <form
      class="lease"
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault() // the browser would close the popup
        onBack()
      }}
      {...findings.visit}
    >
      <header class="lease-head">
        <button type="button" class="button quiet square" aria-label={backLabel} title={backLabel} onClick={onBack}>
          <BackIcon />
        </button>
        <div>
          <Heading>Lease of {name}</Heading>
          <p class="muted">Credentials to give away, which may do what they are for, and never more than the chain.</p>
        </div>
      </header>
      <div class="lease-pair">
        <Field
          label="For whom"
          name="recipient"
          findings={findings.at('recipient')}
          hint="A person, a script or a tool."
        >
          {(control) => (
            <input
              {...control}
              ref={focusFirst}
              type="text"
              autocomplete="off"
              maxLength={MOST_RECIPIENT}
              value={recipient}
              onInput={(event) => change({ recipient: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field
          label="Lasts"
          name="seconds"
          findings={findings.at('seconds')}
          hint={`Until ${clock(now + seconds * 1_000, now)}.`}
        >
          {(control) => (
            <select
              {...control}
              value={seconds}
              onChange={(event) => change({ seconds: Number(event.currentTarget.value) })}
            >
              {LASTS.filter((one) => one <= longest || one === seconds).map((one) => (
                <option key={one} value={one}>
                  {span(one)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Field
        label="What for"
        name="purpose"
        findings={findings.at('purpose')}
        hint={
          checked?.recorded === undefined
            ? 'The journal keeps it. AWS is not told.'
            : 'The journal keeps it, and CloudTrail has it with the request.'
        }
      >
        {(control) => (
          <input
            {...control}
            type="text"
            autocomplete="off"
            maxLength={MOST_OF_AWS.scopedDescription}
            value={purpose}
            onInput={(event) => change({ purpose: event.currentTarget.value })}
          />
        )}
      </Field>
      <ScopeFields
        draft={scope}
        at={findings.at}
        wrong={findings.all.filter(({ place }) => place === 'scope')}
        onChange={(by) => change({ scope: { ...scope, ...by } })}
      />
      {checked?.policy && <PolicyView policy={checked.policy} />}
      <Field label="Copied for" name="shape">
        {(control) => (
          <select
            {...control}
            value={shape}
            onChange={(event) => change({ shape: event.currentTarget.value as CredentialShape })}
          >
            {Object.entries(shapeNames).map(([shape, name]) => (
              <option key={shape} value={shape}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div class="row lease-actions">
        <button type="submit" class="button primary">
          <CopyIcon />
          Copy the lease
        </button>
        <button type="button" class="button" onClick={onBack}>
          Cancel
        </button>
      </div>
    </form>
  )
}

/** In seconds. */
const LASTS = [900, 1_800, 2_700, 3_600, 7_200, 14_400, 28_800, 43_200]
/** In characters, as the core has it. */
const MOST_RECIPIENT = 64

/** As it comes on the page, and not again as it is drawn anew. */
const focusFirst = (input: HTMLInputElement | null) => input?.focus()

const leaseOf = ({ recipient, purpose, seconds, scope }: LeaseDraft): Lease => ({
  recipient,
  purpose,
  seconds,
  scope: scopeOf(scope),
})

/** The policy that narrows it, or the name of AWS's. */
function PolicyView({ policy }: { policy: string }) {
  if (policy.startsWith('arn:')) return <p class="note mono">{policy}</p>
  const size = [...policy].length
  return (
    <details class="lease-policy">
      <summary>
        Policy: {size.toLocaleString()} of {MOST_OF_AWS.scopedPolicy.toLocaleString()} characters
      </summary>
      <pre class="mono">{policy}</pre>
    </details>
  )
}
