// The options page: write sources and chains.

import { render } from 'preact'
import '../ui/look/base.css'
import '../ui/look/controls.css'
import { ChainWindow } from '../ui/chains/chain-window.ts'
import { ToastArea } from '../ui/controls/toast.tsx'
import { Gate } from '../ui/gate/gate.tsx'
import { Options } from './options.tsx'
import { isLeavingBlocked } from './route.ts'

render(
  <Gate prepare={() => new ChainWindow(true)} hasDraft={isLeavingBlocked}>
    {(chains) => (
      <ToastArea>
        <Options chains={chains} />
      </ToastArea>
    )}
  </Gate>,
  document.getElementById('app') as HTMLElement,
)
