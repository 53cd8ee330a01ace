// What several calls take, as shapes that the door holds their arguments against.

import type { LeaseScope } from 'rolerelay-core'
import { MOST_OF_AWS, MOST_OF_BACKUP } from '../../limits.ts'
import {
  bytes,
  count,
  fields,
  flag,
  importFiles,
  listOf,
  maybe,
  misfit,
  oneOf,
  record,
  type Shape,
  sixDigits,
  text,
} from './door.ts'

// As long as that of a chain which a shape makes: a chain’s own id, 64 at most, and an account.
export const id = text(80)
export const byId = fields({ id })
const format = oneOf('aws-config', 'aws-credentials', 'aesr', 'aws-sso', 'leapp', 'rolerelay', 'roles', 'roles-turned')
export const toImport = {
  files: importFiles,
  prefix: maybe(text(60)),
  readAs: maybe(listOf((value) => (value === null ? undefined : format(value)))),
}
export const source = fields({
  id: maybe(id),
  name: text(1_000),
  credentials: maybe(record),
  mfaSerial: maybe(text(1_000)),
  mfaSession: maybe(flag),
  sessionOnly: maybe(flag),
  endpoint: maybe((value) =>
    value === null ? undefined : fields({ sts: text(2_048), console: maybe(text(2_048)) })(value),
  ),
  seed: maybe(text(1_000)),
})

export const userConsole = fields({
  id,
  partition: text(40),
  console: fields({
    policyArns: maybe(listOf(text(MOST_OF_AWS.policyArn))),
    policy: maybe(text(10_000)),
    durationSeconds: maybe(count),
  }),
})

export const startOfPortal = { startUrl: text(2_048), region: text(100) }
export const portal = fields(startOfPortal)

/** An assertion may come percent-encoded, and in lines. */
export const brought = text(4 * MOST_OF_AWS.samlAssertion)
export const federated = fields({ kind: oneOf('saml', 'web-identity'), role: record, name: text(1_000) })

export const password = text(1_000)
export const proof: Shape = (value) =>
  (isPasskeyProof(value) ? fields({ way: text(100), prf: text(1_000) }) : fields({ password }))(value)
const isPasskeyProof = (value: unknown) => typeof value === 'object' && value !== null && 'way' in value
export const rotationStep = fields({ id, code: maybe(sixDigits) })
export const reasonPlace: Shape = (value) =>
  (isTag(value)
    ? fields({ kind: oneOf('tag'), key: text(MOST_OF_AWS.tagKey) })
    : fields({ kind: oneOf('source-identity', 'session-name') }))(value)
const isTag = (value: unknown) => typeof value === 'object' && value !== null && 'key' in value
const reads = { kind: text(20), reads: flag }
const leaseScopes: Record<LeaseScope['kind'], Shape> = {
  'read-only': fields({ kind: text(20) }),
  'view-only': fields({ kind: text(20) }),
  service: fields({ ...reads, name: text(100) }),
  resource: fields({ ...reads, arn: text(4_000) }),
  policy: fields({ kind: text(20), policy: text(20_000) }),
}
const leaseScope: Shape = (value) => {
  const { kind } = (value ?? {}) as Partial<LeaseScope>
  return kind !== undefined && Object.hasOwn(leaseScopes, kind) ? leaseScopes[kind](value) : misfit
}
/** The core says what is too long. */
export const lease = fields({ recipient: text(1_000), purpose: text(1_000), seconds: count, scope: leaseScope })
export const place = fields({ sourceId: text(80), roles: listOf(text(2_048)), end: maybe(text(12)) })
export const listed = {
  query: text(4_000),
  sort: maybe(oneOf('name', 'opened', 'account')),
  group: maybe(oneOf('tag', 'path')),
  filter: maybe(
    fields({
      tag: maybe(text(1_000)),
      sourceId: maybe(id),
      account: maybe(text(12)),
      state: maybe(oneOf('works', 'broken', 'skipped', 'unchecked')),
      place: maybe(place),
    }),
  ),
}
export const readOnly = oneOf('ReadOnlyAccess', 'ViewOnlyAccess')
/** Null takes away what is there. */
const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null ? undefined : shape(value)
const chainsEdit = fields({
  addTags: maybe(listOf(text(1_000))),
  removeTags: maybe(listOf(text(1_000))),
  colour: maybe(orNull(text(20))),
  guard: maybe(orNull(text(1_000))),
  readOnly: maybe(orNull(readOnly)),
  sourceId: maybe(id),
  region: maybe(orNull(text(1_000))),
  sessionName: maybe(orNull(text(1_000))),
})
export const chainsChange: Shape = (value) =>
  (typeof value === 'string' ? oneOf('delete', 'duplicate') : chainsEdit)(value)
export const backupFile = bytes(MOST_OF_BACKUP)
