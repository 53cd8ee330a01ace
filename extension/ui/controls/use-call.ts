// The reply to a call, for a page that shows it; `again` asks anew after something has changed.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { Calls } from '../../protocol.ts'

export interface Called<T> {
  reply: T | undefined
  failure: Failure | undefined
  again: () => Promise<void>
}

/** For calls that take nothing. */
type Plain = { [N in keyof Calls]: Calls[N]['argument'] extends null ? N : never }[keyof Calls]

export function useCall<N extends Plain>(name: N): Called<Calls[N]['reply']> {
  const [state, setState] = useState<{ reply?: Calls[N]['reply']; failure?: Failure }>({})
  const turn = useRef(0)
  const again = useCallback(async () => {
    const mine = ++turn.current
    const settle = (next: typeof state) => mine === turn.current && setState(next)
    await call(name, null as Calls[N]['argument']).then(
      (reply) => settle({ reply }),
      (failure: Failure) => settle({ failure }),
    )
  }, [name])
  useEffect(() => {
    void again()
  }, [again])
  return { reply: state.reply, failure: state.failure, again }
}
