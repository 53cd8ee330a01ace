// Digits as they are typed: a keyboard may be set to full-width ones, or to those of another script.

/** The digits of a text as 0 to 9, and nothing else of it. */
export const digitsOf = (text: string): string =>
  Array.from(text.matchAll(/\p{Nd}/gu), ([digit]) => figureOf(digit)).join('')

/** Unicode lists the ten digits of a script one after the other, from its zero on. */
function figureOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let before = 0
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1
  return before % 10
}
