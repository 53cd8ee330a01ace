// Refusals that people published, played through the real wasm: what they found has to be told, and mostly first. The order rests on them
// all, as a test here makes sure: how well it does on others, these scores do not say.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, describe, test } from 'node:test'
import type { Failure } from 'rolerelay-core'
import { ANSWERS } from './answers.ts'
import { ceiling, groups } from './ceiling.ts'
import { DENIALS, givesNoReason } from './denials.ts'
import { FIFTH_ANSWERS, FIFTH_DENIALS } from './fifth.ts'
import { LATER_ANSWERS } from './later-answers.ts'
import { LATER_DENIALS } from './later-denials.ts'
import { LATEST_ANSWERS, LATEST_DENIALS } from './latest.ts'
import { NEWEST_ANSWERS, NEWEST_DENIALS } from './newest.ts'
import { played } from './play.ts'
import type { Published } from './published.ts'

const OF_DENIALS = [...DENIALS, ...LATER_DENIALS, ...LATEST_DENIALS, ...NEWEST_DENIALS, ...FIFTH_DENIALS]
const ALL = [...OF_DENIALS, ...ANSWERS, ...LATER_ANSWERS, ...LATEST_ANSWERS, ...NEWEST_ANSWERS, ...FIFTH_ANSWERS]
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
      t.diagnostic(`${what}: ${says(some)}; no order can have more than ${ceiling(some)}`)
    for (const refusal of ALL)
      if (told(refusal)[0] !== refusal.cause)
        t.diagnostic(`${refusal.source}: ${refusal.cause} after ${told(refusal)[0]}`)
    // What the order gives today. It follows counts of causes, never these cases one by one.
    assert.ok(share(ALL) >= 0.72, says(ALL))
    assert.ok(share(silent(ALL)) >= 0.53, says(silent(ALL)))
  })

  test('where several are alike, no other order would have more', () => {
    for (const group of groups(ALL).filter(({ length }) => length > 1)) {
      const what = group.map(({ source, cause }) => `${source} ${cause}`).join(', ')
      assert.equal(first(group), ceiling(group), what)
    }
  })

  test('without each case’s own report among the counts', (t) => {
    const counted = REPORTS.map(([alike, cause, reports]) => [alike, cause, reports.length] as const)
    /** As likelihood.rs counts: of such denials, of such callers, of all. */
    const counts = (alike: string, cause: string, less: number) => {
      const sum = (fits: (other: string) => boolean) =>
        counted.reduce((sum, [other, kind, count]) => sum + (kind === cause && fits(other) ? count : 0), -less)
      const ofUser = alike.startsWith('User')
      return [sum((other) => other === alike), sum((other) => other.startsWith('User') === ofUser), sum(() => true)]
    }
    const isMore = (a: number[], b: number[]) => {
      const at = a.findIndex((count, place) => count !== b[place])
      return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0)
    }
    const alone = (refusal: Published) => {
      if (told(refusal)[0] !== refusal.cause) return false
      if (!isOfAssuming(refusal)) return true
      const [alike, found] = [alikeOf(refusal), pascal(refusal.cause)]
      const others = told(refusal)
        .slice(1)
        .map((cause) => counts(alike, pascal(cause), 0))
      // What is first in spite of the counts is first by evidence, and stays.
      const byEvidence = others.some((other) => isMore(other, counts(alike, found, 0)))
      return byEvidence || !others.some((other) => isMore(other, counts(alike, found, 1)))
    }
    const says = (some: Published[]) => `${some.filter(alone).length} of ${some.length}`
    t.diagnostic(`each judged by the others: of every kind ${says(ALL)}, without a reason ${says(silent(ALL))}`)
    assert.ok(silent(ALL).filter(alone).length / silent(ALL).length >= 0.53, says(silent(ALL)))
  })

  test('the order counts each by its cause and its caller, and no other', () => {
    const counted = new Map(REPORTS.map(([alike, cause, reports]) => [`${alike} ${cause}`, reports]))
    const played = new Map<string, string[]>([
      // Their words are not published, so they cannot be played.
      ['UserAcross MfaMissing', ['unbounce/iidy#112']],
      ['UserWithin MfaMissing', ['aws/aws-cli#2279', 'trek10inc/awsume#308']],
      ['SessionWithin TrustMissing', ['ministryofjustice/analytics-platform-ops#109']],
    ])
    const count = (key: string, source: string) => played.set(key, [...(played.get(key) ?? []), source].sort())
    // What AWS's own roles and a sent external ID show comes before all counts.
    const isByCount = ({ cause, sends }: Published) =>
      cause !== 'reserved-role' && !(cause === 'external-id' && sends?.externalId)
    for (const refusal of ALL.filter(isOfAssuming).filter(isByCount)) {
      count(`${alikeOf(refusal)} ${pascal(refusal.cause)}`, refusal.source)
    }
    assert.deepEqual(new Map([...counted].sort()), new Map([...played].sort()))
  })
})

/** What the core counts: what the denials are like, the cause, and the reports. */
const REPORTS = [
  ...readFileSync(new URL('../../../crate/diagnosis/likelihood.rs', import.meta.url), 'utf8').matchAll(
    /\(\s*Alike::(\w+),\s*(\w+),\s*among\(&\[([^\]]*)\]/g,
  ),
].map(([, alike = '', cause = '', reports = '']) => {
  const sources = [...reports.matchAll(/"([^"]+)"/g)].map(([, report]) => report as string)
  return [alike, cause, sources.sort()] as const
})

const pascal = (text: string) => text.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())

const isOfAssuming = (refusal: Published) =>
  givesNoReason(refusal) && /perform:? sts:AssumeRole|^Access denied$/.test(refusal.says)

/** What the core takes a denial to be like. */
function alikeOf({ caller = '', role: asked = '' }: Published): string {
  const [, kind, account, name] = /^arn:[\w-]+:(iam|sts)::(\d+):[\w-]+\/([^/]+)/.exec(caller) ?? []
  if (kind === 'sts' && account === asked.split(':')[4] && name === asked.split('/').at(-1)) return 'Itself'
  return `${kind === 'iam' ? 'User' : 'Session'}${account === asked.split(':')[4] ? 'Within' : 'Across'}`
}
