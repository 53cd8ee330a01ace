// A worker, so that the word lists (0.3 MB) are read only where a password is made, hold up no key stroke, and go with it.

import { type Strength, strengthOf, suggest } from './strength.ts'

/** A password to look at, or the wish for one. */
export type Question = { password: string; known: string[] } | 'suggest'
export type Answer = Strength | string

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  const answer: Answer = data === 'suggest' ? suggest() : strengthOf(data.password, data.known)
  postMessage(answer)
})
