// How long one signature takes: the core's against the signers that JavaScript projects use, in the same page.

import { join } from 'node:path'
import { ROOT } from '../../scripts/run.ts'
import { buildModule } from '../../scripts/wasm.ts'
import { sampleWorld } from '../aws/sample.ts'
import { startAws } from '../aws/server.ts'
import { type Kind, kinds } from '../browser/browsers.ts'
import { launchShipped, script } from './shipped.ts'
import type { SignBench } from './sign.page.ts'
import { atLeast, atMost, spread, type Table } from './table.ts'

const MODULE = join(ROOT, 'target', 'bench', 'sign')
const BATCHES = 20
/** Firefox's clock ticks in whole milliseconds. */
const BATCH_MS = 60
/** Of aws-protocol's vector: AKIDEXAMPLE, SECRET, TOKEN at 20260101T000000Z; computed by botocore. */
const KNOWN = '8ee86835255451994014fb6589c626080d9a8611884c230f04093d3cc2f4d8b2'

export async function sign(): Promise<Table[]> {
  await buildModule('bench-sign', MODULE, 'rolerelay')
  const page = await script('sign.page.ts', {
    'bench-sign': join(MODULE, 'rolerelay.js'),
    'bench-sign.wasm': join(MODULE, 'rolerelay_bg.wasm'),
  })
  const tables: Table[] = []
  for (const kind of kinds) tables.push(await inBrowser(kind, page))
  return tables
}

async function inBrowser(kind: Kind, script: string): Promise<Table> {
  const aws = await startAws(sampleWorld())
  const driven = await launchShipped(kind, aws)
  try {
    const page = await driven.open('go.html')
    await page.evaluate(script)
    const signatures = await page.evaluate('bench.signatures()')
    for (const [name, signature] of Object.entries(signatures as Awaited<ReturnType<SignBench['signatures']>>))
      if (signature !== KNOWN) throw new Error(`${name} signs wrongly: ${signature}`)
    const measured = (await page.evaluate(`bench.measure(${BATCHES}, ${BATCH_MS})`)) as Awaited<
      ReturnType<SignBench['measure']>
    >
    return tableOf(kind, measured)
  } finally {
    await driven.close()
    await aws.close()
  }
}

function tableOf(kind: Kind, measured: { scene: string; signer: string; samples: number[] }[]): Table {
  return {
    title: `One signature of an AssumeRole request, in ${kind}`,
    method: [
      `Microseconds from the request's parts to the Authorization header, in a page of the extension; ${BATCHES} batches of about`,
      `${BATCH_MS} ms, the signers taking turns. Ours is crate/protocol/sts.rs and crate/protocol/sign.rs compiled as they ship: it also reads the role's ARN`,
      'and builds the form body, and all its text crosses from JavaScript, which a walk spares itself; the others are handed the',
      'body. A session token has 1,008 characters: it is a header that is signed, so a signature with one takes as long as SHA-256 takes for',
      'that much more text. "The same session": theirs keep the derived signing key, ours keeps',
      'nothing; no aim, since in a chain every hop is signed by a session that signs once.',
    ],
    columns: ['credentials', 'signer', 'µs: median (p10 to p90)', 'times ours', 'aim'],
    rows: measured.map(({ scene, signer, samples }, at) => {
      const here = spread(samples)
      const ours = measured.findLast((other, index) => index <= at && other.signer === 'Rolerelay')
      const times = here.median / spread(ours?.samples ?? []).median
      const own = ours?.samples === samples
      const aim = own ? atMost(here.median, 25, ' µs') : atLeast(times, 6, ' times ours')
      return [scene, signer, here, times, scene.includes('new') ? aim : null]
    }),
  }
}
