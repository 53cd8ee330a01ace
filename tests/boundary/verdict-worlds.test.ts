// Random worlds, each with one defect: the chain fails at its hop, the true cause is among those that are told, is the one that is
// told alone, and first in at least nine of ten where anything tells it: in half of the worlds IAM may be asked, and in half STS
// gives its reasons within an account. Where neither does, or nothing could, it is listed. The causes are drawn evenly.

import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { CauseKind, Failure } from 'rolerelay-core'
import { DEFECTS, type Defect } from './defects/defects.ts'
import { Chance, type Leg, type Scene, sceneOf, walked } from './scene.ts'

const WORLDS = 738
/** The same worlds each time, so that a run tells of the code and not of the dice; VERDICT_SEED=2 plays others. */
const seed = Number(process.env.VERDICT_SEED ?? 1)
const fetchOfNode = globalThis.fetch
after(() => {
  globalThis.fetch = fetchOfNode
})

/** How often a cause was drawn, told first, and told alone. */
interface Tally {
  drawn: number
  first: number
  alone: number
}
const none = (): Tally => ({ drawn: 0, first: 0, alone: 0 })

/** What nothing that AWS says tells from what is likelier. */
const NEVER_TOLD: CauseKind[] = ['already-role', 'tag-condition', 'mfa-out-of-step', 'just-made']
const isTold = ({ kind }: Defect, { aws, options }: Scene) =>
  !NEVER_TOLD.includes(kind) && (!aws.world.silent || options.mayAskIam === true)

const kinds = [...new Set(DEFECTS.map(({ kind }) => kind))]

/** A scene that can have a defect of that kind, with it. */
function spoiled(kind: CauseKind, dice: Chance): { scene: Scene; defect: Defect; at: number; seed: number } {
  for (;;) {
    const seed = dice.upTo(2 ** 31)
    const scene = sceneOf(seed)
    const defect = dice.of(DEFECTS.filter((one) => one.kind === kind))
    const hops = scene.legs.flatMap((leg, at) => (defect.can(leg, at, scene) ? [at] : []))
    if (hops.length > 0) return { scene, defect, at: dice.of(hops), seed }
  }
}

const hopOf = ({ kind }: Defect, at: number) => (kind === 'sign-in-refused' ? undefined : at)

describe(`one defect in each of ${WORLDS} worlds`, () => {
  const tallies = new Map(kinds.map((kind): [CauseKind, Tally] => [kind, none()]))
  const all = { told: none(), hidden: none() }

  test(`the true cause is always told, and mostly first (seed ${seed})`, async (t) => {
    const dice = new Chance(seed)
    for (let number = 0; number < WORLDS; number++) {
      const kind = kinds[number % kinds.length] as CauseKind
      const { scene, defect, at, seed: world } = spoiled(kind, dice)
      const where = `world ${world}, hop ${at}, ${defect.kind}: ${defect.what}`
      const well = await walked(scene)
      assert.equal(well, undefined, `${where}: without the defect it goes well, but ${well?.message}`)
      defect.spoil(scene.legs[at] as Leg, at, scene)
      const failure = await walked(scene)
      check(failure, defect, at, where)
      const told = failure?.causes?.map((cause) => cause.kind) ?? []
      for (const tally of [tallies.get(kind) as Tally, isTold(defect, scene) ? all.told : all.hidden]) {
        tally.drawn++
        if (told[0] === kind) tally.first++
        if (told.length === 1) tally.alone++
      }
    }
    for (const [kind, { drawn, first, alone }] of tallies)
      t.diagnostic(`${kind}: first in ${first} of ${drawn}, alone in ${alone}`)
    for (const [what, { drawn, first }] of Object.entries(all))
      t.diagnostic(`${what}: first in ${first} of ${drawn}, ${((100 * first) / drawn).toFixed(1)} %`)
    const { drawn, first } = all.told
    assert.ok(first >= 0.9 * drawn, `first in ${first} of ${drawn} only`)
    assert.ok(drawn >= WORLDS / 2, `${drawn} worlds told it`)
  })
})

function check(failure: Failure | undefined, defect: Defect, at: number, where: string): void {
  assert.ok(failure, `${where}: it goes well all the same`)
  const causes = failure.causes ?? []
  const told = causes.map(({ kind }) => kind)
  assert.equal(failure.hop, hopOf(defect, at), `${where}: ${failure.message}`)
  assert.ok(told.includes(defect.kind), `${where}: told are ${told.join(', ')}: ${failure.evidence?.awsMessage}`)
  assert.equal(new Set(told).size, told.length, where)
  for (const { sentence, evidence = [], test } of causes) {
    assert.ok(sentence.length > 0 && evidence.length > 0, `${where}: ${sentence}`)
    assert.equal(test === undefined, causes.length === 1, `${where}: ${sentence}`)
  }
}
