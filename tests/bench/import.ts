// How long 100, 1,000 and 10,000 profiles of AWS config take to become chains, and what they do to the editor.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSharedConfigFiles } from '@smithy/core/config'
import type { Page } from 'puppeteer-core'
import type { ImportFile } from 'rolerelay-core'
import type { Calls } from '../../extension/protocol.ts'
import { sampleWorld } from '../aws/sample.ts'
import { startAws } from '../aws/server.ts'
import { type Driven, type Kind, kinds, until } from '../browser/browsers.ts'
import { keepIn } from '../browser/kept.ts'
import { launchShipped, script, stopBackground } from './shipped.ts'
import { atMost, type Cell, spread, type Table } from './table.ts'

const COUNTS = [100, 1_000, 10_000]
const REPEAT = 9
const AIM_MS = 1_000
const TYPED = 'renamed'

interface Samples {
  preview: number[]
  apply: number[]
  again: number[]
  /** From a key in the editor to the frame that shows it. */
  keys: number[]
}

export async function imports(): Promise<Table[]> {
  const aws = await startAws(sampleWorld())
  const folder = mkdtempSync(join(tmpdir(), 'rolerelay-import-'))
  const browsers: Driven[] = []
  try {
    for (const kind of kinds) browsers.push(await launchShipped(kind, aws))
    const samples = new Map(kinds.map((kind) => [kind, new Map(COUNTS.map((count) => [count, none()]))]))
    const reads = new Map(COUNTS.map((count): [number, number[]] => [count, []]))
    const prelude = await script('editor.page.ts')
    for (let at = 0; at <= REPEAT; at++) {
      for (const count of COUNTS) {
        for (const driven of browsers) {
          const into = (at > 0 && samples.get(driven.kind)?.get(count)) || none()
          await rehearse(driven, files(count), into)
          if (driven.kind === 'chromium') await write(driven, prelude, into)
        }
        reads.get(count)?.push(await sdk(folder, files(count)))
      }
    }
    return [importing(samples, reads), editing(samples.get('chromium') ?? new Map())]
  } finally {
    for (const driven of browsers) await driven.close()
    await aws.close()
    rmSync(folder, { recursive: true })
  }
}

/** A hub that all the others build on, and one user's keys. */
export function files(count: number): ImportFile[] {
  const profiles = Array.from({ length: count - 1 }, (_, at) =>
    [
      `[profile team-${at}]`,
      `role_arn = arn:aws:iam::${100_000_000_000 + at}:role/delivery/Deploy${at % 7}`,
      'source_profile = hub',
      `external_id = ticket-${at}`,
      `role_session_name = me@team-${at}`,
      `region = ${['eu-west-1', 'us-east-1', 'ap-south-1'][at % 3]}`,
      'output = json # of no interest',
      '',
    ].join('\n'),
  )
  const hub = '[profile hub]\nrole_arn = arn:aws:iam::111122223333:role/RelayHub\nsource_profile = base\n'
  const keys =
    '[base]\naws_access_key_id = AKIAQAAAAAAAGMKEM7X5\naws_secret_access_key = 0123456789abcdefghijABCDEFGHIJ0123456789\n'
  return [
    { name: 'config', text: [hub, ...profiles].join('\n') },
    { name: 'credentials', text: keys },
  ]
}

/** Imports into a store that has nothing, by a background that just started; then once more, which changes nothing. */
async function rehearse(driven: Driven, files: ImportFile[], into: Samples): Promise<void> {
  const wings = await driven.open('go.html')
  await keepIn(wings, () => ({}))
  await stopBackground(driven)
  await timed(wings, 'settings', null)
  const preview = await timed(wings, 'previewImport', { files })
  const apply = await timed(wings, 'applyImport', { files, leaveOut: [] })
  const again = await timed(wings, 'previewImport', { files })
  if (preview.reply.chains.length === 0 || again.reply.chains.length > 0) throw new Error('it was not imported')
  into.preview.push(preview.ms)
  into.apply.push(apply.ms)
  into.again.push(again.ms)
  await wings.close()
}

/** A call as a page makes it, in milliseconds from the message to the reply, as the page can use it. */
async function timed<N extends keyof Calls>(page: Page, name: N, argument: Calls[N]['argument']) {
  const { ms, reply } = await page.evaluate(
    async (message) => {
      const from = performance.now()
      const reply = (await chrome.runtime.sendMessage(message)) as { ok?: unknown; json?: string; failure?: unknown }
      const ok = reply.json === undefined ? reply.ok : JSON.parse(reply.json)
      return { ms: performance.now() - from, reply: { ...reply, ok } }
    },
    { call: name, argument },
  )
  if (reply.ok === undefined) throw new Error(`${name}: ${JSON.stringify(reply.failure)}`)
  return { ms, reply: reply.ok as Calls[N]['reply'] }
}

/** The AWS SDK for JavaScript reads the same two files, in Node, and makes no chains of them. */
async function sdk(folder: string, files: ImportFile[]): Promise<number> {
  const [configFilepath = '', filepath = ''] = files.map(({ name, text }) => {
    const path = join(folder, name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, text)
    return path
  })
  const from = performance.now()
  const { configFile } = await loadSharedConfigFiles({ filepath, configFilepath, ignoreCache: true })
  const ms = performance.now() - from
  if (!configFile.hub) throw new Error('the SDK read something else')
  return ms
}

/** Types into the name of a chain, on the options page with all chains listed beside it. */
async function write(driven: Driven, prelude: string, into: Samples): Promise<void> {
  const page = await driven.browser.newPage()
  await page.evaluateOnNewDocument(prelude)
  await driven.visit(page, `${driven.base}options.html#/chains`)
  await until('a chain to edit', () => page.$('[role=option]'))
  await page.locator('[role=option]').click()
  const name = await page.waitForSelector('input[name=name]')
  await name?.focus()
  for (const key of TYPED) {
    await page.keyboard.press(key as 'a')
    into.keys.push((await page.evaluate('bench.keyed()')) as number)
  }
  await page.close()
}

function importing(samples: Map<Kind, Map<number, Samples>>, reads: Map<number, number[]>): Table {
  const rows: Cell[][] = []
  for (const [kind, sizes] of samples) {
    let smallest: number | undefined
    for (const [count, { preview, apply, again }] of sizes) {
      const both = spread(preview.map((ms, at) => ms + (apply[at] ?? Number.NaN)))
      smallest ??= both.median
      const aim = count === Math.max(...COUNTS) ? atMost(both.median, AIM_MS, ' ms') : null
      const growth = both.median / smallest
      const sdk = spread(reads.get(count) ?? [])
      rows.push([kind, count, spread(preview), spread(apply), both, aim, growth, spread(again), sdk])
    }
  }
  return {
    title: 'AWS config to chains, both steps',
    method: [
      `Milliseconds from a page's message to the background's reply, ${REPEAT} times, sizes and browsers taking turns, into an empty store.`,
      'Preview: read, resolve, compare. Import: all records written and read back. Once more: a preview when nothing would change. Beside',
      "it, in Node: the AWS SDK for JavaScript's loadSharedConfigFiles, which reads the files and makes no chains of them.",
    ],
    columns: [
      'browser',
      'profiles',
      'preview, ms',
      'import, ms',
      'both, ms',
      'aim',
      'times 100',
      'once more, ms',
      'SDK reads, ms',
    ],
    rows,
  }
}

function editing(samples: Map<number, Samples>): Table {
  const few = spread(samples.get(COUNTS[0] ?? 0)?.keys ?? [])
  const rows = [...samples].map(([count, { keys }]): Cell[] => [count, spread(keys), spread(keys).median / few.median])
  return {
    title: 'The editor, key to screen, in chromium',
    method: [
      'Milliseconds from a keydown in the name field to the end of the frame that shows it; a frame comes each 17 ms. All chains are in',
      'the list beside it.',
    ],
    columns: ['chains', 'ms', 'times 100 chains'],
    rows,
  }
}

const none = (): Samples => ({ preview: [], apply: [], again: [], keys: [] })
