// Which sources are not ready, so that the popup can mark the chains that start from them. It is asked for once the list is there,
// and anew as somebody comes back to it from a run, which may have shown another.

import { useEffect, useState } from 'preact/hooks'
import { call } from '../client.ts'
import type { KeysState } from '../protocol.ts'

/** By source, what it wants of the person. */
export function useUnready(after: Promise<unknown>, isListShown: boolean): Map<string, string> {
  const [wants, setWants] = useState(new Map<string, string>())
  useEffect(() => {
    if (!isListShown) return
    after
      .then(() => call('sources', null))
      .then(
        (sources) =>
          setWants(new Map(sources.flatMap(({ id, keys }) => (keys === 'ready' ? [] : [[id, words[keys]]])))),
        () => {}, // a run says it too
      )
  }, [isListShown])
  return wants
}

const words: Record<Exclude<KeysState, 'ready'>, string> = {
  missing: 'Its keys have to be entered',
  expired: 'Its keys have expired',
  refused: 'AWS refused it when it was last used',
  'signed-out': 'Nobody is signed in for it',
}
