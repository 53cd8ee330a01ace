// AWS's clock. The core measures from every answer how far it is ahead of this computer's, and signs by it; that is kept in
// storage.session, so that a background that just woke signs right the first time.

import { withCore, withRest } from './core.ts'
import { session } from './memory.ts'

export type Core = Parameters<Parameters<typeof withCore>[0]>[0]
export type Rest = Parameters<Parameters<typeof withRest>[0]>[0]
type Timed = Pick<Core, 'clockSkew' | 'setClockSkew' | 'clockIsWrong'>

/** Hands the core to work that asks AWS: the core is told of the skew before, and asked for it afterwards. */
export const withClock = <T>(work: (core: Core) => T | Promise<T>): Promise<T> => timed(withCore, work)

/** The same for what is asked beside a click. */
export const withRestClock = <T>(work: (core: Rest) => T | Promise<T>): Promise<T> => timed(withRest, work)

/** The module that measured last. */
let measuring: Timed | undefined

async function timed<G extends Timed, T>(
  withModule: (work: (core: G) => Promise<T>) => Promise<T>,
  work: (core: G) => T | Promise<T>,
): Promise<T> {
  const before = await clockSkew()
  return withModule(async (core) => {
    // What it measured since is newer, and it may be measuring for other work right now; unless another has measured since.
    if (core.clockSkew() === undefined || measuring !== core) core.setClockSkew(before)
    measuring = core
    try {
      return await work(core)
    } finally {
      keep({ ms: core.clockSkew() ?? before, isWrong: core.clockIsWrong() })
    }
  })
}

/** How far AWS's clock is ahead of this computer's, in milliseconds; 0 while nothing is known. */
export const clockSkew = async (): Promise<number> => (await kept()).ms

/** The same where that is so far that the person should hear of it. */
export async function wrongClock(): Promise<number | undefined> {
  const { ms, isWrong } = await kept()
  return isWrong ? ms : undefined
}

/** AWS's time, in milliseconds since 1970. */
export const awsNow = async (): Promise<number> => Date.now() + (await clockSkew())

interface Skew {
  ms: number
  isWrong: boolean
}

const NONE: Skew = { ms: 0, isWrong: false }
let known: Skew | undefined

async function kept(): Promise<Skew> {
  if (!known) {
    // Where the browser does not tell, it is measured again.
    const { skew } = (await session.get(['skew']).catch(() => ({}))) as { skew?: Skew }
    known ??= skew ?? NONE
  }
  return known
}

function keep(skew: Skew): void {
  const { ms, isWrong } = known ?? NONE
  // AWS tells whole seconds, and takes what is minutes off: a little more or less is the same.
  if (Math.abs(skew.ms - ms) < 10_000 && skew.isWrong === isWrong) return
  known = skew
  session.set({ skew }).catch(() => {}) // it would only be measured again
}
