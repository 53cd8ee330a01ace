import { CodeInput } from '../../ui/controls/code-input.tsx'
import type { ControlProps } from '../../ui/controls/field.tsx'
import { useCall } from '../../ui/controls/use-call.ts'

interface PageInputProps {
  control: ControlProps
  value: string
  onChange: (page: string) => void
}

/** A field for a page of the console, which suggests the services that are known by name. */
export function PageInput({ control, value, onChange }: PageInputProps) {
  const services = useCall('services').reply ?? []
  return (
    <>
      <CodeInput
        {...control}
        value={value}
        placeholder="s3 eu-west-1"
        list={`${control.id}-list`}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={`${control.id}-list`}>
        {services.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </datalist>
    </>
  )
}
