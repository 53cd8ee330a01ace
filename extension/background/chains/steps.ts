// What a change of many records was, record by record, so that it can be taken back but for what somebody wrote since.

/** A record before and after: of one that was edited the fields that changed, null where there was none. */
export interface Step {
  id: string
  /** As it was called, for the case that it is gone. */
  name: string
  before: Part | null
  after: Part | null
}

/** Some fields of a record, or all; null stands for one that is not there. */
export type Part = Record<string, unknown>

type Named = { id: string; name: string }

/** From one record to the other, one of which there is; nothing where they are the same. */
export function stepBetween(was: Named | undefined, is: Named | null): Step[] {
  const record = is ?? was
  if (!record) return []
  const step = { id: record.id, name: record.name }
  if (!was || !is) return [{ ...step, before: was ? { ...was } : null, after: is && { ...is } }]
  const [now, then]: [Part, Part] = [{ ...is }, { ...was }]
  const names = [...new Set([...Object.keys(now), ...Object.keys(then)])].filter(
    (name) => !isSame(now[name], then[name]),
  )
  const part = (of: Part): Part => Object.fromEntries(names.map((name) => [name, of[name] ?? null]))
  return names.length === 0 ? [] : [{ ...step, before: part(then), after: part(now) }]
}

/** What a record is once a step is taken back, undefined to leave it; and whether nothing that came since stands against it. */
export function takenBack<R extends Named>(
  { before, after }: Step,
  now: R | undefined,
): { record?: R | null; whole: boolean } {
  if (!after) return now ? { whole: false } : { record: before as unknown as R, whole: true }
  if (!now) return { whole: before === null }
  const is: Part = { ...now }
  if (!before) return isSame(is, after) ? { record: null, whole: true } : { whole: false }
  const untouched = Object.keys(before).filter((name) => isSame(is[name] ?? null, after[name]))
  const back = Object.fromEntries(untouched.map((name) => [name, before[name]]))
  const whole = untouched.length === Object.keys(before).length
  return untouched.length > 0 ? { record: withFields(now, back), whole } : { whole }
}

/** What records are once all these steps are taken back; and the ids of those that something which came since stands against. */
export function allTakenBack<R extends Named>(
  steps: Step[],
  now: ReadonlyMap<string, R>,
): { changes: Map<string, R | null>; kept: Set<string> } {
  const changes = new Map<string, R | null>()
  const kept = new Set<string>()
  for (const step of steps) {
    const { record, whole } = takenBack(step, now.get(step.id))
    if (record !== undefined) changes.set(step.id, record)
    if (!whole) kept.add(step.id)
  }
  return { changes, kept }
}

/** Null takes a field away. */
export const withFields = <R extends Named>(record: R, fields: Part): R =>
  Object.fromEntries(
    Object.entries({ ...record, ...fields }).filter(([, value]) => value !== null && value !== undefined),
  ) as unknown as R

/** Whether two values are the same as JSON, in whatever order their fields stand. */
export function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return one === other
  const [a, b] = [one as Part, other as Part]
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => name in b && isSame(a[name], b[name]))
}
