// From an access key id (and a session token) to the secret behind it and to whoever holds it.

import type { Caller } from './caller.ts'
import { expiredToken, invalidToken, regionDisabled } from './errors.ts'
import { partitionOfRegion } from './hosts.ts'
import type { Environment } from './http.ts'
import { accountOfKeyId } from './keys.ts'
import type { Session, State } from './state.ts'
import { type Account, type Identity, roleByArn, type World } from './world.ts'

export interface Secret {
  key: string
  account: Account
  /** Absent for the root user's long-term key. */
  user?: Identity
  session?: Session
}

/** The secret of a key, or InvalidClientTokenId. Temporary keys need their very token, long-term ones must have none. */
export function secretOf({ world, state }: Environment, keyId: string, token: string | undefined): Secret {
  const session = state.sessions.get(keyId)
  if (session) {
    const account = world.accounts.get(session.account)
    if (token !== session.token || !account) throw invalidToken()
    return { key: session.secret, account, session }
  }
  const found = longTermKey(world, keyId)
  if (!found || token !== undefined || isDelayed(state, keyId)) throw invalidToken()
  return found
}

function isDelayed({ delayedKeys }: State, keyId: string): boolean {
  const left = delayedKeys.get(keyId) ?? 0
  if (left > 0) delayedKeys.set(keyId, left - 1)
  return left > 0
}

function longTermKey(world: World, keyId: string): Secret | undefined {
  for (const account of world.accounts.values()) {
    const rootKey = account.rootKeys.find((key) => key.id === keyId && key.active)
    if (rootKey) return { key: rootKey.secret, account }
    for (const user of account.users.values()) {
      const key = user.keys.find((key) => key.id === keyId && key.active)
      if (key) return { key: key.secret, account, user }
    }
  }
  return undefined
}

/** Who a verified secret makes the caller, if its credentials count now and in this region. */
export function callerOf({ world, clock }: Environment, secret: Secret, region: string): Caller {
  const { account, user, session } = secret
  const optIn = partitionOfRegion(region)?.optIn.includes(region) ?? false
  if (partitionOfRegion(region)?.name !== account.partition) throw invalidToken()
  if (session && session.expiresAt <= clock.now()) throw expiredToken()
  if (session?.global && optIn) throw invalidToken()
  if (optIn ? !account.enabledRegions.has(region) : account.disabledRegions.has(region))
    throw regionDisabled(account.id)

  const rootArn = `arn:${account.partition}:iam::${account.id}:root`
  if (session) {
    const { arn, userId, principalArn } = session
    const identity = principalArn === rootArn ? undefined : identityByArn(world, account, principalArn)
    // The user or role was deleted: what it held is worth nothing any more.
    if (principalArn !== rootArn && !identity) throw invalidToken()
    return { account, arn, userId, principalArn, session, ...(identity && { identity }) }
  }
  if (!user) return { account, arn: rootArn, userId: account.id, principalArn: rootArn }
  return { account, arn: user.arn, userId: user.id, principalArn: user.arn, identity: user }
}

function identityByArn(world: World, account: Account, arn: string): Identity | undefined {
  return roleByArn(world, arn)?.role ?? [...account.users.values()].find((user) => user.arn === arn)
}

/** The account that a key belongs to, as GetAccessKeyInfo tells it, whether the key still exists or not. */
export const accountOfKey = ({ world }: Environment, keyId: string): string | undefined =>
  longTermKey(world, keyId)?.account.id ?? accountOfKeyId(keyId)
