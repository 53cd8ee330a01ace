// Where programs are. Plain Node, because setup.mjs runs before any package is installed.

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The first of these programs that PATH leads to.
 * @param {...string} names
 * @returns {string | undefined}
 */
export function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram)
}

/** @type {Record<'chromium' | 'firefox', string[]>} */
const BROWSERS = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  firefox: ['firefox-esr', 'firefox'],
}

/**
 * A browser: the one that CHROMIUM or FIREFOX in the environment names, else one in the usual places.
 * @param {'chromium' | 'firefox'} kind
 * @returns {string | undefined}
 */
export function browserPath(kind) {
  const named = process.env[kind.toUpperCase()]
  return named ? [named].find(isProgram) : onPath(...BROWSERS[kind])
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
