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

/** Browsers follow redirects for whom they show no answer (`no-cors`), or send nothing; and such a request is never signed. */
const ALONE = { credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' } as const
