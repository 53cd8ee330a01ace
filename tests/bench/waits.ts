// What a person waits for in the popup, in both browsers: the list, the list after a key, and AWS's being asked after Enter. Another
// build beside this one, whose folder stands in ROLERELAY_BESIDE, takes turns with it.

import type { Page } from 'puppeteer-core'
import { aliceKey, sampleWorld, steps } from '../aws/sample.ts'
import { type LocalAws, startAws } from '../aws/server.ts'
import type { Driven, Kind } from '../browser/browsers.ts'
import { chainOf, credentialsOf } from '../browser/stage.ts'
import { addChain, addSource } from '../browser/wire.ts'
import { keepChains, WORD } from './chains.ts'
import { ask, enter, forgetHops } from './enter.ts'
import type { Shown } from './popup.page.ts'
import { launchShipped, script, stopBackground } from './shipped.ts'
import { atMost, type Cell, spread, type Table } from './table.ts'
import { inTurns, type Setting } from './turns.ts'

const COUNTS = [10, 1_000, 10_000]
const REPEAT = 15
/** A chain that opens, and one word of its name. */
const CLIMB = 'climb'

const WAITS = {
  list: 'icon to list, cold',
  first: 'first key, as soon as the list shows, cold',
  later: 'a later key',
  place: 'the key that ends a service behind it',
  enter: 'Enter to first request, just woken',
} as const
type Wait = keyof typeof WAITS

/** In milliseconds, what each is to be at most. */
const AIMS: Record<Wait, number | undefined> = { list: undefined, first: 16, later: 16, place: 16, enter: 15 }

interface Scene {
  kind: Kind
  build: string
  count: number
  driven: Driven
  waits: Record<Wait, number[]>
}

export async function waits(): Promise<Table[]> {
  const aws = await startAws(sampleWorld())
  try {
    return [table(await inTurns(COUNTS, REPEAT, (setting) => scene(aws, setting), rehearse))]
  } finally {
    await aws.close()
  }
}

async function scene(aws: LocalAws, { kind, build, dist, size: count }: Setting): Promise<Scene> {
  const preludes = { background: await script('walk.worker.ts'), popup: await script('popup.page.ts') }
  const driven = await launchShipped(kind, aws, preludes, {}, dist, `${build}-${count}`)
  const wings = await driven.open('go.html')
  const source = await addSource(wings, credentialsOf(aliceKey(aws.world)))
  await keepChains(driven, wings, count - 1, source)
  await addChain(wings, chainOf(`Climb ${count}`, source, steps.slice(0, 3)))
  await wings.close()
  return { kind, build, count, driven, waits: none() }
}

async function rehearse(scene: Scene, warmUp: boolean): Promise<void> {
  const into = warmUp ? none() : scene.waits
  const { driven } = scene
  await stopBackground(driven)
  const first = await driven.open('popup.html')
  into.list.push((await ask<Shown>(first, 'bench.opened()')).drawn)
  await type(first, WORD, into)
  for (const key of [' ', 's', '3'] as const) await first.keyboard.press(key)
  into.place.push((await ask<Shown>(first, 'bench.keyed()')).drawn)
  await first.close()

  await stopBackground(driven)
  const second = await driven.open('popup.html')
  await forgetHops(second)
  await ask<Shown>(second, 'bench.opened()')
  await type(second, CLIMB)
  const { asked } = await enter(second)
  into.enter.push(Math.min(...asked))
  await second.close()
}

async function type(page: Page, word: string, into = none()): Promise<void> {
  for (const [at, key] of [...word].entries()) {
    await page.keyboard.press(key as 'a')
    into[at === 0 ? 'first' : 'later'].push((await ask<Shown>(page, 'bench.keyed()')).drawn)
  }
}

const none = (): Record<Wait, number[]> => ({ list: [], first: [], later: [], place: [], enter: [] })

function table(scenes: Scene[]): Table {
  const rows: Cell[][] = []
  for (const wait of Object.keys(WAITS) as Wait[])
    for (const { kind, count, build, waits } of scenes) {
      const here = spread(waits[wait])
      const aim = AIMS[wait]
      rows.push([WAITS[wait], kind, count, build, here, aim === undefined ? null : atMost(here.median, aim, ' ms')])
    }
  return {
    title: 'What a person waits for in the popup',
    method: [
      `Milliseconds, ${REPEAT} times, the builds and the numbers of chains taking turns. List: from the start of the navigation until the`,
      'first row is in the document, the background stopped before. Key: from the keydown until the first row has the whole text marked; where',
      'a service is named behind the word, until the row says that it opens there. Enter: from its keydown, after a word was typed into a popup',
      'that woke the background, until that first asks AWS; no session of a hop is kept. The popup is opened as a tab, since a browser without',
      'a window shows no bubble.',
    ],
    columns: ['what', 'browser', 'chains', 'build', 'ms: median (p10 to p90)', 'aim'],
    rows,
  }
}
