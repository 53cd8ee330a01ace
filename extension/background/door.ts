// Who may speak to the background: our own pages, in a frame of their own, in messages of the shape that we know.

import { extensionUrl, ownId, type Sender } from '../browser.ts'

/** Whether a message or port comes from a page of ours that is not inside another page. */
export function isOurPage(sender: Sender | undefined): boolean {
  return sender?.id === ownId && sender.url?.startsWith(extensionUrl('')) === true && (sender.frameId ?? 0) === 0
}

/** Says whether a value has a shape. What a Chain or Credentials looks like the core knows, and refuses the rest. */
export type Shape = (value: unknown) => boolean

export const text =
  (most: number): Shape =>
  (value) =>
    typeof value === 'string' && value.length <= most
export const count: Shape = (value) => Number.isSafeInteger(value) && (value as number) >= 0
export const flag: Shape = (value) => typeof value === 'boolean'
export const nothing: Shape = (value) => value === null || value === undefined
export const oneOf =
  (...values: string[]): Shape =>
  (value) =>
    values.includes(value as string)
export const maybe =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value)
/** These fields and no others. */
export const fields =
  (shapes: Record<string, Shape>): Shape =>
  (value) =>
    isObject(value) &&
    Object.keys(value).every((name) => Object.hasOwn(shapes, name)) &&
    Object.entries(shapes).every(([name, shape]) => shape(value[name]))
export const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape)
/** Texts to import: no real ones are larger together, and a message must stay under what browsers take. */
export const importFiles: Shape = (value) =>
  listOf(fields({ name: text(1_000), text: text(MOST_TO_IMPORT) }))(value) &&
  (value as { text: string }[]).reduce((sum, file) => sum + file.text.length, 0) <= MOST_TO_IMPORT
/** An object of the core's that is not larger than any real one. */
export const record: Shape = (value) => isObject(value) && JSON.stringify(value).length <= 200_000

const MOST_TO_IMPORT = 32_000_000

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
