// A session name or a source identity: text with placeholders that each walk fills in.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Finding, Templated } from 'rolerelay-core'
import { call } from '../../../client.ts'
import { Field } from '../../../ui/controls/field.tsx'
import { hasErrors } from '../../../ui/controls/findings.tsx'

/** What a template is filled with: one hop of one chain. */
export interface Named {
  chain: string
  /** Counted from 0. */
  hop: number
  roleArn: string
}

interface TemplateFieldProps {
  of: Templated
  label: string
  name: string
  findings: Finding[]
  hint: string
  value: string | undefined
  named: Named
  onChange: (text: string | undefined) => void
}

/** What a session is named by where nothing else is written. */
export const UNNAMED = 'your name, from the settings'

const placeholders = {
  '{user}': UNNAMED,
  '{chain}': 'the chain’s name',
  '{hop}': 'the hop’s number',
  '{account}': 'the role’s account',
  '{role}': 'the role’s name',
  '{date}': 'today, in UTC',
  '{reason}': 'the ticket or reason that you give each time',
}

export function TemplateField({ of, label, name, findings, hint, value = '', named, onChange }: TemplateFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const filled = useFilled(of, value, named)
  const insert = (placeholder: string) => {
    const field = input.current
    const [from, to] = [field?.selectionStart ?? value.length, field?.selectionEnd ?? value.length]
    onChange(value.slice(0, from) + placeholder + value.slice(to))
    const caret = from + placeholder.length
    field?.focus()
    // After the new text is in the field.
    requestAnimationFrame(() => field?.setSelectionRange(caret, caret))
  }
  return (
    <div class="template-field">
      <Field
        label={label}
        optional
        name={name}
        findings={findings}
        hint={
          filled && !hasErrors(findings) ? (
            <>
              Here it gives <code>{filled}</code>
            </>
          ) : (
            hint
          )
        }
      >
        {(control) => (
          <input
            {...control}
            ref={input}
            type="text"
            class="mono"
            autocomplete="off"
            spellcheck={false}
            value={value}
            onInput={(event) => onChange(event.currentTarget.value || undefined)}
          />
        )}
      </Field>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons of one field are no fieldset */}
      <div class="placeholders" role="group" aria-label={`Placeholders for ${label.toLowerCase()}`}>
        {Object.entries(placeholders).map(([placeholder, meaning]) => (
          <button key={placeholder} type="button" class="chip mono" title={meaning} onClick={() => insert(placeholder)}>
            {placeholder}
          </button>
        ))}
      </div>
    </div>
  )
}

const TYPING = 150

/** What the template gives; undefined without a placeholder, and while it cannot be filled in. */
function useFilled(of: Templated, template: string, { chain, hop, roleArn }: Named): string | undefined {
  const [filled, setFilled] = useState<string>()
  const asked = template.includes('{')
  useEffect(() => {
    let current = true
    const settle = (text?: string) => current && setFilled(text)
    const timer = setTimeout(() => {
      if (!asked) return settle()
      call('fillTemplate', { of, template, chain, hop, roleArn }).then(
        ({ text }) => settle(text),
        () => settle(), // the check says why
      )
    }, TYPING)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [of, template, asked, chain, hop, roleArn])
  return asked ? filled : undefined
}
