// How fast a check of many chains asks STS. AWS's limits hold for all who use an account, so a check that takes a few minutes
// longer is better than a colleague's deployment that is told to slow down.

/** At most so many AssumeRoles within any window: a second, and more after AWS asked to slow down. */
const MOST = 8
const SHORTEST = 1_000
const LONGEST = 16_000
/** After so many chains that AWS answered without asking to slow down, it may go faster again. */
const CALM = 20

/** A chain that is being walked. */
export interface Walk {
  /** It begins its next hop. */
  hop(): void
  /** It ended; so many AssumeRoles were sent again meanwhile. */
  over(again: number): void
}

export class Pace {
  /** When the AssumeRoles of the last window were sent, the oldest first. */
  #sent: number[] = []
  /** How many AssumeRoles the chains under way may yet send. */
  #promised = 0
  #window = SHORTEST
  #answered = 0
  #pausedUntil = 0
  #turn: Promise<unknown> = Promise.resolve()
  #wake = () => {}

  get pausedUntil(): number | undefined {
    const now = Date.now()
    // Where it is farther off than anybody was made to wait, the clock was set back.
    this.#pausedUntil = Math.min(this.#pausedUntil, now + 2 * this.#window)
    return this.#pausedUntil > now ? this.#pausedUntil : undefined
  }

  /** Waits until a chain of so many hops may start. Rejects where `signal` is aborted. */
  begin(hops: number, signal: AbortSignal): Promise<Walk> {
    const mine = this.#turn.then(() => this.#begin(hops, signal))
    this.#turn = mine.catch(() => {})
    return mine
  }

  /** AWS asked to slow down: all wait, and then go half as fast. */
  slowDown(): void {
    this.#answered = 0
    // Those that were under way are told the same; that is one request to slow down, not four.
    if (this.pausedUntil) return
    this.#window = Math.min(LONGEST, this.#window * 2)
    this.#pausedUntil = Date.now() + 2 * this.#window
  }

  /** AWS answered as if there were no hurry. */
  answered(): void {
    if (++this.#answered % CALM === 0) this.#window = Math.max(SHORTEST, this.#window / 2)
  }

  async #begin(hops: number, signal: AbortSignal): Promise<Walk> {
    for (;;) {
      signal.throwIfAborted()
      const wait = this.#wait(hops)
      if (wait <= 0) break
      await this.#sleep(wait, signal)
    }
    let left = hops
    this.#promised += left
    return {
      hop: () => {
        this.#sent.push(Date.now())
        this.#promised -= 1
        left -= 1
      },
      over: (again) => {
        this.#promised -= left
        for (let at = 0; at < again; at++) this.#sent.push(Date.now())
        this.#wake()
      },
    }
  }

  /** How long to wait before it is worth another look, in milliseconds; none to start now. */
  #wait(hops: number): number {
    const now = Date.now()
    if (this.pausedUntil !== undefined) return this.pausedUntil - now
    this.#sent = this.#sent.filter((at) => at > now - this.#window && at <= now)
    const taken = this.#sent.length + this.#promised
    // A chain of more hops than that goes alone.
    if (taken === 0 || taken + hops <= MOST) return 0
    return (this.#sent[0] ?? now) + this.#window - now
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal.addEventListener('abort', done, { once: true })
      this.#wake = done
    })
  }
}
