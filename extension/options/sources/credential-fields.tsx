// The three parts of a set of keys. What is secret is typed into password fields only, since browsers write what stands
// in other fields to disk to restore it; a block of several lines is read when it is pasted and never shown.

import type { Credentials, Finding } from 'rolerelay-core'
import { call } from '../../client.ts'
import { assign } from '../../ui/assign.ts'
import { Field } from '../../ui/field.tsx'

export const noKeys: Credentials = { accessKeyId: '', secretAccessKey: '' }

export const anyTyped = ({ accessKeyId, secretAccessKey, sessionToken }: Credentials): boolean =>
  Boolean(accessKeyId || secretAccessKey || sessionToken)

interface CredentialFieldsProps {
  value: Credentials
  onChange: (value: Credentials) => void
  /** What was wrong with a pasted block; none when it was read. */
  onPasted: (findings: Finding[]) => void
  at: (place: string) => Finding[]
}

export function CredentialFields({ value, onChange, onPasted, at }: CredentialFieldsProps) {
  const onPaste = async (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!isBlock(text)) return
    event.preventDefault()
    const { credentials, findings } = await call('readCredentials', { text })
    if (credentials) onChange(credentials)
    onPasted(findings)
  }
  // Typed keys are others than those that were pasted, whose end is known.
  const type =
    (field: 'accessKeyId' | 'secretAccessKey' | 'sessionToken') => (event: { currentTarget: HTMLInputElement }) => {
      const text = event.currentTarget.value.trim()
      onChange(assign(value, { [field]: field === 'sessionToken' ? text || undefined : text, expiresAt: undefined }))
    }
  return (
    <div class="form-grid credential-fields">
      <Field
        label="Access key ID"
        name="credentials.accessKeyId"
        findings={at('credentials.accessKeyId')}
        hint="AKIA… for a long-term key, ASIA… for temporary ones."
      >
        {(control) => (
          <input
            {...control}
            type="text"
            class="mono"
            autocomplete="off"
            spellcheck={false}
            value={value.accessKeyId}
            onInput={type('accessKeyId')}
            onPaste={onPaste}
          />
        )}
      </Field>
      <Field
        label="Secret access key"
        name="credentials.secretAccessKey"
        findings={at('credentials.secretAccessKey')}
        hint="40 characters."
      >
        {(control) => (
          <input
            {...control}
            type="password"
            class="mono"
            autocomplete="off"
            value={value.secretAccessKey}
            onInput={type('secretAccessKey')}
            onPaste={onPaste}
          />
        )}
      </Field>
      <Field
        label="Session token"
        optional
        name="credentials.sessionToken"
        findings={at('credentials.sessionToken')}
        hint="Only with temporary credentials (ASIA…)."
      >
        {(control) => (
          <input
            {...control}
            type="password"
            class="mono"
            autocomplete="off"
            value={value.sessionToken ?? ''}
            onInput={type('sessionToken')}
            onPaste={onPaste}
          />
        )}
      </Field>
    </div>
  )
}

/** Whether a pasted text is more than one value: lines, assignments or JSON. */
const isBlock = (text: string): boolean => /\s/.test(text.trim()) || /^\s*[{[]/.test(text) || /aws_/i.test(text)
