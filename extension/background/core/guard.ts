// How the background sends whatever it sends: without cookies, caches and referrer, without following a redirect, to the manifest's
// hosts and our own files alone. reqwest, by which the core sends, cannot ask for all of that.

/** `send`, which is a `fetch`, guarded so; `mayAsk` says of an address whether it may be asked. */
export function guarded(send: typeof fetch, mayAsk: (url: string) => boolean): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init)
    if (!mayAsk(asked.url)) throw new TypeError('Rolerelay asks nobody but AWS')
    const answer = await send(
      new Request(asked, { ...ALONE, redirect: asked.mode === 'no-cors' ? 'follow' : 'manual' }),
    )
    // Of what may not be looked into browsers do not say from where it is, and reqwest takes no such answer.
    return answer.url ? answer : Object.defineProperty(answer, 'url', { value: asked.url })
  }
}

/**
 * Asks for AWS's list of console sessions, with the person's cookies of that host: the one request of ours that goes with any. Nothing of
 * it is the caller's but which of AWS's hosts is asked.
 */
export function asksForSessions(send: typeof fetch, mayAsk: (url: string) => boolean) {
  return async (url: string, signal: AbortSignal): Promise<Response> => {
    const { pathname, search } = new URL(url)
    if (!mayAsk(url) || pathname !== '/sessions/v1/list' || search !== '')
      throw new TypeError('Rolerelay sends cookies for nothing but that list')
    return send(new Request(url, { ...ALONE, credentials: 'include', redirect: 'manual', signal }))
  }
}

/** Browsers follow redirects for whom they show no answer (`no-cors`), or send nothing; and such a request is never signed. */
const ALONE = { credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' } as const
