// Refusals that people published together with what had been wrong, in our own words of AWS's form: other names, other numbers.

import type { CauseKind, Hop } from 'rolerelay-core'

export interface Published {
  /** Repository and number of the issue or pull request. */
  source: string
  /** What was asked: AssumeRole where this does not say otherwise. */
  operation?: 'GetSessionToken' | 'GetCallerIdentity' | 'getSigninToken'
  status: number
  /** None for the sign-in service, which has none. */
  code?: string
  says: string
  /** Who asked: a user's own key, a session that the source holds, its key without its token, or the session of the hop before. */
  by: 'key' | 'session' | 'tokenless' | 'hop'
  /** The caller's ARN, as the session of the hop before and GetCallerIdentity have it too. */
  caller?: string
  /** The role that was asked for. */
  role?: string
  /** What else the hop sent. */
  sends?: Partial<Hop>
  region?: string
  /** A console session's length that the chain asked for, in seconds. */
  sessionDuration?: number
  /** What they found. */
  cause: CauseKind
  /** The same in a few words. */
  found: string
}

export const HOME = '210987654321'
export const AWAY = '565656565656'
export const ANA = `arn:aws:iam::${HOME}:user/ana`
/** The role, in this account or that, and its session. */
export const role = (name: string, account = AWAY, partition = 'aws') => `arn:${partition}:iam::${account}:role/${name}`
export const session = (name: string, account = HOME, partition = 'aws') =>
  `arn:${partition}:sts::${account}:assumed-role/${name}/i-0a1b2c3d4e5f`

/** AWS's older words, which do not say who asked. */
export const BARE = 'Not authorized to perform sts:AssumeRole'
/** AWS's sentence on who may not do what. */
export const may = (caller: string, action: string, resource: string) =>
  `User: ${caller} is not authorized to perform: sts:${action} on resource: ${resource}`

type Denied = Pick<Published, 'source' | 'by' | 'cause' | 'found' | 'sends'> & {
  caller: string
  role: string
  action?: string
}

/** A denial that gives no reason. */
export const denied = ({ action = 'AssumeRole', ...rest }: Denied): Published => ({
  status: 403,
  code: 'AccessDenied',
  says: may(rest.caller, action, rest.role),
  ...rest,
})
