// The three parts of a set of keys. What is secret is typed into password fields only, since browsers write what stands
// in other fields to disk to restore it; so what is pasted is read first unless it can only be what the field is for.

import { useState } from 'preact/hooks'
import type { Credentials, Failure, Finding } from 'rolerelay-core'
import { call } from '../../client.ts'
import { assign } from '../../ui/controls/assign.ts'
import { CodeInput } from '../../ui/controls/code-input.tsx'
import { Field } from '../../ui/controls/field.tsx'

export const noKeys: Credentials = { accessKeyId: '', secretAccessKey: '' }

export const anyTyped = ({ accessKeyId, secretAccessKey, sessionToken }: Credentials): boolean =>
  Boolean(accessKeyId || secretAccessKey || sessionToken)

const ACCESS_KEY_ID = /^[A-Z0-9]{1,32}$/
/** Of an endpoint: `test`, `minioadmin`. */
const FOREIGN_ID = /^[\w.-]{1,32}$/
/** Base64 alone: an assignment such as `aws_secret_access_key=…` is written in the same characters. */
const ONE_SECRET = /^(?!.*aws_)[\w+/=.-]+$/i
interface CredentialFieldsProps {
  value: Credentials
  onChange: (value: Credentials) => void
  /** What was wrong with a pasted block; none when it was read. */
  onPasted: (findings: Finding[]) => void
  at: (place: string) => Finding[]
  /** Whether they are of an endpoint of the person's own, whose keys may be anything. */
  foreign?: boolean
}

export function CredentialFields({ value, onChange, onPasted, at, foreign = false }: CredentialFieldsProps) {
  /** What was pasted last, while it is not clear which profile of it is meant. */
  const [several, setSeveral] = useState<{ text: string; profiles: string[] }>()
  const read = (text: string, profile?: number) =>
    call('readCredentials', { text, ...(profile !== undefined && { profile }) }).then(
      ({ credentials, findings, profiles = [] }) => {
        if (credentials) onChange(credentials)
        setSeveral(profiles.length > 0 ? { text, profiles } : undefined)
        // To choose one is no mistake yet.
        onPasted(profiles.length > 0 ? [] : findings)
      },
      ({ message }: Failure) => onPasted([{ place: 'credentials', severity: 'error', message }]),
    )
  const readUnless = (own: RegExp) => {
    const take = (event: Event, data: DataTransfer | null) => {
      const text = data?.getData('text/plain') ?? ''
      if (!text.trim() || own.test(text.trim())) return
      event.preventDefault()
      void read(text)
    }
    return {
      onPaste: (event: ClipboardEvent) => take(event, event.clipboardData),
      onDrop: (event: DragEvent) => take(event, event.dataTransfer),
    }
  }
  // Typed keys are others than those that were pasted, whose end is known.
  const type =
    (field: 'accessKeyId' | 'secretAccessKey' | 'sessionToken') => (event: { currentTarget: HTMLInputElement }) => {
      const text = event.currentTarget.value.trim()
      setSeveral(undefined)
      onChange(assign(value, { [field]: field === 'sessionToken' ? text || undefined : text, expiresAt: undefined }))
    }
  return (
    <div class="form-grid credential-fields">
      {several && (
        <div class="credential-profiles" role="status">
          <p>What you pasted has the keys of several profiles. Which of them?</p>
          <div class="row">
            {several.profiles.map((name, at) => (
              // By its place: two may have one name
              <button key={at} type="button" class="button" onClick={() => void read(several.text, at)}>
                {name || 'the one without a name'}
              </button>
            ))}
          </div>
        </div>
      )}
      <Field
        label="Access key ID"
        name="credentials.accessKeyId"
        findings={at('credentials.accessKeyId')}
        hint={
          foreign
            ? 'As the endpoint has it: LocalStack takes any, such as test.'
            : 'AKIA… for a long-term key, ASIA… for temporary ones.'
        }
      >
        {(control) => (
          <CodeInput
            {...control}
            value={value.accessKeyId}
            onInput={type('accessKeyId')}
            {...readUnless(foreign ? FOREIGN_ID : ACCESS_KEY_ID)}
          />
        )}
      </Field>
      <Field
        label="Secret access key"
        name="credentials.secretAccessKey"
        findings={at('credentials.secretAccessKey')}
        hint={foreign ? 'The one that goes with it.' : '40 characters.'}
      >
        {(control) => (
          <CodeInput
            {...control}
            secret
            value={value.secretAccessKey}
            onInput={type('secretAccessKey')}
            {...readUnless(ONE_SECRET)}
          />
        )}
      </Field>
      <Field
        label="Session token"
        optional
        name="credentials.sessionToken"
        findings={at('credentials.sessionToken')}
        hint={foreign ? 'Only with temporary credentials.' : 'Only with temporary credentials (ASIA…).'}
      >
        {(control) => (
          <CodeInput
            {...control}
            secret
            value={value.sessionToken ?? ''}
            onInput={type('sessionToken')}
            {...readUnless(ONE_SECRET)}
          />
        )}
      </Field>
    </div>
  )
}
