// The person's few settings.

import type { Settings } from '../../protocol.ts'
import { lockAfter } from '../lock/unlocked.ts'
import { inTurn, read, write } from './storage.ts'

export async function getSettings(): Promise<Settings> {
  return withDefaults((await read('settings')).settings)
}

export function saveSettings(changed: Partial<Settings>): Promise<void> {
  return inTurn(async () => {
    const settings = { ...(await getSettings()), ...changed }
    await write({ settings, ...(changed.offersPages === false && { pages: [] }) })
    await lockAfter(settings.lockAfter)
  })
}

/** The settings as they hold, by what is kept of them. */
export const withDefaults = (kept: Partial<Settings> | undefined): Settings => ({ ...DEFAULT_SETTINGS, ...kept })

export const DEFAULT_SETTINGS: Settings = {
  signOutFirst: false,
  closesSignedOut: false,
  goesToTab: true,
  asksForSessions: false,
  prepares: false,
  offersPages: true,
  renewing: [],
  container: 'current',
  user: '',
  lockAfter: 60,
  lockWithScreen: true,
  clearClipboardAfter: 60,
  linksAsk: false,
  suggestsInVault: false,
  readOnlyWords: [],
  readOnlyWith: 'ReadOnlyAccess',
  reasonFor: 'marked',
  reasonInto: { kind: 'source-identity' },
}
