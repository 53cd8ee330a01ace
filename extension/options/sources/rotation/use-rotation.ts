// A rotation as the page drives it: one step after the other, waiting where AWS has to learn of a key first. Whoever leaves the
// page stops it between two steps; what is reached is kept.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call, requestAccess } from '../../../client.ts'
import type { Calls, Rotation, RotationReply } from '../../../protocol.ts'

/** Between two questions whether AWS knows a key, and how often it is asked, in a row. AWS takes some seconds. */
const PAUSE = 2_000
const MOST_TRIES = 30

type Step = 'beginRotation' | 'continueRotation' | 'finishRotation' | 'undoRotation'

export interface RotationState {
  /** Undefined until it is known; null for none. */
  rotation: Rotation | null | undefined
  /** What it is at. */
  busy: Step | undefined
  failure?: Failure
  /** What IAM wants first. */
  stop?: Exclude<RotationReply, { rotation: unknown }>
  /** Whether AWS does not know the key yet after all that asking. */
  slow?: boolean
}

export interface Driven extends RotationState {
  /** Asks for access to IAM at that origin first. Call it straight from a click. */
  begin: (partition: string, origin: string, code?: string) => void
  /** Up to where the old key rests. */
  goOn: (code?: string) => void
  finish: (code?: string) => void
  undo: (code?: string) => void
  /** Stops waiting; nothing is undone. */
  pause: () => void
}

export function useRotation(id: string, onChanged: () => Promise<void>): Driven {
  const [state, setState] = useState<RotationState>({ rotation: undefined, busy: undefined })
  const stopped = useRef(false)
  useEffect(() => {
    stopped.current = false
    call('rotation', { id }).then(
      (rotation) => setState((now) => ({ ...now, rotation })),
      (failure: Failure) => setState((now) => ({ ...now, failure })),
    )
    return () => {
      stopped.current = true
    }
  }, [id])

  const drive = useCallback(
    async (first: Step, then: Step, more: { partition?: string; code?: string }) => {
      stopped.current = false
      setState(({ rotation }) => ({ rotation, busy: then }))
      const ask = (step: Step, code: string | undefined) => {
        const argument = { id, ...(step === 'beginRotation' && { partition: more.partition }), ...(code && { code }) }
        return call(step, argument as Calls[Step]['argument'])
      }
      let last = ''
      try {
        for (let tries = 0, step = first; !stopped.current; step = then) {
          // A code is good for one session, which then carries the rest.
          const reply = await ask(step, tries === 0 && last === '' ? more.code : undefined)
          if (!('rotation' in reply)) return setState((now) => ({ ...now, busy: undefined, stop: reply }))
          const { rotation } = reply
          setState((now) => ({ ...now, rotation }))
          const stage = rotation?.stage ?? 'over'
          if (stage === 'over' || isDone(then, rotation)) break
          tries = stage === last ? tries + 1 : 0
          last = stage
          if (tries >= MOST_TRIES) return setState((now) => ({ ...now, busy: undefined, slow: true }))
          if (tries > 0) await new Promise((go) => setTimeout(go, PAUSE))
        }
        setState((now) => ({ ...now, busy: undefined }))
      } catch (thrown) {
        // What failed may have begun, or come further than was told.
        const rotation = await call('rotation', { id }).catch(() => undefined)
        setState((now) => ({
          ...now,
          ...(rotation !== undefined && { rotation }),
          busy: undefined,
          failure: thrown as Failure,
        }))
      } finally {
        await onChanged()
      }
    },
    [id, onChanged],
  )
  const withCode = (code?: string) => (code ? { code } : {})
  return {
    ...state,
    begin: (partition, origin, code) => {
      requestAccess([origin]).then(
        (granted) =>
          granted
            ? drive('beginRotation', 'continueRotation', { partition, ...withCode(code) })
            : setState((now) => ({ ...now, failure: notAllowed })),
        () => setState((now) => ({ ...now, failure: notAllowed })),
      )
    },
    goOn: (code) => void drive('continueRotation', 'continueRotation', withCode(code)),
    finish: (code) => void drive('finishRotation', 'finishRotation', withCode(code)),
    undo: (code) => void drive('undoRotation', 'undoRotation', withCode(code)),
    pause: () => {
      stopped.current = true
    },
  }
}

/** Whether the person is to say what comes next. */
const isDone = (step: Step, rotation: Rotation | null): boolean =>
  rotation?.lost !== undefined ||
  step === 'finishRotation' ||
  (step === 'continueRotation' && rotation?.stage === 'resting')

const notAllowed: Failure = {
  kind: 'permission',
  message: 'Keys are rotated by AWS’s service IAM, and the browser was not allowed to reach it. Nothing was changed.',
  evidence: {},
}
