// A row of a list to choose several from. The box only shows what the option's own state says.

import type { ComponentChildren } from 'preact'
import './choice-row.css'
import { CheckIcon } from './icons.tsx'

export function ChoiceRow({ on, children }: { on: boolean; children: ComponentChildren }) {
  return (
    <div class="choice-row">
      <span class={on ? 'choice-box on' : 'choice-box'} aria-hidden="true">
        {on && <CheckIcon />}
      </span>
      {children}
    </div>
  )
}
