// The person's few settings.

import type { Settings } from '../protocol.ts'
import { inTurn, read, write } from './storage.ts'

export async function getSettings(): Promise<Settings> {
  return { signOutFirst: false, user: '', ...(await read('settings')).settings }
}

export const saveSettings = (settings: Settings): Promise<void> => inTurn(() => write({ settings }))
