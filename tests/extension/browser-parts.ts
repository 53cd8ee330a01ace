// What the stand-in for a browser is made of: who listens to it, and calls that can be held, refused or never answered.

export type Stored = Record<string, unknown>
export type Listener = (...values: never[]) => unknown

export type Listeners = ReturnType<typeof listeners>
export const listeners = () => ({
  message: [] as Listener[],
  connect: [] as Listener[],
  alarm: [] as Listener[],
  idle: [] as Listener[],
  command: [] as Listener[],
  typed: [] as Listener[],
  entered: [] as Listener[],
  cancelled: [] as Listener[],
  begin: [] as Listener[],
  tabUpdated: [] as Listener[],
  tabRemoved: [] as Listener[],
  tabReplaced: [] as Listener[],
})

type Call = (...of: unknown[]) => unknown

/** The same calls, each made another one; what listens stays. */
export const mapped = <A extends object>(calls: A, make: (name: string, call: Call) => Call): A =>
  Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [name, typeof call === 'function' ? make(name, call as Call) : call]),
  ) as A

export const pick = (from: Stored, keys: string[]) =>
  Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]))
export const never = (): Promise<never> => new Promise(() => {})
