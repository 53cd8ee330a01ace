// The popup: pick a chain, open it.

import { render } from 'preact'
import type { VaultState } from '../protocol.ts'
import '../ui/look/base.css'
import '../ui/look/controls.css'
import { ChainWindow } from '../ui/chains/chain-window.ts'
import { ToastArea } from '../ui/controls/toast.tsx'
import { Gate } from '../ui/gate/gate.tsx'
import { fitWindow } from './fit.ts'
import { Popup } from './popup.tsx'

/** Nothing lies ready of what a password protects. */
const OPEN: VaultState = { state: 'open' }

// The first rows are asked for along with the vault's state: a popup that may show them waits for one round trip, not two. And where
// they lie ready it waits for none.
render(
  <Gate popup prepare={() => new ChainWindow(true, true)} early={({ early }) => early.then((first) => first && OPEN)}>
    {(chains) => (
      <ToastArea>
        <Popup chains={chains} />
      </ToastArea>
    )}
  </Gate>,
  document.getElementById('app') as HTMLElement,
)
fitWindow()
