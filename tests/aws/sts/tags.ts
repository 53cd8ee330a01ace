// Session tags and source identity: what a role session is given, and what it hands on to the next (IAM User Guide,
// "Pass session tags in AWS STS" and "Monitor and control actions taken with assumed roles").

import { deflateRawSync } from 'node:zlib'
import type { Caller } from '../caller.ts'
import { accessDenied, invalidParameterValue, packedPolicyTooLarge } from '../errors.ts'
import type { Policy } from '../iam/policy.ts'
import type { Tag } from './parameters.ts'

export interface SessionTags {
  /** The new tags and the inherited transitive ones. */
  all: Record<string, string>
  transitiveKeys: string[]
}

export function sessionTags(caller: Caller, tags: Tag[], transitiveKeys: string[]): SessionTags {
  const seen = new Set<string>()
  for (const { key } of tags) {
    // The texts of these two are not known.
    if (key.toLowerCase().startsWith('aws:'))
      throw invalidParameterValue('System tags with prefix aws: cannot be specified by users')
    if (seen.has(key.toLowerCase()))
      throw invalidParameterValue('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
    seen.add(key.toLowerCase())
  }
  if (transitiveKeys.some((key) => !seen.has(key.toLowerCase())))
    throw invalidParameterValue('The specified transitive tag key must be included in the requested tags.')

  const inherited = inheritedTags(caller)
  if (Object.keys(inherited).some((key) => seen.has(key.toLowerCase())))
    throw invalidParameterValue(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    )
  return {
    all: { ...inherited, ...Object.fromEntries(tags.map(({ key, value }) => [key, value])) },
    transitiveKeys: [...Object.keys(inherited), ...transitiveKeys],
  }
}

function inheritedTags({ session }: Caller): Record<string, string> {
  const transitive = new Set(session?.transitiveKeys.map((key) => key.toLowerCase()))
  return Object.fromEntries(Object.entries(session?.tags ?? {}).filter(([key]) => transitive.has(key.toLowerCase())))
}

/** The source identity of the new session: once set, it stays. The text of the refusal is not known. */
export function sourceIdentityOf({ session }: Caller, asked: string | undefined): string | undefined {
  const inherited = session?.sourceIdentity
  if (inherited !== undefined && asked !== undefined && asked !== inherited)
    throw accessDenied('The source identity cannot be changed once it is set.')
  return inherited ?? asked
}

/** AWS packs policies and tags in a format of its own with a limit of its own; this packs them into as many bytes. */
const PACKED_LIMIT = 2048

/** PackedPolicySize in per cent; absent when there is nothing to pack. Throws PackedPolicyTooLarge past 100. */
export function packedSize(policies: Policy[], tags: Record<string, string>): number | undefined {
  const hasTags = Object.keys(tags).length > 0
  if (policies.length === 0 && !hasTags) return undefined
  const packed = deflateRawSync(JSON.stringify([policies, tags])).length
  const percent = Math.ceil((packed * 100) / PACKED_LIMIT)
  if (percent > 100)
    throw packedPolicyTooLarge(
      policies.length === 0
        ? `Packed size of session tags consumes ${percent}% of allotted space.`
        : `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
    )
  return percent
}
