// Every message between the pages and the background: name, argument, reply. Types only, and JSON-shaped, because
// Chrome's messages are JSON. A secret crosses here only where a person typed it or asked to copy it.

import type {
  AccessKey,
  Brought,
  Chain,
  Credentials,
  Elsewhere,
  Exported,
  ExportForm,
  Failure,
  Finding,
  JournalFile,
  JournalForm,
  JournalVerdict,
  LastUsed,
  Lease,
  LeaseCheck,
  Mend,
  PartitionInfo,
  PastedHops,
  PortalAccount,
  PortalCheck,
  ReadOnly,
  ReasonPlace,
  ReasonRecord,
  ServiceName,
  Templated,
} from 'rolerelay-core'
import type { PastedCredentials } from 'rolerelay-rest'
import type { ChainsChange, ChainsChanged, ChainsUndone, ChainsWeighed, OpeningWeighed } from './protocol/bulk.ts'
import type { CheckRequest, ChecksPage } from './protocol/checks.ts'
import type { ImportDone, ImportPreview, ImportRow, ImportUndone, ToImport } from './protocol/import.ts'
import type { JournalDetail, JournalPage } from './protocol/journal.ts'
import type { LeaseRow } from './protocol/lease.ts'
import type { ChainPage, FirstRows, ListedChains, RecentPage } from './protocol/list.ts'
import type { LiveConsoles, SignedIn } from './protocol/live.ts'
import type { MapBranches, MapPlace } from './protocol/map.ts'
import type { RunQuestion, RunRequest, RunState } from './protocol/run.ts'
import type {
  ChosenSet,
  FederatedDraft,
  PortalRow,
  SourceDraft,
  SourceRow,
  UserConsoleDraft,
} from './protocol/sources.ts'
import type { BackupPreview, Passkey, PasskeyOffer, Proof, SetAside, VaultState } from './protocol/vault.ts'
import type { BookmarksFolder, LinkTarget, WayIn } from './protocol/ways.ts'

export type * from './protocol/bulk.ts'
export type * from './protocol/checks.ts'
export type * from './protocol/import.ts'
export type * from './protocol/journal.ts'
export type * from './protocol/lease.ts'
export type * from './protocol/list.ts'
export type * from './protocol/live.ts'
export type * from './protocol/map.ts'
export type * from './protocol/run.ts'
export type * from './protocol/sources.ts'
export type * from './protocol/vault.ts'
export type * from './protocol/ways.ts'

/** How far the exchange of a source's keys for new ones is. It holds no secret. */
export interface Rotation {
  /**
   * `making`: a new key was asked for, and it is not known whether AWS made one. `trying`: the new key is kept beside the old one,
   * and AWS may not know it everywhere yet. `switched`: the source has the new key. `resting`: the old one is inactive too, and
   * waits to be deleted.
   */
  stage: 'making' | 'trying' | 'switched' | 'resting'
  /** The ARN of the IAM user. */
  user: string
  oldKeyId: string
  /** Absent while it is being made. */
  newKeyId?: string
  startedAt: number
  /** Keys that came up meanwhile, whose secrets never arrived here. */
  lost?: UserKey[]
}

/** An access key of a source's user, as IAM tells of it. */
export interface UserKey extends AccessKey {
  lastUsed?: LastUsed
}

/** What came of a step: how far it is, null once it is over; or what IAM wants first. */
export type RotationReply =
  | { rotation: Rotation | null }
  /** The policy, as JSON, would permit what was denied. */
  | { denied: Failure; user: string; policy: string }
  /** The user has as many keys as IAM allows. One has to go. */
  | { full: UserKey[]; user: string }

export interface Settings {
  /** Sign out of the console before signing in: for browsers where the console's multi-session support is off. */
  signOutFirst: boolean
  /** Whether the tabs of a console are closed that was signed out for another: those that are seen to show it still. */
  closesSignedOut: boolean
  /** The ids of the chains whose consoles are renewed by themselves. */
  renewing: string[]
  /** Whether picking a chain whose console is open goes to its tab, in the place of opening another. */
  goesToTab: boolean
  /** Whether AWS's own list of console sessions is asked for while the person looks, with the cookies of the normal windows. */
  asksForSessions: boolean
  /** Whether the sign-in of a favourite is prepared while it has the focus in the popup. */
  prepares: boolean
  /** Whether the pages that chains opened on lately are kept, and offered again. */
  offersPages: boolean
  /** In Firefox, in which container a console opens: that of the tab that asks, or one that its chain or its account has for itself. */
  container: 'current' | 'chain' | 'account'
  /** What stands for `{user}` in session names and source identities; empty for none. */
  user: string
  /** After how many minutes without use the vault locks; 0 for only when the browser closes or the extension is updated. */
  lockAfter: number
  /** Whether the vault locks with the screen. */
  lockWithScreen: boolean
  /** After how many seconds copied credentials are cleared from the clipboard; 0 for never. */
  clearClipboardAfter: number
  /** Whether a link that this installation made asks before it opens, as any other link does. */
  linksAsk: boolean
  /** Whether the address bar shows chains though a password protects them: the browser keeps those that are chosen. */
  suggestsInVault: boolean
  /** Tags, and words that chains are marked with: chains that have one open with what reads, beside those that say so themselves. */
  readOnlyWords: string[]
  readOnlyWith: ReadOnly
  /** Which chains ask for a ticket or a reason: those that say so, or all. */
  reasonFor: 'marked' | 'all'
  /** Where it goes in chains whose own templates do not name it. */
  reasonInto: ReasonPlace
}

/** A call that failed, or what it replied; `json` is that as one text, since Firefox copies thousands of records value by value. */
export type Reply<T> = { ok: T } | { json: string } | { failure: Failure }

/** Every call from a page: name -> argument and reply. */
export interface Calls {
  /** The chains that match every word of the query, from `offset` on. With `opens` the query may say on which page they are to open. */
  list: { argument: ListedChains & { offset: number; limit: number; opens?: boolean }; reply: ChainPage }
  firstRows: { argument: null; reply: FirstRows }
  chain: { argument: { id: string }; reply: Chain }
  checkChain: { argument: Chain; reply: Finding[] }
  /**
   * Saves when no finding is an error; the findings either way, and the record that is there `now`. An empty `id` makes a new chain. Where
   * it is said which record it was `before` this change, nothing is saved over another one that somebody wrote since.
   */
  saveChain: {
    argument: Chain | { chain: Chain; before: Chain }
    reply: { id: string; saved: boolean; findings: Finding[]; now?: Chain }
  }
  /** The chain that opens the console as the role whose session a source gives, by the source's id; made where there is none. */
  ownChain: { argument: { id: string }; reply: { id: string } }
  /** The chain with all that it walks, from its source on, and as read-only as it opens. It may be one that is still being written. */
  resolveChain: { argument: Chain; reply: Chain }
  /** The chains that build on this one, straight or through others. */
  dependents: { argument: { id: string }; reply: { id: string; name: string }[] }
  /** What a session name or a source identity gives today on a hop, counted from 0, of a chain of that name. */
  fillTemplate: {
    argument: { of: Templated; template: string; chain: string; hop: number; roleArn: string }
    reply: { text: string }
  }
  /** The hops that a pasted text names: role ARNs, command lines of the AWS CLI, calls of boto3. */
  readHops: { argument: { text: string }; reply: PastedHops }
  /** The chain as it was, so that the page can offer to undo. */
  deleteChain: { argument: { id: string }; reply: Chain }
  /** Puts a deleted chain back as it was, even one that a check would not pass: an undo loses nothing. */
  restoreChain: { argument: Chain; reply: null }
  /** The ids of those of the chains that `list` gives which are records, and how many there are made by shapes: none of what was found
   * only by forgiving a slip. */
  find: { argument: ListedChains & { offset: number; limit: number }; reply: { ids: string[]; made: number } }
  /** Where in the list a chain stands, from 0; -1 where the list does not show it. */
  placeInList: { argument: ListedChains & { id: string }; reply: number }
  /** What a list can be narrowed to: the tags and end accounts that there are, in order. */
  facets: { argument: null; reply: { tags: string[]; accounts: string[] } }
  /** What follows a place on the map, from `offset` on; without one, the sources. What is broken comes first, then roles that are passed,
   * then what most chains hang on. */
  map: { argument: { under?: MapPlace; offset: number; limit: number }; reply: MapBranches }
  weighChains: { argument: { ids: string[] }; reply: ChainsWeighed }
  /** Which of their consoles find room beside what the browser is signed in to. Nothing is opened. */
  weighOpening: { argument: { ids: string[] }; reply: OpeningWeighed }
  /** Makes one change with all of them, or with none. Chains that a shape makes are changed there. */
  changeChains: { argument: { ids: string[]; change: ChainsChange }; reply: ChainsChanged }
  /** Takes the last change of many chains back. What somebody wrote since stays. */
  undoChanges: { argument: { undo: string }; reply: ChainsUndone }
  favourite: { argument: { id: string; on: boolean }; reply: null }

  sources: { argument: null; reply: SourceRow[] }
  checkSource: { argument: SourceDraft; reply: Finding[] }
  /** Gives what is wrong with it; nothing where it was saved. Asks AWS whose keys these are, in a partition such as `aws-us-gov`. */
  saveUserConsole: { argument: { id: string; partition: string; console: UserConsoleDraft }; reply: Finding[] }
  forgetUserConsole: { argument: { id: string }; reply: null }
  saveSource: { argument: SourceDraft; reply: { id: string; saved: boolean; findings: Finding[] } }
  deleteSource: { argument: { id: string }; reply: null }
  /** The access portals that sources are of, or that somebody is signed in at. What waits there is gone on with. */
  portals: { argument: null; reply: PortalRow[] }
  checkPortal: { argument: { startUrl: string; region: string }; reply: PortalCheck }
  /** Begins a sign-in, in the place of one that waits. What is to be run then is run once the person has confirmed. */
  beginSignIn: { argument: { startUrl: string; region: string; run?: RunRequest }; reply: { id: string } }
  /** Opens AWS's page, where the person confirms. */
  openSignInPage: { argument: { id: string }; reply: null }
  cancelSignIn: { argument: { id: string }; reply: null }
  /** Ends the sign-in here and at AWS. */
  signOut: { argument: { id: string }; reply: null }
  /** The accounts that the person has something in, by name. */
  portalAccounts: { argument: { id: string }; reply: PortalAccount[] }
  /** The permission sets that the person has in an account. */
  portalRoles: { argument: { id: string; accountId: string }; reply: string[] }
  /** Makes a source of each that is none yet, and gives the ids of all. */
  addPermissionSets: { argument: { id: string; sets: ChosenSet[] }; reply: { ids: string[] } }

  /** What of an assertion or a token is to be shown. It is read, and nothing of it is kept. */
  readBrought: { argument: { text: string }; reply: Brought }
  /** Makes a source of the role, if AWS takes the assertion or the token for it, and gives its id; that of one which is there already. */
  addFederated: { argument: { source: FederatedDraft; text: string }; reply: { id: string } }
  /** Makes a source ready by an assertion or a token; then what waited for that is run. */
  signInWith: { argument: { id: string; text: string; run?: RunRequest }; reply: null }
  /** Opens the provider's page in a tab that is watched for the assertion, and then runs what waited for that. */
  watchSignIn: { argument: { id: string; run?: RunRequest }; reply: null }
  stopWatching: { argument: { id: string }; reply: null }
  /** Makes a source for whoever signs in on the console's sign-in page of that region, and gives its id. */
  addConsole: { argument: { name: string; region: string }; reply: { id: string } }
  /** Opens that page for a source, and then runs what waited for that. */
  beginConsole: { argument: { id: string; run?: RunRequest }; reply: null }
  /** Goes on with the address that the page led to, for who has to copy it. */
  pasteConsole: { argument: { id: string; address: string }; reply: null }
  stopConsole: { argument: { id: string }; reply: null }
  /** Forgets what the sign-in of this source gave. */
  endSignIn: { argument: { id: string }; reply: null }

  /** Reads credentials out of pasted text in any of the usual shapes; of several profiles in it, the one at that place of `profiles`. */
  readCredentials: { argument: { text: string; profile?: number }; reply: PastedCredentials }

  /** What importing these files would do. Nothing is changed. */
  previewImport: { argument: ToImport; reply: ImportPreview }
  /**
   * Imports all of it but the chains and sources that are left out by their ids, or nothing. `mend`: what a click would mend of them is
   * mended.
   */
  applyImport: { argument: ToImport & { leaveOut: string[]; mend?: boolean }; reply: ImportDone }
  /** The last imports that can be undone, the newest first: that one, and then the next. */
  imports: { argument: null; reply: ImportRow[] }
  undoImport: { argument: { id: string }; reply: ImportUndone }
  /** What is kept beside the rest because it may not stand there. */
  aside: { argument: null; reply: SetAside[] }
  /** The same as a file. */
  asideFile: { argument: null; reply: { name: string; text: string } }
  /** Deletes it. `sure` is the word that the page asked for. */
  forgetAside: { argument: { sure: 'delete what is set aside' }; reply: null }
  /** Chains as text for another tool; all of them without ids. */
  exportChains: { argument: { ids?: string[]; form: ExportForm }; reply: Exported }

  /** Checks chains and opens nothing. It goes on without a page. While one goes on, what is asked for joins it. */
  startCheck: { argument: CheckRequest; reply: null }
  stopCheck: { argument: null; reply: null }
  /** What is known of the chains that are broken, were skipped, or of all, from `offset` on: those that fail alike together. */
  checks: { argument: { show: 'broken' | 'skipped' | 'all'; offset: number; limit: number }; reply: ChecksPage }

  /** Who has to allow what, after a run of the chain ended with this failure when so many hops were done. The chain as in a test. */
  mend: { argument: { chain: Chain; account?: string; failure: Failure; done: number }; reply: Mend }

  vault: { argument: null; reply: VaultState }
  /** Whether what was kept before is still being taken out of the browser's files. To ask does not disturb that. */
  sweeping: { argument: null; reply: boolean }
  unlock: { argument: Proof; reply: VaultState }
  /** Locks at once: the key is forgotten, runs are cancelled, open pages go blank. */
  /** Somebody has read the notice that comes with the state. */
  dismissNotice: { argument: null; reply: null }
  lock: { argument: null; reply: null }
  /** Encrypts all that is kept under a new password, the keys that are in memory as well. */
  createVault: { argument: { password: string }; reply: VaultState }
  /** A new data key under a new password; all is encrypted anew. Passkeys have to be added again. */
  changePassword: { argument: { proof: Proof; password: string }; reply: VaultState }
  offerPasskey: { argument: null; reply: PasskeyOffer }
  addPasskey: { argument: Passkey & { proof: Proof }; reply: VaultState }
  /** Who had it may still have an old copy of what it opened. */
  removePasskey: { argument: { id: string }; reply: VaultState }
  /** The keys of a source, for a person who proved to be there. */
  revealKeys: { argument: { id: string; proof: Proof }; reply: Credentials }

  /** The rotation of a source's keys that is under way; null for none. */
  rotation: { argument: { id: string }; reply: Rotation | null }
  /** Asks IAM for a new key and keeps it beside the old one. `code` is one of the user's MFA device, for whose policies demand it. */
  beginRotation: { argument: { id: string; partition: string; code?: string }; reply: RotationReply }
  /** The next step, up to `resting`. The same stage comes back while AWS does not know a key yet: ask again after a moment. */
  continueRotation: { argument: { id: string; code?: string }; reply: RotationReply }
  /** Deletes the old key, which is resting. */
  finishRotation: { argument: { id: string; code?: string }; reply: RotationReply }
  /** A step back: the old key is the source's again, and the new one, or one that was lost, is deleted. Ask again as above. */
  undoRotation: { argument: { id: string; code?: string }; reply: RotationReply }
  /** Sources whose keys are old, unless the person put the reminder off. */
  oldKeys: { argument: null; reply: { id: string; name: string; since: number }[] }
  /** Puts the reminder off for a week. */
  putOffOldKeys: { argument: null; reply: null }
  /** All that is kept, encrypted as it is, as a file. */
  backup: { argument: null; reply: { name: string; text: string } }
  previewBackup: { argument: { text: string; password: string }; reply: BackupPreview }
  /** Puts what the backup holds in the place of what is kept, all of it or nothing. Without a vault, or with a damaged one, the
   * backup becomes the vault, with the password that it had. */
  restoreBackup: { argument: { text: string; password: string }; reply: VaultState }
  /** The copies as they are found, damaged or not, as a file for whoever may mend them. */
  rescue: { argument: null; reply: { name: string; text: string } }
  /** Deletes everything, for a person who forgot the password. `sure` is the word that the page asked for. */
  startOver: { argument: { sure: 'delete everything' }; reply: null }

  /** Clears the clipboard of a secret that was copied, after the time of the settings. Says when, in milliseconds since 1970; null
   * for never. `fingerprint` is the secret's SHA-256, so that something newer is left alone where the browser lets us look. */
  clearClipboardLater: { argument: { fingerprint: string }; reply: { at: number | null } }

  /** The entries that match every word of the query, the newest first, from `offset` on. */
  journal: { argument: { query: string; offset: number; limit: number }; reply: JournalPage }
  journalEntry: { argument: { number: number }; reply: JournalDetail }
  /** Whether the hashes of all entries hold. */
  verifyJournal: { argument: null; reply: JournalVerdict }
  exportJournal: { argument: { form: JournalForm }; reply: JournalFile }
  /** Deletes all entries. `sure` is the word that the page asked for. */
  clearJournal: { argument: { sure: 'delete the journal' }; reply: null }

  partitions: { argument: null; reply: PartitionInfo[] }
  /** Every name of a service whose console page is known. */
  services: { argument: null; reply: ServiceName[] }
  settings: { argument: null; reply: Settings }
  /** Those that are named; the others stay. */
  saveSettings: { argument: Partial<Settings>; reply: null }

  /** The chain has the focus in the popup: its sign-in is prepared, where it may be. */
  prepare: { argument: { id: string }; reply: null }
  /** The consoles that were opened here, as far as their tabs are there. */
  live: { argument: null; reply: LiveConsoles }
  /** What AWS's list names besides, where the person has it asked for; what of that fits a chain and a tab is among the consoles from then on. */
  signedIn: { argument: null; reply: SignedIn }
  /** Signs out of a session that it named, by its address; false where that was not seen. */
  signOutOf: { argument: { signOut: string }; reply: boolean }
  /** Signs out of the console that was opened in that tab, among its cookies; false where that was not seen. */
  signOutAt: { argument: { tab: number }; reply: boolean }
  /** The sessions among the cookies of a tab that stands on AWS's page about them, once AWS was asked for its list. */
  openSessions: { argument: { chainId: string; tab: number }; reply: NonNullable<RunQuestion['full']> }
  /** Brings the tab of one of them to the front, or another that is seen to show the console; false where it is closed. */
  goToConsole: { argument: { tab: number }; reply: boolean }
  /** Has the consoles of that chain renewed by themselves before they end, or no more. */
  renewByItself: { argument: { chainId: string; on: boolean }; reply: null }
  /** The person has read that this one ends soon, which is told no more. */
  dismissEnding: { argument: { tab: number }; reply: null }

  /** A bookmarkable address that opens the chain, optionally on a console page. */
  makeLink: { argument: { chainId: string; destination?: string }; reply: { url: string } }
  /** `text` is what the go page found behind `#` in its address. */
  readLink: { argument: { text: string }; reply: LinkTarget }

  /** What the go page is opened for; null where nobody left anything under that number, or it was taken already. */
  takeWay: { argument: { ticket: string }; reply: WayIn | null }

  /** The console page in the tab below the popup, where the browser tells it; null where it is none. */
  /** Where a chain was opened lately, the last first. */
  recentPages: { argument: { chainId: string }; reply: RecentPage[] }
  /** Forgets one of them, those of a chain, or all. */
  forgetPages: { argument: { chainId?: string; page?: string }; reply: null }
  bookmarksFolder: { argument: null; reply: BookmarksFolder }
  /** Makes that folder, or takes out what was put into it from here, and it where it is empty then. */
  keepBookmarks: { argument: { on: boolean }; reply: BookmarksFolder & { stays: boolean } }
  pageHere: { argument: null; reply: string | null }
  /** Opens the go page, which asks as which role that page is to be opened. */
  comeWithPage: { argument: null; reply: null }
  /** Where a console page is for the end role of a chain: without `region`, and in another partition, one may have to be chosen first. */
  elsewhere: { argument: { chainId: string; page: string; region?: string }; reply: Elsewhere }
  /** The query for what a pasted text names of AWS: a page, an ARN, an account, an event of CloudTrail. Null where it names nothing. */
  mentioned: { argument: { text: string }; reply: string | null }

  /** What a lease of the chain would be, and what is wrong with it. */
  checkLease: { argument: { chainId: string; lease: Lease }; reply: LeaseCheck }
  /** The services that a lease can be of. */
  leaseServices: { argument: null; reply: ServiceName[] }
  /** The leases that go on, and those that ended within a day. */
  leases: { argument: null; reply: LeaseRow[] }

  /** What AWS would record of a reason, were the chain opened with it now. */
  recordOfReason: { argument: { chainId: string; reason: string }; reply: ReasonRecord }

  /** The run that is going on or ended last, for a popup that opens again; null when there is none to tell of. A run that asks the
   * person is told of until it is run again or dismissed, even though its page heard so. */
  lastRun: { argument: null; reply: RunState | null }
  /** Forgets the ended run, once the person has read it. */
  dismissRun: { argument: null; reply: null }
  /** Cancels the run that `lastRun` shows: a popup that opened again has no port to it. */
  cancelRun: { argument: null; reply: null }
}

/** A call on the wire. */
export interface CallMessage<N extends keyof Calls = keyof Calls> {
  call: N
  argument: Calls[N]['argument']
}
