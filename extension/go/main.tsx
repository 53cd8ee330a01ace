// The page that a bookmark points to: it opens a chain, at once where this installation made the link.

import { render } from 'preact'
import '../ui/base.css'
import '../ui/controls.css'
import { LinkGate } from './link-gate.tsx'

// The link leaves the address bar and the tab's steps back at once: a reload or a step back must not run it again. The browser's own
// list of what was visited may keep it.
const text = location.hash.slice(1)
history.replaceState(null, '', location.pathname)

// A bookmark clicked in the tab that shows this page only changes what stands behind `#`.
window.addEventListener('hashchange', () => location.reload())

render(<LinkGate text={text} />, document.getElementById('app') as HTMLElement)
