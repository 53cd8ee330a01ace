// The table from a call's name to what it takes and what it does.

import { activeTab, isFirefox } from '../browser.ts'
import { MOST, MOST_OF_AWS } from '../limits.ts'
import type { CallMessage, Calls, Reply } from '../protocol.ts'
import { bookmarksFolder, keepBookmarks } from './chains/bookmarks.ts'
import { changeChains, undoChanges, weighChains } from './chains/bulk.ts'
import { checkChain, deleteChain, isFine, ownChain, restoreChain, saveChain } from './chains/chains.ts'
import { listFirstRows } from './chains/first-rows.ts'
import { getChain, wholeChain } from './chains/lineage.ts'
import { makeLink, readLink } from './chains/links.ts'
import { mapBranches } from './chains/map.ts'
import { dependents, facets, findChains, listChains, placeInList, setFavourite } from './chains/shelf.ts'
import { startCheck, stopCheck } from './checks/checks.ts'
import { listChecks } from './checks/page.ts'
import { dismissEnding, goToConsole, liveConsoles } from './consoles/live.ts'
import { sessionsAround, signedIn, signOutAt, signOutOf } from './consoles/signed-in.ts'
import { mustHaveWebAssembly, withCore, withRest } from './core/core.ts'
import {
  bounded,
  bytes,
  count,
  fields,
  flag,
  listOf,
  maybe,
  nothing,
  oneOf,
  record,
  type Shape,
  sixDigits,
  text,
} from './core/door.ts'
import { asFailure } from './core/failure.ts'
import {
  backupFile,
  brought,
  byId,
  chainsChange,
  federated,
  id,
  lease,
  listed,
  password,
  place,
  portal,
  proof,
  readOnly,
  reasonPlace,
  rotationStep,
  source,
  startOfPortal,
  toImport,
  userConsole,
} from './core/shapes.ts'
import { clearJournal, exportJournal, journalEntry, listJournal, verifyJournal } from './journal/journal.ts'
import { checkLease, listLeases } from './journal/leases.ts'
import { epoch, withinEpoch } from './lock/epoch.ts'
import { lock, touch } from './lock/unlocked.ts'
import { backup, previewBackup, rescue, restoreBackup } from './protection/backup.ts'
import { clearClipboardLater } from './protection/clipboard.ts'
import { addPasskey, changePassword, createVault, offerPasskey, removePasskey, startOver } from './protection/manage.ts'
import { unlock, vaultState } from './protection/state.ts'
import { cancelRun, dismissRun, lastRun } from './runs/lastrun.ts'
import { mend } from './runs/mend.ts'
import { takeUp } from './runs/noting.ts'
import { prepare } from './runs/prepared.ts'
import { runRequest } from './runs/runs.ts'
import { renewByItself, renewDue } from './runs/self-renewal.ts'
import { weighOpening } from './runs/several.ts'
import { addFederated, readBrought, signInWith } from './sources/brought.ts'
import { forgetUserConsole, saveUserConsole } from './sources/federated-user.ts'
import { endSignIn } from './sources/kinds.ts'
import { addConsole, beginConsole, pasteConsole, stopConsole } from './sources/login-tab.ts'
import { oldKeys, putOffOldKeys } from './sources/old-keys.ts'
import { addPermissionSets, leavePortal, listPortals, portalAccounts, portalRoles } from './sources/portals.ts'
import { checkSource, deleteSource, listSources, revealKeys, saveSource } from './sources/records.ts'
import { beginRotation, continueRotation, finishRotation, rotationOf, undoRotation } from './sources/rotate.ts'
import { beginSignIn, cancelSignIn, openSignInPage } from './sources/waiting.ts'
import { stopWatching, takeUpSignIns, watchSignIn } from './sources/watched.ts'
import { asideFile, listAside } from './store/admission.ts'
import { dismissNotice } from './store/notices.ts'
import { getSettings, saveSettings } from './store/settings.ts'
import { inTurn, write } from './store/storage.ts'
import { isSweeping, thenSweep } from './store/sweep.ts'
import { exportChains } from './transfer/export.ts'
import { applyImport, previewImport } from './transfer/import.ts'
import { listImports, undoImport } from './transfer/imports.ts'
import { recordOfReason } from './walks/questions.ts'
import { mentioned } from './ways/mentioned.ts'
import { forgetPages, listToOpen, recentPages } from './ways/recents.ts'
import { comeWithPage, elsewhere, pageHere, takeWay } from './ways/ways.ts'

/** Answers a message of a page of ours; gives undefined where it is no call at all. */
export function answer(message: unknown): Promise<Reply<unknown>> | undefined {
  const { call, argument } = (message ?? {}) as Partial<CallMessage>
  if (typeof call !== 'string' || !Object.hasOwn(table, call)) return undefined
  const { takes, does } = table[call] as { takes: Shape; does: (argument: unknown) => Promise<unknown> }
  const mine = epoch()
  return Promise.resolve()
    .then(async () => {
      const wrong = bounded(argument) ?? takes(argument)
      if (wrong) throw wrong
      mustHaveWebAssembly()
      if (!outliving.has(call) && !polled.has(call)) await touch()
      return outliving.has(call) ? does(argument) : withinEpoch(() => does(argument), mine)
    })
    .then(
      (ok) => (isFirefox && long.has(call) ? { json: JSON.stringify(ok) } : { ok: ok ?? null }),
      (thrown) => ({ failure: asFailure(thrown) }),
    )
}

/** What pages ask again and again by themselves, while a sign-in waits or a run goes on: to look is no use of the vault. */
const polled = new Set<string>(['sources', 'portals', 'lastRun'] satisfies (keyof Calls)[])

/** Calls that a lock does not overtake: they lock themselves, or tell nothing of what it takes away. Nor are they a use of the vault. */
const outliving = new Set<string>([
  'lock',
  'startOver',
  'vault',
  'sweeping',
  'clearClipboardLater',
] satisfies (keyof Calls)[])

/** Calls whose replies may tell of thousands of records. Chromium makes a text of each reply by itself, and takes no longer than for one. */
const long = new Set<string>(['previewImport', 'applyImport'] satisfies (keyof Calls)[])

type Table = { [N in keyof Calls]: { takes: Shape; does: (argument: Calls[N]['argument']) => Does<Calls[N]['reply']> } }
/** A call that replies null does something and has nothing to say. */
type Does<R> = Promise<[R] extends [null] ? void : R>

const table: Table = {
  list: {
    takes: fields({ ...listed, offset: count, limit: count, opens: maybe(flag) }),
    does: ({ offset, limit, opens = false, ...listed }) =>
      opens ? listToOpen(listed, offset, limit) : listChains(listed, offset, limit),
  },
  firstRows: { takes: nothing, does: listFirstRows },
  chain: { takes: byId, does: ({ id }) => getChain(id) },
  checkChain: { takes: record, does: checkChain },
  saveChain: { takes: record, does: saveChain },
  ownChain: { takes: byId, does: async ({ id }) => ({ id: await ownChain(id) }) },
  resolveChain: { takes: record, does: wholeChain },
  dependents: { takes: byId, does: async ({ id }) => (await dependents([id])).map(({ id, name }) => ({ id, name })) },
  fillTemplate: {
    takes: fields({
      of: oneOf('sessionName', 'sourceIdentity'),
      template: text(1_000),
      chain: text(1_000),
      hop: count,
      roleArn: text(4_000),
    }),
    does: async ({ of, template, chain, hop, roleArn }) => {
      const { user } = await getSettings()
      const fill = (now: number) =>
        withRest((core) => core.fillTemplate(of, template, chain, hop, roleArn, now, user || undefined))
      return { text: await fill(Date.now()) }
    },
  },
  readHops: {
    takes: fields({ text: bytes(MOST.roles) }),
    does: ({ text }) => withRest((core) => core.readHops(text)),
  },
  deleteChain: { takes: byId, does: ({ id }) => deleteChain(id) },
  restoreChain: { takes: record, does: restoreChain },
  find: {
    takes: fields({ ...listed, offset: count, limit: count }),
    does: ({ offset, limit, ...listed }) => findChains(listed, offset, limit),
  },
  placeInList: { takes: fields({ ...listed, id }), does: ({ id, ...listed }) => placeInList(listed, id) },
  facets: { takes: nothing, does: facets },
  map: { takes: fields({ under: maybe(place), offset: count, limit: count }), does: mapBranches },
  weighOpening: { takes: fields({ ids: listOf(id) }), does: ({ ids }) => weighOpening(ids) },
  weighChains: { takes: fields({ ids: listOf(id) }), does: ({ ids }) => weighChains(ids) },
  changeChains: {
    takes: fields({ ids: listOf(id), change: chainsChange }),
    does: ({ ids, change }) => changeChains(ids, change),
  },
  undoChanges: { takes: fields({ undo: text(36) }), does: ({ undo }) => undoChanges(undo) },
  favourite: { takes: fields({ id, on: flag }), does: ({ id, on }) => setFavourite(id, on) },

  sources: { takes: nothing, does: () => takeUpSignIns().then(listSources) },
  checkSource: { takes: source, does: checkSource },
  saveSource: {
    takes: source,
    does: async (draft) => {
      const findings = await checkSource(draft)
      const saved = isFine(findings)
      return { id: saved ? await saveSource(draft) : (draft.id ?? ''), saved, findings }
    },
  },
  saveUserConsole: { takes: userConsole, does: saveUserConsole },
  forgetUserConsole: { takes: byId, does: ({ id }) => forgetUserConsole(id) },
  deleteSource: { takes: byId, does: ({ id }) => thenSweep(() => deleteSource(id)) },
  portals: { takes: nothing, does: listPortals },
  checkPortal: {
    takes: portal,
    does: ({ startUrl, region }) => withRest((core) => core.checkPortal(startUrl, region)),
  },
  beginSignIn: {
    takes: fields({ ...startOfPortal, run: maybe(runRequest) }),
    does: async ({ startUrl, region, run }) => ({ id: await beginSignIn(startUrl, region, run) }),
  },
  openSignInPage: { takes: byId, does: ({ id }) => openSignInPage(id) },
  cancelSignIn: { takes: byId, does: ({ id }) => cancelSignIn(id) },
  signOut: { takes: byId, does: ({ id }) => leavePortal(id) },
  portalAccounts: { takes: byId, does: ({ id }) => portalAccounts(id) },
  portalRoles: { takes: fields({ id, accountId: text(12) }), does: ({ id, accountId }) => portalRoles(id, accountId) },
  addPermissionSets: {
    takes: fields({ id, sets: listOf(fields({ accountId: text(12), roleName: text(64), name: text(1_000) })) }),
    does: async ({ id, sets }) => ({ ids: await addPermissionSets(id, sets) }),
  },
  readBrought: { takes: fields({ text: brought }), does: ({ text }) => readBrought(text) },
  addFederated: {
    takes: fields({ source: federated, text: brought }),
    does: async ({ source, text }) => ({ id: await addFederated(source, text) }),
  },
  signInWith: {
    takes: fields({ id, text: brought, run: maybe(runRequest) }),
    does: ({ id, text, run }) => signInWith(id, text, run),
  },
  watchSignIn: { takes: fields({ id, run: maybe(runRequest) }), does: ({ id, run }) => watchSignIn(id, run) },
  stopWatching: { takes: byId, does: ({ id }) => stopWatching(id) },
  endSignIn: { takes: byId, does: ({ id }) => endSignIn(id) },
  addConsole: { takes: fields({ name: text(1_000), region: text(100) }), does: addConsole },
  beginConsole: { takes: fields({ id, run: maybe(runRequest) }), does: ({ id, run }) => beginConsole(id, run) },
  pasteConsole: { takes: fields({ id, address: text(8_000) }), does: ({ id, address }) => pasteConsole(id, address) },
  stopConsole: { takes: byId, does: ({ id }) => stopConsole(id) },
  readCredentials: {
    takes: fields({ text: bytes(MOST.credentials), profile: maybe(count) }),
    does: ({ text, profile }) => withRest((core) => core.readCredentials(text, profile)),
  },

  previewImport: { takes: fields(toImport), does: previewImport },
  applyImport: {
    takes: fields({ ...toImport, leaveOut: listOf(id), mend: maybe(flag) }),
    does: applyImport,
  },
  imports: { takes: nothing, does: listImports },
  undoImport: { takes: fields({ id: text(36) }), does: ({ id }) => undoImport(id) },
  aside: { takes: nothing, does: listAside },
  asideFile: { takes: nothing, does: asideFile },
  forgetAside: {
    takes: fields({ sure: oneOf('delete what is set aside') }),
    does: () => inTurn(() => write({ aside: [] })),
  },
  exportChains: {
    takes: fields({ ids: maybe(listOf(id)), form: text(20) }),
    does: ({ ids, form }) => exportChains(ids, form),
  },

  startCheck: {
    takes: fields({
      ids: maybe(listOf(id)),
      query: maybe(text(1_000)),
      only: maybe(oneOf('broken', 'skipped')),
      resume: maybe(flag),
      code: maybe(fields({ sourceId: id, code: sixDigits })),
    }),
    does: startCheck,
  },
  stopCheck: { takes: nothing, does: stopCheck },
  checks: {
    takes: fields({ show: oneOf('broken', 'skipped', 'all'), offset: count, limit: count }),
    does: listChecks,
  },

  mend: { takes: fields({ chain: record, account: maybe(text(12)), failure: record, done: count }), does: mend },

  vault: { takes: nothing, does: vaultState },
  sweeping: { takes: nothing, does: isSweeping },
  unlock: { takes: proof, does: (proof) => unlock(proof).finally(renewDue) },
  dismissNotice: { takes: nothing, does: dismissNotice },
  lock: { takes: nothing, does: lock },
  createVault: { takes: fields({ password }), does: ({ password }) => thenSweep(() => createVault(password)) },
  changePassword: {
    takes: fields({ proof, password }),
    does: ({ proof, password }) => thenSweep(() => changePassword(proof, password)),
  },
  offerPasskey: { takes: nothing, does: offerPasskey },
  addPasskey: { takes: fields({ name: text(200), lock: record, prf: text(1_000), proof }), does: addPasskey },
  removePasskey: { takes: byId, does: ({ id }) => thenSweep(() => removePasskey(id)) },
  revealKeys: { takes: fields({ id, proof }), does: ({ id, proof }) => revealKeys(id, proof) },
  rotation: { takes: byId, does: ({ id }) => rotationOf(id) },
  beginRotation: {
    takes: fields({ id, partition: text(20), code: maybe(sixDigits) }),
    does: ({ id, partition, code }) => beginRotation(id, partition, code),
  },
  continueRotation: { takes: rotationStep, does: ({ id, code }) => continueRotation(id, code) },
  finishRotation: { takes: rotationStep, does: ({ id, code }) => thenSweep(() => finishRotation(id, code)) },
  undoRotation: { takes: rotationStep, does: ({ id, code }) => undoRotation(id, code) },
  oldKeys: { takes: nothing, does: oldKeys },
  putOffOldKeys: { takes: nothing, does: putOffOldKeys },
  backup: { takes: nothing, does: backup },
  previewBackup: {
    takes: fields({ text: backupFile, password }),
    does: ({ text, password }) => previewBackup(text, password),
  },
  restoreBackup: {
    takes: fields({ text: backupFile, password }),
    // Without a sweep: it would take away what was kept aside of a store that is damaged.
    does: ({ text, password }) => restoreBackup(text, password),
  },
  rescue: { takes: nothing, does: rescue },
  startOver: { takes: fields({ sure: oneOf('delete everything') }), does: () => thenSweep(startOver) },

  clearClipboardLater: {
    takes: fields({ fingerprint: text(44) }),
    does: ({ fingerprint }) => clearClipboardLater(fingerprint),
  },

  journal: {
    takes: fields({ query: text(1_000), offset: count, limit: count }),
    does: async ({ query, offset, limit }) => {
      await takeUp()
      return listJournal(query, offset, limit)
    },
  },
  journalEntry: { takes: fields({ number: count }), does: ({ number }) => journalEntry(number) },
  verifyJournal: { takes: nothing, does: verifyJournal },
  exportJournal: { takes: fields({ form: oneOf('json', 'csv') }), does: ({ form }) => exportJournal(form) },
  clearJournal: { takes: fields({ sure: oneOf('delete the journal') }), does: clearJournal },

  partitions: { takes: nothing, does: () => withCore((core) => core.partitions()) },
  services: { takes: nothing, does: () => withRest((core) => core.services()) },
  settings: { takes: nothing, does: getSettings },
  saveSettings: {
    takes: fields({
      signOutFirst: maybe(flag),
      closesSignedOut: maybe(flag),
      goesToTab: maybe(flag),
      asksForSessions: maybe(flag),
      prepares: maybe(flag),
      offersPages: maybe(flag),
      container: maybe(oneOf('current', 'chain', 'account')),
      renewing: maybe(listOf(id)),
      user: maybe(text(MOST_OF_AWS.sessionName)),
      lockAfter: maybe(count),
      lockWithScreen: maybe(flag),
      clearClipboardAfter: maybe(count),
      linksAsk: maybe(flag),
      suggestsInVault: maybe(flag),
      readOnlyWords: maybe(listOf(text(1_000))),
      readOnlyWith: maybe(readOnly),
      reasonFor: maybe(oneOf('marked', 'all')),
      reasonInto: maybe(reasonPlace),
    }),
    does: saveSettings,
  },

  prepare: { takes: byId, does: ({ id }) => prepare(id) },
  live: { takes: nothing, does: liveConsoles },
  signedIn: { takes: nothing, does: signedIn },
  signOutOf: { takes: fields({ signOut: text(400) }), does: ({ signOut }) => signOutOf(signOut) },
  signOutAt: { takes: fields({ tab: count }), does: ({ tab }) => signOutAt(tab) },
  openSessions: {
    takes: fields({ chainId: id, tab: count }),
    does: ({ chainId, tab }) => sessionsAround(tab, chainId),
  },
  renewByItself: { takes: fields({ chainId: id, on: flag }), does: ({ chainId, on }) => renewByItself(chainId, on) },
  dismissEnding: { takes: fields({ tab: count }), does: ({ tab }) => dismissEnding(tab) },
  goToConsole: { takes: fields({ tab: count }), does: ({ tab }) => goToConsole(tab) },

  makeLink: {
    takes: fields({ chainId: id, destination: maybe(text(4_000)) }),
    does: async ({ chainId, destination }) => ({ url: await makeLink(chainId, destination) }),
  },
  readLink: { takes: fields({ text: text(40_000) }), does: ({ text }) => readLink(text) },

  takeWay: { takes: fields({ ticket: text(36) }), does: ({ ticket }) => takeWay(ticket) },
  recentPages: { takes: fields({ chainId: id }), does: ({ chainId }) => recentPages(chainId) },
  forgetPages: { takes: fields({ chainId: maybe(id), page: maybe(text(4_000)) }), does: forgetPages },
  bookmarksFolder: { takes: nothing, does: bookmarksFolder },
  keepBookmarks: { takes: fields({ on: flag }), does: ({ on }) => keepBookmarks(on) },
  pageHere: { takes: nothing, does: pageHere },
  comeWithPage: { takes: nothing, does: async () => comeWithPage(await activeTab()) },
  elsewhere: {
    takes: fields({ chainId: id, page: text(4_000), region: maybe(text(100)) }),
    does: ({ chainId, page, region }) => elsewhere(chainId, page, region),
  },
  mentioned: { takes: fields({ text: text(MOST.mention) }), does: ({ text }) => mentioned(text) },

  checkLease: {
    takes: fields({ chainId: id, lease }),
    does: ({ chainId, lease }) => checkLease(chainId, lease),
  },
  leaseServices: { takes: nothing, does: () => withRest((core) => core.leaseServices()) },
  leases: { takes: nothing, does: listLeases },

  recordOfReason: {
    takes: fields({ chainId: id, reason: text(1_000) }),
    does: ({ chainId, reason }) => recordOfReason(chainId, reason),
  },

  lastRun: { takes: nothing, does: lastRun },
  dismissRun: { takes: nothing, does: dismissRun },
  cancelRun: { takes: nothing, does: cancelRun },
}
