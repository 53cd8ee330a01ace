// Locks amid what the background does: as it asks the browser something, or AWS, or tells a page something, for the nth time.

import assert from 'node:assert/strict'
import type { Failure } from 'rolerelay-core'
import type { Proof, RunEvent, RunRequest } from '../../../extension/protocol.ts'
import { many } from '../../aws/iam/policy.ts'
import { accounts, sampleWorld } from '../../aws/sample.ts'
import type { PortalSession } from '../../aws/state.ts'
import { allows, type Role } from '../../aws/world.ts'
import { type Aws, answerAsAws } from './aws.ts'
import type { Browser } from './browser.ts'
import { says } from './kept.ts'
import type { PagePort } from './page-port.ts'
import { begun, browserOn, type Disk } from './storage-disk.ts'

/** How the lock comes: by a page’s call, alone or with an unlocking right behind it, by the shortcut, or with the screen. */
export type Way = 'lock' | 'lock, unlock' | 'shortcut' | 'screen'

/** What counts as a point: what is asked of the browser or AWS or told to a page, or each turn of the event loop. */
export type Points = 'calls' | 'turns'

/** What became of work amid which it was locked. */
export interface Overtaken {
  browser: Browser
  aws: Aws
  /** How the work ended, and whether the lock had been answered by then. */
  told: { failure?: Failure; late: boolean }
  /** At which call it was locked. */
  call: string
  /** Whether the unlocking behind the lock opened it. */
  isUnlocked: boolean
}

/** What nothing in memory or to a page may hold after a lock. */
export interface Wall {
  unlocks: Proof[]
  /** Names and secrets. */
  hidden: string[]
  /** Calls that a lock does not take back. */
  outlives?: boolean
}

/** Who is signed in at the sample's portal as the work begins. */
export const signedIn: PortalSession[] = []

/**
 * Does `work` in a browser on that disk, and locks it amid that at the `nth` point; 0 is before anything was asked. What is asked
 * there is answered once the lock is. Gives what became of it, held against what has to be so in any case; nothing when it ended
 * before.
 */
export async function lockedAt(
  disk: Disk,
  nth: number,
  way: Way,
  work: (browser: Browser) => Promise<unknown>,
  wall: Wall,
  points: Points = 'calls',
): Promise<Overtaken | undefined> {
  const aws = awsOfOne()
  const browser = await browserOn(disk)
  // Of the console's own address a browser tells nothing.
  browser.lands = () => undefined
  await begun()
  const ports = portsOf(browser)
  aws.beforeAnswer = async () => {
    await browser.hold('fetch')
  }

  let calls = 0
  let call = ''
  let answered: { tabs: number; heard: Map<PagePort, number> } | undefined
  let unlocking: Promise<boolean> | undefined
  let locking: Promise<void> | undefined
  const lock = (at: string) => {
    call = at
    locking = lockBy(browser, way).then(() => {
      answered = { tabs: browser.tabs.length, heard: new Map(ports.map((port) => [port, port.events.length])) }
      // Where a vault is only being begun, what was in memory before is sealed with its beginning.
      if (isVault(disk.local)) isWithoutTraces(browser, wall, call)
      if (way === 'lock, unlock') unlocking = unlockedBy(browser, wall.unlocks)
    })
    return locking
  }
  if (points === 'calls') browser.hold = (at) => (++calls === nth ? lock(at) : undefined)
  let isOver = false
  const doing = work(browser).finally(() => {
    isOver = true
  })
  if (nth === 0) void lock('nothing')
  if (points === 'turns')
    void turns(nth).then(() => {
      if (!isOver && !locking) void lock('turn')
    })
  const told: Overtaken['told'] = await doing.then(
    () => ({ late: answered !== undefined }),
    (failure: Failure) => ({ failure, late: answered !== undefined }),
  )
  if (!locking) return undefined
  await locking
  const isUnlocked = (await unlocking) ?? false
  await begun()
  browser.hold = () => undefined

  const where = `${way} at ${nth}, ${call}`
  assert.ok(answered)
  assert.equal(browser.tabs.length, answered.tabs, `a tab was opened after the lock: ${where}`)
  for (const port of ports) {
    const events = port.events.slice(answered.heard.get(port) ?? 0)
    for (const event of events) assert.equal(kindOf(event), 'locked', `told after the lock: ${where}`)
    hides(events, wall, where)
  }
  if (told.late && !wall.outlives) assert.equal(told.failure?.kind, 'locked', `acknowledged after the lock: ${where}`)
  if (!isUnlocked) assert.ok(!('unlocked' in browser.session), `a key was set after the lock: ${where}`)
  isWithoutTraces(browser, wall, where)
  const hops = Object.keys(browser.session).filter((key) => key.startsWith('hop/'))
  assert.deepEqual(hops, [], `sessions of hops are left, or came back, after the lock: ${where}`)
  return { browser, aws, told, call, isUnlocked }
}

/** Resolves once it is answered. */
async function lockBy(browser: Browser, way: Way): Promise<void> {
  if (way === 'lock' || way === 'lock, unlock') await browser.call('lock', null)
  else if (way === 'shortcut') browser.press('lock')
  else browser.idle('locked')
  // The browser’s events have no answer.
  if (way === 'shortcut' || way === 'screen') await turns(100)
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((next) => setImmediate(next))
}

/** Tries one after the other. */
export async function unlockedBy(browser: Browser, proofs: Proof[]): Promise<boolean> {
  for (const proof of proofs) {
    const opened = await browser.call('unlock', proof).then(
      () => true,
      () => false,
    )
    if (opened) return true
  }
  return false
}

/** A run that a page watches to its end; throws as it fails. */
export async function ran(browser: Browser, request: RunRequest): Promise<void> {
  const port = browser.connect()
  port.post(request)
  await port.until(({ closed }) => closed)
  const { failure } = port.events.at(-1)?.state ?? {}
  if (failure) throw failure
}

/**
 * Answers as an AWS of its own with the sample's accounts, where alice may exchange her keys, whoever may take a role may say why, and who
 * is signed in still is.
 */
export function awsOfOne(): Aws {
  const sample = sampleWorld()
  for (const { users, roles } of sample.accounts.values())
    for (const who of [...users.values(), ...roles.values()])
      for (const { Statement } of ['trust' in who ? [(who as Role).trust] : [], who.policies].flat())
        for (const statement of many(Statement))
          if (statement.Action === 'sts:AssumeRole') statement.Action = ['sts:AssumeRole', 'sts:SetSourceIdentity']
  const alice = sample.accounts.get(accounts.hub)?.users.get('alice')
  alice?.policies.push(allows(`arn:aws:iam::${accounts.hub}:user/alice`, 'iam:*AccessKey*'))
  const aws = answerAsAws(sample)
  aws.state.portalSessions.push(...structuredClone(signedIn))
  return aws
}

function portsOf(browser: Browser): PagePort[] {
  const ports: PagePort[] = []
  const connect = browser.connect.bind(browser)
  browser.connect = (...of) => {
    const port = connect(...of)
    ports.push(port)
    return port
  }
  return ports
}

const kindOf = (event: RunEvent) => event.state.failure?.kind

/** Where there is a vault, storage.session holds no name and no secret that is not sealed. */
function isWithoutTraces({ local, session }: Browser, wall: Wall, where: string): void {
  if (!isVault(local)) return
  const { unlocked: _, ...others } = session
  hides(others, wall, where)
}

/** Whether either snapshot is one that a password opens. */
const isVault = (local: Record<string, unknown>): boolean =>
  ['vault/a', 'vault/b'].some((place) => String(local[place]).includes('"slots"'))

function hides(value: unknown, { hidden }: Wall, where: string): void {
  for (const word of hidden)
    assert.ok(!says(value, word), `“${word}” is in the clear: ${where}\n${JSON.stringify(value)}`)
}
