import type { PartitionInfo } from 'rolerelay-core'
import type { ControlProps } from '../../ui/controls/field.tsx'
import { useCall } from '../../ui/controls/use-call.ts'

interface RegionSelectProps {
  control: ControlProps
  /** The partition that has the regions: `aws-us-gov`. */
  partitionId: string | undefined
  value: string | undefined
  /** What happens without one. */
  unset: (partition: PartitionInfo | undefined) => string
  onChange: (region: string | undefined) => void
}

/** The regions of a partition, and the present one should it be none of them. */
export function RegionSelect({ control, partitionId, value, unset, onChange }: RegionSelectProps) {
  const partitions = useCall('partitions').reply ?? []
  const partition = partitions.find(({ id }) => id === partitionId) ?? partitions[0]
  const regions = partition?.regions ?? []
  return (
    <select {...control} value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
      <option value="">{unset(partition)}</option>
      {value && !regions.includes(value) && <option value={value}>{value}</option>}
      {regions.map((id) => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
    </select>
  )
}
