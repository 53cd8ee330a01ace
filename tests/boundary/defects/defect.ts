import type { CauseKind } from 'rolerelay-core'
import type { Leg, Scene } from '../scene.ts'

/** A change that breaks a chain which went well, at one hop. */
export interface Defect {
  kind: CauseKind
  what: string
  /** Whether that hop of the scene can have it. */
  can: (leg: Leg, at: number, scene: Scene) => boolean
  spoil: (leg: Leg, at: number, scene: Scene) => void
}

export const always = () => true

/** For what spoils every hop of that account: the first of them is where it shows. */
export const firstOfAccount = ({ callerAccount }: Leg, at: number, { legs }: Scene) =>
  legs.findIndex((one) => one.callerAccount === callerAccount) === at
