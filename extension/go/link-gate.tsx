// A link that is opened while the vault is locked: unlock first, then it goes on. It goes once, and does not wait for ever:
// whoever unlocks an hour later, or in another page, is not to be surprised by a console.

import { useEffect, useRef, useState } from 'preact/hooks'
import { Gate } from '../ui/gate/gate.tsx'
import { Go } from './go.tsx'

/** What the page came with. */
export interface HeldLink {
  /** Empty where there is none, or none any more. */
  text: string
  /** Why there is none any more: it waited too long, or the vault locked after it had gone on. */
  gone?: 'late' | 'locked'
}

/** How long a link waits, in milliseconds. */
const PATIENCE = 5 * 60_000

export function LinkGate({ text }: { text: string }) {
  const [since] = useState(Date.now)
  const link = useRef<HeldLink>({ text })
  const [late, setLate] = useState(false)
  const drop = () => {
    if (!link.current.text) return
    link.current = { text: '', gone: 'late' }
    setLate(true)
  }
  useEffect(() => {
    const timer = setTimeout(drop, PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  const take = () => {
    // The timer stood still if the computer slept.
    if (Date.now() - since >= PATIENCE) drop()
    const taken = link.current
    if (taken.text) link.current = { text: '', gone: 'locked' }
    return taken
  }
  return (
    <Gate prepare={() => null} lead={late ? TOO_LATE : link.current.text ? UNLOCK_FIRST : undefined}>
      {() => <Taken take={take} />}
    </Gate>
  )
}

/** Takes the link once, when the gate has opened. */
function Taken({ take }: { take: () => HeldLink }) {
  const [link] = useState(take)
  return <Go {...link} />
}

const UNLOCK_FIRST = 'You opened a link. Unlock within five minutes to go on with it.'
const TOO_LATE =
  'The link that you opened waited for five minutes and was dropped. Open it again once this is unlocked.'
