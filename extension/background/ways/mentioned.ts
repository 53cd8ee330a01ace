import { MOST } from '../../limits.ts'
import { withRest } from '../core/core.ts'

/** The query for what a text of somebody else's names of AWS; null where it names nothing. */
export const mentioned = async (text: string): Promise<string | null> =>
  (await withRest((core) => core.mentioned(text.slice(0, MOST.mention)))) ?? null
