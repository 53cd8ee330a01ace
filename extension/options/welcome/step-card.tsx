import type { ComponentChildren } from 'preact'
import { CheckIcon } from '../../ui/controls/icons.tsx'

interface StepCardProps {
  number: number
  title: string
  done: boolean
  children: ComponentChildren
}

/** One numbered step; a tick takes the number's place when it is done. */
export function StepCard({ number, title, done, children }: StepCardProps) {
  return (
    <section class="card welcome-step" aria-label={`Step ${number}: ${title}`}>
      <span class={done ? 'welcome-number done' : 'welcome-number'} aria-hidden="true">
        {done ? <CheckIcon /> : number}
      </span>
      <div class="stack">
        <h2>{title}</h2>
        {children}
      </div>
    </section>
  )
}
