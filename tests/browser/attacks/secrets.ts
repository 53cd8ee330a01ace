// Every secret of a scene: what must show nowhere unless somebody asked for it.

import type { LocalAws } from '../../aws/server.ts'

/** The users' secret keys, and what every session had; each in part, since a part is enough to give it away. */
export function secretsOf({ world, state }: LocalAws): string[] {
  const keys = [...world.accounts.values()].flatMap(({ users }) => [...users.values()].flatMap(({ keys }) => keys))
  const sessions = [...state.sessions.values()].flatMap(({ secret, token }) => [secret, token])
  return [...keys.map(({ secret }) => secret), ...sessions].map((secret) => secret.slice(4, 36))
}

/** What was printed by the extension and not by the browser itself, of requests that fail or pages that close. */
export const printedByUs = (printed: string[]): string[] => printed.filter((text) => !byTheBrowser.test(text))

/**
 * Firefox says so of each call that a background had asked of it when it was stopped, and of what it asked of itself for a page that was
 * closed meanwhile, such as its store of passwords.
 */
const byTheBrowser =
  /^\{"source":"(?:network|other)"|\{file: "(?:resource|chrome):\/\/|"Promise (?:resolved|rejected) after context unloaded|^: AbortError: Actor '\w+' destroyed before query/
