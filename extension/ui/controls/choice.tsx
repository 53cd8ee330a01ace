import type { ComponentChildren } from 'preact'

interface ChoiceProps {
  id: string
  label: string
  on: boolean
  onChange: (on: boolean) => void
  /** A style for what stands around it. */
  class?: string | undefined
  /** What it means. */
  children: ComponentChildren
}

/** Something that is on or off. */
export function Choice({ id, label, on, onChange, class: more = '', children }: ChoiceProps) {
  return (
    <div class={`${more} setting`}>
      <input
        id={id}
        type="checkbox"
        checked={on}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div class="stack">
        <label for={id}>{label}</label>
        <div id={`${id}-note`} class="stack muted">
          {children}
        </div>
      </div>
    </div>
  )
}
