// How well a new password would stand up to somebody who has this computer's disk and guesses at leisure.

import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs } from '@zxcvbn-ts/language-common'
import { translations, words } from './words.ts'

export interface Strength {
  /** 0 and 1: very weak, 2: too weak, 3: good, 4: strong. */
  score: 0 | 1 | 2 | 3 | 4
  /** How many guesses it withstands, as a power of ten. */
  guesses: number
  /** What makes it easy to guess, and what would help; only where it is too weak. */
  advice: string[]
}

/** `known` are words that somebody would try first: names that the person wrote elsewhere. */
export function strengthOf(password: string, known: string[]): Strength {
  const { score, guessesLog10, feedback } = judge.check(password, ['rolerelay', ...known])
  return { score, guesses: guessesLog10, advice: [feedback.warning ?? '', ...feedback.suggestions].filter(Boolean) }
}

/** A passphrase of five words of the EFF's list of 7,776, which is the library's own: 2^64 are as likely as each other. */
export function suggest(): string {
  const list = words.diceware ?? []
  return Array.from({ length: 5 }, () => list[below(list.length)]).join(' ')
}

// An unlock goes three times over 64 MiB, so a graphics card of 1 TB/s tries some 1,700 passwords a second: memory is all it
// waits for. 10^12 guesses are 18 years of one card, about 50,000 dollars of rent, for half a chance and for one vault; each
// further power of ten is ten times that. A random password of 12 characters is rated 10^12, and is far better:
// it is to pass, so the bound is a little lower.
const judge = new ZxcvbnFactory({
  dictionary: words,
  graphs: adjacencyGraphs,
  timeEstimationValues: {
    scoring: { 0: 1e4, 1: 1e8, 2: 9e11, 3: 1e15 },
    // No times are shown. These are the library's own.
    attackTime: {
      onlineThrottlingXPerHour: 100,
      onlineNoThrottlingXPerSecond: 10,
      offlineSlowHashingXPerSecond: 1e4,
      offlineFastHashingXPerSecond: 1e10,
    },
  },
  translations: {
    ...translations,
    warnings: {
      ...translations.warnings,
      userInputs: 'It is made of names that are in your chains and sources.',
    },
  },
})

/** A random whole number below `end`, each as likely as the others: what does not divide evenly is drawn again. */
function below(end: number): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
  return drawn < 2 ** 32 - (2 ** 32 % end) ? drawn % end : below(end)
}
