// What a check found, at the field it is about.

import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Finding, Fix, Severity } from 'rolerelay-core'
import './findings.css'
import { ErrorIcon, InfoIcon, WarningIcon } from './icons.tsx'

/** The findings of one place: `name`, or `tags` with all that is below it. */
export const findingsAt = (findings: Finding[], place: string): Finding[] =>
  findings.filter((finding) => within(finding.place, place))

/** Whether a place is another one or below it. */
export const within = (place: string, other: string): boolean => place === other || place.startsWith(`${other}.`)

export const hasErrors = (findings: Finding[]): boolean => findings.some((finding) => finding.severity === 'error')

/** What a click on a fix does. Without it no fix is offered. */
export const ApplyFix = createContext<((fix: Fix) => void) | undefined>(undefined)

const looks: Record<Severity, { word: string; icon: typeof ErrorIcon }> = {
  error: { word: 'Error', icon: ErrorIcon },
  warning: { word: 'Warning', icon: WarningIcon },
  hint: { word: 'Hint', icon: InfoIcon },
}

/** Each finding as icon, word and sentence; the colour only repeats what the word says. */
export function Findings({ findings }: { findings: Finding[] }) {
  const apply = useContext(ApplyFix)
  return (
    <ul class="findings">
      {findings.map(({ place, severity, message, fix }) => {
        const { word, icon: Icon } = looks[severity]
        return (
          <li key={place + message} class={severity}>
            <Icon />
            <span>
              <strong>{word}: </strong>
              {message}
              {fix && apply && (
                <>
                  {' '}
                  <button type="button" class="link-button" onClick={() => apply(fix)}>
                    {fix.label}
                  </button>
                </>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** Puts the focus into the field of that place, else into the nearest one around it. */
export function focusPlace(place: string): void {
  const fields = [...document.querySelectorAll<HTMLElement>('[name]')]
  const named = (field: HTMLElement) => field.getAttribute('name') ?? ''
  const field = fields.find((one) => within(place, named(one))) ?? fields.find((one) => within(named(one), place))
  if (field) field.focus()
  else if (place.includes('.')) focusPlace(place.replace(/\.[^.]*$/, ''))
}

/** All findings of a form that could not be saved, each leading to its field. */
export function FindingSummary({ findings, title }: { findings: Finding[]; title: string }) {
  if (findings.length === 0) return null
  return (
    <div class="finding-summary" role="alert">
      <h3>{title}</h3>
      <ul>
        {findings.map(({ place, message }) => (
          <li key={place + message}>
            <button type="button" class="link-button" onClick={() => focusPlace(place)}>
              {message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
