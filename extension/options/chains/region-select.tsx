import type { PartitionInfo } from 'rolerelay-core'
import type { ControlProps } from '../../ui/field.tsx'
import { roleParts } from '../../ui/role.ts'
import { useCall } from '../../ui/use-call.ts'

interface RegionSelectProps {
  control: ControlProps
  /** The role whose partition has the regions. */
  roleArn: string
  value: string | undefined
  /** What happens without one. */
  unset: (partition: PartitionInfo | undefined) => string
  onChange: (region: string | undefined) => void
}

/** The regions of a role's partition, and the present one should it be none of them. */
export function RegionSelect({ control, roleArn, value, unset, onChange }: RegionSelectProps) {
  const partitions = useCall('partitions').reply ?? []
  const partition = partitions.find(({ id }) => id === roleParts(roleArn).partition) ?? partitions[0]
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
