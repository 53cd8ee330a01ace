// What a person lets Rolerelay do by a check box. The browser is asked by the click, and answers for itself: nothing of it is among the
// settings.

import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Permission } from '../client.ts'

interface PermissionChoiceProps {
  id: string
  label: string
  permission: Permission
  /** A style for what stands around it. */
  class?: string
  /** What it means. */
  children: ComponentChildren
}

export function PermissionChoice({ id, label, permission, class: more = '', children }: PermissionChoiceProps) {
  const [granted, setGranted] = useState<boolean>()
  const look = () => permission.isAllowed().then(setGranted)
  useEffect(() => void look(), [])
  if (granted === undefined) return null
  return (
    <div class={`${more} setting`}>
      <input
        id={id}
        type="checkbox"
        checked={granted}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          const change = event.currentTarget.checked ? permission.ask() : permission.giveUp()
          // Who says no sees the box empty again.
          void change.then(look, look)
        }}
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
