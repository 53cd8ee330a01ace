// The background: its listeners, registered at once, because a browser that wakes it for an event delivers the event to
// listeners that are there when the script has run, and to no others.

// First of all: nothing is sent but by the fetch that it guards.
import './guard-fetch.ts'

import { closeStorageToContentScripts, onConnect, onMessage, type Port } from '../browser.ts'
import type { CheckPort, RunPort } from '../protocol.ts'
import { answerAddressBar } from './address-bar.ts'
import { lockInTime } from './autolock.ts'
import { followFavourites } from './bookmarks.ts'
import { answer } from './calls.ts'
import { serveCheck } from './checks/watch.ts'
import { clearClipboardInTime } from './clipboard.ts'
import { isOurPage } from './door.ts'
import { openFavouritesByKeys } from './favourite-keys.ts'
import { layOutFirstRows } from './first-rows.ts'
import { followTabs } from './live.ts'
import { showTimeInTime } from './mark.ts'
import { answerMenus } from './menus.ts'
import { renewByKeys } from './renewal.ts'
import { runUnwatched, serveRun } from './runs.ts'
import { renewInTime } from './self-renewal.ts'
import { waitOnConsoleInTime } from './sources/login-tab.ts'
import { signInInTime } from './sources/waiting.ts'
import { watchInTime } from './sources/watched.ts'
import { takeUpSweep } from './vault/sweep.ts'

onMessage((message, sender) => (isOurPage(sender) ? answer(message) : undefined))

onConnect((port) => {
  const serve = isOurPage(port.sender) && serves.get(port.name)
  if (serve) serve(port)
  else port.disconnect()
})

const serves = new Map<string, (port: Port) => void>([
  ['run' satisfies RunPort, serveRun],
  ['check' satisfies CheckPort, serveCheck],
])

// The first thing on each wake: what was to happen while nobody was awake.
lockInTime()
clearClipboardInTime()
takeUpSweep()
signInInTime(runUnwatched)
watchInTime()
waitOnConsoleInTime()
followTabs()
showTimeInTime()
renewByKeys(runUnwatched)
renewInTime(runUnwatched)
answerAddressBar()
followFavourites()
layOutFirstRows()
openFavouritesByKeys()
answerMenus()

void closeStorageToContentScripts()
