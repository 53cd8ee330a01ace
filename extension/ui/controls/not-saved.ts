import type { Calls } from '../../protocol.ts'

/** Why a change of a chain was not saved, in a sentence. */
export const whyNotSaved = ({ findings, now }: Calls['saveChain']['reply']): string =>
  now
    ? `“${now.name}” was changed in another window meanwhile. Nothing was saved: open it to see what it is now.`
    : (findings.find(({ severity }) => severity === 'error')?.message ?? 'It could not be saved.')
