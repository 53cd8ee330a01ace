import type { Colour } from 'rolerelay-core'
import './guard-badge.css'
import { GuardIcon } from '../controls/icons.tsx'

interface GuardBadgeProps {
  word: string
  colour: Colour | undefined
}

/** The word that a chain is guarded with, in the chain's colour. Icon and word say it, the colour only helps to find it. */
export function GuardBadge({ word, colour }: GuardBadgeProps) {
  return (
    <span class={`guard-badge ${colour ?? 'none'}`} title={`${word}: asks before it opens`}>
      <GuardIcon />
      <span class="ellipsis">{word}</span>
    </span>
  )
}
