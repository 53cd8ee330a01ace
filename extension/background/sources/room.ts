// The doors that each kind of source has: what it shows of itself, what it gives to a walk, and what it does where AWS refused that.

import type { Credentials, Source, SourceKind } from 'rolerelay-core'
import type { SourceRow } from '../../protocol.ts'
import type { Secrets } from '../credentials/keys.ts'

export interface Room<K extends SourceKind> {
  /** Whether a person enters its keys. Else somebody signs in for it. */
  isEntered: boolean
  /** Whether it gives credentials now, and what there is to show of it. */
  describe(of: K, secrets: Secrets, now: number): Readiness | Promise<Readiness>
  /** Throws what keeps it from giving any: a failure of kind `signed-out` where a person has to sign in. */
  give(from: Asked<K>, signal: AbortSignal): Given | Promise<Given>
  /** AWS takes no longer what it gave: that is asked for anew the next time, or worth nothing. */
  takeBack(id: string): Promise<void>
}

/** What a walk wants of what it starts with. */
export interface Wanted {
  /**
   * Where the console opens with what it gives as it is: it has to end later than that, by AWS's clock, in milliseconds since 1970, and
   * the later the better.
   */
  outlives?: number | undefined
  /** Only what is at hand: where AWS would have to be asked for it, a room throws. */
  keptOnly?: boolean | undefined
}

export interface Asked<K extends SourceKind> extends Wanted {
  source: Source
  of: K
  secrets: Secrets
  /** AWS's time. */
  now: number
}

/** Whether a source is ready, until when, and what there is to show of what it starts with. */
export type Readiness = Pick<
  SourceRow,
  | 'keys'
  | 'endpoint'
  | 'portal'
  | 'federation'
  | 'consoleSignIn'
  | 'accessKeyId'
  | 'likelyAccount'
  | 'keysSince'
  | 'areLongTerm'
  | 'areOld'
  | 'expiresAt'
>

/** What a source gives to a walk. */
export interface Given {
  credentials: Credentials
  /** Stands for them where sessions of hops are kept: the same for all sessions of one permission set, another for other keys. */
  identity: string
}

/** The kind of that name. */
export type Kind<Name extends SourceKind['kind']> = Extract<SourceKind, { kind: Name }>
