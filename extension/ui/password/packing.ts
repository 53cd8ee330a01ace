// Lists of words as one text: of each word the part that the word before has not, behind the length of the part that it has.

/** Throws for a list that would not come back as it is, such as one without words. */
export function packed(list: string[]): string {
  const text = list.map((word, at) => beginning(word, list[at - 1] ?? '')).join('\n')
  const back = unpacked(text)
  if (back.length !== list.length || back.some((word, at) => word !== list[at]))
    throw new Error('This list has words that cannot be packed')
  return text
}

export function unpacked(text: string): string[] {
  let word = ''
  return text.split('\n').map((part) => {
    word = word.slice(0, Number.parseInt(part.charAt(0), LENGTHS)) + part.slice(1)
    return word
  })
}

/** Lengths are one digit, so a longer part than of 35 characters is written out. */
const LENGTHS = 36

function beginning(word: string, before: string): string {
  let same = 0
  while (same < LENGTHS - 1 && same < word.length && word[same] === before[same]) same++
  return same.toString(LENGTHS) + word.slice(same)
}
