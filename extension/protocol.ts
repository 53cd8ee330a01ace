// Every message between the pages and the background: name, argument, reply. Types only, and JSON-shaped, because
// Chrome's messages are JSON. A secret crosses here only where a person typed it or asked to copy it.

import type {
  Chain,
  ChainSummary,
  CredentialShape,
  Credentials,
  Exported,
  ExportForm,
  Failure,
  Finding,
  HopReport,
  ImportFile,
  ImportPlan,
  PartitionInfo,
  PastedHops,
  Source,
} from 'rolerelay-core'

/** One row of a list of chains. */
export interface ChainRow extends ChainSummary {
  favourite: boolean
  /** When it was last opened, in milliseconds since 1970; absent if never or too long ago to be a recent one. */
  openedAt?: number
}

/** A window onto the list of chains: favourites first, then recents, then by name. */
export interface ChainPage {
  /** How many chains match the query in all. */
  total: number
  /** How many chains there are at all. */
  known: number
  rows: ChainRow[]
}

/** Whether the source's keys are in this browser session. */
export type KeysState = 'ready' | 'missing' | 'expired'

/** A source as lists show it; its keys and its TOTP seed stay in the background. */
export interface SourceRow extends Source {
  keys: KeysState
  /** Whether its TOTP seed is in this browser session, so that the extension makes its MFA codes. */
  hasSeed: boolean
  /** When the session that one MFA code gave for all its chains ends, in milliseconds since 1970. */
  mfaSessionEnds?: number
  /** The access key id, which is no secret, so that a person can tell two sources apart; absent while keys are missing. */
  accessKeyId?: string
  /** The account that the access key id seems to belong to, read off the id itself. */
  likelyAccount?: string
  /** When temporary credentials end, in milliseconds since 1970. */
  expiresAt?: number
  /** The names of the chains that start from it, at most 20, and how many there are in all. */
  usedBy: string[]
  usedByCount: number
}

/** What a person writes of a source. Without credentials the keys stay as they are. */
export interface SourceDraft {
  /** Absent for a new one. */
  id?: string
  name: string
  credentials?: Credentials
  mfaSerial?: string
  mfaSession?: boolean
  /** The TOTP seed of its MFA device, base 32; empty to forget the one that is there; absent to keep it. */
  seed?: string
}

export interface Settings {
  /** Sign out of the console before signing in: for browsers where the console's multi-session support is off. */
  signOutFirst: boolean
  /** What stands for `{user}` in session names and source identities; empty for none. */
  user: string
}

/** What importing would do, without the keys that the files hold. */
export type ImportPreview = Omit<ImportPlan, 'credentials'>

/** What importing did, so that it can be undone: the chains and sources that are new, and those that changed, as they were. */
export interface ImportDone {
  added: string[]
  changed: Chain[]
  sourcesAdded: string[]
  sourcesChanged: Source[]
}

/** A bookmark link that was read: what it would open. */
export interface LinkTarget {
  chain: ChainRow
  /** The end role's ARN. */
  roleArn: string
  /** The console page that will open, as a checked address. */
  destination: string
  /** Whether this installation made the link, so that it may run without a click. */
  ours: boolean
}

/** A call that failed, or what it replied. */
export type Reply<T> = { ok: T } | { failure: Failure }

/** Every call from a page: name -> argument and reply. */
export interface Calls {
  /** The chains that match every word of the query, from `offset` on. */
  list: { argument: { query: string; offset: number; limit: number }; reply: ChainPage }
  chain: { argument: { id: string }; reply: Chain }
  checkChain: { argument: Chain; reply: Finding[] }
  /** Saves when no finding is an error; the findings either way. An empty `id` makes a new chain. */
  saveChain: { argument: Chain; reply: { id: string; saved: boolean; findings: Finding[] } }
  /** The chains that a chain with parents walks in all, from its source on. The chain may be one that is still being written. */
  resolveChain: { argument: Chain; reply: Chain }
  /** The chains that build on this one, straight or through others. */
  dependents: { argument: { id: string }; reply: { id: string; name: string }[] }
  /** What a session name or a source identity gives today on a hop, counted from 0, of a chain of that name. */
  fillTemplate: {
    argument: { template: string; chain: string; hop: number; roleArn: string }
    reply: { text: string }
  }
  /** The hops that a pasted text names: role ARNs, command lines of the AWS CLI, calls of boto3. */
  readHops: { argument: { text: string }; reply: PastedHops }
  /** The chain as it was, so that the page can offer to undo. */
  deleteChain: { argument: { id: string }; reply: Chain }
  /** Puts a deleted chain back as it was, even one that a check would not pass: an undo loses nothing. */
  restoreChain: { argument: Chain; reply: null }
  favourite: { argument: { id: string; on: boolean }; reply: null }

  sources: { argument: null; reply: SourceRow[] }
  checkSource: { argument: SourceDraft; reply: Finding[] }
  saveSource: { argument: SourceDraft; reply: { id: string; saved: boolean; findings: Finding[] } }
  deleteSource: { argument: { id: string }; reply: null }
  /** Reads credentials out of pasted text in any of the usual shapes. */
  readCredentials: { argument: { text: string }; reply: { credentials?: Credentials; findings: Finding[] } }

  /** What importing these files would do. Nothing is changed. */
  previewImport: { argument: { files: ImportFile[] }; reply: ImportPreview }
  /** Imports all of it but the chains and sources that are left out by their ids, or nothing. */
  applyImport: { argument: { files: ImportFile[]; leaveOut: string[] }; reply: ImportDone }
  undoImport: { argument: ImportDone; reply: null }
  /** Chains as text for another tool; all of them without ids. */
  exportChains: { argument: { ids?: string[]; form: ExportForm }; reply: Exported }

  partitions: { argument: null; reply: PartitionInfo[] }
  settings: { argument: null; reply: Settings }
  saveSettings: { argument: Settings; reply: null }

  /** A bookmarkable address that opens the chain, optionally on a console page. */
  makeLink: { argument: { chainId: string; destination?: string }; reply: { url: string } }
  /** `text` is what the go page found behind `#` in its address. */
  readLink: { argument: { text: string }; reply: LinkTarget }

  /** The run that is going on or ended last, for a popup that opens again; null when there is none to tell of. A run that
   * needs a code of an MFA device is told of until it is run again or dismissed, even though its page heard so. */
  lastRun: { argument: null; reply: RunState | null }
  /** Forgets the ended run, once the person has read it. */
  dismissRun: { argument: null; reply: null }
  /** Cancels the run that `lastRun` shows: a popup that opened again has no port to it. */
  cancelRun: { argument: null; reply: null }
}

/** What to do with a chain once it is walked. */
export type RunRequest =
  /** Open the console: in a new tab, or in the tab that asks (the go page). */
  (
    | { action: 'open'; chainId: string; destination?: string; where: 'new-tab' | 'background-tab' | 'this-tab' }
    /** Walk it, open nothing, show each hop. The chain may be one that is still being written; of a shape it is the chain of
     * the first account. */
    | { action: 'test'; chain: Chain }
    /** Walk it and give the end role's credentials as text in a shape that can be pasted. */
    | { action: 'copy'; chainId: string; shape: CredentialShape }
  ) & {
    /** The code of the MFA device, six digits. A run that needs one and has none fails with the kind `mfa`, and is run again with it. */
    code?: string
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
  /** What would run it again, without the code; for a run that failed because it needs one. */
  request?: RunRequest
}

/** What the background says on a run's port. The first message from the page is a RunRequest, a later one 'cancel'. */
export type RunEvent =
  | { type: 'progress'; state: RunState }
  | { type: 'done'; state: RunState /** Only for `copy`. */; text?: string }
  | { type: 'failed'; state: RunState }

/** The name of the port that a run goes over. */
export type RunPort = 'run'

/** A call on the wire. */
export interface CallMessage<N extends keyof Calls = keyof Calls> {
  call: N
  argument: Calls[N]['argument']
}
