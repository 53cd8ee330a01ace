// A label, its control, and below it the hint or what is wrong.

import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Finding } from 'rolerelay-core'
import './field.css'
import { Findings, hasErrors } from './findings.tsx'

/** What a control takes over from its field. */
export interface ControlProps {
  id: string
  name: string
  'aria-describedby': string
  'aria-invalid': boolean
}

interface FieldProps {
  label: string
  /** The place in the record, which findings refer to. */
  name: string
  hint?: ComponentChildren
  /** Takes the hint's line, so that nothing moves when the first one appears. */
  findings?: Finding[]
  optional?: boolean
  children: (control: ControlProps) => ComponentChildren
}

export function Field({ label, name, hint, findings = [], optional, children }: FieldProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <span class="muted"> (optional)</span>}
      </label>
      {children({ id, name, 'aria-describedby': `${id}-note`, 'aria-invalid': hasErrors(findings) })}
      <div id={`${id}-note`} class="note">
        {findings.length > 0 ? <Findings findings={findings} /> : hint}
      </div>
    </div>
  )
}
