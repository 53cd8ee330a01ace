// Whether chains are offered on the pages that they were opened on lately; and all of these forgotten.

import { useState } from 'preact/hooks'
import { call } from '../../client.ts'
import type { Settings } from '../../protocol.ts'
import { Choice } from '../../ui/controls/choice.tsx'

interface RecentPagesProps {
  settings: Settings
  onSave: (by: Partial<Settings>) => void
}

export function RecentPages({ settings, onSave }: RecentPagesProps) {
  const [said, setSaid] = useState('')
  const forget = () =>
    call('forgetPages', {}).then(
      () => setSaid('Forgotten.'),
      () => setSaid('They could not be forgotten. Try again.'),
    )
  return (
    <Choice
      class="card"
      id="offers-pages"
      label="Offer the pages that a chain was opened on lately"
      on={settings.offersPages}
      onChange={(offersPages) => onSave({ offersPages })}
    >
      <p>
        Five of each chain, in its row’s menu and below its name and a space: a service, a resource or a link that you
        opened by Rolerelay, and where a tab was when it was renewed. Nothing is noted in private windows. They are kept
        with your chains, encrypted where there is a password, and go with their chain. Without a password, addresses
        that say more than a region, a service or a resource are not kept: such may hold a token. With this off, none
        is.
      </p>
      <div class="row">
        <button type="button" class="button" disabled={!settings.offersPages} onClick={forget}>
          Forget all of them
        </button>
        <span role="status" class="muted">
          {said}
        </span>
      </div>
    </Choice>
  )
}
