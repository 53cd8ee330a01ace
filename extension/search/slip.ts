// One mistake of typing: a letter that is missing, too many, wrong, or swapped with the one beside it. Not in numbers: another digit is
// another account, or another team, unless it is one of a whole account that was typed.

/** Whether a text holds the word but for one such mistake; undefined where the word is too short to say so. All is folded. */
export function slipOf(word: string): ((text: string) => boolean) | undefined {
  const isNumber = /^\d+$/.test(word)
  if (word.length < (isNumber ? ACCOUNT - 1 : SWAPPED)) return undefined
  const half = word.length >> 1
  const [head, tail] = [word.slice(0, half), word.slice(half)]
  const swapped = head.slice(0, -1) + tail.charAt(0) + head.slice(-1) + tail.slice(1)
  const mayDiffer = (char: string) => char !== '\n' && (isNumber || !/\d/.test(char))

  /** Whether the text goes on at that place with the word and one mistake. */
  const isAt = (text: string, at: number): boolean => {
    let i = 0
    while (i < word.length && text[at + i] === word[i]) i += 1
    const [typed = '', meant = ''] = [word[i], text[at + i]]
    const [isTypo, isMeant] = [mayDiffer(typed), at >= 0 && mayDiffer(meant)]
    const goesOn = (from: number, after: number) => text.startsWith(word.slice(i + from), at + i + after)
    const isSwap = isTypo && isMeant && text[at + i + 1] === typed && word[i + 1] === meant && goesOn(2, 2)
    if (isSwap || word.length < FORGIVEN) return isSwap
    return (isTypo && isMeant && goesOn(1, 1)) || (isMeant && goesOn(0, 1)) || (isTypo && at >= 0 && goesOn(1, 0))
  }
  return (text) => {
    // One mistake leaves one half of the word whole, unless it is between them.
    if (text.includes(swapped) && swapped !== word && mayDiffer(tail.charAt(0)) && mayDiffer(head.slice(-1)))
      return true
    for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head, at + 1)) if (isAt(text, at)) return true
    for (let at = text.indexOf(tail, half - 1); at >= 0; at = text.indexOf(tail, at + 1)) {
      const start = at - half
      // One mistake leaves the head its first letter or its last. Looked at first, since short tails stand in many words.
      const mayBe = text[at - 1] === head.at(-1) || text.slice(Math.max(0, start), start + 2).includes(head.charAt(0))
      if (mayBe && (isAt(text, start) || isAt(text, start - 1) || isAt(text, start + 1))) return true
    }
    return false
  }
}

/**
 * Of what all chains walk, the one that differs by one mistake of typing, or in upper and lower case alone. Undefined where several do,
 * and where two chains have this very ARN: that is none.
 */
export function likelyRole(arn: string, all: string[]): string | undefined {
  if (all.filter((other) => other === arn).length > 1) return undefined
  const whole = (text: string) => `\n${text.toLowerCase()}\n`
  const isSlip = slipOf(whole(arn))
  const found = [...new Set(all)].filter(
    (other) => other !== arn && other.includes(':role/') && (whole(other) === whole(arn) || isSlip?.(whole(other))),
  )
  return found.length === 1 ? found[0] : undefined
}

const ACCOUNT = 12
/** The shortest word of which a swap is forgiven, and anything else: of shorter ones too many others differ by a letter. */
const SWAPPED = 4
const FORGIVEN = 5
