// AWS's clock through the real wasm: which headers it reads, and what JavaScript is told.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, chainOf, core, failureOf, walk, withAws } from './core.ts'

const HOUR = 3_600_000
const LATE = '<ErrorResponse><Error><Code>RequestTimeTooSkewed</Code><Message>No.</Message></Error></ErrorResponse>'

/** Refuses the first request for its time, an hour ahead. */
const refuseFirst =
  (more: Record<string, string> = {}): Answer =>
  (_, number) =>
    number === 0
      ? new Response(LATE, { status: 403, headers: { date: new Date(Date.now() + HOUR).toUTCString(), ...more } })
      : undefined

const near = (milliseconds: number, wanted: number) => Math.abs(milliseconds - wanted) < 60_000

/** How far the time of a signature is from this computer's. */
function signedAhead({ headers }: Request): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers.get('x-amz-date') ?? '') ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Date.now()
}

test('nothing is known of AWS’s clock before an answer shows it', () => {
  assert.equal(core.clockSkew(), undefined)
  assert.equal(core.clockIsWrong(), false)
})

test('an answer’s date corrects the signatures, and is kept for the next walk', async () => {
  const { result, asked } = await withAws(refuseFirst(), () => walk(chainOf(1)))
  assert.equal(result.walked.hops[0]?.attempts, 2)
  assert.deepEqual(
    asked.map(({ request }) => [near(signedAhead(request), 0), near(signedAhead(request), HOUR)]),
    [
      [true, false],
      [false, true],
    ],
  )
  assert.ok(near(core.clockSkew() ?? 0, HOUR) && core.clockIsWrong())
  const next = await withAws(
    () => undefined,
    () => walk(chainOf(1)),
  )
  assert.ok(next.asked.every(({ request }) => near(signedAhead(request), HOUR)))
})

test('a skew that was kept is taken over, and what a cache kept tells no time', async () => {
  core.setClockSkew(0)
  assert.deepEqual([core.clockSkew(), core.clockIsWrong()], [0, false])
  const { result, asked } = await withAws(refuseFirst({ age: '60' }), () => failureOf(() => walk(chainOf(1))))
  assert.deepEqual([result.kind, asked.length, core.clockSkew()], ['clock', 1, 0])
})

test('a skew that is no number is refused', async () => {
  for (const wrong of ['60000', null, undefined, {}]) {
    // biome-ignore lint/suspicious/noExplicitAny: what TypeScript would refuse is what is tried
    const failure = await failureOf(() => core.setClockSkew(wrong as any))
    assert.equal(failure.kind, 'internal')
  }
  assert.equal(core.clockSkew(), 0)
})
