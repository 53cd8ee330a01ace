// The run of the popup that failed because nobody was signed in for a source, if it is of this hour.

import { useEffect, useMemo, useState } from 'preact/hooks'
import { call } from '../../client.ts'
import type { RunRequest } from '../../protocol.ts'

export interface WaitingRun {
  /** What the person calls what waits; undefined until that is known, and where nothing waits. */
  name: string | undefined
  /** What to run once somebody is signed in, for a button: it may be pressed before that is known. */
  run: () => Promise<{ run?: RunRequest }>
}

export function useWaitingRun(sourceId: string): WaitingRun {
  const found = useMemo(() => find(sourceId), [sourceId])
  const [name, setName] = useState<string>()
  useEffect(() => {
    let current = true
    void found.then((it) => current && setName(it?.name))
    return () => {
      current = false
    }
  }, [found])
  return { name, run: () => found.then((it) => (it ? { run: it.run } : {})) }
}

async function find(sourceId: string): Promise<{ run: RunRequest; name: string } | undefined> {
  // Without an answer nothing goes on by itself.
  const last = await call('lastRun', null).catch(() => null)
  const { failure, request, name = '', endedAt = 0 } = last ?? {}
  const isOurs = failure?.kind === 'signed-out' && failure.evidence?.sourceId === sourceId
  if (!isOurs || request?.action !== 'open' || Date.now() - endedAt >= HOUR) return undefined
  return { run: { ...request, where: 'new-tab' }, name }
}

const HOUR = 60 * 60_000
