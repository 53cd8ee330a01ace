// The options page: write sources and chains.

import { render } from 'preact'
import '../ui/base.css'
import '../ui/controls.css'
import { ChainWindow } from '../ui/chain-window.ts'
import { Gate } from '../ui/gate/gate.tsx'
import { ToastArea } from '../ui/toast.tsx'
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
