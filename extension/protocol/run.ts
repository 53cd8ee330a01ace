// Messages of runs: what a page asks for, what is asked back, and how far it is. Types only, as protocol.ts.

import type {
  Chain,
  Colour,
  CredentialShape,
  Failure,
  HopReport,
  Lease,
  NotedAccess,
  NotedArrival,
  Survey,
} from 'rolerelay-core'

/** Where a console opens. A private window is there for who lets the extension in. */
export type Where =
  | 'new-tab'
  | 'background-tab'
  | 'this-tab'
  | 'current-tab'
  | 'its-tab'
  | 'new-window'
  | 'private-window'

/** What to do with a chain once it is walked. */
export type RunRequest =
  /**
   * Open the console: in a new tab, in the tab that asks (the go page) or that the person looks at, in a new window, a private one, or
   * anew in its own tab, on the page that this is on. `tab` is that one.
   */
  (
    | {
        action: 'open'
        chainId: string
        destination?: string
        where: Where
        tab?: number
      }
    /** Walk it, open nothing, show each hop. The chain may be one that is still being written; of a shape it is the chain of
     * that account, or of the first. */
    | { action: 'test'; chain: Chain; account?: string }
    /**
     * Walk it and give the end role's credentials, or no more of them than a lease needs, as text in a shape that can be pasted; or walk
     * it as far as a hop, 1 for the first, and give that one's.
     */
    | { action: 'copy'; chainId: string; shape: CredentialShape; lease?: Lease; hop?: number }
  ) & {
    /** The code of the MFA device, six digits. A run that needs one and has none fails with the kind `mfa`, and is run again with it. */
    code?: string
    /**
     * What the person read of the chain and confirmed, for one with a guard. A run without it fails with the kind `guarded`, and is run
     * again with it; so does one with it once the chain is another. Null to be asked anew.
     */
    confirmed?: Confirmed | null
    /** The ticket or reason. A run that needs one and has none fails with the kind `reason`, and is run again with it. */
    reason?: string
    /**
     * For how many minutes changes are allowed to a chain that opens read-only, 15 to 60. A run without a reason for it fails with the
     * kind `reason`, and is run again with both.
     */
    lift?: number
    /** Whether what the browser is signed in to may be signed out for it: now, from now on always, or not, to see whether AWS lets it in beside that. */
    signOut?: 'once' | 'always' | 'no'
    /** The console session to sign out of first, of those that `asks.full` named. */
    leaves?: { signOut: string }
    /** The tab that stands on AWS's page about what the run asked, as {@link RunQuestion.stands} named it: it goes on in that. */
    stands?: number
  }

/** A chain as a question names it. */
export interface Confirmed {
  name: string
  guard?: string
  /** Where it ends, and as whom. */
  account: string
  role: string
}

/**
 * What a person has to say before a run goes on. It failed with the kind `guarded` or `reason`, and neither read keys nor asked AWS; or
 * with `sign-in`, where AWS wants another account signed out first, or lets in no more sessions.
 */
export interface RunQuestion {
  /** The word that the chain is marked with, and its colour: that it is meant has to be confirmed. */
  guard?: string
  colour?: Colour
  /** Whether a ticket or a reason is needed, and the one that was given last in this browser session. */
  reason?: boolean
  lastReason?: string
  /** For how many minutes changes are to be allowed; absent where that is not asked for. */
  lift?: number
  /** Whether the reason goes into the journal alone, and not to AWS. */
  forJournal?: boolean
  /** What this browser is signed in to, and has to be signed out of; null where nobody knows what it is, nor for certain that it is. */
  signsOut?: SignsOut | null
  /** The console sessions of this browser, as far as they were opened here, where AWS lets in no more. */
  full?: { sessions: OpenSession[]; list: ListState }
  /** The tab that stands on AWS's page about that. */
  stands?: number
}

/**
 * What AWS's own list of sessions says: they are those that it names; it was not asked, which the person can have changed (`off`) or not
 * (`none`: AWS has none for these cookies); or it gave nothing that is known.
 */
export type ListState = 'listed' | 'off' | 'none' | 'unknown'

/** One of several console sessions. */
export interface OpenSession extends SignsOut {
  /** The chain that opened it, by name; absent where none did. */
  chain?: string
  /** The address that signs out of it; absent where none of its pages was seen. */
  signOut?: string
}

/** A console session, as far as it is known. */
export interface SignsOut {
  account: string
  /** Its role; of one that AWS's list names also a user. */
  role: string
  /** By this computer's clock, in milliseconds since 1970; absent where nobody knows it. */
  endsAt?: number
}

/** How far a run is. It is kept in `storage.session`, so it holds no secret. */
export interface RunState {
  action: RunRequest['action']
  chainId: string
  name: string
  startedAt: number
  /** The hop that is under way, counted from 0; equal to `of` while signing in to the console. */
  at: number
  of: number
  /** The account and role of the hop under way, or of the end role while signing in. */
  account: string
  role: string
  /** The hops that are done. */
  hops: HopReport[]
  endedAt?: number
  failure?: Failure
  /** While it waits for the next code that the source's TOTP seed gives: when that comes, in milliseconds since 1970. */
  waitingUntil?: number
  /** Whether the tab that is to sign in has not begun to load: its page may ask whether it may be left. */
  isStill?: boolean
  /** How long each hop of a test took that is done, in milliseconds. */
  took?: number[]
  /** What a test showed. */
  survey?: Survey
  /** How far the tab was seen that was sent to sign in. */
  arrival?: NotedArrival
  /** When the credentials end that were copied, by AWS's clock, in milliseconds since 1970. */
  endsAt?: number
  /** How much of a chain that opens read-only it opens or copies. */
  access?: NotedAccess
  /** What the person has to say first; for a run that failed because of that. */
  asks?: RunQuestion
  /** The origin that it will ask for a sign-in token, once its hops are walked: the page opens the connection meanwhile. */
  signInOrigin?: string
  /** How far AWS's clock is ahead of this computer's, in milliseconds, where that is so far that the person should hear of it. */
  skew?: number
  /** What would run it again, without the code; for a run that failed because it needs one. */
  request?: RunRequest
}

/**
 * What the background says on a run's port. The first message from the page is a RunRequest, a later one 'cancel', or 'heard' once it
 * knows how the run failed.
 */
export type RunEvent =
  | { type: 'progress'; state: RunState }
  | { type: 'done'; state: RunState /** Only for `copy`. */; text?: string }
  | { type: 'failed'; state: RunState }

/** The name of the port that a run goes over. */
export type RunPort = 'run'
