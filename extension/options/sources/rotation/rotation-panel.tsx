// New keys for old ones: asked for with one click, shown step by step, and finished or undone by the person.

import { useState } from 'preact/hooks'
import type { PartitionInfo } from 'rolerelay-core'
import type { SourceRow } from '../../../protocol.ts'
import { partitionOf } from '../../../ui/controls/role.ts'
import { useCall } from '../../../ui/controls/use-call.ts'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'
import { useVault } from '../../../ui/gate/use-gate.ts'
import { PartitionSelect } from '../partition-select.tsx'
import { Denied } from './denied.tsx'
import { LostKeys, TwoKeys } from './key-list.tsx'
import { RotationCode } from './rotation-code.tsx'
import { RotationSteps } from './rotation-steps.tsx'
import './rotation.css'
import { type Driven, useRotation } from './use-rotation.ts'

interface RotationPanelProps {
  source: SourceRow
  onChanged: () => Promise<void>
}

export function RotationPanel({ source, onChanged }: RotationPanelProps) {
  const { vault } = useVault()
  const driven = useRotation(source.id, onChanged)
  const { rotation, busy, failure, stop } = driven
  const { reply: partitions = [] } = useCall('partitions')
  const [again, setAgain] = useState<(code: string) => void>()
  if (!source.areLongTerm || source.expiresAt !== undefined || rotation === undefined) return null
  if (!rotation && (vault?.state !== 'unlocked' || source.keptIn !== 'vault')) {
    return (
      <p class="muted">
        To rotate these keys from here, they have to be kept for good: a new secret that is only in memory would be lost
        with the browser. <a href="#/protection">Protect your keys with a password</a>, or rotate them by hand.
      </p>
    )
  }
  /** Remembers what to ask again with a code. */
  const asking = (ask: (code?: string) => void) => () => {
    setAgain(() => ask)
    ask()
  }
  return (
    <section class="rotation stack" aria-label="Rotate the keys" aria-busy={busy !== undefined}>
      {rotation && <RotationSteps rotation={rotation} busy={busy} />}
      {failure && failure.kind !== 'mfa' && <FailurePanel failure={failure} title={titleOf(driven)} />}
      {failure?.kind === 'mfa' && again && <RotationCode failure={failure} onCode={again} />}
      {stop && 'denied' in stop && <Denied {...stop} mfaSerial={source.mfaSerial} onCode={again} />}
      {stop && 'full' in stop && <TwoKeys keys={stop.full} user={stop.user} current={source.accessKeyId} />}
      {rotation?.lost && <LostKeys keys={rotation.lost} onDelete={asking(driven.undo)} busy={busy !== undefined} />}
      {driven.slow && (
        <p role="status">
          AWS does not know the key yet, which takes it longer than usual. Nothing is lost: go on in a minute, or undo
          it.
        </p>
      )}
      {rotation ? (
        !rotation.lost && <Next driven={driven} asking={asking} />
      ) : (
        <Begin driven={driven} partitions={partitions} guess={partitionOf(source.mfaSerial ?? '')} asking={asking} />
      )}
    </section>
  )
}

const titleOf = ({ rotation }: Driven): string =>
  rotation ? 'The rotation stopped. No key is lost' : 'The keys were not rotated'

interface BeginProps {
  driven: Driven
  partitions: PartitionInfo[]
  /** The partition that the keys are likely of. */
  guess: string
  asking: (ask: (code?: string) => void) => () => void
}

function Begin({ driven, partitions, guess, asking }: BeginProps) {
  const [partition, setPartition] = useState(guess)
  const known = partitions.filter(({ iamOrigin }) => iamOrigin)
  const origin = known.find(({ id }) => id === partition)?.iamOrigin
  return (
    <div class="row">
      <button
        type="button"
        class="button"
        disabled={driven.busy !== undefined || !origin}
        onClick={asking((code) => origin && driven.begin(partition, origin, code))}
      >
        {driven.busy ? 'Asking AWS for a new key…' : 'Rotate keys'}
      </button>
      <PartitionSelect
        label="Partition of these keys"
        partitions={known}
        value={partition}
        disabled={driven.busy !== undefined}
        onChange={setPartition}
      />
      <span class="muted">
        Asks IAM for a new key, tries it, and lays the old one to rest. Each step can be undone.
      </span>
    </div>
  )
}

function Next({ driven, asking }: Pick<BeginProps, 'driven' | 'asking'>) {
  const { rotation, busy } = driven
  if (busy) {
    return (
      <div class="row">
        <button type="button" class="button" onClick={driven.pause}>
          Stop here
        </button>
      </div>
    )
  }
  return (
    <div class="row">
      {rotation?.stage === 'resting' ? (
        <button type="button" class="button danger" onClick={asking(driven.finish)}>
          Delete the old key
        </button>
      ) : (
        <button type="button" class="button primary" onClick={asking(driven.goOn)}>
          Go on
        </button>
      )}
      <button type="button" class="button" onClick={asking(driven.undo)}>
        {rotation?.stage === 'making' ? 'Give up' : 'Back to the old key'}
      </button>
    </div>
  )
}
