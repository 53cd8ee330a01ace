// With a password or without: two ways of equal standing.

export type Way = 'password' | 'session'

interface TwoWaysProps {
  legend: string
  /** Whether the legend is only read out, since a heading says the same. */
  quiet?: boolean
  chosen: Way | undefined
  onChoose: (way: Way) => void
  /** The way that holds at present. */
  now?: Way
}

const ways: { way: Way; label: string; sentence: string }[] = [
  {
    way: 'password',
    label: 'Protect with a password',
    sentence:
      'Keys stay when the browser closes. They and your chains are encrypted on disk, and one password opens them.',
  },
  {
    way: 'session',
    label: 'For this browser session only',
    sentence:
      'Keys are in memory until the browser closes or Rolerelay is updated, and you enter them again after that. Chains are on disk as they are.',
  },
]

export function TwoWays({ legend, quiet, chosen, onChoose, now }: TwoWaysProps) {
  return (
    <fieldset class="two-ways">
      <legend class={quiet ? 'hidden' : 'legend'}>{legend}</legend>
      {ways.map(({ way, label, sentence }) => (
        <div key={way} class="way">
          <input
            id={`way-${way}`}
            type="radio"
            name="way"
            checked={chosen === way}
            aria-describedby={`way-${way}-note`}
            onChange={() => onChoose(way)}
          />
          <div>
            <label for={`way-${way}`}>{way === now ? 'Keep as it is: for this browser session only' : label}</label>
            <p id={`way-${way}-note`} class="muted">
              {sentence}
            </p>
          </div>
        </div>
      ))}
    </fieldset>
  )
}
