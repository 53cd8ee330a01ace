// Reads the parts of an ARN for display only; whether it is a good one is the core's to say.

export interface RoleParts {
  partition: string
  account: string
  /** The name without its path; the raw text where it is no role ARN. */
  role: string
}

export function roleParts(arn: string): RoleParts {
  const [, partition = '', , , account = '', resource = ''] = arn.trim().split(':')
  return { partition, account, role: resource.split('/').at(-1) || arn }
}

/** The partition that an ARN names; the commercial one of what is none, such as the serial number of a hardware token. */
export const partitionOf = (arn: string): string => /^arn:([\w-]+):/.exec(arn)?.[1] ?? 'aws'
