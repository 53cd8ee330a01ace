// A role that was refused, and may not be there: whether its ARN is but for a slip one that other chains walk.

import type { Cause, Failure } from 'rolerelay-core'
import { likelyRole } from '../../search/slip.ts'
import { summaries } from './shelf.ts'

/** The failure, with the role of other chains that was likely meant at its cause. */
export async function withLikelyRole(failure: Failure): Promise<Failure> {
  const { causes = [], roleArn } = failure
  if (!roleArn || !causes.some(asksForRole)) return failure
  const likely = likelyRole(
    roleArn,
    (await summaries()).flatMap(({ words }) => words),
  )
  if (!likely) return failure
  const mended = (cause: Cause): Cause =>
    asksForRole(cause)
      ? {
          ...cause,
          evidence: [...(cause.evidence ?? []), `Another chain walks ${likely}.`],
          remedy: { kind: 'hop', setting: 'roleArn', suggestion: likely },
        }
      : cause
  return { ...failure, causes: causes.map(mended) }
}

const asksForRole = ({ kind, remedy }: Cause): boolean =>
  kind === 'no-such-role' && remedy?.kind === 'hop' && remedy.setting === 'roleArn' && !remedy.suggestion
