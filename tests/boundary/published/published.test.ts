// Refusals that people published, played through the real wasm: what they found has to be told, and mostly first. The order rests on them
// all, as a test here makes sure: how well it does on others, these scores do not say.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, describe, test } from 'node:test'
import type { Failure } from 'rolerelay-core'
import { ANSWERS } from './answers.ts'
import { DENIALS, givesNoReason } from './denials.ts'
import { LATER_ANSWERS } from './later-answers.ts'
import { LATER_DENIALS } from './later-denials.ts'
import { LATEST_ANSWERS, LATEST_DENIALS } from './latest.ts'
import { played } from './play.ts'
import type { Published } from './published.ts'

const OF_DENIALS = [...DENIALS, ...LATER_DENIALS, ...LATEST_DENIALS]
const ALL = [...OF_DENIALS, ...ANSWERS, ...LATER_ANSWERS, ...LATEST_ANSWERS]
const failures = new Map<Published, Failure>()
before(async () => {
  for (const refusal of ALL) failures.set(refusal, await played(refusal))
})
const told = (refusal: Published) => failures.get(refusal)?.causes?.map(({ kind }) => kind) ?? []

test('each is another report', () => {
  const sources = ALL.map(({ source }) => source)
  assert.equal(new Set(sources).size, sources.length)
  assert.ok(sources.length >= 100, `${sources.length} reports`)
})

for (const refusal of ALL)
  test(`${refusal.source}: ${refusal.cause}`, () => {
    assert.ok(told(refusal).includes(refusal.cause), `${told(refusal)}: ${failures.get(refusal)?.message}`)
  })

describe('told first is what was found', () => {
  const first = (some: Published[]) => some.filter((refusal) => told(refusal)[0] === refusal.cause).length
  const share = (some: Published[]) => first(some) / some.length
  const says = (some: Published[]) => `first in ${first(some)} of ${some.length}, ${(100 * share(some)).toFixed(1)} %`
  const silent = (some: Published[]) => some.filter(givesNoReason)
  const ofAssuming = (some: Published[]) => silent(some).filter(isOfAssuming)

  test('the scores', (t) => {
    for (const [what, some] of Object.entries({
      'of every kind': ALL,
      'without a reason': silent(ALL),
      'of them sts:AssumeRole': ofAssuming(ALL),
    }))
      t.diagnostic(`${what}: ${says(some)}`)
    for (const refusal of ALL)
      if (told(refusal)[0] !== refusal.cause)
        t.diagnostic(`${refusal.source}: ${refusal.cause} after ${told(refusal)[0]}`)
    // What the order gives today. It follows counts of causes, never these cases one by one.
    assert.ok(share(ALL) >= 0.75, says(ALL))
    assert.ok(share(silent(ALL)) >= 0.56, says(silent(ALL)))
  })

  test('the order counts each by its cause and its caller, and no other', () => {
    const core = readFileSync(new URL('../../../crate/diagnosis/likelihood.rs', import.meta.url), 'utf8')
    const counted = new Map<string, string[]>()
    for (const [, alike, cause, reports = ''] of core.matchAll(/\(\s*Alike::(\w+),\s*(\w+),\s*among\(&\[([^\]]*)\]/g))
      counted.set(`${alike} ${cause}`, [...reports.matchAll(/"([^"]+)"/g)].map(([, report]) => report as string).sort())
    const played = new Map<string, string[]>([
      // Their words are not published, so they cannot be played.
      ['UserAcross MfaMissing', ['unbounce/iidy#112']],
      ['UserWithin MfaMissing', ['aws/aws-cli#2279', 'trek10inc/awsume#308']],
      ['SessionWithin TrustMissing', ['ministryofjustice/analytics-platform-ops#109']],
    ])
    const count = (key: string, source: string) => played.set(key, [...(played.get(key) ?? []), source].sort())
    for (const refusal of ALL.filter(isOfAssuming).filter(({ cause }) => cause !== 'reserved-role')) {
      const alike = alikeOf(refusal)
      const cause = refusal.cause.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
      count(`${alike} ${cause}`, refusal.source)
    }
    assert.deepEqual(new Map([...counted].sort()), new Map([...played].sort()))
  })
})

const isOfAssuming = (refusal: Published) =>
  givesNoReason(refusal) && /perform:? sts:AssumeRole|^Access denied$/.test(refusal.says)

/** What the core takes a denial to be like. */
function alikeOf({ caller = '', role: asked = '' }: Published): string {
  const [, kind, account, name] = /^arn:[\w-]+:(iam|sts)::(\d+):[\w-]+\/([^/]+)/.exec(caller) ?? []
  if (kind === 'sts' && account === asked.split(':')[4] && name === asked.split('/').at(-1)) return 'Itself'
  return `${kind === 'iam' ? 'User' : 'Session'}${account === asked.split(':')[4] ? 'Within' : 'Across'}`
}
