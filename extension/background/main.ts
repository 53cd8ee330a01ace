// The background: its listeners, registered at once, because a browser that wakes it for an event delivers the event to
// listeners that are there when the script has run, and to no others.

import { closeStorageToContentScripts, onConnect, onMessage } from '../browser.ts'
import type { RunPort } from '../protocol.ts'
import { lockInTime } from './autolock.ts'
import { answer } from './calls.ts'
import { clearClipboardInTime } from './clipboard.ts'
import { isOurPage } from './door.ts'
import { serveRun } from './runs.ts'

onMessage((message, sender) => (isOurPage(sender) ? answer(message) : undefined))

onConnect((port) => {
  if (isOurPage(port.sender) && port.name === ('run' satisfies RunPort)) serveRun(port)
  else port.disconnect()
})

// The first thing on each wake: what was to happen while nobody was awake.
lockInTime()
clearClipboardInTime()

void closeStorageToContentScripts()
