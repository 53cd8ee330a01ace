// What a person has to be told once of how things are kept: that something was lost and an older copy stands in, or that the
// browser withholds a second home. It is told by every page until somebody has read it, and then no more while the browser runs.

import { session } from '../browser.ts'
import { queue } from './queue.ts'

/** Has it told. */
export function tell(sentence: string): Promise<void> {
  return inTurn(async () => {
    const { told, read } = await notices()
    if (told.includes(sentence) || read.includes(sentence)) return
    await session.set({ [KEY]: { told: [...told, sentence], read } })
  }).catch(() => {})
}

/** What is to be told; undefined for nothing. */
export async function notice(): Promise<string | undefined> {
  const { told } = await inTurn(notices)
  return told.length > 0 ? told.join(' ') : undefined
}

/** Somebody has read all of it. */
export function dismissNotice(): Promise<void> {
  return inTurn(async () => {
    const { told, read } = await notices()
    await session.set({ [KEY]: { told: [], read: [...read, ...told] } })
  })
}

const KEY = 'notices'
const inTurn = queue()

async function notices(): Promise<{ told: string[]; read: string[] }> {
  const { [KEY]: kept } = (await session.get([KEY])) as { [KEY]?: { told: string[]; read: string[] } }
  return kept ?? { told: [], read: [] }
}
