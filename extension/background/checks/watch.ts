// Tells pages how far the check is that goes on, over a port: should the browser stop the background, the page hears that too.

import type { Port } from '../../browser.ts'
import { checkProgress, isChecking, onCheckProgress } from './checks.ts'

/** In milliseconds: as often as a bar has to move. */
const EVERY = 250

/** Serves a page's port until the check ends. */
export function serveCheck(port: Port): void {
  watching.add(port)
  port.onDisconnect.addListener(() => watching.delete(port))
  void say()
}

const watching = new Set<Port>()
let timer: ReturnType<typeof setTimeout> | undefined

onCheckProgress(() => {
  if (!isChecking()) return void say()
  if (timer !== undefined) return
  timer = setTimeout(() => {
    timer = undefined
    void say()
  }, EVERY)
})

async function say(): Promise<void> {
  if (watching.size === 0) return
  const progress = await checkProgress().catch(() => undefined)
  for (const port of [...watching]) {
    if (progress) port.postMessage(progress)
    if (isChecking()) continue
    watching.delete(port)
    port.disconnect()
  }
}
