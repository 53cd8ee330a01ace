// In which partition the user is whose keys a source has: the keys themselves do not say it.

import type { PartitionInfo } from 'rolerelay-core'

interface PartitionSelectProps {
  label: string
  /** Those to choose from. */
  partitions: PartitionInfo[]
  value: string
  disabled?: boolean
  onChange: (partition: string) => void
}

export function PartitionSelect({ label, partitions, value, disabled = false, onChange }: PartitionSelectProps) {
  return (
    <select
      class="partition-select"
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {partitions.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}
