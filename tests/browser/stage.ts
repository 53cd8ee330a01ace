// What every scenario stands on: a local AWS with the sample world, a browser with the extension, and one of its pages
// to set scenes from.

import { after, before, beforeEach } from 'node:test'
import type { Page } from 'puppeteer-core'
import type { Chain, Credentials } from 'rolerelay-core'
import { accounts, aliceKey, type SampleHop, sampleWorld } from '../aws/sample.ts'
import { type LocalAws, type Options, startAws } from '../aws/server.ts'
import { type AccessKey, keyOf } from '../aws/world.ts'
import { type Options as BrowserOptions, becomes, type Driven, type Kind, launch, until } from './browsers.ts'
import { addSource, call } from './wire.ts'

export interface Stage {
  aws: LocalAws
  driven: Driven
  /** A page of the extension to send messages from. It is no popup: nothing is shown on it that a test looks at. */
  wings: Page
  /** The id of a source with alice's keys. */
  alice: string
}

/** Sets the stage before the tests of a `describe`, clears it before each, and takes it down after the last. */
export function stage(kind: Kind, { others, ...browser }: Pick<Options, 'others'> & BrowserOptions = {}): Stage {
  const here = {} as Stage
  before(async () => {
    here.aws = await startAws(sampleWorld(), { ...(others && { others }) })
    here.driven = await launch(kind, here.aws, browser)
    here.wings = await here.driven.open('go.html')
    here.alice = await addSource(here.wings, credentialsOf(aliceKey(here.aws.world)))
  })
  beforeEach(async () => {
    await here.driven.clear(here.wings)
    await endHops(here)
    // Else the next popup shows the last test's run, or its failure that nobody has read.
    await until('the last run to be gone', async () => {
      for (const name of ['cancelRun', 'dismissRun'] as const) await call(here.wings, name, null)
      return (await call(here.wings, 'lastRun', null)) === null
    })
    here.aws.clearFaults()
    here.aws.clearJournal()
  })
  after(async () => {
    await here.driven?.close()
    await here.aws?.close()
  })
  return here
}

/**
 * Waits until the run is over that opened a console: its tab is there before the background has seen where it came out, and has noted
 * that the browser is signed in.
 */
export async function runOver({ wings }: Pick<Stage, 'wings'>): Promise<void> {
  await becomes('the run that is going on', () => call(wings, 'lastRun', null), null)
}

/** The hour is over of the sessions that are kept of hops. Another background then wakes. */
export async function endHops({ driven, wings }: Stage): Promise<void> {
  const places = () =>
    wings.evaluate(async () =>
      Object.keys(await chrome.storage.session.get(null)).filter((place) => place.startsWith('hop/')),
    )
  if ((await places()).length === 0) return
  await driven.killBackground()
  await wings.evaluate((places) => chrome.storage.session.remove(places), await places())
}

export const credentialsOf = ({ id, secret }: Omit<AccessKey, 'createdAt'>): Credentials => ({
  accessKeyId: id,
  secretAccessKey: secret,
})

export const operatorOf = (aws: LocalAws, account: string) => credentialsOf(keyOf(aws.world, account, 'operator'))

/** A chain as the options page would make it. */
export function chainOf(name: string, sourceId: string, hops: SampleHop[], more: Partial<Chain> = {}): Chain {
  return { id: '', name, sourceId, hops, tags: [], ...more }
}

/** What the extension itself sent, in order: STS, and the sign-in service's tokens. The tab's own requests are left out. */
export const sentByExtension = (aws: LocalAws) =>
  aws.requests().filter(({ host, action }) => host.startsWith('sts.') || action === 'getSigninToken')

export { accounts }
