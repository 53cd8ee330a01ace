// What changes while the server runs: temporary credentials, used MFA codes, sign-in tokens, console sessions.

import type { Policy } from './iam/policy.ts'

/** Temporary credentials, and everything AWS knows of whoever holds them. */
export interface Session {
  kind: 'role' | 'session-token' | 'federated-user'
  keyId: string
  secret: string
  token: string
  account: string
  /** The role's or user's ARN (the account's root ARN for the root user). */
  principalArn: string
  /** What GetCallerIdentity says: `arn:aws:sts::…:assumed-role/Role/name`. */
  arn: string
  userId: string
  name: string
  issuedAt: number
  expiresAt: number
  /** Whether a long-term key asked for them; if not, they come from a role chain. */
  fromLongTermKey: boolean
  /** Issued by the global host: such tokens do not work in opt-in regions. */
  global: boolean
  policies: Policy[]
  /** What GetScopedCredentials laid over it: each must allow. */
  scopes?: Policy[]
  tags: Record<string, string>
  transitiveKeys: string[]
  sourceIdentity?: string
  /** When the MFA code was given; absent when none was. */
  mfaAt?: number
}

export interface SigninToken {
  session: Session
  partition: string
  sessionDuration?: number
  expiresAt: number
}

/** Someone signed in to the console in one browser. */
export interface ConsoleSession {
  session: Session
  partition: string
  /** `{account}-{8}` when the browser holds several sessions. */
  label?: string
  endsAt: number
}

/** A client of Identity Center's OIDC service. */
export interface OidcClient {
  id: string
  secret: string
  region: string
  expiresAt: number
  /** Whether it named a scope: only then AWS gives it refresh tokens. */
  refreshes: boolean
}

/** A sign-in that waits for a person. */
export interface DeviceCode {
  deviceCode: string
  userCode: string
  clientId: string
  startUrl: string
  region: string
  expiresAt: number
  /** In milliseconds; whoever asks sooner has to wait longer from then on. */
  interval: number
  askedAt?: number
  state: 'pending' | 'confirmed' | 'denied'
}

/** Someone signed in at an access portal. */
export interface PortalSession {
  clientId: string
  startUrl: string
  region: string
  endsAt: number
  /** Each with its end. */
  accessTokens: Map<string, number>
  /** The one that counts: each is taken once. */
  refreshToken?: string
}

/** Whom a person is at AWS Sign-In's OAuth service: what credentials are of that it gives. */
type SignedIn = Omit<Session, 'keyId' | 'secret' | 'token' | 'issuedAt' | 'expiresAt'> & {
  /** When the console session ends that the person went on with. */
  sessionEndsAt?: number
}

/** A code of AWS Sign-In's OAuth service, and what it is bound to. */
export interface LoginCode {
  who: SignedIn
  redirectUri: string
  challenge: string
  region: string
  expiresAt: number
}

/** What a code was exchanged for: credentials anew for each refresh token, of which the newest counts. */
export interface ConsoleLogin {
  who: SignedIn
  /** The thumbprint of the key that it is bound to. */
  holder: string
  region: string
  endsAt: number
  refreshToken: string
}

/** What a long-term key signed last. */
export interface KeyUse {
  at: number
  service: string
  region: string
}

export class State {
  /** Of long-term keys, by their ids. */
  readonly keyUses = new Map<string, KeyUse>()
  /** For how many requests a key stays unknown after IAM made it, or made it active: IAM is "eventually consistent". */
  keyDelay = 0
  /** The requests that are still to be refused, by key id. */
  readonly delayedKeys = new Map<string, number>()
  /** By access key id. */
  readonly sessions = new Map<string, Session>()
  /** The last TOTP window that each device was used in. */
  readonly usedWindows = new Map<string, number>()
  readonly signinTokens = new Map<string, SigninToken>()
  readonly oidcClients = new Map<string, OidcClient>()
  /** By the device's code. */
  readonly deviceCodes = new Map<string, DeviceCode>()
  readonly portalSessions: PortalSession[] = []
  /** By the value of the cookie. */
  readonly consoleSessions = new Map<string, ConsoleSession>()
  readonly loginCodes = new Map<string, LoginCode>()
  readonly consoleLogins: ConsoleLogin[] = []
  /** All that were given out, for who looks for them where none may be. */
  readonly loginRefreshTokens: string[] = []
  /** The names of the DPoP proofs that were taken. */
  readonly dpopProofs = new Set<string>()
}
