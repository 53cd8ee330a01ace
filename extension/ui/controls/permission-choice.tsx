// What a person lets Rolerelay do by a check box. The browser is asked by the click, and answers for itself: nothing of it is among the
// settings.

import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Permission } from '../../client.ts'
import { Choice } from './choice.tsx'

interface PermissionChoiceProps {
  id: string
  label: string
  permission: Permission
  /** A style for what stands around it. */
  class?: string
  /** What it means. */
  children: ComponentChildren
}

export function PermissionChoice({ permission, ...rest }: PermissionChoiceProps) {
  // Another object for each answer: who says no is to see the box empty again, though nothing has changed.
  const [answer, setAnswer] = useState<{ granted: boolean }>()
  const look = () => permission.isAllowed().then((granted) => setAnswer({ granted }))
  useEffect(() => void look(), [])
  if (!answer) return null
  const change = (on: boolean) => void (on ? permission.ask() : permission.giveUp()).then(look, look)
  return <Choice {...rest} on={answer.granted} onChange={change} />
}
