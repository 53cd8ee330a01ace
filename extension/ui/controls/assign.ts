/** A change to a record; undefined takes a field away. */
export type Change<T> = { [K in keyof T]?: T[K] | undefined }

/** A copy of `record` with the change made. Fields are taken away, not set to undefined: messages and types want it so. */
export function assign<T extends object>(record: T, change: Change<T>): T {
  const entries = Object.entries({ ...record, ...change }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as T
}
