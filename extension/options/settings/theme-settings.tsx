// Whether the pages are light or dark.

import { useEffect, useState } from 'preact/hooks'
import { Field } from '../../ui/controls/field.tsx'
import { chooseTheme, chosenTheme, onThemeChange, type Theme } from '../../ui/look/theme.ts'

const choices: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' }

export function ThemeSettings() {
  const [theme, setTheme] = useState(chosenTheme)
  const [isRefused, setRefused] = useState(false)
  useEffect(() => onThemeChange(() => setTheme(chosenTheme())), [])
  const choose = (chosen: Theme) => {
    try {
      chooseTheme(chosen)
      setRefused(false)
    } catch {
      setRefused(true)
    }
    setTheme(chosenTheme())
  }
  return (
    <section class="card" aria-label="Theme">
      <Field
        label="Theme"
        name="theme"
        hint={
          isRefused ? (
            <span role="alert">
              Not changed: the browser keeps nothing for Rolerelay’s pages. Allow it to keep data of extensions, then
              choose again.
            </span>
          ) : (
            'Of the popup and of all of Rolerelay’s pages, at once. Where your system forces colours of its own, those hold.'
          )
        }
      >
        {(control) => (
          <select {...control} value={theme} onChange={(event) => choose(event.currentTarget.value as Theme)}>
            {Object.entries(choices).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
    </section>
  )
}
