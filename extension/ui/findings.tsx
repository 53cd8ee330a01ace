// What a check found, at the field it is about.

import type { Finding } from 'rolerelay-core'
import './findings.css'
import { ErrorIcon, WarningIcon } from './icons.tsx'

/** The findings of one place: `name`, or `tags` with all that is below it. */
export const findingsAt = (findings: Finding[], place: string): Finding[] =>
  findings.filter((finding) => finding.place === place || finding.place.startsWith(`${place}.`))

export const hasErrors = (findings: Finding[]): boolean => findings.some((finding) => finding.severity === 'error')

/** Each finding as icon, word and sentence; the colour only repeats what the word says. */
export function Findings({ findings }: { findings: Finding[] }) {
  return (
    <ul class="findings">
      {findings.map(({ place, severity, message }) => (
        <li key={place + message} class={severity}>
          {severity === 'error' ? <ErrorIcon /> : <WarningIcon />}
          <span>
            <strong>{severity === 'error' ? 'Error: ' : 'Warning: '}</strong>
            {message}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** All findings of a form that could not be saved, each leading to its field. */
export function FindingSummary({ findings, title }: { findings: Finding[]; title: string }) {
  if (findings.length === 0) return null
  const focus = (place: string) => {
    const fields = [...document.querySelectorAll<HTMLElement>('[name]')]
    const field = fields.find(
      (one) => place === one.getAttribute('name') || place.startsWith(`${one.getAttribute('name')}.`),
    )
    field?.focus()
  }
  return (
    <div class="finding-summary" role="alert">
      <h3>{title}</h3>
      <ul>
        {findings.map(({ place, message }) => (
          <li key={place + message}>
            <button type="button" class="link-button" onClick={() => focus(place)}>
              {message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
