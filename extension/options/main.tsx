// The options page: write sources and chains.

import { render } from 'preact'
import '../ui/base.css'
import '../ui/controls.css'
import { ToastArea } from '../ui/toast.tsx'
import { Options } from './options.tsx'

render(
  <ToastArea>
    <Options />
  </ToastArea>,
  document.getElementById('app') as HTMLElement,
)
