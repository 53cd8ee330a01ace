// The background: its listeners, registered at once, because a browser that wakes it for an event delivers the event to
// listeners that are there when the script has run, and to no others.

// First of all: nothing is sent but by the fetch that it guards.
import './core/guard-fetch.ts'

import { closeStorageToContentScripts, onConnect, onMessage, type Port } from '../browser.ts'
import type { CheckPort, RunPort } from '../protocol.ts'
import { answer } from './calls.ts'
import { followFavourites } from './chains/bookmarks.ts'
import { layOutFirstRows } from './chains/first-rows.ts'
import { serveCheck } from './checks/watch.ts'
import { followTabs } from './consoles/live.ts'
import { showTimeInTime } from './consoles/mark.ts'
import { renewByKeys } from './consoles/renewal.ts'
import { isOurPage } from './core/door.ts'
import { lockInTime } from './protection/autolock.ts'
import { clearClipboardInTime } from './protection/clipboard.ts'
import { runUnwatched, serveRun } from './runs/runs.ts'
import { renewInTime } from './runs/self-renewal.ts'
import { waitOnConsoleInTime } from './sources/login-tab.ts'
import { signInInTime } from './sources/waiting.ts'
import { watchInTime } from './sources/watched.ts'
import { takeUpSweep } from './store/sweep.ts'
import { answerAddressBar } from './ways/address-bar.ts'
import { openFavouritesByKeys } from './ways/favourite-keys.ts'
import { answerMenus } from './ways/menus.ts'

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
renewInTime((request) => runUnwatched(request, true))
answerAddressBar()
followFavourites()
layOutFirstRows()
openFavouritesByKeys()
answerMenus()

void closeStorageToContentScripts()
