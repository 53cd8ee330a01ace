// Who a request was signed by.

import type { Session } from './state.ts'
import type { Account, Identity } from './world.ts'

export interface Caller {
  account: Account
  /** As GetCallerIdentity gives it. */
  arn: string
  userId: string
  /** The user, the role behind a session, or the account's root. */
  principalArn: string
  /** Absent for the root user. */
  identity?: Identity
  /** Absent for long-term keys. */
  session?: Session
}

export const isRoot = (caller: Caller): boolean => caller.identity === undefined
export const isRoleSession = (caller: Caller): boolean => caller.session?.kind === 'role'
