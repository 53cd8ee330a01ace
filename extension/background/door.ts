// Who may speak to the background: our own pages, in a frame of their own, in messages of the shape that we know.

import type { Failure } from 'rolerelay-core'
import { extensionUrl, ownId, type Sender } from '../browser.ts'
import { failure } from './failure.ts'

/** Whether a message or port comes from a page of ours that is not inside another page. */
export function isOurPage(sender: Sender | undefined): boolean {
  return sender?.id === ownId && sender.url?.startsWith(extensionUrl('')) === true && (sender.frameId ?? 0) === 0
}

/**
 * Says what keeps a value from having a shape; nothing if it has. What a Chain or Credentials looks like the core knows, and
 * refuses the rest.
 */
export type Shape = (value: unknown) => Failure | undefined

/** What is said of a value that no page of this version sends. */
export const misfit: Failure = failure(
  'internal',
  'This page does not fit to the rest of Rolerelay, which may have been updated meanwhile. Close it and open it again.',
)

const fits =
  (test: (value: unknown) => boolean): Shape =>
  (value) =>
    test(value) ? undefined : misfit

export const text =
  (most: number): Shape =>
  (value) =>
    typeof value !== 'string' ? misfit : tooLong(value.length, most)
export const count = fits((value) => Number.isSafeInteger(value) && (value as number) >= 0)
export const flag = fits((value) => typeof value === 'boolean')
export const nothing = fits((value) => value === null || value === undefined)
export const sixDigits = fits((value) => typeof value === 'string' && /^[0-9]{6}$/.test(value))
export const oneOf = (...values: string[]): Shape => fits((value) => values.includes(value as string))
export const maybe =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined ? undefined : shape(value)
/** These fields and no others. */
export const fields =
  (shapes: Record<string, Shape>): Shape =>
  (value) => {
    if (!isObject(value) || !Object.keys(value).every((name) => Object.hasOwn(shapes, name))) return misfit
    return first(Object.entries(shapes), ([name, shape]) => shape(value[name]))
  }
export const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) ? first(value, shape) : misfit
/** An object of the core's that is not larger than any real one: a shape of 2,000 accounts, each with its tags. */
export const record: Shape = (value) => (isObject(value) ? tooLong(JSON.stringify(value).length, 2_000_000) : misfit)
/** Files to import. Chrome takes messages of up to 64 MB, in which each line's end and each quote counts twice. */
export const importFiles: Shape = (value) => {
  const wrong = listOf(fields({ name: text(1_000), text: text(MOST_TO_IMPORT) }))(value)
  if (wrong) return wrong
  const sum = (value as { text: string }[]).reduce((sum, file) => sum + file.text.length, 0)
  return tooLong(sum, MOST_TO_IMPORT)
}

const MOST_TO_IMPORT = 32_000_000

function tooLong(length: number, most: number): Failure | undefined {
  if (length <= most) return undefined
  const numbers = `${length.toLocaleString('en')} characters, and Rolerelay takes at most ${most.toLocaleString('en')}`
  return failure('invalid', `This is too long: ${numbers}. Nothing was changed.`)
}

function first<T>(values: T[], wrong: (value: T) => Failure | undefined): Failure | undefined {
  for (const value of values) {
    const found = wrong(value)
    if (found) return found
  }
  return undefined
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
