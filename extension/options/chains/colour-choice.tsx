import type { Colour } from 'rolerelay-core'
import { ColourMark } from '../../ui/chains/colour-mark.tsx'
import './colour-choice.css'

export const colours: Colour[] = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'grey']

interface ColourChoiceProps {
  value: Colour | undefined
  onChange: (colour: Colour | undefined) => void
}

/** The colour of the chain's mark, each with its name. */
export function ColourChoice({ value, onChange }: ColourChoiceProps) {
  return (
    <fieldset class="colours">
      <legend class="label">Colour</legend>
      {[undefined, ...colours].map((colour) => (
        <label key={colour ?? 'none'}>
          <input type="radio" name="colour" checked={value === colour} onChange={() => onChange(colour)} />
          <ColourMark colour={colour} silent />
          {colour ?? 'none'}
        </label>
      ))}
    </fieldset>
  )
}
