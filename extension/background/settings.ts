// The person's few settings.

import type { Settings } from '../protocol.ts'
import { inTurn, read, write } from './storage.ts'

export async function getSettings(): Promise<Settings> {
  return (await read('settings')).settings ?? { signOutFirst: false }
}

export const saveSettings = (settings: Settings): Promise<void> => inTurn(() => write({ settings }))
