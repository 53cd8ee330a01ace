import type { ChainRow, RunRequest } from '../protocol.ts'

/** What opens a row of a list: its chain, on the page that the search asked for, if it did; `aside` in a background tab. */
export const openRequest = (
  { id, at }: Pick<ChainRow, 'id' | 'at'>,
  aside: boolean,
): RunRequest & { action: 'open' } => ({
  action: 'open',
  chainId: id,
  where: aside ? 'background-tab' : 'new-tab',
  ...(at && { destination: at.page }),
})
