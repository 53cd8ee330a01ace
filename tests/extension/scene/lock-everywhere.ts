// Everything there is to do is overtaken by a lock, and by a lock with an unlocking right behind it, at every point where the background
// waits for the browser or for AWS, or tells a page something. Whatever it was, the vault is locked then, or unlocked as the settings
// say; what is kept is what was before or what was to be, as the person was told; and nothing came through after the lock.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Failure } from 'rolerelay-core'
import type { Proof } from '../../../extension/protocol.ts'
import { accounts, aliceKey, auditIn, fromPortal, portal, sampleWorld } from '../../aws/sample.ts'
import { answerAsAws } from './aws.ts'
import type { Browser } from './browser.ts'
import { freshAssertion, SAML_SOURCE } from './idp-scene.ts'
import {
  awsOfOne,
  lockedAt,
  type Overtaken,
  type Points,
  ran,
  signedIn,
  unlockedBy,
  type Wall,
  type Way,
} from './lock-at.ts'
import { addSource, chain, KEYS } from './sample.ts'
import {
  ACTS,
  type Act,
  formOf,
  isEqual,
  PASSWORD,
  passkey,
  type Seen,
  seenIn,
  setScene,
  vault,
} from './storage-acts.ts'
import { browserOn, type Disk, diskOf } from './storage-disk.ts'

const MINUTES = 17
const CODES = 'AKIAI44QH8DHBEXAMPLE'
let aliceId: string
let portalId: string
let consoleId: string
/** What somebody who signed in holds. */
const tokens: string[] = []
/** The vault of the other tests, with a chain that can be walked, and a deadline of its own. */
let walkable: Disk
/** The same where that chain was walked, and its sessions are kept. */
let warm: Disk
/** The same where its console is open, so that it is among the recents. */
let opened: Disk

before(async () => {
  await setScene()
  const browser = await browserOn(vault)
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(sampleWorld())
  aliceId = await addSource(browser, { accessKeyId, secretAccessKey }, 'Alice')
  await browser.call('restoreChain', chain('walk', 'Walkable', { sourceId: aliceId, hops: [auditIn(accounts.prod)] }))
  await browser.call(
    'restoreChain',
    chain('held', 'Held', { sourceId: aliceId, hops: [auditIn(accounts.prod)], readOnly: 'ReadOnlyAccess' }),
  )
  consoleId = (await browser.call('addConsole', { ...CONSOLE, name: 'Lena' })).id
  await browser.call('saveSettings', { lockAfter: MINUTES })
  await signIn(browser)
  walkable = await diskOf(browser)
  answerAsAws(sampleWorld())
  await ran(browser, { action: 'copy', chainId: 'walk', shape: 'bash' })
  while (!Object.keys(browser.session).some((key) => key.startsWith('hop/'))) await new Promise(setImmediate)
  warm = await diskOf(browser)
  browser.lands = () => undefined
  await ran(browser, { action: 'open', chainId: 'walk', where: 'new-tab' })
  opened = await diskOf(browser)
})

/** Signs somebody in at the sample's portal, with a chain that starts there. */
async function signIn(browser: Browser): Promise<void> {
  const network = globalThis.fetch
  const world = sampleWorld()
  const mine = world.portals.get(portal.startUrl)
  if (mine) mine.intervalSeconds = 1
  const { state } = answerAsAws(world)
  portalId = (await browser.call('beginSignIn', portal)).id
  for (const code of state.deviceCodes.values()) code.state = 'confirmed'
  while ((await browser.call('portals', null))[0]?.state !== 'signed-in') await new Promise(setImmediate)
  signedIn.push(...state.portalSessions)
  for (const { accessTokens, refreshToken = '' } of state.portalSessions)
    tokens.push(...accessTokens.keys(), refreshToken)
  const { ids } = await browser.call('addPermissionSets', { id: portalId, sets: [SET] })
  const [sourceId = ''] = ids
  await browser.call('restoreChain', chain('relay', 'From the portal', { sourceId, hops: fromPortal }))
  globalThis.fetch = network
}

const WITH_A_REASON = { reason: 'TICKET-1' }
const CONSOLE = { name: 'Console', region: 'us-east-1' }
/** In minutes. */
const LIFTED = { lift: 15, ...WITH_A_REASON }
const SET = { accountId: accounts.hub, roleName: 'Developer', name: 'Hub Developer' }

/** `npm run locks` tries more. */
const WAYS: [Way, Points][] =
  process.env.LOCKS === 'all'
    ? (['lock', 'lock, unlock', 'shortcut', 'screen'] as const).flatMap((way): [Way, Points][] => [
        [way, 'calls'],
        [way, 'turns'],
      ])
    : [
        ['lock', 'calls'],
        ['lock, unlock', 'calls'],
      ]

/** Each point takes a background of its own, so `npm test` goes to every third, and each way to others; `npm run locks` to all. */
const STRIDE = process.env.LOCKS === 'all' ? 1 : 3

interface Operation extends Pick<Act, 'from' | 'does' | 'mix'> {
  /** What opens the vault afterwards, one of these. */
  password?: string
  outlives?: boolean
}

const on = (does: Operation['does'], more: Partial<Operation> = {}): Operation => ({
  from: () => walkable,
  does,
  ...more,
})
const call =
  (...of: Parameters<Browser['call']>): Operation['does'] =>
  (browser) =>
    browser.call(...of)

/** What changes how all of it is kept. */
export const KEEPING: Record<string, Operation> = Object.fromEntries(
  // Where there is no vault, there is nothing to lock.
  Object.entries(ACTS).filter(([what]) => !/in the clear|is moved|first chain|from the mirror/.test(what)),
)

/** All else that there is to do. */
export const USING: Record<string, Operation> = {
  'the lists are read': on(async (browser) => {
    await browser.call('list', { query: 'walk', offset: 0, limit: 10 })
    await browser.call('sources', null)
    const { ids } = await browser.call('find', { query: '', offset: 0, limit: 10 })
    await browser.call('weighChains', { ids })
    await browser.call('weighOpening', { ids })
    await browser.call('facets', null)
    await browser.call('map', { offset: 0, limit: 10 })
  }),
  'a chain is edited': on(async (browser) =>
    browser.call('saveChain', {
      ...(await browser.call('chain', { id: 'alpha' })),
      name: 'Renamed',
      sourceId: aliceId,
    }),
  ),
  'a star is set': on(call('favourite', { id: 'alpha', on: true })),
  'the settings are saved': on(call('saveSettings', { user: 'me' })),
  'a source is to end with the browser': on((browser) =>
    browser.call('saveSource', { id: aliceId, name: 'Alice', sessionOnly: true }),
  ),
  'keys are shown': on((browser) => browser.call('revealKeys', { id: aliceId, proof: passkey })),
  'a backup is made': on(call('backup', null)),
  'chains are exported': on(call('exportChains', { form: 'rolerelay' })),
  'a link is made': on(call('makeLink', { chainId: 'walk' })),
  'a chain is opened': on((browser) =>
    ran(browser, { action: 'open', chainId: 'walk', where: 'new-tab', ...WITH_A_REASON }),
  ),
  'a chain is opened to its console, which is gone to': {
    from: () => opened,
    does: async (browser) => {
      browser.lands = () => undefined
      await ran(browser, { action: 'open', chainId: 'walk', where: 'new-tab' })
      const { consoles } = await browser.call('live', null)
      await browser.call('goToConsole', { tab: consoles[0]?.tab ?? 0 })
    },
  },
  'credentials are copied of the sessions that are kept': {
    from: () => warm,
    does: (browser) => ran(browser, { action: 'copy', chainId: 'walk', shape: 'bash' }),
  },
  'a chain whose sessions are kept is edited': {
    from: () => warm,
    does: async (browser) =>
      browser.call('saveChain', { ...(await browser.call('chain', { id: 'walk' })), region: 'eu-west-1' }),
  },
  'credentials are copied': on((browser) => ran(browser, { action: 'copy', chainId: 'walk', shape: 'bash' })),
  'a chain is tested': on(async (browser) =>
    ran(browser, { action: 'test', chain: await browser.call('chain', { id: 'walk' }) }),
  ),
  'all chains are checked': on(async (browser) => {
    await browser.call('startCheck', { ids: ['walk'] })
    await browser.connect(undefined, 'check').until(({ closed }) => closed)
    await browser.call('checks', { show: 'all', offset: 0, limit: 10 })
  }),
  'the last run is asked for': {
    from: () => ({
      ...walkable,
      session: { ...walkable.session, run: { action: 'open', chainId: 'walk', name: 'Walkable', hops: [] } },
    }),
    does: call('lastRun', null),
  },
  'a rotation is begun': on((browser) => browser.call('beginRotation', { id: aliceId, partition: 'aws' })),
  'a sign-in is begun': on(call('beginSignIn', portal)),
  'accounts and roles are listed': on(async (browser) => {
    await browser.call('portals', null)
    await browser.call('portalAccounts', { id: portalId })
    await browser.call('portalRoles', { id: portalId, accountId: accounts.prod })
  }),
  'a permission set becomes a source': on((browser) =>
    browser.call('addPermissionSets', { id: portalId, sets: [{ ...SET, roleName: 'Operator', name: 'Operator' }] }),
  ),
  'a source of an identity provider is made': on((browser) =>
    browser.call('addFederated', { source: SAML_SOURCE, text: freshAssertion() }),
  ),
  'a source of console sign-ins is made': on(call('addConsole', CONSOLE)),
  'a console sign-in is begun, and stopped': on(async (browser) => {
    browser.lands = () => undefined
    await browser.call('beginConsole', { id: consoleId })
    await browser.call('stopConsole', { id: consoleId })
  }),
  'a chain is opened with changes allowed': on(async (browser) => {
    browser.lands = () => undefined
    await ran(browser, { action: 'open', chainId: 'held', where: 'new-tab', ...LIFTED })
  }),
  'a chain is opened from a sign-in': on((browser) =>
    ran(browser, { action: 'open', chainId: 'relay', where: 'new-tab', ...WITH_A_REASON }),
  ),
  'somebody signs out': on((browser) => browser.call('signOut', { id: portalId })),
  'the journal is read': on(call('journal', { query: '', offset: 0, limit: 10 })),
  'the journal is deleted': on(call('clearJournal', { sure: 'delete the journal' })),
}

const OUTLIVES = ['it is locked', 'all is deleted']

const HIDDEN = [
  'Alpha',
  'Walkable',
  'Audit',
  accounts.prod,
  'Alice',
  KEYS.secretAccessKey,
  KEYS.accessKeyId,
  'TICKET-1',
  CODES,
  // The key ids of sessions.
  'ASIA',
  'From the portal',
  'Developer',
]

/** Plays them all, and counts. Two files do, since each is to end within the time that a file has. */
export function overtake(operations: Record<string, Operation>): void {
  let points = 0
  for (const [what, operation] of Object.entries(operations)) {
    test(what, async (t) => {
      const proofs: Proof[] = [passkey, { password: operation.password ?? PASSWORD }, { password: PASSWORD }]
      const wall: Wall = { unlocks: proofs, hidden: [...HIDDEN, ...tokens], outlives: OUTLIVES.includes(what) }
      const known = await outcomes(operation, proofs)
      const from = operation.from()
      let visited = 0
      for (const [at, [way, kind]] of WAYS.entries()) {
        let before = ''
        for (let nth = at % STRIDE; ; nth += STRIDE) {
          const left = await lockedAt(from, nth, way, operation.does, wall, kind)
          if (!left) break
          visited += 1
          const where = `${way} at ${nth} of the ${kind}, ${left.call}`
          await hasItsDeadline(left.browser, where)
          // At most points nothing has changed since the one before.
          const form = `${formOf(await diskOf(left.browser))} ${left.told.failure?.message}`
          if (form !== before) await isWhole(left, operation, known, proofs, where)
          before = form
        }
      }
      assert.ok(visited > 2, 'nothing was overtaken')
      t.diagnostic(`${visited} points`)
      points += visited
    })
  }
  test('all of it', (t) => t.diagnostic(`${points} points of ${Object.keys(operations).length} operations`))
}

interface Outcomes {
  old: Seen
  fresh: Seen
}

/** What is to be seen without the work, and after it. */
async function outcomes({ from, does }: Operation, proofs: Proof[]): Promise<Outcomes> {
  // Not the one that the operation before it left.
  awsOfOne()
  const [old, fresh] = [await browserOn(from()), await browserOn(from())]
  fresh.lands = () => undefined
  await does(fresh)
  return { old: await seen(old, proofs), fresh: await seen(fresh, proofs) }
}

async function seen(browser: Browser, proofs: Proof[]): Promise<Seen> {
  const { state } = await browser.call('vault', null)
  if (state === 'locked') assert.ok(await unlockedBy(browser, proofs), 'nothing opens it')
  return state === 'damaged' ? { protection: ['damaged'], chains: [], starred: [], sources: [] } : seenIn(browser)
}

async function isWhole(
  { browser, told }: Overtaken,
  { mix }: Operation,
  { old, fresh }: Outcomes,
  proofs: Proof[],
  where: string,
): Promise<void> {
  const now = await seen(browser, proofs)
  const is = { old: isEqual(now, old), fresh: isEqual(now, fresh) }
  const said = saidOf(told.failure)
  if (said && !is[said]) assert.deepEqual(now, said === 'old' ? old : fresh, `“${told.failure?.message}”: ${where}`)
  if (!is.old && !is.fresh && !mix?.(now, old, fresh)) assert.deepEqual(now, fresh, where)
}

async function hasItsDeadline(browser: Browser, where: string): Promise<void> {
  const { unlocked } = browser.session as { unlocked?: { after: number } }
  if (!unlocked) return
  const { lockAfter } = await browser.call('settings', null)
  assert.equal(unlocked.after, lockAfter, `another deadline than that of the settings: ${where}`)
}

/** What a person takes from how it ended. */
function saidOf(failure: Failure | undefined): 'old' | 'fresh' | undefined {
  if (!failure) return 'fresh'
  if (/nothing was saved|Nothing was changed/i.test(failure.message)) return 'old'
  return /It was saved|was done|new one opens it|It is set/.test(failure.message) ? 'fresh' : undefined
}
