// Browsers with the build that is measured, and with another beside it whose folder stands in ROLERELAY_BESIDE: one for each size, all of
// which take turns, so that whatever else the machine does meets all of them.

import { DIST, type Driven, type Kind, kinds } from '../browser/browsers.ts'

/** What each scene is of. */
export interface Setting {
  kind: Kind
  /** `this`, or `beside`. */
  build: string
  /** The folder of that build. */
  dist: string
  size: number
}

/** Rehearses each scene so often, and once before to warm up. All browsers are closed then. */
export async function inTurns<S extends { driven: Driven }>(
  sizes: number[],
  repeat: number,
  scene: (setting: Setting) => Promise<S>,
  rehearse: (scene: S, isWarmUp: boolean) => Promise<void>,
): Promise<S[]> {
  const beside = process.env.ROLERELAY_BESIDE
  const builds = Object.entries({ this: DIST, ...(beside && { beside }) })
  const all: S[] = []
  for (const kind of kinds) {
    const here: S[] = []
    try {
      for (const size of sizes) for (const [build, dist] of builds) here.push(await scene({ kind, build, dist, size }))
      for (let at = 0; at <= repeat; at++) for (const one of here) await rehearse(one, at === 0)
    } finally {
      for (const { driven } of here) await driven.close()
    }
    all.push(...here)
  }
  return all
}
