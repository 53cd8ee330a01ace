// A link that somebody else may have written, or that is to ask all the same: all that it would open, and one button. Nothing runs before the click.

import type { LinkTarget } from '../protocol.ts'
import { hopCount } from '../ui/chains/chain-row.tsx'
import { ColourMark } from '../ui/chains/colour-mark.tsx'
import { GuardBadge } from '../ui/chains/guard-badge.tsx'
import { InfoIcon, OpenIcon } from '../ui/controls/icons.tsx'
import { useArmed } from '../ui/controls/use-armed.ts'

interface AskFirstProps {
  target: LinkTarget
  onOpen: () => void
}

export function AskFirst({ target, onOpen }: AskFirstProps) {
  const { chain, roleArn, destination, ours } = target
  const armed = useArmed()
  return (
    <>
      <h1>Open the console with this chain?</h1>
      <p class="go-note">
        <InfoIcon />
        {ours
          ? 'Every link asks before it opens: you chose so in the settings.'
          : 'This link was not made by this installation of Rolerelay. Read what it opens before you go on.'}
      </p>
      <dl class="go-facts">
        <dt>Chain</dt>
        <dd class="row">
          <ColourMark colour={chain.colour} />
          <strong>{chain.name}</strong>
          {chain.guard && <GuardBadge word={chain.guard} colour={chain.colour} />}
          <span class="badge">{hopCount(chain.hops)}</span>
        </dd>
        <dt>Account</dt>
        <dd class="mono">{chain.account}</dd>
        <dt>Role</dt>
        <dd class="mono">{roleArn ?? chain.role}</dd>
        <dt>Console page</dt>
        <dd class="mono">{destination}</dd>
      </dl>
      <button type="button" class="button primary" disabled={!armed} onClick={onOpen}>
        <OpenIcon />
        {chain.guard ? `Open ${chain.guard} chain` : 'Open the console'}
      </button>
    </>
  )
}
