import type { ChainRow, RunRequest, Where } from '../../protocol.ts'

/** What opens a row of a list: its chain, on the page that the search asked for, if it did. */
export const openRequest = (
  { id, at }: Pick<ChainRow, 'id' | 'at'>,
  where: Where,
): RunRequest & { action: 'open' } => ({
  action: 'open',
  chainId: id,
  where,
  ...(at && { destination: at.page }),
})

/** Where it opens that was chosen with Enter or a click; `aside` with what opens tabs in the background. */
export const pickedPlace = (aside: boolean): Where => (aside ? 'background-tab' : 'new-tab')
