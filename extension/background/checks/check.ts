// A check under way: several chains at a time, at a pace that STS bears, whether a page watches or not.

import { stayAwake } from '../../browser.ts'
import type { CheckProgress, CheckRequest } from '../../protocol.ts'
import { outcomeOf, type State, stateAfter } from '../chains/verdict.ts'
import { inTurn, type KeptCheck, write } from '../store/storage.ts'
import { failureOf } from './attempt.ts'
import { keepSeen, type Seen } from './kept.ts'
import { Pace } from './pace.ts'

/** Chains that are walked at the same time. */
const AT_ONCE = 4
/** How often a chain is walked while AWS asks to slow down, before it is left out. */
const TRIES = 5
/** In milliseconds: verdicts are written in batches, since a vault is sealed anew with each. */
const BATCH = 2_000

export class Check {
  readonly stop = new AbortController()
  readonly #queue: string[]
  readonly #pace = new Pace()
  readonly #tries = new Map<string, number>()
  /** By source. */
  readonly #codes = new Map<string, string>()
  #unkept = new Map<string, Seen>()
  #listed: number

  /** `states` are those of the chains that it has seen already, where it goes on. */
  constructor(
    readonly kept: KeptCheck,
    readonly states: Map<string, State>,
    readonly onProgress: () => void,
  ) {
    this.#queue = kept.ids.filter((id) => !states.has(id))
    this.#listed = states.size
  }

  /** These chains come next, even if it has seen them already. */
  join(ids: string[]): void {
    const all = new Set([...ids, ...this.#queue])
    this.#queue.splice(0, this.#queue.length, ...all)
    this.kept.ids = [...new Set([...this.kept.ids, ...ids])]
  }

  use({ sourceId, code }: NonNullable<CheckRequest['code']>): void {
    this.#codes.set(sourceId, code)
  }

  /** Resolves when there is no chain left, or it was stopped; `onLast` is called before what is written at its end. */
  async run(onLast: () => void): Promise<void> {
    const { signal } = this.stop
    // A host that hangs takes longer to give up on than a browser lets a background idle.
    const awake = setInterval(() => void stayAwake(), 20_000)
    const batches = setInterval(() => void this.#keep().catch(() => {}), BATCH) // it comes with the next batch
    try {
      await this.#note()
      while (this.#queue.length > 0 && !signal.aborted) {
        await Promise.all(Array.from({ length: AT_ONCE }, () => this.#work()))
        await this.#keep()
      }
    } finally {
      clearInterval(awake)
      clearInterval(batches)
      onLast()
    }
    await this.#note({ endedAt: Date.now(), ...(signal.aborted && { cancelled: true }) })
  }

  progress(): CheckProgress {
    const counts = { works: 0, broken: 0, skipped: 0 }
    for (const state of this.states.values()) counts[state] += 1
    const { pausedUntil } = this.#pace
    return {
      startedAt: this.kept.startedAt,
      total: this.kept.ids.length,
      ...counts,
      ...(pausedUntil !== undefined && { pausedUntil }),
      listed: this.#listed,
    }
  }

  async #work(): Promise<void> {
    const { signal } = this.stop
    for (let id = this.#queue.shift(); id !== undefined && !signal.aborted; id = this.#queue.shift()) {
      const failure = await failureOf(id, (source) => this.#codes.get(source), this.#pace, signal)
      const tries = (this.#tries.get(id) ?? 0) + 1
      this.#tries.set(id, tries)
      if (failure?.kind === 'throttled') this.#pace.slowDown()
      else this.#pace.answered()
      const outcome = outcomeOf(failure)
      if (failure?.kind === 'throttled' && tries < TRIES) this.#queue.push(id)
      else if (outcome) {
        this.states.set(id, stateAfter(outcome))
        this.#unkept.set(id, { at: Date.now(), outcome })
      }
      this.onProgress()
    }
  }

  async #keep(): Promise<void> {
    const seen = this.#unkept
    if (seen.size === 0) return
    this.#unkept = new Map()
    try {
      await keepSeen(seen)
    } catch (thrown) {
      this.#unkept = new Map([...seen, ...this.#unkept])
      throw thrown
    }
    this.#listed += seen.size
    this.onProgress()
  }

  #note(end: Partial<KeptCheck> = {}): Promise<void> {
    return inTurn(() => write({ check: { ...this.kept, ...end } }))
  }
}
