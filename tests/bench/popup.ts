// How long the popup takes to show its list, and to show it filtered after a key, by the number of chains.

import { aliceKey, sampleWorld } from '../aws/sample.ts'
import { startAws } from '../aws/server.ts'
import type { Driven } from '../browser/browsers.ts'
import { credentialsOf } from '../browser/stage.ts'
import { addSource } from '../browser/wire.ts'
import { keepChains, WORD } from './chains.ts'
import type { Shown } from './popup.page.ts'
import { launchShipped, script, stopBackground } from './shipped.ts'
import { atMost, type Cell, spread, type Table } from './table.ts'

const COUNTS = [0, 10, 1_000, 10_000]
const REPEAT = 25
const FRAME_MS = 16

interface Scene {
  count: number
  driven: Driven
  cold: Samples
  warm: Samples
  nodes: number
}

interface Samples {
  open: Shown[]
  firstKey: Shown[]
  laterKeys: Shown[]
}

export async function popup(): Promise<Table[]> {
  const aws = await startAws(sampleWorld())
  const scenes: Scene[] = []
  try {
    const prelude = await script('popup.page.ts')
    for (const count of COUNTS) {
      const driven = await launchShipped('chromium', aws)
      scenes.push({ count, driven, cold: none(), warm: none(), nodes: 0 })
      const wings = await driven.open('go.html')
      await keepChains(driven, wings, count, await addSource(wings, credentialsOf(aliceKey(aws.world))))
      await wings.close()
    }
    // The sizes take turns, so that whatever else the machine does meets all of them.
    for (let at = 0; at <= REPEAT; at++) for (const scene of scenes) await rehearse(scene, prelude, at === 0)
    return [openings(scenes), keys(scenes)]
  } finally {
    for (const { driven } of scenes) await driven.close()
    await aws.close()
  }
}

async function rehearse(scene: Scene, prelude: string, warmUp: boolean): Promise<void> {
  const into = (samples: Samples) => (warmUp ? none() : samples)
  await stopBackground(scene.driven)
  await open(scene, prelude, into(scene.cold))
  await open(scene, prelude, into(scene.warm))
}

async function open(scene: Scene, prelude: string, into: Samples): Promise<void> {
  const { driven, count } = scene
  const page = await driven.browser.newPage()
  const ask = <T>(expression: string) => page.evaluate(expression) as Promise<T>
  await page.evaluateOnNewDocument(prelude)
  await driven.visit(page, `${driven.base}popup.html`)
  into.open.push(await ask<Shown>('bench.opened()'))
  scene.nodes = await ask<number>('bench.nodes()')
  for (const [at, key] of [...(count > 0 ? WORD : '')].entries()) {
    await page.keyboard.press(key as 'a')
    const keys = at === 0 ? into.firstKey : into.laterKeys
    keys.push(await ask<Shown>('bench.keyed()'))
  }
  await page.close()
}

function openings(scenes: Scene[]): Table {
  const rows: Cell[][] = []
  for (const state of ['cold', 'warm'] as const) {
    const painted = (scene: Scene) => spread(scene[state].open.map((shown) => shown.painted))
    const empty = scenes[0] && painted(scenes[0]).median
    for (const scene of scenes) {
      const here = painted(scene)
      const times = here.median / (empty ?? Number.NaN)
      const drawn = spread(scene[state].open.map((shown) => shown.drawn))
      const aim = scene.count === Math.max(...COUNTS) ? atMost(times, 1.5, ' times') : null
      rows.push([state, scene.count, drawn, here, times, aim, scene.nodes])
    }
  }
  return {
    title: 'The popup, open to list, in chromium',
    method: [
      `Milliseconds from the start of the navigation, ${REPEAT} times, the numbers of chains taking turns. In the document: the first row is`,
      'there (without chains: the invitation to make one). On the screen: the end of the frame that shows it. Cold: the background was',
      'stopped before. The popup is opened as a tab, since a browser without a window shows no bubble.',
    ],
    columns: ['background', 'chains', 'ms, in the document', 'ms, on the screen', 'times empty', 'aim', 'DOM elements'],
    rows,
  }
}

function keys(scenes: Scene[]): Table {
  const rows: Cell[][] = []
  for (const [state, key, title] of [
    ['cold', 'firstKey', 'first, as soon as the list shows after a cold opening'],
    ['warm', 'firstKey', 'first, warm'],
    ['warm', 'laterKeys', 'later, warm'],
  ] as const) {
    const filled = scenes.filter(({ count }) => count > 0)
    const median = (scene: Scene) => spread(scene[state][key].map((shown) => shown.drawn)).median
    for (const scene of filled) {
      const samples = scene[state][key]
      const drawn = spread(samples.map((shown) => shown.drawn))
      const flat = filled[0] && drawn.median / median(filled[0])
      const aim = atMost(drawn.median, FRAME_MS, ' ms')
      rows.push([title, scene.count, drawn, aim, flat ?? null, spread(samples.map((shown) => shown.painted))])
    }
  }
  return {
    title: 'The popup, key to filtered list, in chromium',
    method: [
      `Milliseconds from the keydown, while “${WORD}” is typed, one key after the list of the one before is on the screen. In the document:`,
      'the first row has the whole text marked. On the screen: the end of the frame that shows it, which is up to 17 ms later however',
      'fast the list is there, because frames come 60 times a second; the aim is held against the document.',
    ],
    columns: ['key', 'chains', 'ms, in the document', 'aim', 'times 10 chains', 'ms, on the screen'],
    rows,
  }
}

const none = (): Samples => ({ open: [], firstKey: [], laterKeys: [] })
