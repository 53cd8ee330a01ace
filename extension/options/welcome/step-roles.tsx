// Step 3: the roles, one ARN a line. The lines become hops.

import { useRef, useState } from 'preact/hooks'
import type { Finding } from 'rolerelay-core'
import { call } from '../../client.ts'
import { Field } from '../../ui/field.tsx'
import { hasErrors } from '../../ui/findings.tsx'
import { useFindings } from '../../ui/use-findings.ts'

/** `onChange` hears of the ARNs as they are written, and of `fine` once they were checked and none is wrong. */
export function StepRoles({ onChange }: { onChange: (roles: string[], fine: boolean) => void }) {
  const [text, setText] = useState('')
  const latest = useRef(text)
  latest.current = text
  const findings = useFindings(text, async (written) => {
    const roles = rolesIn(written)
    const found = roles.length > 0 ? await wrongWith(roles) : []
    // More may have been written while this was checked.
    if (written === latest.current) onChange(roles, roles.length > 0 && !hasErrors(found))
    return found
  })
  return (
    // Chrome asks the form, not the area, whether it may write to disk what is typed, to restore it.
    <form autocomplete="off" onSubmit={(event) => event.preventDefault()}>
      <Field
        label="Role ARNs in the order in which they are assumed, one a line"
        name="hops"
        findings={findings.at('hops')}
        hint="The console opens as the last one. External IDs and the like can be added later."
      >
        {(control) => (
          <textarea
            {...control}
            class="mono"
            rows={4}
            spellcheck={false}
            autocomplete="off"
            value={text}
            placeholder={'arn:aws:iam::111111111111:role/jump\narn:aws:iam::222222222222:role/admin'}
            onInput={({ currentTarget: { value } }) => {
              setText(value)
              onChange(rolesIn(value), false)
            }}
            onBlur={findings.showAll}
          />
        )}
      </Field>
    </form>
  )
}

const rolesIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)

/** What is wrong with the roles alone, with the line that each finding is about. */
async function wrongWith(roles: string[]): Promise<Finding[]> {
  const hops = roles.map((roleArn) => ({ roleArn }))
  const found = await call('checkChain', { id: 'new', name: 'new', sourceId: 'new', hops })
  return (
    found
      // Hints can wait until there is a first chain.
      .filter(({ place, severity }) => place.startsWith('hops') && severity !== 'hint')
      .map((finding) => {
        const line = /^hops\.(\d+)/.exec(finding.place)?.[1]
        return line && roles.length > 1
          ? { ...finding, message: `Role ${Number(line) + 1}: ${finding.message}` }
          : finding
      })
  )
}
