import type { Colour } from 'rolerelay-core'
import './colour-mark.css'

interface ColourMarkProps {
  colour: Colour | undefined
  /** Where the colour's name stands beside it anyway. Else it is read out: a mark never speaks by colour alone. */
  silent?: boolean
}

/** The mark in a chain's colour. */
export function ColourMark({ colour, silent }: ColourMarkProps) {
  return (
    <span class={`colour-mark ${colour ?? 'none'}`}>{colour && !silent && <span class="hidden">{colour}</span>}</span>
  )
}
