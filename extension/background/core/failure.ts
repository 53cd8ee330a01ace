// Makes a Failure, and turns whatever was thrown into one that is safe to show.

import type { Failure, FailureKind } from 'rolerelay-core'

export function failure(kind: FailureKind, message: string): Failure {
  return { kind, message }
}

/** What was thrown, as a Failure. Of an unknown error only the name: its message may hold what must not be shown. */
export function asFailure(thrown: unknown): Failure {
  if (isFailure(thrown)) return thrown
  const name = thrown instanceof Error ? thrown.name : typeof thrown
  return failure('internal', `Rolerelay made a mistake of its own (${name}). Try again, and report it if it stays.`)
}

/** What a browser says of its own trouble, for a sentence that quotes it. */
export const said = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

function isFailure(thrown: unknown): thrown is Failure {
  return typeof thrown === 'object' && thrown !== null && 'kind' in thrown && 'message' in thrown
}

/** Ends what is to ask AWS for nothing, where something is not at hand. No page shows it. */
export const notKept = (): Failure => failure('cancelled', 'This is not kept.')
