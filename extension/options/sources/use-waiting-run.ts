// The run of the popup that failed because nobody was signed in for a source, if it is of this hour.

import { useEffect, useState } from 'preact/hooks'
import { call } from '../../client.ts'
import type { RunRequest } from '../../protocol.ts'

export function useWaitingRun(sourceId: string): { run: RunRequest; name: string } | undefined {
  const [next, setNext] = useState<{ run: RunRequest; name: string }>()
  useEffect(() => {
    call('lastRun', null).then(
      (last) => {
        const { failure, request, name, endedAt = 0 } = last ?? {}
        const isOurs = failure?.kind === 'signed-out' && failure.evidence?.sourceId === sourceId
        if (isOurs && request?.action === 'open' && Date.now() - endedAt < HOUR) {
          setNext({ run: { ...request, where: 'new-tab' }, name: name ?? '' })
        }
      },
      () => {}, // then nothing goes on by itself
    )
  }, [sourceId])
  return next
}

const HOUR = 60 * 60_000
