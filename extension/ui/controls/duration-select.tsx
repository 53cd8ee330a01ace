import type { ControlProps } from './field.tsx'
import { span } from './time.ts'

const usual = [900, 1800, 3600, 7200, 14_400, 28_800, 43_200]

interface DurationSelectProps {
  control: ControlProps
  /** In seconds. */
  value: number | undefined
  /** What happens without one. */
  unset: string
  onChange: (seconds: number | undefined) => void
}

/** The usual durations, and the present one should it be none of them. */
export function DurationSelect({ control, value, unset, onChange }: DurationSelectProps) {
  const choices = value === undefined || usual.includes(value) ? usual : [...usual, value].sort((a, b) => a - b)
  return (
    <select
      {...control}
      value={value ?? ''}
      onChange={(event) => onChange(Number(event.currentTarget.value) || undefined)}
    >
      <option value="">{unset}</option>
      {choices.map((seconds) => (
        <option key={seconds} value={seconds}>
          {span(seconds)}
        </option>
      ))}
    </select>
  )
}
