// Where a person pastes what their identity provider gives to AWS. It is read at once, and shown what it says; it is a secret, so it stands
// in a password field, which browsers write nowhere.

import { useState } from 'preact/hooks'
import type { Brought, Failure, Finding } from 'rolerelay-core'
import { call } from '../../../client.ts'
import { CodeInput } from '../../../ui/controls/code-input.tsx'
import { Field } from '../../../ui/controls/field.tsx'
import { clock, until } from '../../../ui/controls/time.ts'

export interface BroughtText {
  text: string
  /** What it says; absent while that is not known, or where it is none. */
  read?: Brought
  /** What is wrong with it. */
  findings: Finding[]
  set: (text: string) => void
}

export function useBrought(): BroughtText {
  const [state, setState] = useState<{ text: string; read?: Brought; findings: Finding[] }>({ text: '', findings: [] })
  const set = (text: string) => {
    setState({ text, findings: [] })
    if (!text.trim()) return
    const unless = (next: Partial<typeof state>) => setState((now) => (now.text === text ? { ...now, ...next } : now))
    call('readBrought', { text }).then(
      (read) => unless({ read }),
      ({ message }: Failure) => unless({ findings: [{ place: 'brought', severity: 'error', message }] }),
    )
  }
  return { ...state, set }
}

interface BroughtFieldProps {
  brought: BroughtText
  /** Of a source that takes one of the two alone. */
  kind?: Brought['kind']
}

export function BroughtField({ brought, kind }: BroughtFieldProps) {
  const { text, read, findings, set } = brought
  return (
    <div class="stack">
      <Field
        label={kind ? labels[kind] : 'Assertion or token'}
        name="brought"
        findings={findings}
        hint="It counts for some minutes. AWS is sent it once, and it is kept nowhere."
      >
        {(control) => (
          <CodeInput {...control} secret value={text} onInput={(event) => set(event.currentTarget.value)} />
        )}
      </Field>
      {kind !== 'web-identity' && <WhereItIs />}
      {read && <Says read={read} />}
    </div>
  )
}

const labels: Record<Brought['kind'], string> = {
  saml: 'Assertion (SAMLResponse)',
  'web-identity': 'Token (JWT)',
}

function WhereItIs() {
  return (
    <details>
      <summary>Where to find an assertion</summary>
      <ol>
        <li>
          In a new tab open the browser’s tools (F12), choose <strong>Network</strong>, and let it keep the log over
          pages (“Preserve log”, “Persist logs”).
        </li>
        <li>In that tab sign in at your identity provider and go to AWS, as you always do.</li>
        <li>
          Choose the request named <code>saml</code> to AWS’s sign-in page, and under <strong>Payload</strong> or{' '}
          <strong>Request</strong> copy the value of <code>SAMLResponse</code>.
        </li>
      </ol>
    </details>
  )
}

/** What it says of itself, so that a person sees what they send. */
function Says({ read }: { read: Brought }) {
  const { expiresAt } = read
  return (
    <dl class="facts" aria-label="What it says">
      {read.kind === 'saml' ? (
        <>
          {read.sessionName && (
            <>
              <dt>For</dt>
              <dd class="mono">{read.sessionName}</dd>
            </>
          )}
          <dt>Roles</dt>
          <dd>
            {read.roles.length}
            {read.unread > 0 && `, and ${read.unread} that are no pair of a role and a provider of its account`}
          </dd>
        </>
      ) : (
        <>
          <dt>Issuer</dt>
          <dd class="mono">{read.issuer}</dd>
          <dt>Audience</dt>
          <dd class="mono">{read.audience.join(', ') || 'none'}</dd>
          <dt>Subject</dt>
          <dd class="mono">{read.subject}</dd>
        </>
      )}
      {expiresAt !== undefined && (
        <>
          <dt>Ends</dt>
          <dd>
            {clock(expiresAt)} {expiresAt <= Date.now() ? '(it has ended)' : `(${until(expiresAt)})`}
          </dd>
        </>
      )}
    </dl>
  )
}
