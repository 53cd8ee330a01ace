// The popup: pick a chain, open it.

import { render } from 'preact'
import '../ui/base.css'
import '../ui/controls.css'
import { ChainWindow } from '../ui/chain-window.ts'
import { ToastArea } from '../ui/toast.tsx'
import { fitHeight } from './fit.ts'
import { Popup } from './popup.tsx'

// The first rows are asked for before anything is drawn: the answer and the drawing then overlap.
const chains = new ChainWindow()

render(
  <ToastArea>
    <Popup chains={chains} />
  </ToastArea>,
  document.getElementById('app') as HTMLElement,
)
fitHeight()
