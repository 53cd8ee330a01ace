// Who walks the chains, as CloudTrail shows it.

import type { Finding } from 'rolerelay-core'
import { MOST_OF_AWS, NAME_MARKS } from '../../limits.ts'
import { CodeInput } from '../../ui/controls/code-input.tsx'
import { Field } from '../../ui/controls/field.tsx'

export function UserField({ user, onInput }: { user: string; onInput: (user: string) => void }) {
  return (
    <Field
      label="Your name"
      optional
      name="user"
      findings={wrongWithUser(user)}
      hint="CloudTrail names the sessions of your roles by it, and it stands for {user} where a chain names them itself. Your e-mail address, for one. Without it they are all called rolerelay."
    >
      {(control) => (
        <CodeInput {...control} value={user} onInput={(event) => onInput(event.currentTarget.value.trim())} />
      )}
    </Field>
  )
}

export function wrongWithUser(user: string): Finding[] {
  const other = [...user].find((one) => !/[A-Za-z0-9]/.test(one) && !NAME_MARKS.includes(one))
  const message = other
    ? `AWS takes no “${other}” in a session name. Write letters, digits and ${NAME_MARKS} only.`
    : user.length > MOST_OF_AWS.sessionName
      ? `A session name has at most ${MOST_OF_AWS.sessionName} characters. Write a shorter one.`
      : undefined
  return message ? [{ place: 'user', severity: 'error', message }] : []
}
