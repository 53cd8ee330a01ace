// The words that somebody tries first: of the library's lists as much as it takes to tell a weak password. The build runs this
// file and ships what it gives (scripts/words.ts), a seventh of all that the library has.

import { dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english, translations } from '@zxcvbn-ts/language-en'

// From here, since who asks that package for anything ships all of its lists.
export { translations }

// Under this name the library takes its words for equally likely, and not for the likelier the earlier in the alphabet.
const DICEWARE = 'diceware'

const { 'diceware-common': diceware = [], ...others } = { ...common, ...english }

/** How many of a list's most frequent words are taken; of a list that is not here, all. */
export const MOST: Record<string, number> = {
  'passwords-common': 30_000,
  'commonWords-en': 10_000,
  'lastnames-en': 5_000,
  'wikipedia-en': 0,
}

/** By the name under which the library tells what to do about them, the most frequent first. */
export const words: Record<string, string[]> = { [DICEWARE]: diceware, ...shortened(others) }

/** Leaves out what changes no judgement: words that another list has earlier, and those that are found as soon letter by letter. */
function shortened(lists: Record<string, string[]>): Record<string, string[]> {
  const soonest = new Map(diceware.map((word) => [word, { list: DICEWARE, guesses: diceware.length / 2 }]))
  const most = Object.entries(lists)
    .filter(([list]) => MOST[list] !== 0)
    .map(([list, all]) => [list, all.slice(0, MOST[list] ?? all.length)] as const)
  // By the library, ten guesses for each further letter.
  for (const [list, all] of most)
    for (const [at, word] of all.entries())
      if (at + 1 < Math.min(soonest.get(word)?.guesses ?? Number.POSITIVE_INFINITY, 10 ** word.length))
        soonest.set(word, { list, guesses: at + 1 })
  return Object.fromEntries(
    most.map(([list, all]) => [list, inBlocks(all.filter((word) => soonest.get(word)?.list === list))]),
  )
}

/** Sorts what is between two powers of two, so that it packs to two thirds. No word gets later than at twice its place. */
function inBlocks(list: string[]): string[] {
  const block = new Map(list.map((word, at) => [word, Math.floor(Math.log2(at + 1))]))
  return list.toSorted((a, b) => (block.get(a) ?? 0) - (block.get(b) ?? 0) || (a < b ? -1 : 1))
}
