// Shows where the words of a query stand in a text, with the folding that the search itself uses.

/** `text` with each place that matches a word of `query` marked. */
export function Highlight({ text, query }: { text: string; query: string }) {
  const hits = matches(text, query)
  if (hits.length === 0) return <>{text}</>
  let end = 0
  return (
    <>
      {hits.map(([from, to]) => {
        const before = text.slice(end, from)
        end = to
        return [before, <mark key={from}>{text.slice(from, to)}</mark>]
      })}
      {text.slice(end)}
    </>
  )
}

/** The matching ranges of `text`, in order and without overlap. */
export function matches(text: string, query: string): [number, number][] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const { folded, origin } = foldWithOrigin(text)
  const hit = new Array<boolean>(text.length).fill(false)
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      hit.fill(true, origin[at] ?? 0, origin[at + word.length] ?? text.length)
    }
  }
  const ranges: [number, number][] = []
  for (let at = 0; at < text.length; at++) {
    if (!hit[at]) continue
    const last = ranges.at(-1)
    if (last?.[1] === at) last[1] = at + 1
    else ranges.push([at, at + 1])
  }
  return ranges
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The folded text, and for each of its characters where it came from: folding changes lengths ("É", "ß"). */
function foldWithOrigin(text: string): { folded: string; origin: number[] } {
  let folded = ''
  const origin: number[] = []
  let at = 0
  for (const character of text) {
    const piece = fold(character)
    for (let i = 0; i < piece.length; i++) origin.push(at)
    folded += piece
    at += character.length
  }
  return { folded, origin }
}
