// What a person has to be told once of how things are kept: that something was lost and an older copy stands in, or that the
// browser withholds a second home. It is told by every page until somebody has read it, and then no more while the browser runs.

import { session } from '../core/memory.ts'
import { queue } from '../core/queue.ts'
import { type Epoch, epoch } from '../lock/epoch.ts'
import { endsWithLock } from '../lock/unlocked.ts'

/**
 * Has it told. Where it names what is kept, `named` is how: that is told in its place until the next lock, unless `mine`, the epoch that
 * it is of, is over.
 */
export function tell(sentence: string, named?: string, mine: Epoch = epoch()): Promise<void> {
  return inTurn(async () => {
    const { told, read, names } = await notices()
    if (told.includes(sentence) || read.includes(sentence)) return
    const isNamed = named !== undefined && !mine.aborted
    await session.set({
      [KEY]: { told: [...told, sentence], read },
      ...(isNamed && { [NAMES]: { ...names, [sentence]: named } }),
    })
  }).catch(() => {})
}

/** What is to be told; undefined for nothing. */
export async function notice(): Promise<string | undefined> {
  const { told, names } = await inTurn(notices)
  return told.length > 0 ? told.map((sentence) => names[sentence] ?? sentence).join(' ') : undefined
}

/** Somebody has read all of it. */
export function dismissNotice(): Promise<void> {
  return inTurn(async () => {
    const { told, read } = await notices()
    await session.set({ [KEY]: { told: [], read: [...read, ...told] }, [NAMES]: null })
  })
}

const KEY = 'notices'
const NAMES = 'notices/names'
endsWithLock((key) => key === NAMES)

const inTurn = queue()

interface Notices {
  told: string[]
  read: string[]
  /** Sentences that name what is kept, by those that do not. */
  names: Record<string, string>
}

async function notices(): Promise<Notices> {
  const { [KEY]: kept, [NAMES]: names } = (await session.get([KEY, NAMES])) as {
    [KEY]?: Omit<Notices, 'names'>
    [NAMES]?: Notices['names'] | null
  }
  return { told: [], read: [], ...kept, names: names ?? {} }
}
