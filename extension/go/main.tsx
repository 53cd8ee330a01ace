// The page that a bookmark points to, and to which all ways in lead: it opens a chain, at once where this installation made the link
// or the person chose it.

import { render } from 'preact'
import { call } from '../client.ts'
import '../ui/look/base.css'
import '../ui/look/controls.css'
import { type Held, LinkGate } from './link-gate.tsx'

// The link leaves the address bar and the tab's steps back at once: a reload or a step back must not run it again. The browser's own
// list of what was visited may keep it.
const text = location.hash.slice(1)
history.replaceState(null, '', location.pathname)

// A bookmark clicked in the tab that shows this page only changes what stands behind `#`.
window.addEventListener('hashchange', () => location.reload())

const ticket = /^way=([\w-]{1,36})$/.exec(text)?.[1]
// Now, since the background keeps it for a moment only: what waits to be unlocked for waits here.
const held: Held | undefined =
  ticket !== undefined ? { way: call('takeWay', { ticket }).catch(() => null) } : text ? { link: text } : undefined
render(<LinkGate {...(held && { held })} />, document.getElementById('app') as HTMLElement)
