// Who may speak to the background: our own pages, in a frame of their own, in messages of the shape that we know.

import type { Failure } from 'rolerelay-core'
import { extensionUrl, ownId, type Sender } from '../../browser.ts'
import { bytesOf, MOST } from '../../limits.ts'
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

/** A text of at most so many characters. */
export const text =
  (most: number): Shape =>
  (value) =>
    typeof value !== 'string' ? misfit : tooLong(value.length, most)
/** A text of at most so many bytes of UTF-8, in which the core counts. */
export const bytes =
  (most: number): Shape =>
  (value) =>
    typeof value !== 'string' ? misfit : (tooLong(value.length, most) ?? tooManyBytes([value], most))
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
    Array.isArray(value) ? (tooLong(value.length, MOST_LISTED, 'entries') ?? first(value, shape)) : misfit
/** An object of the core's that is not larger than any real one: a shape of 2,000 accounts, each with its tags. */
export const record: Shape = (value) => (isObject(value) ? tooLong(JSON.stringify(value).length, 2_000_000) : misfit)
/** Files to import. Chrome takes messages of up to 64 MB, in which each line's end and each quote counts twice. */
export const importFiles: Shape = (value) => {
  const wrong = listOf(fields({ name: text(1_000), text: bytes(MOST.import) }))(value)
  if (wrong) return wrong
  const texts = (value as { text: string }[]).map((file) => file.text)
  return tooManyBytes(texts, MOST.import)
}

/** Records to take back after an import of ten thousand chains, and ids to leave out of one. */
const MOST_LISTED = 100_000
/** Of what one message holds: lists, objects and what is in them. Ten thousand chains have 400,000. */
const MOST_VALUES = 2_000_000
/** Of all texts of one message together: two files at their limit. */
const MOST_TEXT = 2 * MOST.import
/** How deep values may lie in each other: a tag of a hop of a chain in a list lies eight deep. */
const DEPTH = 16

/**
 * Says what keeps a message from being looked at: whatever comes after may go through all of it, and by recursion. It knows
 * nothing of the message's shape, and ends where the bounds do, also in what holds itself.
 */
export const bounded: Shape = (value) => {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }]
  let [values, length] = [0, 0]
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value === 'string') length += next.value.length
    if (typeof next.value !== 'object' || next.value === null) continue
    if (next.depth === DEPTH) return misfit
    for (const [key, value] of Object.entries(next.value)) {
      values += 1
      length += key.length
      if (values > MOST_VALUES) return tooLong(values, MOST_VALUES, 'entries')
      open.push({ value, depth: next.depth + 1 })
    }
  }
  return tooLong(length, MOST_TEXT)
}

function tooLong(length: number, most: number, unit = 'characters'): Failure | undefined {
  if (length <= most) return undefined
  const numbers = `${length.toLocaleString('en')} ${unit}, and Rolerelay takes at most ${most.toLocaleString('en')}`
  return failure('invalid', `This is too long: ${numbers}. Nothing was changed.`)
}

/** No UTF-16 unit takes more than three bytes of UTF-8: to count those of megabytes takes longer than to read them. */
function tooManyBytes(texts: string[], most: number): Failure | undefined {
  const sum = (size: (text: string) => number) => texts.reduce((sum, text) => sum + size(text), 0)
  return sum((text) => 3 * text.length) <= most ? undefined : tooLong(sum(bytesOf), most, 'bytes')
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
