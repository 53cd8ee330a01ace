// The most that is taken of a text from outside: pages say so before they send it, and the background before it reads it.

import type { AwsLimits, Limits, NameMarks } from 'rolerelay-core'

/** In bytes of UTF-8, as the core counts. It is the core that knows these: with another number here nothing compiles. */
export const MOST: Limits = { import: 33_554_432, roles: 1_000_000, credentials: 65_536, mention: 300_000 }

/** The most of what AWS is sent, from the core's table of the model of STS: in characters, seconds or list entries. */
export const MOST_OF_AWS: AwsLimits = {
  roleArn: 2048,
  sessionName: 64,
  sourceIdentity: 256,
  externalId: 1224,
  mfaSerial: 256,
  duration: 43200,
  sessionTags: 50,
  tagKey: 128,
  tagValue: 256,
  policyArn: 2048,
  scopedPolicy: 2048,
  scopedDuration: 129600,
  scopedDescription: 256,
  federatedName: 32,
  federatedDuration: 129_600,
  samlAssertion: 100000,
  webIdentityToken: 20000,
}

/** What the names of sessions may hold beside letters and digits, which the core knows. */
export const NAME_MARKS: NameMarks = '_+=,.@-'

/** The longest backup, in bytes. The core sees only its parts. */
export const MOST_OF_BACKUP = 33_554_432

/** How many consoles are opened at once: so many tabs a person still looks through. */
export const MOST_AT_ONCE = 20

/** How many bytes of UTF-8 a text takes. */
export const bytesOf = (text: string): number => new Blob([text]).size
