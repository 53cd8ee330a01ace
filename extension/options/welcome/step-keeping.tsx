// Step 2: whether the keys outlive the browser session. Neither way is chosen beforehand.

import { useState } from 'preact/hooks'
import { useVault } from '../../ui/gate/use-gate.ts'
import { SetPassword } from '../protection/set-password.tsx'
import { TwoWays, type Way } from '../protection/two-ways.tsx'

interface StepKeepingProps {
  chosen: Way | undefined
  onChoose: (way: Way) => void
}

export function StepKeeping({ chosen, onChoose }: StepKeepingProps) {
  const { vault } = useVault()
  const [keys, setKeys] = useState<number>()
  if (vault?.state === 'unlocked') {
    return (
      <p role="status">
        Protected by a password.{' '}
        {keys !== undefined &&
          keys > 0 &&
          `${keys === 1 ? 'Your keys are' : `The keys of ${keys} sources are`} kept encrypted from now on. `}
        <a href="#/protection">Save a backup</a> when you have your first chain.
      </p>
    )
  }
  return (
    <>
      <TwoWays legend="How they are kept" quiet chosen={chosen} onChoose={onChoose} />
      {chosen === 'password' && <SetPassword onDone={setKeys} />}
      {chosen === 'session' && (
        <p class="muted" role="status">
          Nothing more to do. A password can be set later under <a href="#/protection">Protection</a>.
        </p>
      )}
    </>
  )
}
