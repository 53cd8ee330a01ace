// How far a rotation is, and what the person may do meanwhile.

import type { Rotation } from '../../../protocol.ts'
import { CheckIcon } from '../../../ui/controls/icons.tsx'
import type { RotationState } from './use-rotation.ts'

const stages: Rotation['stage'][] = ['making', 'trying', 'switched', 'resting']

export function RotationSteps({ rotation, busy }: Pick<RotationState, 'busy'> & { rotation: Rotation }) {
  const { stage, oldKeyId, newKeyId, user } = rotation
  const steps = [
    'Make a new key',
    'Wait until AWS knows it, then use it here',
    'Make the old key inactive',
    'Delete the old key',
  ]
  const at = stages.indexOf(stage)
  return (
    <>
      <h3>{busy === 'undoRotation' ? 'Going back to the old key' : 'Rotating the keys'}</h3>
      <p class="muted">
        Of <span class="mono">{user}</span>: <span class="mono">{oldKeyId}</span>
        {newKeyId && (
          <>
            {' '}
            gives way to <span class="mono">{newKeyId}</span>
          </>
        )}
        .
      </p>
      <ol class="rotation-steps">
        {steps.map((name, step) => (
          <li
            key={name}
            class={step < at ? 'done' : step === at ? 'current' : ''}
            aria-current={step === at ? 'step' : undefined}
          >
            <span class="rotation-mark" aria-hidden="true">
              {step < at ? <CheckIcon /> : step + 1}
            </span>
            {name}
            {step < at && <span class="hidden"> (done)</span>}
          </li>
        ))}
      </ol>
      <p role="status">{busy ? waiting[stage] : notes[stage]}</p>
    </>
  )
}

const waiting: Record<Rotation['stage'], string> = {
  making: 'Asking AWS for a new key…',
  trying: 'Asking AWS whether it knows the new key. It takes some seconds…',
  switched: 'This source uses the new key. Making the old one inactive…',
  resting: 'Asking AWS to delete the old key…',
}

const notes: Record<Rotation['stage'], string> = {
  making: 'A new key was asked for, and it is not known whether AWS made one. Go on, and Rolerelay looks.',
  trying: 'The new key is kept here beside the old one, which is still in use.',
  switched: 'This source uses the new key. The old one is still active.',
  resting:
    'This source uses the new key, and AWS refuses the old one. Open a chain to see that all works, and look where else the old ' +
    'key is in use; then delete it. Until then you can go back.',
}
