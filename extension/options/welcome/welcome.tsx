// The first run: from a pasted key to a first chain that was tested, on one page.

import { useState } from 'preact/hooks'
import type { Hop } from 'rolerelay-core'
import { useCall } from '../../ui/controls/use-call.ts'
import { useVault } from '../../ui/gate/use-gate.ts'
import type { Way } from '../protection/two-ways.tsx'
import { StepCard } from './step-card.tsx'
import { StepChain } from './step-chain.tsx'
import { StepKeeping } from './step-keeping.tsx'
import { StepRoles } from './step-roles.tsx'
import { StepSource } from './step-source.tsx'
import './welcome.css'

/** `onSaved` hears of each chain that was kept. */
export function Welcome({ onSaved }: { onSaved: () => void }) {
  const sources = useCall('sources')
  const { vault } = useVault()
  const [way, setWay] = useState<Way>()
  const [sourceId, setSourceId] = useState<string>()
  const [{ hops, fine }, setRoles] = useState<{ hops: Hop[]; fine: boolean }>({ hops: [], fine: false })
  const source = sources.reply?.find(({ id }) => id === sourceId)
  const kept = way === 'session' || vault?.state === 'unlocked'
  return (
    <article class="prose welcome">
      <header class="stack">
        <h1>Your first chain</h1>
        <p class="muted">
          A chain starts with your access keys or a sign-in at your organisation, assumes one role after the other, and
          opens the AWS console as the last one. Four steps, and it is one click from then on.
        </p>
      </header>
      <StepCard number={1} title="Where it starts" done={source !== undefined}>
        <StepSource sources={sources.reply ?? []} chosen={source} onChosen={setSourceId} onAdded={sources.again} />
      </StepCard>
      <StepCard number={2} title="How they are kept" done={kept}>
        <StepKeeping chosen={way} onChoose={setWay} />
      </StepCard>
      <StepCard number={3} title="The roles" done={fine}>
        <StepRoles onChange={(hops, fine) => setRoles({ hops, fine })} />
      </StepCard>
      <StepCard number={4} title="Name it, test it, open it" done={false}>
        <StepChain sourceId={source?.id ?? ''} kept={kept} hops={hops} fine={fine} onSaved={onSaved} />
      </StepCard>
    </article>
  )
}
