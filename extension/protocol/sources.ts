// Where chains start, as pages show it and as a person writes it. Types only.

import type {
  ConsoleSignIn,
  Credentials,
  End,
  Endpoint,
  Failure,
  FederatedRole,
  Portal,
  Source,
  SourceKind,
  UserConsole,
} from 'rolerelay-core'

/**
 * Whether the source gives credentials now; if not, what it wants of the person: to enter keys, fresh ones, or to sign in. `refused` is
 * one that gives credentials which AWS did not take when they were used last.
 */
export type KeysState = 'ready' | 'missing' | 'expired' | 'refused' | 'signed-out'

/** A source as lists show it; its keys and its TOTP seed stay in the background. */
export interface SourceRow extends Source {
  kind: SourceKind['kind']
  /** Whether a person enters its keys. Else somebody signs in for it. */
  isEntered: boolean
  /** The role whose session it gives, where its record says it: a chain without a role of its own opens as that one. */
  ownEnd?: End
  /** Of a user's keys: what that user's console may do, where the record says it. */
  userConsole?: UserConsole
  keys: KeysState
  /** Of a permission set: where a person signs in for it. */
  portal?: Portal & { id: string }
  /** Of SAML and web identity: the role, who vouches, and where a person signs in. */
  federation?: Federation
  /** Of a console sign-in: where, and whose it is. */
  consoleSignIn?: ConsoleSignInState
  /** Where its chains are walked, if not at AWS. */
  endpoint?: Endpoint
  /** Where its keys are: in the vault on disk, or in memory until the browser closes or the extension is updated. */
  keptIn: 'vault' | 'session'
  /** Since when these keys are here or, where AWS said it, since when there are these keys; in milliseconds since 1970. */
  keysSince?: number
  /** Whether they are a user's own, which do not end by themselves. */
  areLongTerm?: boolean
  /** Whether they are so old that they are better rotated. */
  areOld?: boolean
  /** Whether its TOTP seed is in this browser session, so that the extension makes its MFA codes. */
  hasSeed: boolean
  /** When the session that one MFA code gave for all its chains ends, in milliseconds since 1970. */
  mfaSessionEnds?: number
  /** The access key id, which is no secret, so that a person can tell two sources apart; absent while keys are missing. */
  accessKeyId?: string
  /** The account that the access key id seems to belong to, read off the id itself. */
  likelyAccount?: string
  /** When temporary credentials or the sign-in end, in milliseconds since 1970; absent where that is not known. */
  expiresAt?: number
  /** The names of the chains that start from it, at most 20, and how many there are in all. */
  usedBy: string[]
  usedByCount: number
}

/** How a person signs in at an identity provider. */
export interface Federation extends FederatedRole {
  /** Whether a tab is open in which that is watched. */
  watched?: boolean
  /** Why the latest that was watched came to nothing. */
  failure?: Failure
}

/** How a person signs in on the console's own page. */
export interface ConsoleSignInState extends ConsoleSignIn {
  /** Whether that page is open for it. */
  waiting?: boolean
  /** Why the latest came to nothing. */
  failure?: Failure
}

/** An access portal of IAM Identity Center, as pages show it; its tokens stay in the background. */
export interface PortalRow extends Portal {
  id: string
  /** What the browser has to let the extension reach for it. */
  origins: string[]
  state: 'signed-in' | 'signed-out' | 'waiting'
  /** When the sign-in ends, in milliseconds since 1970; absent where AWS renews it for as long as the organisation allows. */
  endsAt?: number
  /** While it waits: what AWS's page has to show too, and until when it waits. */
  code?: { text: string; expiresAt: number }
  /** Why the latest sign-in came to nothing. */
  failure?: Failure
  /** How many sources are of it. */
  sources: number
}

/** A permission set that a person chose from a portal's list. */
export interface ChosenSet {
  accountId: string
  roleName: string
  /** What its source is to be called. */
  name: string
}

/** A role that an identity provider lets a person assume, as a source that is to be made. */
export interface FederatedDraft {
  kind: 'saml' | 'web-identity'
  role: FederatedRole
  name: string
}

/** What the console of a user may do, and for how long. Whose it is, AWS says. */
export type UserConsoleDraft = Omit<UserConsole, 'userArn'>

/** What a person writes of a source. Without credentials the keys stay as they are. */
export interface SourceDraft {
  /** Absent for a new one. */
  id?: string
  name: string
  credentials?: Credentials
  mfaSerial?: string
  mfaSession?: boolean
  /** Where its chains are walked: null for AWS, absent to leave it as it is. Keys are of one place: for another, others are entered. */
  endpoint?: Endpoint | null
  /** Whether the keys are to be in memory only, though there is a vault. Absent to leave it as it is. */
  sessionOnly?: boolean
  /** The TOTP seed of its MFA device, base 32; empty to forget the one that is there; absent to keep it. */
  seed?: string
}
