// A link that is opened, or a chain that is asked for, while the vault is locked: unlock first, then it goes on. It goes once, and does
// not wait for ever: whoever unlocks an hour later, or in another page, is not to be surprised by a console.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { WayIn } from '../protocol.ts'
import { Gate } from '../ui/gate/gate.tsx'
import { Came } from './came.tsx'
import { Go } from './go.tsx'
import { Nothing } from './nothing.tsx'

/** What the page came with. */
export type Held = { link: string } | { way: Promise<WayIn | null> }

/** Why there is none any more: it waited too long, or the vault locked after it had gone on. */
export type Gone = 'late' | 'locked'

interface Taken {
  held?: Held
  gone?: Gone
}

/** How long it waits, in milliseconds. */
const PATIENCE = 5 * 60_000

export function LinkGate({ held }: { held?: Held }) {
  const [since] = useState(Date.now)
  const kept = useRef<Taken>(held ? { held } : {})
  const [late, setLate] = useState(false)
  const drop = () => {
    if (!kept.current.held) return
    kept.current = { gone: 'late' }
    setLate(true)
  }
  useEffect(() => {
    const timer = setTimeout(drop, PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  const take = () => {
    // The timer stood still if the computer slept.
    if (Date.now() - since >= PATIENCE) drop()
    const taken = kept.current
    if (taken.held) kept.current = { gone: 'locked' }
    return taken
  }
  const was = held && 'way' in held ? 'way' : 'link'
  const { unlockFirst, tooLate } = words[was]
  return (
    <Gate prepare={() => null} lead={late ? tooLate : kept.current.held ? unlockFirst : undefined}>
      {() => <Taken take={take} was={was} />}
    </Gate>
  )
}

/** Takes it once, when the gate has opened. */
function Taken({ take, was }: { take: () => Taken; was: 'link' | 'way' }) {
  const [{ held, gone }] = useState(take)
  if (!held) return <Nothing was={was} {...(gone && { gone })} />
  return 'link' in held ? <Go text={held.link} /> : <Came way={held.way} />
}

const words = {
  link: {
    unlockFirst: 'You opened a link. Unlock within five minutes to go on with it.',
    tooLate: 'The link that you opened waited for five minutes and was dropped. Open it again once this is unlocked.',
  },
  way: {
    unlockFirst: 'You asked for a chain. Unlock within five minutes to go on with it.',
    tooLate: 'What you asked for waited for five minutes and was dropped. Ask for it again once this is unlocked.',
  },
}
