// Exchanges a source's keys for new ones, in steps that the page asks for one by one. The order never loses a key: what comes next
// is written down before it is asked of AWS, a new key is kept before it is used, and an old one rests before it is deleted.
// Whatever stops between two steps, this background among it, the next one goes on from what is written.

import type { AccessKey, FailureKind, NewAccessKey } from 'rolerelay-core'
import { stayAwake } from '../../browser.ts'
import type { Rotation, RotationReply } from '../../protocol.ts'
import { endpointOf } from '../chains/lineage.ts'
import { mustHaveAccess } from '../core/access.ts'
import { withRestClock } from '../core/clock.ts'
import { partitionNamed } from '../core/core.ts'
import { asFailure, failure } from '../core/failure.ts'
import { queue } from '../core/queue.ts'
import { forgetSecrets, isLongTerm, type Keys, keepSecrets, keysFor, secretsOf } from '../credentials/keys.ts'
import { epoch } from '../lock/epoch.ts'
import { inTurn, isVault, read } from '../store/storage.ts'
import { type At, asked, explained, listed, type Own, remove, withLastUse, works } from './ask-iam.ts'
import { readySource } from './records.ts'

/** As it is kept beside the source's keys: both are here until the old one is deleted. */
export interface KeptRotation extends Omit<Rotation, 'oldKeyId' | 'newKeyId'> {
  partition: string
  /** The ids that there were before the new key was asked for. */
  before: string[]
  old: Keys
  new?: Keys
}

export async function rotationOf(id: string): Promise<Rotation | null> {
  const { rotation } = await secretsOf(id)
  return rotation ? told(rotation) : null
}

/** Asks for a new key, unless that was done before. */
export function beginRotation(id: string, partition: string, code?: string): Promise<RotationReply> {
  return step(id, code, async (at) => {
    if (at.rotation) return go(at.rotation, at)
    await mayRotate(at, partition)
    const { credentials } = at
    const user = await withRestClock((core) => core.getCallerIdentity(credentials, partition, at.signal))
    const own = { ...at, user, partition }
    const keys = await listed(own)
    if (keys.length >= MOST_KEYS) return { full: await withLastUse(own, keys), user }
    const old = { ...(await keysFor(credentials)), ...sinceOf(keys, credentials.accessKeyId) }
    const before = keys.map(({ id }) => id)
    return make(own, { stage: 'making', partition, user, startedAt: Date.now(), before, old })
  })
}

export function continueRotation(id: string, code?: string): Promise<RotationReply> {
  return step(id, code, async (at) => (at.rotation ? go(at.rotation, at) : OVER))
}

export function finishRotation(id: string, code?: string): Promise<RotationReply> {
  return step(id, code, async (at) => {
    const { rotation } = at
    if (!rotation) return OVER
    if (rotation.stage !== 'resting') return { rotation: told(rotation) }
    await remove({ ...at, ...rotation }, rotation.old)
    return forget(at)
  })
}

export function undoRotation(id: string, code?: string): Promise<RotationReply> {
  return step(id, code, async (at) => {
    const { rotation } = at
    if (!rotation) return OVER
    const own = { ...at, ...rotation }
    if (rotation.stage === 'making') {
      // Only what the person saw.
      if (!rotation.lost) return look(own, rotation, forget)
      for (const key of rotation.lost)
        await asked(own, (core, by, of) => core.deleteAccessKey(by, of, key.id, at.signal))
      return forget(at)
    }
    return unlessUnknown(rotation, async () => {
      if (rotation.stage !== 'trying') {
        await setOld(own, rotation, true)
        if (!(await works(rotation.old, own))) return { rotation: told(rotation) }
        await save(at, { keys: rotation.old, rotation: { ...rotation, stage: 'trying' } })
        await sameSession(at, rotation.old)
      }
      if (rotation.new) await remove({ ...own, credentials: rotation.old.credentials }, rotation.new)
      return forget(at)
    })
  })
}

/** Active or not: the core's MOST_KEYS. */
const MOST_KEYS = 2

const OVER: RotationReply = { rotation: null }

/** What a step has to go on. */
interface Step extends At {
  rotation: KeptRotation | undefined
}

/** One after the other: two pages that ask at once would make two keys. */
function step(
  id: string,
  code: string | undefined,
  work: (at: Step) => Promise<RotationReply>,
): Promise<RotationReply> {
  // Begun under a key that a lock takes away; what AWS was asked meanwhile is written down, and is looked for.
  const signal = epoch()
  return steps(async () => {
    const awake = setInterval(() => void stayAwake(), 20_000)
    try {
      const { source, credentials } = await readySource(id)
      if ((await endpointOf(source)).endpoint)
        throw failure(
          'invalid',
          'These keys are not AWS’s: change them where they were made, and enter the new ones here.',
        )
      const { rotation } = await secretsOf(id)
      if (rotation) await mustReachIam(rotation.partition)
      return await work({ source, credentials, rotation, code, signal }).catch(explained)
    } finally {
      clearInterval(awake)
    }
  })
}

const steps = queue()

async function mayRotate({ source, credentials }: At, partition: string): Promise<void> {
  if (!isLongTerm(credentials)) {
    throw failure('invalid', 'These keys are temporary: they end by themselves, and are not rotated.')
  }
  if (!(await isVault()) || source.sessionOnly) {
    throw failure(
      'invalid',
      'These keys are kept only until the browser closes or Rolerelay is updated, and so would be the new ones: you would lose them, and AWS tells a secret ' +
        'once. Protect what Rolerelay keeps with a password first, or rotate the keys by hand.',
    )
  }
  await mustReachIam(partition)
}

async function mustReachIam(partition: string): Promise<void> {
  const { iamOrigin } = (await partitionNamed(partition)) ?? {}
  if (!iamOrigin) throw failure('partition', 'Keys of this partition cannot be rotated from here.')
  await mustHaveAccess([iamOrigin])
}

async function go(rotation: KeptRotation, at: At): Promise<RotationReply> {
  const own = { ...at, ...rotation }
  switch (rotation.stage) {
    case 'making':
      return look(own, rotation, () => make(own, rotation))
    case 'trying':
      return (await works(rotation.new, own)) ? change(own, rotation) : { rotation: told(rotation) }
    case 'switched':
      return unlessUnknown(rotation, async () => {
        await setOld(own, rotation, false)
        return save(at, { rotation: { ...rotation, stage: 'resting' } })
      })
    case 'resting':
      return { rotation: told(rotation) }
  }
}

const setOld = (own: Own, { old }: KeptRotation, active: boolean): Promise<void> =>
  asked(own, (core, by, of) => core.setAccessKeyActive(by, of, old.credentials.accessKeyId, active, own.signal))

/** When STS knows a key, IAM may still have to learn of it. */
async function unlessUnknown(rotation: KeptRotation, work: () => Promise<RotationReply>): Promise<RotationReply> {
  try {
    return await work()
  } catch (thrown) {
    if (asFailure(thrown).kind !== 'invalid-key') throw thrown
    return { rotation: told(rotation) }
  }
}

/** Whether a key came up since the new one was asked for; `otherwise` where none did. */
async function look(
  own: Own,
  rotation: KeptRotation,
  otherwise: (own: Own) => Promise<RotationReply>,
): Promise<RotationReply> {
  const lost = (await listed(own)).filter(({ id }) => !rotation.before.includes(id))
  if (lost.length === 0) return otherwise(own)
  return save(own, { rotation: { ...rotation, lost: await withLastUse(own, lost) } })
}

async function make(own: Own, { lost: _, ...rotation }: KeptRotation): Promise<RotationReply> {
  mustHaveOld(own, rotation)
  await save(own, { keys: rotation.old, rotation })
  let made: NewAccessKey
  try {
    made = await asked(own, (core, by, of) => core.createAccessKey(by, of, own.signal))
  } catch (thrown) {
    const wrong = asFailure(thrown)
    if (UNCERTAIN.has(wrong.kind)) throw { ...wrong, message: `${wrong.message} ${UNKNOWN}` }
    await forget(own)
    throw wrong
  }
  const fresh = { ...(await keysFor(made.credentials)), ...(made.createdAt && { since: made.createdAt }) }
  try {
    return await save(own, { rotation: { ...rotation, stage: 'trying', new: fresh } })
  } catch (thrown) {
    // A key that cannot be kept is one that is lost.
    await remove(own, fresh).catch(() => {})
    throw thrown
  }
}

/** Failures after which it is not certain that AWS did nothing. */
const UNCERTAIN = new Set<FailureKind>([
  'timeout',
  'unreachable',
  'withheld',
  'redirected',
  'oversized',
  'malformed',
  'unavailable',
  'internal',
])
const UNKNOWN = 'It is not known whether AWS made a new key. Continue: then Rolerelay looks.'

async function change(own: Own, rotation: KeptRotation): Promise<RotationReply> {
  if (!rotation.new) throw failure('internal', 'The new key is missing.')
  mustHaveOld(own, rotation)
  const reply = await save(own, { keys: rotation.new, rotation: { ...rotation, stage: 'switched' } })
  await sameSession(own, rotation.new)
  return reply
}

/** An import may have brought others. */
function mustHaveOld({ credentials }: At, { old }: KeptRotation): void {
  if (credentials.accessKeyId === old.credentials.accessKeyId) return
  throw failure('invalid', 'Other keys were entered for this source meanwhile. Undo the rotation, then begin anew.')
}

/** What an MFA code gave outlives the key that asked for it: a session is its user's. */
async function sameSession({ source }: At, { credentials: { accessKeyId } }: Keys): Promise<void> {
  await inTurn(async () => {
    const { mfa } = await secretsOf(source.id)
    if (mfa) await keepSecrets(new Map([[source.id, { mfa: { ...mfa, accessKeyId } }]]))
  })
}

/** All of it or nothing. */
function save({ source }: At, given: { keys?: Keys; rotation: KeptRotation }): Promise<RotationReply> {
  return inTurn(async () => {
    const { sources = [] } = await read('sources')
    if (!sources.some(({ id }) => id === source.id)) throw failure('invalid', 'This source was deleted meanwhile.')
    await keepSecrets(new Map([[source.id, given]]))
    return { rotation: told(given.rotation) }
  })
}

async function forget({ source }: At): Promise<RotationReply> {
  await inTurn(() => forgetSecrets([source.id], ['rotation']))
  return OVER
}

function told({ stage, user, startedAt, lost, old, new: fresh }: KeptRotation): Rotation {
  return {
    stage,
    user,
    startedAt,
    oldKeyId: old.credentials.accessKeyId,
    ...(fresh && { newKeyId: fresh.credentials.accessKeyId }),
    ...(lost && { lost }),
  }
}

const sinceOf = (keys: AccessKey[], id: string): { since?: number } => {
  const createdAt = keys.find((key) => key.id === id)?.createdAt
  return createdAt === undefined ? {} : { since: createdAt }
}
