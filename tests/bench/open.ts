// How long a click waits for its console by what is kept, in both browsers, against bare fetches of the same requests: all hops to
// walk, all hops kept, and the sign-in prepared too; by how many sessions of other chains' hops are kept beside them.

import { faults } from '../aws/faults.ts'
import { aliceKey, sampleWorld, steps } from '../aws/sample.ts'
import { type LocalAws, startAws } from '../aws/server.ts'
import type { Driven, Kind } from '../browser/browsers.ts'
import { chainOf, credentialsOf } from '../browser/stage.ts'
import { addChain, addSource, call } from '../browser/wire.ts'
import { Awsume } from './awsume.ts'
import { ask, enter, forgetHops, keepOthers } from './enter.ts'
import { launchShipped, script, stopBackground } from './shipped.ts'
import { type Cell, exactly, spread, type Table } from './table.ts'
import { inTurns, type Setting } from './turns.ts'
import { bareRequests, fetchBare } from './walk.ts'

const HOPS = 3
const DELAY_MS = 50
const REPEAT = 7
/** Sessions of other hops that are kept. */
const OTHERS = [0, 200, 2_000]

const STATES = ['cold', 'warm', 'prepared'] as const
type State = (typeof STATES)[number]
/** What each sends. */
const REQUESTS: Record<State, number> = { cold: HOPS + 1, warm: 1, prepared: 0 }

interface Scene {
  kind: Kind
  build: string
  others: number
  driven: Driven
  chain: string
  clicks: Record<State, Samples>
}

interface Samples {
  /** Milliseconds from Enter until the background hands the sign-in address to the browser. */
  ready: number[]
  /** Milliseconds of bare fetches of the same requests. */
  bare: number[]
  requests: number[]
}

export async function open(): Promise<Table[]> {
  const aws = await startAws(sampleWorld())
  try {
    for (const service of ['sts', 'signin'] as const) aws.fault({ service }, faults.delay(DELAY_MS))
    const peer = Awsume.of(aws, steps.slice(0, HOPS))
    const beside = none()
    const scenes = await inTurns(
      OTHERS,
      REPEAT,
      (setting) => scene(aws, setting),
      async (one, isWarmUp) => {
        await rehearse(aws, one, isWarmUp)
        if (!peer || one.others > 0) return
        const { ready, requests } = await peer.open()
        if (isWarmUp) return
        beside.ready.push(ready)
        beside.requests.push(requests)
      },
    )
    peer?.close()
    return [table(scenes, beside)]
  } finally {
    await aws.close()
  }
}

async function scene(aws: LocalAws, { kind, build, dist, size: others }: Setting): Promise<Scene> {
  const preludes = { background: await script('walk.worker.ts'), popup: await script('popup.page.ts') }
  const driven = await launchShipped(kind, aws, preludes, {}, dist, `${build}-open-${others}`)
  const wings = await driven.open('go.html')
  await call(wings, 'saveSettings', { prepares: true, goesToTab: false })
  const source = await addSource(wings, credentialsOf(aliceKey(aws.world)))
  const chain = await addChain(wings, chainOf('Climb', source, steps.slice(0, HOPS)))
  await wings.close()
  const first = await driven.open('popup.html')
  await ask(first, 'bench.opened()')
  await enter(first)
  await keepOthers(first, others)
  await first.close()
  const clicks = { cold: none(), warm: none(), prepared: none() }
  return { kind, build, others, driven, chain, clicks }
}

/** The click of each state, by a background that the popup has just woken; and the same requests, bare. */
async function rehearse(aws: LocalAws, scene: Scene, warmUp: boolean): Promise<void> {
  const { driven, chain } = scene
  for (const state of STATES) {
    const into = warmUp ? none() : scene.clicks[state]
    const requests = (await bareRequests(aws, HOPS)).slice(HOPS + 1 - REQUESTS[state])
    const wings = await driven.open('go.html')
    await call(wings, 'favourite', { id: chain, on: state === 'prepared' })
    if (state === 'cold') await forgetHops(wings)
    await stopBackground(driven)
    const popup = await driven.open('popup.html')
    await ask(popup, 'bench.opened()')
    if (state === 'prepared') await call(popup, 'prepare', { id: chain })
    else await call(popup, 'vault', null)
    const { asked, ready } = await enter(popup)
    into.requests.push(asked.length)
    into.ready.push(ready)
    into.bare.push(await fetchBare(popup, requests))
    await popup.close()
    await wings.close()
  }
}

const none = (): Samples => ({ ready: [], bare: [], requests: [] })

function table(scenes: Scene[], peer: Samples): Table {
  const rows: Cell[][] = []
  for (const state of STATES)
    for (const { kind, build, others, clicks } of scenes) {
      const { ready, bare, requests } = clicks[state]
      const [mine, floor] = [spread(ready), spread(bare)]
      const most = Math.max(...requests)
      rows.push([
        state,
        kind,
        others,
        build,
        mine,
        REQUESTS[state] > 0 ? floor : null,
        mine.median - floor.median,
        most,
        exactly(most, REQUESTS[state]),
      ])
    }
  if (peer.ready.length > 0)
    rows.push(['cold', Awsume.title, null, 'peer', spread(peer.ready), null, null, Math.max(...peer.requests), null])
  return {
    title: `A click that opens a chain of ${HOPS} hops at ${DELAY_MS} ms a request`,
    method: [
      `Milliseconds from Enter in the popup, which has just woken the background, until that hands the sign-in address to the browser; ${REPEAT} times,`,
      'the builds and the numbers taking turns. Cold: no session of the chain’s hops is kept. Warm: all are. Prepared: the sign-in is as well.',
      'Bare: the same requests, signed beforehand, fetched one after the other by code in the same background, a moment later. Others: sessions',
      'of other chains’ hops that are kept beside them. awsume with its console plugin: from its command until it hands the address of the same',
      'chain to the browser’s command, in turns with the others; it keeps no session of a role.',
    ],
    columns: ['state', 'browser', 'others', 'build', 'ms', 'bare', 'more than bare', 'requests', 'aim'],
    rows,
  }
}
